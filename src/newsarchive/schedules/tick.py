"""One look at the timetable: crawl what is due, together and politely, and note what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.capture.process import Event, Wish, run_crawl
from newsarchive.check import Check, ensure_checked
from newsarchive.exceptions import NewsArchiveError
from newsarchive.schedules.records import Due, State
from newsarchive.schedules.timetable import Timetable

INTERRUPTED = 130

Run = Callable[[Path, Wish, Callable[[Event], None]], int]
"""How a crawl is run: directory, wish, where to tell events; returns the exit code."""

Judge = Callable[[Path, str], Check | None]
"""How a newspaper is checked before its first crawl: directory, id; None when it needs no check."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What became of one newspaper's slot."""

    due: Due
    state: State
    exit_code: int | None
    detail: str | None

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "newspaper": self.due.newspaper,
            "missed": self.due.missed,
            "state": self.state,
            "exit_code": self.exit_code,
            "detail": self.detail,
        }


def run_politely(directory: Path, wish: Wish, on_event: Callable[[Event], None]) -> int:
    """A crawl as `newsarchive crawl` runs it."""
    return run_crawl(directory, wish, on_event=on_event)


def tick(
    directory: Path,
    timetable: Timetable,
    *,
    run: Run = run_politely,
    check: Judge = ensure_checked,
    on_event: Callable[[Event], None] = lambda _event: None,
) -> tuple[Ticked, ...]:
    """Crawl every newspaper whose slot has come, in one process; what another tick is crawling is left to it.

    A newspaper that nobody has verified is checked first. A failure of one is noted and no other suffers from it.
    """
    claimed = timetable.claim()
    done = {one.due: one for one in _unfit(directory, claimed, check)}
    wanted = [due for due in claimed if due not in done]
    if wanted:
        done.update({one.due: one for one in _crawl(directory, wanted, run, on_event)})
    for one in done.values():
        timetable.finish(one.due, one.state, one.exit_code, one.detail)
    return tuple(done[due] for due in claimed)


def _unfit(directory: Path, claimed: Sequence[Due], check: Judge) -> list[Ticked]:
    """The newspapers that cannot be crawled as things stand."""
    unfit = []
    for due in claimed:
        try:
            found = check(directory, due.newspaper)
        except NewsArchiveError as error:
            unfit.append(Ticked(due, "failed", error.exit_code, str(error)))
            continue
        if found is not None and not found.is_crawlable:
            unfit.append(Ticked(due, "failed", 1, f"checked before its first crawl: {found.verdict}; {found.reason}"))
    return unfit


def _crawl(directory: Path, wanted: Sequence[Due], run: Run, on_event: Callable[[Event], None]) -> list[Ticked]:
    ended: dict[str, Event] = {}

    def listen(event: Event) -> None:
        if event["event"] == "ended":
            ended[event["newspaper"]] = event
        on_event(event)

    try:
        code = run(directory, Wish(tuple(due.newspaper for due in wanted)), listen)
    except NewsArchiveError as error:
        return [Ticked(due, "failed", error.exit_code, str(error)) for due in wanted]
    return [_judge(due, ended.get(due.newspaper), code) for due in wanted]


def _judge(due: Due, event: Event | None, code: int) -> Ticked:
    if event is None:
        state: State = "stopped" if code == INTERRUPTED else "failed"
        return Ticked(due, state, code, "the crawler ended before it could tell")
    if event["problem"]:
        return Ticked(due, "failed", code or 1, str(event["problem"]))
    if code == INTERRUPTED:
        return Ticked(due, "stopped", code, event["stopped"])
    requests = ", ".join(f"{count} {outcome}" for outcome, count in event["requests"].items())
    return Ticked(due, "done", 0, "; ".join(part for part in (requests, event["stopped"]) if part) or None)
