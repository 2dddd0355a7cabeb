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
from newsarchive.press import Layout
from newsarchive.probe.records import FIELDS, WORSE, Comparison, Verdict
from newsarchive.probe.specimen import Specimen

KEYS = {"bylines": "byline", "captions": "caption"}
"""Field of the article → key of the layout, where the words differ."""
_SHOWN = 60


def read_with(specimen: Specimen, layout: Layout) -> Article | None:
    """The article as this layout reads the page, whatever the registry says."""
    sample = specimen.sample
    return extract(
        sample.html, url=sample.url, newspaper=specimen.newspaper, choose=lambda _page, _paper: layout
    ).article


def compare(specimens: Sequence[Specimen], layout: Layout) -> tuple[Comparison, ...]:
    """Field by field and page by page: general rules against the layout."""
    return tuple(
        Comparison(
            specimen.name, field, judge(specimen.article, read, field), show(specimen.article, field), show(read, field)
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
    points = {"gained": 1.0, "richer": 0.5, "same": 0.0, "none": 0.0, "other": -0.3, "poorer": -1.0, "lost": -1.5}
    return sum(points[one.verdict] for one in found)


def judge(generic: Article, read: Article | None, field: str) -> Verdict:
    """What the layout makes of one field."""
    before, after = _value(generic, field), _value(read, field)
    if not before or not after:
        return "none" if not before and not after else "gained" if after else "lost"
    if field == "body":
        return _judge_body(before, after)
    if field in {"captions", "keywords"}:
        return _judge_several(before, after)
    if field == "bylines":
        return _judge_several([name for name, _ in before], [name for name, _ in after])
    if field == "published":
        return _judge_moment(before, after)
    return "same" if same(before, after) else "other"


def _judge_body(before: list[str], after: list[str]) -> Verdict:
    """The layout may take a lead or a related title out of the text: a tenth less is the same."""
    one, two = Counter(key(" ".join(before)).split()), Counter(key(" ".join(after)).split())
    kept = (one & two).total() / max(1, one.total())
    if kept < 0.9:
        return "poorer"
    return "richer" if two.total() > 1.1 * one.total() else "same"


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
