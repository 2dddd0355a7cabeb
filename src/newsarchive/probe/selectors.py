"""Short CSS selectors for an element, by its names and those around it; and the choice of one for all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from re import Pattern

from newsarchive.extraction.element import Element, ancestors
from newsarchive.probe.naming import weigh_name
from newsarchive.probe.specimen import Specimen

_TAGS = {"h1": 1.2, "figcaption": 0.5, "time": 2.0, "h2": 3.5, "article": 3.5, "h3": 4.0}
_OTHER_TAG = 4.5
_TELLING = ("itemprop", "data-role", "type", "rel", "data-field")
_REACH = 7
"""Ancestors whose names may stand before an element."""
_MEANT = 1.5
"""What a name is worth that says what the field is: "sapo" for a lead, "tac-gia" for a byline."""
_MOST = 600
"""Selectors tried for one field."""
_FRAME = frozenset({"html", "body"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A selector and how it did."""

    css: str
    cost: float
    right: int
    """Pages on which it finds what was looked for, or what may well be that."""


Judge = Callable[[Specimen, str], bool | None]
"""(page, selector) → True when it finds the field, False when it finds something else, None when it finds nothing."""


def steps(element: Element) -> Iterator[tuple[str, float]]:
    """Ways to name the element alone, with what they cost."""
    named = element.get("id") or ""
    weight = weigh_name(named)
    if weight is not None:
        yield f"#{named}", 1.0 + weight
    classes = [(word, weight) for word in _words(element) if (weight := weigh_name(word)) is not None]
    for word, weight in classes:
        yield f".{word}", 1.0 + weight
        yield f"{element.tag}.{word}", 1.2 + weight
    for (one, first), (other, second) in combinations(classes[:5], 2):
        yield f".{one}.{other}", 2.0 + min(first, second) + 0.2 * max(first, second)
    for name in _TELLING:
        value = element.get(name) or ""
        if weigh_name(value) is not None:
            yield f"{element.tag}[{name}={value}]", 1.6
    yield element.tag, _TAGS.get(element.tag, _OTHER_TAG)


def _words(element: Element) -> list[str]:
    return list(dict.fromkeys((element.get("class") or "").split()))[:12]


def selectors(element: Element) -> dict[str, float]:
    """Selectors that match the element → what they cost; a bare tag of no meaning stands only behind a name."""
    own = list(steps(element))
    found = {css: cost for css, cost in own if cost < _OTHER_TAG or "." in css or "#" in css}
    for distance, outer in enumerate(ancestors(element)):
        if distance == _REACH or outer.tag in _FRAME:
            break
        for name, cost in steps(outer):
            if name == outer.tag:
                continue
            for css, plain in own:
                link = " > " if distance == 0 and css == element.tag else " "
                whole = cost + plain + 1.0 + 0.1 * distance
                found.setdefault(f"{name}{link}{css}", whole)
    return found


def pool(elements: Iterable[Element], meaning: Pattern[str] | None = None) -> list[tuple[str, float]]:
    """The selectors of all these elements, cheapest first; one whose last name has the `meaning` is cheaper."""
    found: dict[str, float] = {}
    for element in elements:
        for css, cost in selectors(element).items():
            found[css] = min(cost, found.get(css, cost))
    if meaning:
        found = {
            css: cost - (_MEANT if meaning.search(css.split()[-1].lower()) else 0.0) for css, cost in found.items()
        }
    return sorted(found.items(), key=lambda item: (item[1], len(item[0]), item[0]))[:_MOST]


def choose(specimens: Sequence[Specimen], candidates: Iterable[tuple[str, float]], judge: Judge) -> Choice | None:
    """The selector that is right on most pages and wrong on none; of several the cheapest, None when none is."""
    best: Choice | None = None
    for css, cost in candidates:
        right = 0
        for left, specimen in enumerate(specimens):
            verdict = judge(specimen, css)
            right += verdict is True
            if verdict is False or (best and right + len(specimens) - left - 1 <= best.right):
                break
        else:
            best = Choice(css, cost, right) if right else best
        if best and best.right == len(specimens):
            break
    return best
