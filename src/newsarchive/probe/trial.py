"""A layout that stands nowhere yet, tried on the pages it was inferred from, beside what general rules read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsarchive.article import Article
from newsarchive.extraction import extract
from newsarchive.extraction.likeness import key, same
from newsarchive.extraction.page import Page
from newsarchive.extraction.watch import Watch
from newsarchive.press import Layout, Newspaper
from newsarchive.probe.family import Family
from newsarchive.probe.records import FIELDS, WORSE, Comparison, Verdict
from newsarchive.probe.specimen import LONG, Sample, Specimen

KEYS = {"bylines": "byline", "captions": "caption"}
"""Field of the article → key of the layout, where the words differ."""
_SHOWN = 60


def read_with(specimen: Specimen, layout: Layout) -> Article | None:
    """The article as this layout reads the page, whatever the registry says."""
    return read_sample(specimen.sample, layout, specimen.newspaper)


def read_sample(sample: Sample, layout: Layout, newspaper: Newspaper | None) -> Article | None:
    """The article of a page of this layout; None as well when the page has not its signature."""

    def choose(page: Page, _newspaper: Newspaper | None) -> Layout | None:
        return layout if all(page.select(css) for css in layout.signature) else None

    watch = Watch()
    found = extract(
        sample.html, url=sample.url, newspaper=newspaper, captured_at=sample.captured_at, choose=choose, watch=watch
    )
    return found.article if watch.context is not None and watch.context.layout is layout else None


def compare(specimens: Sequence[Specimen], layout: Layout) -> tuple[Comparison, ...]:
    """Field by field and page by page: general rules against the layout."""
    family = Family(specimens)
    return tuple(
        Comparison(
            specimen.name, field, judge(specimen, family, read, field), show(specimen.article, field), show(read, field)
        )
        for specimen in specimens
        for read in [read_with(specimen, layout)]
        for field in FIELDS
    )


def keep_what_helps(
    specimens: Sequence[Specimen], layout: Layout
) -> tuple[Layout, tuple[Comparison, ...], tuple[str, ...]]:
    """The layout without the keys that read worse than general rules; the last comparison; those keys."""
    refused: list[str] = []
    found = compare(specimens, layout)
    for field in FIELDS:
        name = KEYS.get(field, field)
        if name == "body" or not getattr(layout, name) or not _is_worse(found, field):
            continue
        nothing: dict[str, Any] = {name: ()}
        rest = replace(layout, **nothing)
        tried = compare(specimens, rest)
        if _score(tried) > _score(found):
            layout, found = rest, tried
            refused.append(name)
    for selector in layout.drop:
        rest = replace(layout, drop=tuple(one for one in layout.drop if one != selector))
        if _is_worse(found, "body") and _score(tried := compare(specimens, rest)) > _score(found):
            layout, found = rest, tried
            refused.append(f"drop {selector}")
    return layout, found, tuple(refused)


def _is_worse(found: Sequence[Comparison], field: str) -> bool:
    return any(one.field == field and (one.verdict in WORSE or one.verdict == "other") for one in found)


def _score(found: Sequence[Comparison]) -> float:
    points = {
        "gained": 1.0,
        "richer": 0.5,
        "cleaner": 0.5,
        "same": 0.0,
        "none": 0.0,
        "other": -0.3,
        "poorer": -1.0,
        "lost": -1.5,
    }
    return sum(points[one.verdict] for one in found)


def judge(specimen: Specimen, family: Family, read: Article | None, field: str) -> Verdict:
    """What the layout makes of one field of a page."""
    before, after = _value(specimen.article, field), _value(read, field)
    if not before or not after:
        return "none" if not before and not after else "gained" if after else "lost"
    if field == "body":
        foreign = {text for element, text in specimen.texts.items() if element.tag == "a" or family.repeats(text)}
        own = [line for line in before if len(line) >= LONG and line not in foreign]
        return _judge_body(before, own, [*after, read.lead or "" if read else ""])
    if field in {"captions", "keywords"}:
        return _judge_several(before, after)
    if field == "bylines":
        return _judge_several([name for name, _ in before], [name for name, _ in after])
    if field == "published":
        return _judge_moment(before, after)
    return "same" if same(before, after) else "other"


def _judge_body(before: list[str], own: list[str], after: list[str]) -> Verdict:
    """By words. `own`: long lines that stand on no other page and are no links; `after`: with the lead, which general
    rules may count among the text."""
    was, kept, now = (Counter(key(" ".join(lines)).split()) for lines in (before, own, after))
    if (kept & now).total() < 0.95 * kept.total():
        return "poorer"
    if now.total() > 1.1 * was.total():
        return "richer"
    return "cleaner" if (was & now).total() < 0.95 * was.total() else "same"


def _judge_several(before: Sequence[str], after: Sequence[str]) -> Verdict:
    one, two = set(map(key, before)), set(map(key, after))
    if one == two:
        return "same"
    return "richer" if one < two else "poorer" if one > two else "other"


def _judge_moment(before: object, after: object) -> Verdict:
    if isinstance(before, datetime) == isinstance(after, datetime):
        return "same" if before == after else "other"
    return "richer" if isinstance(after, datetime) else "poorer"


def _value(article: Article | None, field: str) -> Any:
    if article is None:
        return None
    if field == "bylines":
        return [(byline.name, byline.role) for byline in article.bylines]
    return getattr(article, field)


def show(article: Article | None, field: str) -> str | None:
    """One field in a few words."""
    value = _value(article, field)
    return _SHOWS.get(field, _short)(value) if value else None


_SHOWS: Mapping[str, Callable[[Any], str]] = {
    "body": lambda value: f"{len(value)} paragraphs, {sum(map(len, value))} characters",
    "captions": lambda value: f"{len(value)}: {_short(value[0])}",
    "bylines": lambda value: ", ".join(dict.fromkeys(name for name, _ in value)),
    "keywords": lambda value: _short(", ".join(value)),
    "published": lambda value: str(value.isoformat()),
}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
