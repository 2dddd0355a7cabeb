"""Pages by the layout they were printed with: those that name the parts around the article alike."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.likeness import same
from newsarchive.probe.naming import weigh_name
from newsarchive.probe.specimen import Specimen

_ALIKE = 0.34
"""Share of the names around the article that two pages of one layout have in common at least; pages of one layout
share three quarters and more, two generations of one newspaper's pages the names of every framework."""


def group(specimens: Sequence[Specimen]) -> list[list[Specimen]]:
    """The specimens in groups of one layout each, the largest first."""
    groups: list[list[tuple[Specimen, frozenset[str]]]] = []
    for specimen in specimens:
        names = _names_around(specimen)
        nearest = max(groups, key=lambda one: _nearness(names, one), default=None)
        if nearest is not None and _nearness(names, nearest) >= _ALIKE:
            nearest.append((specimen, names))
        else:
            groups.append([(specimen, names)])
    return sorted(([specimen for specimen, _ in one] for one in groups), key=len, reverse=True)


def _nearness(names: frozenset[str], others: Sequence[tuple[Specimen, frozenset[str]]]) -> float:
    """Mean share of names in common with the pages of a group."""
    shares = (len(names & other) / max(1, len(names | other)) for _, other in others)
    return sum(shares) / len(others)


def _names_around(specimen: Specimen) -> frozenset[str]:
    """Names of the elements that hold the headline or a paragraph."""
    heads = [e for e, text in specimen.texts.items() if same(text, specimen.article.headline)]
    holders: set[Element] = set()
    for element in (*heads, *(piece.element for piece in specimen.paragraphs)):
        holders |= {element, *ancestors(element)}
    words = (f"{e.tag}.{word}" for e in holders for word in (*(e.get("class") or "").split(), e.get("id") or ""))
    return frozenset(word for word in words if (weigh_name(word.partition(".")[2]) or 9.0) < 5.0 or _is_plain(word))


def _is_plain(word: str) -> bool:
    return weigh_name(word.partition(".")[2]) == 0.0
