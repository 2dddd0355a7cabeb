"""A newspaper after a run, against its own history."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from types import MappingProxyType

from newsarchive.article import VIETNAM
from newsarchive.health.odds import BY_NO_CHANCE, chance_of_so_few, usual
from newsarchive.health.records import Finding, Health, Held, Level
from newsarchive.health.shares import fallen_shares, shares
from newsarchive.health.tet import is_tet, tet_between

_DAYS = 14
"""Days from the first article to the last that make a history of days."""
_SILENT = timedelta(days=2)
_BY_NO_CHANCE = 5.0
"""Articles that a silence should have brought: by chance alone it lasts that long once in 150 times (Poisson)."""
_WEEKDAYS = 4
_NEAREST = 8
_ASKED = 10
_FAILED = ("error", "refused", "dropped")
"""Dropped is what leads to another host."""
_FAILING = 0.5
_HEALTHY = 0.2
_RESTLESS = 0.2
"""A robots.txt that changes more often than at every fifth capture carries a date or a counter."""
_HOLIDAY = 4
"""Other newspapers that must have been asked before they can tell a holiday."""
_ENDS, _SOON = timedelta(days=14), timedelta(days=3)
_RUN = timedelta(hours=6)
"""Into a run the first article may come."""


def judge(
    held: Held,
    standing: Sequence[Finding] = (),
    others: Sequence[Held] = (),
    accepted: Mapping[str, datetime] = MappingProxyType({}),
) -> Health:
    """What is not as it was. `standing`: the findings of the judgement before; `others`: newspapers crawled besides,
    which tell a holiday from a silence and what an article of a newspaper without a history should have. `accepted`:
    code of a finding → the instant that its history begins with."""
    if not held.runs:
        return Health(held.newspaper, None)
    known = {finding.code: finding for finding in standing if not _is_settled(finding, accepted)}
    findings = list(fallen_shares(held, known, _family(held, others), accepted))
    if not any(finding.code == "read" for finding in findings):  # else pages come, and only articles do not
        findings += [*_silence(_since(held, accepted.get("silent")), others)]
        findings += [*_few(_since(held, accepted.get("few")), others)]
    findings += [
        *_errors(_since(held, accepted.get("errors")), known.get("errors")),
        *_idle(held),
        *_robots(held),
        *_certificate(held),
    ]
    return Health(held.newspaper, held.runs[-1].started, tuple(findings))


def _is_settled(finding: Finding, accepted: Mapping[str, datetime]) -> bool:
    """Whether it was accepted since it was found."""
    at = accepted.get(finding.code)
    return at is not None and (finding.since is None or finding.since <= at)


def _since(held: Held, at: datetime | None) -> Held:
    """What came since then, with the last run at least."""
    if at is None:
        return held
    runs = tuple(run for run in held.runs if run.started >= at) or held.runs[-1:]
    return replace(held, runs=runs, arrived=tuple(one for one in held.arrived if one >= at))


def _family(held: Held, others: Sequence[Held]) -> Mapping[str, float]:
    """What newspapers with its content system have, else all others."""
    kin = [other for other in others if other.families & held.families]
    told = [known for other in kin if (known := shares(other))]
    told = told or [known for other in others if (known := shares(other))]
    return {code: median(known[code] for known in told) for code in (told[0] if told else ())}


def _silence(held: Held, others: Sequence[Held]) -> Iterator[Finding]:
    """No new article for twice as long as ever, though it was asked; unless most others are silent as well."""
    quiet = _quiet_for(held)
    if quiet is None or _is_holiday(held, others):
        return
    days, usually = quiet.days, _per_day(held)
    said = f"no new article for {days} days; it used to bring {usually:.0f} a day"
    todo = f"`newsarchive check {held.newspaper}` tells whether its feeds, sitemaps and sections still stand"
    yield Finding("silent", "red", said, todo)


def _quiet_for(held: Held) -> timedelta | None:
    """How long it has been silent, days of Tết not counted, when that is no chance."""
    arrived = held.arrived
    if not arrived or (arrived[-1] - arrived[0]).days < _DAYS:
        return None
    quiet = held.runs[-1].finished - arrived[-1] - tet_between(arrived[-1], held.runs[-1].finished)
    longest = max(later - sooner for sooner, later in pairwise(arrived))
    enough = _per_day(held) * (quiet / timedelta(days=1)) >= _BY_NO_CHANCE
    return quiet if enough and quiet > max(2 * longest, _SILENT) else None


def _per_day(held: Held) -> float:
    """Articles a day, days without any counted."""
    first, last = held.arrived[0], held.arrived[-1]
    counts = Counter((at - first).days for at in held.arrived)
    return float(median(counts[day] for day in range((last - first).days + 1)))


def _few(held: Held, others: Sequence[Held]) -> Iterator[Finding]:
    """A run that brought less than half of the poorest run on the same weekday."""
    counts = _new_by_run(held)
    *before, (day, now) = counts
    same = [count for other, count in before if other.weekday() == day.weekday()][-_NEAREST:]
    if len(same) < _WEEKDAYS or is_tet(day.date()) or _is_holiday(held, others):
        return
    middle, spread = usual(same)
    if now < min(same) / 2 and now < middle - 3 * max(spread, middle**0.5):
        said = f"{now} new articles, where the same weekday brought {min(same)} at least and {middle:.0f} as a rule"
        yield Finding("few", "amber", said, f"`newsarchive gaps --newspaper {held.newspaper}` tells which are missing")


def _new_by_run(held: Held) -> list[tuple[datetime, int]]:
    """(beginning, articles that came until the next run began), of the runs since the first that is known."""
    starts = [run.started for run in held.runs]
    places = [bisect_left(held.arrived, start) for start in starts] + [len(held.arrived)]
    counts = [later - sooner for sooner, later in pairwise(places)]
    told = [(start.astimezone(VIETNAM), count) for start, count in zip(starts, counts, strict=True)]
    return [one for one in told if held.arrived and one[0] >= held.arrived[0] - _RUN] or told[-1:]


def _is_holiday(held: Held, others: Sequence[Held]) -> bool:
    """Whether most of the others brought nothing either in the time in which this one did not."""
    since = held.arrived[-1] + timedelta(days=1) if held.arrived else held.runs[-1].started
    asked = [other for other in others if other.arrived and other.runs and other.runs[-1].finished > since]
    silent = sum(other.arrived[-1] <= since for other in asked)
    return len(asked) >= _HOLIDAY and 2 * silent > len(asked)


def _errors(held: Held, standing: Finding | None) -> Iterator[Finding]:
    """A run most of whose requests came to nothing, of a newspaper where they usually do not; it stands through runs
    that ask for little or nothing, which is all that is left to ask of a host that does not answer."""
    *before, now = [(sum(run.requests.get(end, 0) for end in _FAILED), sum(run.requests.values())) for run in held.runs]
    failed, asked = now
    if not asked and standing:
        yield standing
    if not asked or failed < _FAILING * asked:
        return
    usually = [failing / count for failing, count in before if count >= _ASKED]
    if usually and median(usually) >= _HEALTHY:
        return
    if standing or asked >= _ASKED or _is_no_chance(now, before):
        said = f"{failed} of {asked} requests of the last run came to nothing"
        yield Finding("errors", "red", said, f"`newsarchive check {held.newspaper}` tells what the host answers")


def _idle(held: Held) -> Iterator[Finding]:
    """A run that asked for nothing although something was due."""
    name, now = held.newspaper, held.runs[-1]
    if sum(now.requests.values()):
        return
    if now.stopped:
        todo = f"crawl it again when that is over; `newsarchive check {name}` tells what the host answers"
        yield Finding("idle", "amber", f"its last run asked for nothing: {now.stopped}", todo)
    elif now.left:
        said = f"its last run asked for nothing: the {now.left} addresses that are due lie outside its days"
        yield Finding("idle", "amber", said, f"`newsarchive crawl {name}` without --since and --until asks for them")


def _is_no_chance(now: tuple[int, int], before: Sequence[tuple[int, int]]) -> bool:
    """Whether a run that asked for little failed more than its history lets expect."""
    failed, asked = now
    failed_before, asked_before = (sum(counts) for counts in zip(*before, strict=True)) if before else (0, 0)
    return chance_of_so_few(asked - failed, asked, asked_before - failed_before, asked_before) < BY_NO_CHANCE


def _certificate(held: Held) -> Iterator[Finding]:
    """One that ends within two weeks: then browsers, and we, refuse the host."""
    ending = sorted((ends, host) for host, ends in held.certificates if ends - held.runs[-1].finished < _ENDS)
    for ends, host in ending[:1]:
        level: Level = "red" if ends - held.runs[-1].finished < _SOON else "amber"
        said = f"the certificate of {host} ends on {ends.astimezone(VIETNAM):%d/%m/%Y}"
        todo = "tell the newspaper; without another its pages are refused from then on: crawl what is missing before"
        yield Finding("certificate", level, said, todo)


def _robots(held: Held) -> Iterator[Finding]:
    """Another robots.txt than before, in the last run."""
    changes = [later[0] for sooner, later in pairwise(held.robots) if sooner[1] != later[1]]
    earlier = [at for at in changes if at < held.runs[-1].started]
    if len(changes) > len(earlier) and len(earlier) <= _RESTLESS * len(held.robots):
        yield Finding("robots", "amber", "its robots.txt changed", "read it: what it asks is kept from now on")
