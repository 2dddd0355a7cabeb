"""Bylines and captions: elements of which several may stand on one page."""

from __future__ import annotations

import re

from newsarchive.cleaning.byline import is_person, looks_like_byline, parse_byline
from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.likeness import same
from newsarchive.extraction.naming import names_of
from newsarchive.probe.body import body_of
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import Choice, Judge, choose, pool
from newsarchive.probe.specimen import Specimen

_AUTHOR = re.compile(r"author|tac-?gia|byline|writer|reporter|nguoi-?viet|but-?danh|phong-?vien")
_CAPTION = re.compile(r"caption|chu-?thich|desc|ghi-?chu|legend|credit")
_LONGEST_BYLINE = 120
_LONGEST_CAPTION = 500
_MOST_CAPTIONS = 3
_PICTURES = ("img", "video", "iframe", "picture")


def find_byline(family: Family, body: str) -> Choice | None:
    """The element that names who wrote it: as general rules read it, or one of its own beside or in the body."""
    targets = {id(s): _credited(s, body) for s in family.specimens}
    if sum(map(bool, targets.values())) < 2:
        return None

    def judge(specimen: Specimen, css: str) -> bool | None:
        found = [element for element in specimen.page.select(css) if specimen.texts.get(element, "-")]
        if not found:
            return None
        wanted = targets[id(specimen)]
        return all(element in wanted or _names_writer(specimen.texts.get(element, "")) for element in found)

    candidates = pool((element for found in targets.values() for element in found[:6]), _AUTHOR)
    return choose(
        family.specimens, [(css, cost) for css, cost in candidates if "." in css or "#" in css or "[" in css], judge
    )


def find_captions(family: Family, body: str) -> list[Choice]:
    """Elements with a caption beside every picture; together they cover what can be covered."""
    left = {id(s): _captions(s, body) for s in family.specimens}
    found: list[Choice] = []
    while len(found) < _MOST_CAPTIONS and sum(map(bool, left.values())) >= 1:
        candidates = pool((e for each in left.values() for e in each[:20]), _CAPTION)
        choice = choose(family.specimens, candidates, _captioning(left, body))
        if choice is None:
            break
        found.append(choice)
        for specimen in family.specimens:
            hits = specimen.page.select(choice.css)
            said = {specimen.texts.get(element) for element in hits}
            left[id(specimen)] = [e for e in left[id(specimen)] if specimen.texts[e] not in said]
    return [choice for choice in found if choice.right >= min(2, family.most)]


def _captioning(left: dict[int, list[Element]], body: str) -> Judge:
    def judge(specimen: Specimen, css: str) -> bool | None:
        root = body_of(specimen, body)
        found = [
            e
            for e in specimen.page.select(css)
            if root is not None and root in ancestors(e) and specimen.texts.get(e, "-")
        ]
        if not found:
            return None
        if not all(e in left[id(specimen)] or _is_beside_picture(specimen, e, root) for e in found):
            return False
        return True if any(e in left[id(specimen)] for e in found) else None

    return judge


def _credited(specimen: Specimen, body: str) -> list[Element]:
    """Short elements of their own that say the byline, or name a person beside the body."""
    raws = [byline.raw for byline in specimen.article.bylines]
    root = body_of(specimen, body)
    near = {inner for outer in ([root, *ancestors(root)][:4] if root is not None else []) for inner in outer}
    near |= {inner for outer in near for inner in outer.iter() if len(outer) < 12}
    found = []
    for element, text in specimen.texts.items():
        if len(text) > _LONGEST_BYLINE or len(element) > 6:
            continue
        printed = any(same(text, raw) for raw in raws)
        if printed or (element in near and element.tag != "p" and _is_labelled_author(element) and _names_writer(text)):
            found.append(element)
    return found


def _is_labelled_author(element: Element) -> bool:
    told = element.get("rel") == "author" or element.get("itemprop") == "author"
    return told or _AUTHOR.search(names_of(element)) is not None


def _names_writer(text: str) -> bool:
    """Somebody is named, and nothing but a credit is said."""
    if not text or len(text) > _LONGEST_BYLINE:
        return not text
    return looks_like_byline(text, last=True) or any(is_person(byline.name) for byline in parse_byline(text))


def _captions(specimen: Specimen, body: str) -> list[Element]:
    """Elements in the body that say a caption: those that general rules found, and lone short texts with a picture."""
    root = body_of(specimen, body)
    if root is None:
        return []
    raws = {figure.raw for figure in specimen.article.figures if figure.raw}
    found = []
    for element, text in specimen.texts.items():
        if root not in ancestors(element) or next(element.iter(*_PICTURES), None) is not None:
            continue
        if text in raws or _is_beside_picture(specimen, element, root):
            found.append(element)
    return found


def _is_beside_picture(specimen: Specimen, element: Element, root: Element | None) -> bool:
    """The only words in the smallest frame around it that holds a picture."""
    text = specimen.texts.get(element, "")
    if not 4 <= len(text) <= _LONGEST_CAPTION or next(element.iter(*_PICTURES), None) is not None:
        return False
    for frame in ancestors(element, up_to=root):
        if next(frame.iter(*_PICTURES), None) is not None:
            whole = specimen.texts.get(frame)
            return whole is not None and len(whole) <= 1.3 * len(text) + 40 and frame.tag != "a"
    return False
