"""Where the body stands: the smallest named element that covers the paragraphs of every page."""

from __future__ import annotations

from collections import Counter

from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.pieces import Piece
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import Choice, selectors
from newsarchive.probe.specimen import Specimen

_COVERED = 0.85
"""Share of the paragraphs' characters an element must hold; the rest may be a lead above it or a line gone astray."""
_FEW = 2
_LEAD = 2.0
"""What it costs to leave the first paragraph out."""
_REACH = 4
"""Elements around the smallest one that are looked at too."""


def find_body(family: Family) -> Choice | None:
    """The selector of the body, None when no element has a name that all pages share."""
    shares = {id(specimen): _shares(specimen, family) for specimen in family.specimens}
    candidates: dict[str, float] = {}
    for specimen in family.specimens:
        for element in dict.fromkeys(each for held in shares[id(specimen)] for each in _near(held)):
            for css, cost in selectors(element).items():
                candidates[css] = min(cost, candidates.get(css, cost))
    best: tuple[float, Choice] | None = None
    for css, cost in pool_of(candidates):
        if best and cost >= best[0]:
            break
        fits = [fit for s in family.specimens if (fit := _fit(s, css, shares[id(s)])) is not None]
        if len(fits) < max(2, len(family.specimens) - len(family.specimens) // 4):
            continue
        whole = cost + sum(fits) / len(fits) + 4.0 * (len(family.specimens) - len(fits))
        if best is None or whole < best[0]:
            best = whole, Choice(css, cost, len(fits))
    return best[1] if best else None


def pool_of(candidates: dict[str, float]) -> list[tuple[str, float]]:
    """Candidates, cheapest first."""
    return sorted(candidates.items(), key=lambda item: (item[1], len(item[0]), item[0]))


def body_of(specimen: Specimen, css: str) -> Element | None:
    """The one element with text that the selector matches; None when there are several or none."""
    found = [element for element in specimen.page.select(css) if element.text_content().strip()]
    outer = [element for element in found if not any(other in found for other in ancestors(element))]
    return outer[0] if len(outer) == 1 else None


def _shares(specimen: Specimen, family: Family) -> tuple[Counter[Element], Counter[Element]]:
    """Element → characters of the article's varying paragraphs in it: of all of them, and of all but the first.

    The first may be a lead that general rules take for a paragraph.
    """
    own = [piece for piece in specimen.paragraphs if not family.repeats(piece.text)]
    return _count(own), _count(own[1:] if len(own) > _FEW else own)


def _count(paragraphs: list[Piece]) -> Counter[Element]:
    held: Counter[Element] = Counter()
    for piece in paragraphs:
        for element in (piece.element, *ancestors(piece.element)):
            held[element] += len(piece.text)
    return held


def _near(held: Counter[Element]) -> list[Element]:
    """The smallest element that covers the paragraphs, and some around it."""
    total = max(held.values(), default=0)
    covering = [element for element, size in held.items() if size >= _COVERED * total]
    depth = {element: sum(1 for _ in ancestors(element)) for element in covering}
    deepest = sorted(covering, key=lambda element: -depth[element])
    named = [element for element in deepest if element.tag not in {"html", "body", "p"}]
    return named[: _REACH + 1]


def _fit(specimen: Specimen, css: str, shares: tuple[Counter[Element], Counter[Element]]) -> float | None:
    """What is wrong with the selector on a page, 0 for nothing; None when it misses the body."""
    element = body_of(specimen, css)
    if element is None:
        return None
    if not shares[0]:  # an article of pictures, or one whose text stands on other pages too
        return 0.0
    whole, rest = (held[element] / max(held.values()) for held in shares)
    if rest < _COVERED:
        return None
    missed = min(20.0 * (1.0 - whole), _LEAD + 20.0 * (1.0 - rest))
    stray = len(" ".join(element.text_content().split())) / max(shares[0].values()) - 1.0
    headed = any(inner.tag == "h1" for inner in element.iter("h1"))
    return missed + 3.0 * min(stray, 4.0) + (3.0 if headed else 0.0)
