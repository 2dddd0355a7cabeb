"""Section and keywords, where they are clear: a trail of links above the headline, a list of words below the body."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from newsarchive.extraction.element import Element, ancestors, chain
from newsarchive.extraction.likeness import key, same
from newsarchive.extraction.metadata import read_keywords
from newsarchive.extraction.naming import names_of
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import Choice, choose, pool, steps
from newsarchive.probe.specimen import Specimen

_HOME = frozenset({"trang chủ", "home", ">", "»", "/", ""})
_TRAIL = re.compile(r"bread-?crumb|duong-?dan|chuyen-?muc|(?:^|[\s_-])cate\w*|section-?name")
_TAGS = re.compile(r"(?:^|[\s_-])(?:[\w-]*tags?|tu-?khoa|keywords?)(?:$|[\s_-])")
_LONGEST = 60


def find_section(family: Family) -> Choice | None:
    """The link that names the section: as the head does, or in a trail; never a menu of all sections."""
    targets = {id(s): _sections(s) for s in family.specimens}
    if sum(map(bool, targets.values())) < family.most:
        return None

    def judge(specimen: Specimen, css: str) -> bool | None:
        hits = [e for e in specimen.page.select(css) if _is_named(specimen, e)]
        return (hits[0] in targets[id(specimen)] and len(hits) <= 4) if hits else None

    elements = [e for found in targets.values() for e in found[:6]]
    candidates = sorted([*pool(elements, _TRAIL), *_in_order(elements)], key=lambda item: item[1])
    return choose(family.specimens, [one for one in candidates if _tells(family, one[0])], judge)


def _in_order(elements: list[Element]) -> list[tuple[str, float]]:
    """Selectors of a link by its place in a named trail, where the first link leads home."""
    found: dict[str, float] = {}
    for element in elements:
        item = next((outer for outer in list(ancestors(element))[:2] if outer.tag == "li"), element)
        trail = item.getparent()
        if trail is None or len(before := list(item.itersiblings(item.tag, preceding=True))) not in {1, 2}:
            continue
        place, behind = f"{item.tag}:nth-of-type({len(before) + 1})", " a" if item.tag == "li" else ""
        for holder in (trail, trail.getparent()):
            for name, cost in steps(holder) if holder is not None else ():
                if name != holder.tag:
                    found.setdefault(f"{name}{' > ' if holder is trail else ' '}{place}{behind}", cost + 3.0)
    return list(found.items())


def _tells(family: Family, css: str) -> bool:
    """Not the same word on every page, unless the head or the address says that it is the section."""
    said = [(s, hits[0]) for s in family.specimens if (hits := [e for e in s.page.select(css) if _is_named(s, e)])]
    words = {key(s.texts[element]) for s, element in said}
    sure = any(_is_told(s, element) or _leads_to(s, element) for s, element in said)
    return len(words) > 1 or sure


def _is_named(specimen: Specimen, element: Element) -> bool:
    return specimen.texts.get(element, "").casefold() not in _HOME


def _is_told(specimen: Specimen, element: Element) -> bool:
    told = specimen.metadata.section
    return told is not None and same(specimen.texts[element], told.raw)


def find_keywords(family: Family) -> Choice | None:
    """Links of which each is a keyword."""
    targets = {id(s): _keywords(s) for s in family.specimens}
    if sum(map(bool, targets.values())) < max(2, family.most - 1):
        return None

    def judge(specimen: Specimen, css: str) -> bool | None:
        hits = [e for e in specimen.page.select(css) if specimen.texts.get(e)]
        return all(e in targets[id(specimen)] for e in hits) if hits else None

    return choose(family.specimens, pool((e for found in targets.values() for e in found[:8]), _TAGS), judge)


def _sections(specimen: Specimen) -> list[Element]:
    heads = [e for e, text in specimen.texts.items() if same(text, specimen.article.headline)]
    above = min((specimen.order[head] for head in heads if head.tag.startswith("h")), default=0)
    return [
        element
        for element, text in specimen.texts.items()
        if element.tag in {"a", "span"} and len(text) <= _LONGEST and _is_named(specimen, element)
        if (_is_told(specimen, element) if specimen.metadata.section else _is_in_trail(specimen, element, above))
    ]


def _is_in_trail(specimen: Specimen, element: Element, above: int) -> bool:
    """In what is named as a trail: a link to a folder of the article's, or one above the headline but not home."""
    if not any(_TRAIL.search(names_of(outer)) for outer in chain(element, 6)):
        return False
    return _leads_to(specimen, element) or (specimen.order[element] < above and not _leads_home(specimen, element))


def _leads_home(specimen: Specimen, link: Element) -> bool:
    return _folder(specimen, link) == ""


def _leads_to(specimen: Specimen, link: Element) -> bool:
    """The link's address is a folder of the article's."""
    folder = _folder(specimen, link)
    return bool(folder) and urlsplit(specimen.address or "").path.startswith(f"{folder}/")


def _folder(specimen: Specimen, link: Element) -> str | None:
    """The path that a link leads to, without its ending."""
    if link.tag != "a" or not link.get("href"):
        return None
    try:
        path = urlsplit(urljoin(specimen.address or "", link.get("href"))).path
    except ValueError:
        return None
    return re.sub(r"\.\w+$", "", path).rstrip("/")


def _keywords(specimen: Specimen) -> list[Element]:
    told = {key(word) for word in read_keywords(specimen.page, specimen.metadata)[0]}
    found = []
    for element, text in specimen.texts.items():
        if element.tag != "a" or len(text) > _LONGEST:
            continue
        outer = list(ancestors(element))[:4]
        if any(_TAGS.search(names_of(each)) for each in [element, *outer]) or (
            key(text) in told and sum(key(specimen.texts.get(each, "")) in told for each in outer[0].iter("a")) > 1
        ):
            found.append(element)
    return found
