"""After a run: judge its newspapers, keep the judgement, and tell what is new in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from newsarchive.archive import Archive
from newsarchive.health.alarms import deliver
from newsarchive.health.judge import judge
from newsarchive.health.proposal import propose
from newsarchive.health.records import Finding, Health, Held
from newsarchive.health.source import crawled, read_accepted, read_held
from newsarchive.store import Store

EVENT = "newspaper-health"
"""Kind of the event of news.db that keeps a judgement."""
UNDELIVERED = "alarm-undelivered"
"""Kind of the event that tells of an alarm that did not get through."""
DRIFT = frozenset({"read", "layout", "published", "byline", "caption", "lead", "short", "long", "template"})
"""Findings for which another layout is the remedy."""
_LAST = "select detail from event where kind = ? and subject = ? order by id desc limit 1"


def look_after(directory: Path, newspapers: Iterable[str] | None = None) -> tuple[Health, ...]:
    """Judge these newspapers, or all that were ever crawled, after their last run.

    A judgement with other findings than the one before is kept as an event of news.db. What is new in it goes to
    `notify` of archive.yml, with a layout inferred from the new pages where the pages have changed; an alarm that
    does not get through is kept as an event, and nothing else suffers. Raises ArchiveError, StorageFullError.
    """
    if not (directory / "data" / "news.db").exists():
        return ()
    with Archive.open(directory, workers=0) as archive:
        connection = archive.store.connection
        held = {name: read_held(connection, name) for name in crawled(connection)}
        wanted = held if newspapers is None else [name for name in dict.fromkeys(newspapers) if name in held]
        return tuple(_look_after(archive, held[name], list(held.values())) for name in wanted)


def last_health(connection: sqlite3.Connection) -> tuple[Health, ...]:
    """The judgement that stands on each newspaper that was ever judged."""
    names = connection.execute("select distinct subject from event where kind = ? order by subject", (EVENT,))
    return tuple(found for (name,) in names.fetchall() if (found := _standing(connection, name)))


def _look_after(archive: Archive, held: Held, everyone: list[Held]) -> Health:
    before = _standing(archive.store.connection, held.newspaper)
    others = [other for other in everyone if other is not held]
    accepted = read_accepted(archive.store.connection, held.newspaper)
    found = _dated(judge(held, before.findings if before else (), others, accepted), before)
    if before is not None and before.codes == found.codes:
        return _go_on(archive.store, before, found)
    new = _new(found, before)
    if any(finding.code in DRIFT for finding in new):
        found = propose(archive, held, found)
    archive.store.add_event(EVENT, held.newspaper, found.to_dict())
    _tell(archive.store, archive.config.notify, found, new)
    return found


def _go_on(store: Store, before: Health, found: Health) -> Health:
    """The judgement that stands. Why a run asked for nothing is told anew: the reason of an older one may be over."""
    said, now = ({one.code: one.said for one in health.findings}.get("idle") for health in (before, found))
    if said == now:
        return before
    store.add_event(EVENT, found.newspaper, (renewed := replace(found, proposal=before.proposal)).to_dict())
    return renewed


def _dated(found: Health, before: Health | None) -> Health:
    """Each finding with the run that it was first found after."""
    since = {finding.code: finding.since for finding in before.findings} if before else {}
    dated = (replace(finding, since=since.get(finding.code) or found.run) for finding in found.findings)
    return replace(found, findings=tuple(dated))


def _new(found: Health, before: Health | None) -> tuple[Finding, ...]:
    known = before.codes if before else frozenset()
    return tuple(finding for finding in found.findings if finding.code not in known)


def _tell(store: Store, targets: tuple[str, ...], found: Health, new: tuple[Finding, ...]) -> None:
    for problem in deliver(targets, *_words(found, new)) if new else ():
        store.add_event(UNDELIVERED, found.newspaper, {"run": found.to_dict()["run"], "problem": problem})


def _words(found: Health, new: tuple[Finding, ...]) -> tuple[str, str]:
    """(title, text) of an alarm."""
    more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
    return f"{found.newspaper}: {new[0].said}{more}", "\n".join(_lines(found, new))


def _lines(found: Health, new: tuple[Finding, ...]) -> Iterator[str]:
    for finding in new:
        yield f"{finding.level}: {finding.said}. {finding.todo}."
    if found.proposal:
        yield f"A layout inferred from the new pages lies in {found.proposal}."


def _standing(connection: sqlite3.Connection, name: str) -> Health | None:
    row = connection.execute(_LAST, (EVENT, name)).fetchone()
    return Health.of(json.loads(row[0])) if row else None
