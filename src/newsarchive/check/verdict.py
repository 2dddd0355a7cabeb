"""What the findings come to."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.check.records import REQUIRED, Sample, Source, Verdict
from newsarchive.press import Newspaper

Judged = tuple[Verdict, str, str | None]
"""(verdict, reason, moved to)"""

_ELSEWHERE = "redirects to another host: "


def judge(newspaper: Newspaper, sources: Sequence[Source], samples: Sequence[Sample]) -> Judged:
    """The verdict, why in one sentence, and where the newspaper has gone if it has."""
    reached = [source for source in sources if source.outcome in {"stored", "same"}]
    if not reached:
        return _judge_silence(newspaper, sources)
    if not samples:
        return "no articles", _why_no_articles(newspaper, reached), None
    read = [sample for sample in samples if sample.found]
    if not read and all(sample.outcome not in {"stored", "same"} for sample in samples):
        refused = all(sample.outcome == "refused" for sample in samples)
        return ("closed" if refused else "no answer"), f"its articles: {samples[0].detail}", None
    missing = [name for name in REQUIRED if 3 * _found(samples, name) < 2 * len(samples)]
    if missing:
        names = " and ".join(", ".join(missing).rsplit(", ", 1))
        return "needs a layout", f"{names} not found in most of {len(samples)} articles", None
    known = any(sample.rules.get("body", "").startswith("layout:") for sample in read)
    by = "" if known else ", by general rules: no layout fits"
    return "ready", f"{len(read)} of {len(samples)} articles are read{by}", None


def _found(samples: Sequence[Sample], name: str) -> int:
    return sum(name in sample.found for sample in samples)


def _judge_silence(newspaper: Newspaper, sources: Sequence[Source]) -> Judged:
    """Nothing could be read: has it gone, is it closed to us, or is nobody there?"""
    hosts = [host for source in sources if (host := _host_elsewhere(source.detail))]
    if hosts:
        return "moved", f"its pages lead to {hosts[0]}", hosts[0]
    first = next((source.detail for source in sources if source.detail), None) or "nothing could be asked for"
    if sources and all(source.outcome == "refused" for source in sources):
        return "closed", first, None
    if newspaper.successor:
        return "moved", f"{first}; {newspaper.successor} carries on", newspaper.successor
    return "no answer", first, None


def _host_elsewhere(detail: str | None) -> str | None:
    return detail.partition(_ELSEWHERE)[2] or None if detail else None


def _why_no_articles(newspaper: Newspaper, reached: Sequence[Source]) -> str:
    lists = f"{len(reached)} lists answer"
    if not newspaper.patterns:
        return f"{lists}, but its file has no `articles`, so no address is known to be one"
    return f"{lists}, but no address on them has the shape of an article; look at `articles` in its file"
