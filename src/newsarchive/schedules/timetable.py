"""`Timetable`: the entries and slots in frontier.db."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.exceptions import ArchiveError, ScheduleError
from newsarchive.frontier.database import Connection, Row, open_home
from newsarchive.frontier.home import Home, find_home
from newsarchive.frontier.place import Place, here, is_alive
from newsarchive.schedules.cron import check_line, slots_until
from newsarchive.schedules.records import Due, Entry, Slot, State
from newsarchive.store.errors import storage_errors

_SLOT = "newspaper, at, state, begun_at, ended_at, exit_code, slots, detail"
_SILENT = 3_600.0
"""Seconds after which a crawl of another machine, or of before a reboot, counts as dead. Too early does no harm: the
frontier refuses a second crawl of a newspaper."""
_FAR = 400 * 86_400.0
_MOST_MISSED = 100_000
"""Slots that are counted after a long silence: every minute for two months."""


class Timetable:
    """Which newspaper is crawled when. One thread, one Timetable; several processes may each have one.

    Raises ArchiveError when frontier.db cannot be used, StorageFullError when it cannot be written.
    """

    def __init__(self, home: Home, *, clock: Callable[[], float] | None = None) -> None:
        self._database = open_home(home)
        self.clock = clock or self._database.clock

    @classmethod
    def of(cls, directory: Path) -> Self:
        """The timetable of an archive. Raises ArchiveError when there is no archive."""
        if not (directory / "archive.yml").exists() and not (directory / "data").is_dir():
            raise ArchiveError(directory, "no archive here; make one with `newsarchive init`")
        with storage_errors(directory):
            (directory / "data").mkdir(exist_ok=True)
        return cls(find_home(directory))

    def set(self, newspaper: str, line: str, jitter: int = 0) -> Entry:
        """Crawl a newspaper by this cron line from now on. Raises ScheduleError for a line that is none."""
        entry = Entry(newspaper, check_line(line), jitter, self.clock())
        with self._writing() as connection:
            connection.execute(
                "insert into timetable (newspaper, cron, jitter, set_at) values (?, ?, ?, ?) on conflict (newspaper)"
                " do update set cron = excluded.cron, jitter = excluded.jitter, set_at = excluded.set_at",
                (entry.newspaper, entry.cron, entry.jitter, entry.set_at),
            )
        return entry

    def remove(self, newspaper: str) -> None:
        """Crawl it no more by the clock; its history stays. Raises ScheduleError when it had no schedule."""
        with self._writing() as connection:
            if not connection.execute("delete from timetable where newspaper = ?", (newspaper,)).rowcount:
                raise ScheduleError(newspaper, "has no schedule; `newsarchive schedule list` shows who has one")

    def entries(self) -> tuple[Entry, ...]:
        """All entries by newspaper."""
        rows = self._read("select newspaper, cron, jitter, set_at from timetable order by newspaper")
        return tuple(Entry(*row) for row in rows)

    def history(self, newspaper: str | None = None, limit: int = 50) -> tuple[Slot, ...]:
        """The latest slots that were run or missed, newest first."""
        statement = f"select {_SLOT} from slot where ? is null or newspaper = ? order by at desc, newspaper limit ?"
        return tuple(Slot(*row) for row in self._read(statement, newspaper, newspaper, limit))

    def next_due(self) -> float | None:
        """When the next crawl is to begin, jitter included; None when none is to. A past instant is due now.

        A newspaper that is being crawled is due when that crawl has ended, and at once when its process died.
        """
        now, moments = self.clock(), []
        for entry in self.entries():
            running = self._running(entry)
            if running is not None:
                moments += [now] if _is_dead(running, now) else []
                continue
            slot = next(slots_until(entry.cron, self._last(entry), now + _FAR), None)
            moments += [slot + entry.delay(slot)] if slot is not None else []
        return min(moments, default=None)

    def claim(self) -> tuple[Due, ...]:
        """Take every newspaper that is due and not being crawled; `finish` each.

        Of several slots that have come the latest is run, those before it are noted as missed. A slot whose process
        died is due again.
        """
        place, now = here(), self.clock()
        claimed = []
        with self._writing() as connection:
            for entry in self.entries():
                due = self._due(entry, now)
                if due is not None:
                    self._begin(connection, due, place, now)
                    claimed.append(due)
        return tuple(claimed)

    def finish(self, due: Due, state: State, exit_code: int | None, detail: str | None) -> None:
        """Note what became of a slot that was claimed."""
        with self._writing() as connection:
            connection.execute(
                "update slot set state = ?, ended_at = ?, exit_code = ?, detail = ? where newspaper = ? and at = ?",
                (state, self.clock(), exit_code, detail, due.newspaper, due.slot),
            )

    def _due(self, entry: Entry, now: float) -> Due | None:
        running = self._running(entry)
        if running is not None:
            return Due(entry.newspaper, running["at"], 0) if _is_dead(running, now) else None
        come = [
            slot
            for at, slot in enumerate(slots_until(entry.cron, self._last(entry), now))
            if at < _MOST_MISSED and slot + entry.delay(slot) <= now
        ]
        return Due(entry.newspaper, come[-1], len(come) - 1, come[0] if come[1:] else None) if come else None

    def _running(self, entry: Entry) -> Row | None:
        query = "select at, begun_at, host, boot, pid, pid_started from slot where newspaper = ? and state = 'running'"
        return next(iter(self._read(query, entry.newspaper)), None)

    def _last(self, entry: Entry) -> float:
        """The latest slot that has been dealt with."""
        row = self._read("select max(at) from slot where newspaper = ?", entry.newspaper)
        return max(row[0][0] or 0.0, entry.set_at)

    def _begin(self, connection: Connection, due: Due, place: Place, now: float) -> None:
        if due.first_missed is not None:
            connection.execute(
                "insert into slot (newspaper, at, state, slots) values (?, ?, 'missed', ?)",
                (due.newspaper, due.first_missed, due.missed),
            )
        connection.execute(
            "insert into slot (newspaper, at, state, begun_at, host, boot, pid, pid_started)"
            " values (?, ?, 'running', ?, ?, ?, ?, ?) on conflict (newspaper, at) do update set"
            " begun_at = excluded.begun_at, host = excluded.host, boot = excluded.boot, pid = excluded.pid,"
            " pid_started = excluded.pid_started",
            (due.newspaper, due.slot, now, place.host, place.boot, place.pid, place.pid_started),
        )

    def close(self) -> None:
        """End the connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._database.writing() as connection:
            connection.lock("timetable")
            yield connection

    def _read(self, statement: str, *values: object) -> Sequence[Row]:
        with self._database.reading() as connection:
            return connection.execute(statement, values).fetchall()


def _is_dead(running: Row, now: float) -> bool:
    alive = is_alive(Place(*tuple(running)[2:]))
    return alive is False or (alive is None and now - running["begun_at"] > _SILENT)
