"""Headline, lead and time of publication: single elements above or at the head of the body."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.article import VIETNAM, Published
from newsarchive.cleaning.dates import parse_month_first, parse_published
from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.likeness import begins, same
from newsarchive.extraction.published import is_visit
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import Choice, Judge, choose, pool
from newsarchive.probe.specimen import Specimen

_HEADLINE = re.compile(r"h1|title|headline|tieu-?de|ten-?bai")
_LEAD = re.compile(r"sapo|lead|desc|summary|chapo|tom-?tat|intro|standfirst|excerpt|trich")
_DATE = re.compile(r"date|time|ngay|publish|gio|posted|created")
_LONGEST_DATE = 120
_LEAST_LEAD = 30
_ELEMENTS = 12
"""Elements of one page that are looked at as one field."""

Targets = dict[int, list[Element]]
"""Specimen (by id) → elements that say what was looked for."""


def find_headline(family: Family) -> Choice | None:
    """The element that says the headline."""
    targets = {
        id(specimen): [
            element
            for element, text in specimen.texts.items()
            if same(text, specimen.article.headline) and family.is_own(specimen, specimen.article.headline)
        ]
        for specimen in family.specimens
    }
    return choose(family.specimens, _pool(family, targets, _HEADLINE, prefer="h1"), _single(targets))


def find_lead(family: Family, body: str) -> Choice | None:
    """The element that says the lead: what general rules found, what the description repeats, or what stands alone
    between headline and body on every page."""
    targets = {id(s): _leads(s, family) for s in family.specimens}
    if sum(map(bool, targets.values())) < family.most:
        targets = {id(s): targets[id(s)] or _between(s, family, body) for s in family.specimens}
    return choose(family.specimens, _pool(family, targets, _LEAD), _single(targets, alone=True))


def find_published(family: Family, body: str) -> Choice | None:
    """The element that prints the moment, agreeing with the head where that tells one."""
    targets = {id(s): _moments(s, family, body) for s in family.specimens}

    candidates = _pool(family, targets, _DATE)
    alone = choose(family.specimens, candidates, _single(targets, alone=True))
    first = choose(family.specimens, candidates, _single(targets))
    return alone if alone and first and alone.right >= first.right else first


def order_of_dates(family: Family, published: str | None) -> str:
    """ "month" when the head's numeric dates agree with the printed ones only that way round."""
    votes = {"day": 0, "month": 0}
    for specimen in family.specimens if published else ():
        printed = [
            day for element in specimen.page.select(published or "") if (day := _day(parse_published(_told(element))))
        ]
        for told in specimen.metadata.published[:3]:
            readings = _day(parse_published(told.raw or "")), _day(parse_month_first(told.raw or ""))
            if printed and readings[0] != readings[1] and printed[0] in readings:
                votes["day" if readings[0] == printed[0] else "month"] += 1
    return "month" if votes["month"] >= 2 and not votes["day"] else "day"


def _pool(family: Family, targets: Targets, meaning: re.Pattern[str], *, prefer: str = "") -> list[tuple[str, float]]:
    """Selectors of the elements; those of the preferred tag first when most pages have one."""
    preferred = {key: [each for each in found if each.tag == prefer] for key, found in targets.items()}
    if sum(map(bool, preferred.values())) >= family.most:
        targets = preferred
    return pool((element for found in targets.values() for element in found[:_ELEMENTS]), meaning)


def _single(targets: Targets, *, alone: bool = False) -> Judge:
    """The first element with text must be one of the targets; `alone`: every one."""

    def judge(specimen: Specimen, css: str) -> bool | None:
        found = [element for element in specimen.page.select(css) if specimen.texts.get(element, "-")]
        if not found:
            return None
        wanted = targets[id(specimen)]
        return all(element in wanted for element in (found if alone else found[:1]))

    return judge


def _leads(specimen: Specimen, family: Family) -> list[Element]:
    told = specimen.article.evidence.get("lead")
    raw, description = told.raw if told else None, specimen.metadata.description or ""
    if [each.metadata.description for each in family.specimens].count(description) > 1:
        description = ""  # of the newspaper, not of the article
    found = []
    for element, text in specimen.texts.items():
        if len(text) < _LEAST_LEAD or same(text, specimen.article.headline):
            continue
        repeats = len(text) > 0.8 * len(description) and begins(text, description)
        if same(text, raw) or (repeats and len(description) >= _LEAST_LEAD):
            found.append(element)
    return found


def _between(specimen: Specimen, family: Family, body: str) -> list[Element]:
    """Sentences between headline and body that stand on no other page."""
    roots = specimen.page.select(body)
    heads = [element for element, text in specimen.texts.items() if same(text, specimen.article.headline)]
    if not roots or not heads:
        return []
    first, last = specimen.order[heads[0]], specimen.order[roots[0]]
    return [
        element
        for element, text in specimen.texts.items()
        if first < specimen.order[element] < last
        and len(text) >= 2 * _LEAST_LEAD
        and text[-1] in '.!?…”"'
        and not family.repeats(text)
        and roots[0] not in element.iter()
        and heads[0] not in element.iter()
        and next(element.iter("a"), None) is None
    ]


def _moments(specimen: Specimen, family: Family, body: str) -> list[Element]:
    """Elements that print a moment: the day of the head; without one, a day near the headline that varies."""
    days = {day for told in specimen.metadata.published if (day := _day(parse_published(told.raw or "")))}
    days |= {day for told in specimen.metadata.published if (day := _day(parse_month_first(told.raw or "")))}
    own = _day_of(specimen.article.published)
    near = _neighbourhood(specimen, body)
    found = []
    for element, text in specimen.texts.items():
        if len(text) > _LONGEST_DATE or element.tag == "a" or element not in near:
            continue
        read = parse_published(_told(element))
        if read is None or (day := _day(read)) is None or is_visit(read, specimen.sample.captured_at):
            continue
        if day in days if days else (day == own or not family.repeats(text)):
            found.append(element)
    inner = {outer for element in found for outer in ancestors(element)}
    return [element for element in found if element not in inner] + [element for element in found if element in inner]


def _neighbourhood(specimen: Specimen, body: str) -> set[Element]:
    """Elements around headline and body: in what holds both, outside frames, lists and the long text itself."""
    roots = specimen.page.select(body)
    heads = [element for element, text in specimen.texts.items() if same(text, specimen.article.headline)]
    if not roots:
        return set()
    holders = [roots[0], *ancestors(roots[0])]
    common = next((outer for outer in holders if any(outer in ancestors(head) for head in heads)), holders[-1])
    framed = {inner for frame in common.iter("footer", "nav") for inner in frame.iter()}
    return set(common.iter()) - framed


def _told(element: Element) -> str:
    """What the extraction reads of an element that prints a moment."""
    if element.tag == "meta":
        return element.get("content") or ""
    printed = " ".join(element.text_content().split())
    return printed if parse_published(printed) else element.get("datetime") or ""


def _day(read: Published | None) -> date | None:
    return _day_of(read.value) if read else None


def _day_of(value: datetime | date | None) -> date | None:
    return value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
