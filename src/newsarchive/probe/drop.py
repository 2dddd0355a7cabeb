"""What stands in the body and belongs to no article: boxes that repeat between pages, related lists, share bars."""

from __future__ import annotations

from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.noise import is_comment_form, is_noise, is_questions
from newsarchive.probe.body import body_of
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import Choice, choose, pool
from newsarchive.probe.specimen import Specimen

_MOST = 8
_LINKED = 0.75
_BLOCKS = frozenset(("div", "ul", "ol", "section", "aside", "table", "form", "dl", "nav", "p", "article", "figure"))


def find_drops(family: Family, body: str, kept: tuple[str, ...]) -> list[Choice]:
    """Selectors of blocks inside the body that are no text of it. `kept`: selectors of fields, which stay."""
    left = {id(s): _foreign(s, family, body, kept) for s in family.specimens}
    found: list[Choice] = []

    def judge(specimen: Specimen, css: str) -> bool | None:
        hits = _inside(specimen, css, body)
        if not hits:
            return None
        every = all(_is_foreign(specimen, e, family) for e in hits) and not _keeps(specimen, hits, kept)
        if not every:
            return False
        return True if any(e in left[id(specimen)] for e in hits) else None

    while len(found) < _MOST and any(left.values()):
        candidates = pool(e for each in left.values() for e in each[:12])
        choice = choose(
            family.specimens, [one for one in candidates if "." in one[0] or "#" in one[0] or "[" in one[0]], judge
        )
        if choice is None:
            break
        found.append(choice)
        for specimen in family.specimens:
            gone = {inner for hit in specimen.page.select(choice.css) for inner in hit.iter()}
            left[id(specimen)] = [e for e in left[id(specimen)] if e not in gone]
    return [choice for choice in found if choice.right > 1]


def _inside(specimen: Specimen, css: str, body: str) -> list[Element]:
    root = body_of(specimen, body)
    return [e for e in specimen.page.select(css) if root is not None and root in ancestors(e)]


def _foreign(specimen: Specimen, family: Family, body: str, kept: tuple[str, ...]) -> list[Element]:
    """The outermost blocks in the body that are no text of the article."""
    root = body_of(specimen, body)
    if root is None:
        return []
    found: list[Element] = []
    for element in root.iterdescendants():
        if element.tag not in _BLOCKS or any(outer in found for outer in ancestors(element, up_to=root)):
            continue
        if _is_foreign(specimen, element, family) and not _keeps(specimen, [element], kept):
            found.append(element)
    return found


def _is_foreign(specimen: Specimen, element: Element, family: Family) -> bool:
    """It says the same on other pages, leads elsewhere, or is named and built as furniture; no paragraph is in it."""
    text = specimen.texts.get(element)
    if text is None:
        return False
    if is_noise(element) or is_comment_form(element) or is_questions(element):
        return not specimen.holds_paragraph(element)
    if len(text) >= 12 and family.repeats(text):
        return True
    linked = sum(len(" ".join(link.text_content().split())) for link in element.iter("a"))
    return len(text) >= 25 and linked >= _LINKED * len(text) and element.tag != "p"


def _keeps(specimen: Specimen, hits: list[Element], kept: tuple[str, ...]) -> bool:
    fields = set(specimen.page.select(*kept))
    return any(inner in fields for hit in hits for inner in hit.iter())
