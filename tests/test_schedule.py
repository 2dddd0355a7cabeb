"""The timetable: slots by the clock of Vietnam, missed ones coalesced, no two crawls of one newspaper."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from command_line import run
from newsarchive.article import VIETNAM
from newsarchive.capture.process import Event, Wish
from newsarchive.check import Check
from newsarchive.exceptions import CrawlFailedError, ScheduleError
from newsarchive.schedules import Ticked, Timetable, Watch, next_slots, systemd_units, tick
from newsarchive.schedules.tick import Run
from newsarchive.schedules.units import UNITS
from waiting import PATIENCE, wait_for

HOUR, DAY = 3_600.0, 86_400.0


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp()


START = at("2026-11-02T12:00")  # a Monday


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def timetable(tmp_path: Path, clock: Clock) -> Iterator[Timetable]:
    (tmp_path / "data").mkdir()
    with Timetable(tmp_path / "data" / "frontier.db", clock=clock) as opened:
        yield opened


def ended(newspaper: str, problem: str | None = None) -> Event:
    return {
        "event": "ended",
        "newspaper": newspaper,
        "problem": problem,
        "requests": {"stored": 3},
        "stopped": None,
    }


def crawler(crawled: list[tuple[str, ...]], problems: Sequence[str] = (), code: int = 0) -> Run:
    """A crawl that notes what it was asked for; newspapers of `problems` fail."""

    def crawl(_directory: Path, wish: Wish, on_event: Callable[[Event], None]) -> int:
        crawled.append(wish.newspapers)
        for name in wish.newspapers:
            on_event(ended(name, "refused" if name in problems else None))
        return code

    return crawl


def look(directory: Path, timetable: Timetable, run: Run) -> tuple[Ticked, ...]:
    """A tick over newspapers that are all verified."""
    return tick(directory, timetable, run=run, check=lambda _directory, _name: None)


def test_a_slot_is_the_clock_of_vietnam() -> None:
    (sunday,) = next_slots("0 5 * * 0", START, 1)
    assert datetime.fromtimestamp(sunday, VIETNAM).isoformat() == "2026-11-08T05:00:00+07:00"


@pytest.mark.parametrize("line", ["", "0 5 * *", "61 5 * * *", "0 5 31 2 *", "morgens", "0 5 * * 0 2026", "@daily"])
def test_what_is_no_cron_line_is_refused(timetable: Timetable, line: str) -> None:
    with pytest.raises(ScheduleError):
        timetable.set("bacninh", line)
    assert timetable.entries() == ()


def test_nothing_is_due_before_its_slot_and_once_at_it(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    crawled: list[tuple[str, ...]] = []
    clock.now = at("2026-11-03T04:59")
    assert look(tmp_path, timetable, crawler(crawled)) == ()
    clock.now = at("2026-11-03T05:00")
    (done,) = look(tmp_path, timetable, crawler(crawled))
    assert (done.state, done.due.missed) == ("done", 0)
    assert look(tmp_path, timetable, crawler(crawled)) == ()
    assert crawled == [("bacninh",)]


def test_missed_slots_are_coalesced_and_recorded(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    crawled: list[tuple[str, ...]] = []
    clock.now = at("2026-11-10T06:00")
    look(tmp_path, timetable, crawler(crawled))
    ran, missed = timetable.history()
    assert crawled == [("bacninh",)]
    assert (ran.state, ran.at) == ("done", at("2026-11-10T05:00"))
    assert (missed.state, missed.at, missed.slots) == ("missed", at("2026-11-03T05:00"), 7)


def test_newspapers_due_together_are_crawled_together(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("cantho", "0 5 * * *")
    timetable.set("bacninh", "30 4 * * *")
    timetable.set("hue", "0 6 * * *")
    crawled: list[tuple[str, ...]] = []
    clock.now = at("2026-11-03T05:10")
    done = look(tmp_path, timetable, crawler(crawled, problems=["cantho"], code=1))
    assert crawled == [("bacninh", "cantho")]
    assert {one.due.newspaper: one.state for one in done} == {"bacninh": "done", "cantho": "failed"}
    assert [slot.detail for slot in timetable.history("cantho")] == ["refused"]


def test_jitter_begins_later_never_earlier_and_always_alike(timetable: Timetable, clock: Clock) -> None:
    names = ["bacninh", "cantho", "hue", "laocai", "nghean"]
    entries = [timetable.set(name, "0 5 * * *", jitter=30) for name in names]
    slot = at("2026-11-03T05:00")
    delays = [entry.delay(slot) for entry in entries]
    assert all(0 <= delay < 30 * 60 for delay in delays)
    assert len(set(delays)) > 1
    clock.now = slot + min(delays)
    assert len(timetable.claim()) == 1
    clock.now = slot + 30 * 60
    assert len(timetable.claim()) == len(names) - 1


def test_a_newspaper_under_way_is_left_alone_and_its_slot_made_up(timetable: Timetable, clock: Clock) -> None:
    timetable.set("bacninh", "0 * * * *")
    clock.now = START + HOUR
    (due,) = timetable.claim()
    clock.now += 3 * HOUR
    assert timetable.claim() == ()
    timetable.finish(due, "done", 0, None)
    (again,) = timetable.claim()
    assert again.missed == 2


def test_a_slot_whose_process_died_is_due_again(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    clock.now = at("2026-11-03T05:00")
    code = (
        "import sys; from pathlib import Path; from newsarchive.schedules import Timetable\n"
        "print(len(Timetable(Path(sys.argv[1]), clock=lambda: float(sys.argv[2])).claim()))"
    )
    path = tmp_path / "data" / "frontier.db"
    dead = subprocess.run(
        [sys.executable, "-c", code, path, str(clock.now)], capture_output=True, text=True, check=True
    )
    assert dead.stdout.strip() == "1"
    assert timetable.next_due() == clock.now
    (due,) = timetable.claim()
    assert due.slot == clock.now


def test_a_crawl_that_cannot_begin_is_noted(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    clock.now = at("2026-11-03T05:00")

    def broken(_directory: Path, _wish: Wish, _on_event: Callable[[Event], None]) -> int:
        raise CrawlFailedError("bacninh", "no Scrapy here", 3)

    (one,) = look(tmp_path, timetable, broken)
    assert (one.state, one.exit_code) == ("failed", 3)
    assert "no Scrapy here" in (timetable.history()[0].detail or "")


def test_a_crawl_that_was_stopped_is_no_failure(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    clock.now = at("2026-11-03T05:00")
    (one,) = look(tmp_path, timetable, crawler([], code=130))
    assert one.state == "stopped"


def test_a_newspaper_that_its_check_finds_closed_is_not_crawled(
    timetable: Timetable, clock: Clock, tmp_path: Path
) -> None:
    timetable.set("bacninh", "0 5 * * *")
    timetable.set("cantho", "0 5 * * *")
    clock.now = at("2026-11-03T05:00")
    crawled: list[tuple[str, ...]] = []

    def check(_directory: Path, name: str) -> Check | None:
        return (
            Check(name, date(2026, 11, 3), None, (), (), "closed", "robots.txt forbids it")
            if name == "cantho"
            else None
        )

    done = tick(tmp_path, timetable, run=crawler(crawled), check=check)
    assert crawled == [("bacninh",)]
    assert [one.state for one in done] == ["done", "failed"]
    assert "robots.txt forbids it" in (done[1].detail or "")


def test_removing_keeps_the_history(timetable: Timetable, clock: Clock, tmp_path: Path) -> None:
    timetable.set("bacninh", "0 5 * * *")
    clock.now = at("2026-11-03T05:00")
    look(tmp_path, timetable, crawler([]))
    timetable.remove("bacninh")
    assert timetable.next_due() is None
    assert len(timetable.history("bacninh")) == 1
    with pytest.raises(ScheduleError):
        timetable.remove("bacninh")


def test_the_watch_begins_what_is_due_and_stops_cleanly(tmp_path: Path) -> None:
    """In a process of its own, with a crawl that answers SIGINT by writing a file."""
    (tmp_path / "data").mkdir()
    child = (
        "import pathlib, signal, sys, time\n"
        "def stop(*_): pathlib.Path(sys.argv[1], 'stopped').touch(); sys.exit(130)\n"
        "signal.signal(signal.SIGINT, stop); pathlib.Path(sys.argv[1], 'began').touch(); time.sleep(600)"
    )
    code = (
        "import sys, time; from pathlib import Path; from newsarchive.schedules import Timetable, Watch\n"
        "folder = Path(sys.argv[1])\n"
        "timetable = Timetable(folder / 'data' / 'frontier.db', clock=lambda: time.time() + 120)\n"
        "timetable.clock = time.time; timetable.set('bacninh', '* * * * *')\n"
        "timetable.clock = lambda: time.time() + 120\n"
        "command = [sys.executable, '-c', sys.argv[2], sys.argv[1]]\n"
        "sys.exit(Watch(folder, timetable, say=print, command=command).run())"
    )
    watch = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), child])
    try:
        wait_for((tmp_path / "began").exists, "the crawl")
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(PATIENCE) == 0
    finally:
        watch.kill()
    assert (tmp_path / "stopped").exists()


def test_a_crawl_that_fails_is_counted_by_the_watch(tmp_path: Path, timetable: Timetable, clock: Clock) -> None:
    timetable.set("bacninh", "* * * * *")
    clock.now += 120
    said: list[str] = []
    watch = Watch(tmp_path, timetable, say=said.append, command=[sys.executable, "-c", "import sys; sys.exit(3)"])
    previous = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        assert watch.run() == 1
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert "exit code 3" in said[0]


def test_on_the_command_line(tmp_path: Path) -> None:
    kho = str(tmp_path / "kho")
    run("init", "--archive", kho, "--operator", "Thư viện thử", "--contact", "luutru@thuvien.example")
    assert run("schedule", "set", "bacninh", "0 5 * * 0", "--archive", kho).exit_code == 0
    told = json.loads(run("schedule", "next", "--archive", kho, "--json", "--count", "3").stdout)
    assert [slot["slot"][10:] for slot in told] == ["T22:00:00Z"] * 3
    listed = json.loads(run("schedule", "list", "--archive", kho, "--json").stdout)
    assert listed == [{"newspaper": "bacninh", "cron": "0 5 * * 0", "jitter": 10, "last": None}]
    assert run("schedule", "set", "bacninh", "hằng ngày", "--archive", kho).exit_code == 2
    assert run("schedule", "set", "bacnin", "0 5 * * 0", "--archive", kho).exit_code == 2
    assert run("tick", "--archive", kho).exit_code == 0
    assert run("schedule", "history", "--archive", str(tmp_path / "nowhere")).exit_code == 3
    assert "tick --archive" in run("schedule", "export", "--format", "cron", "--archive", kho).stdout


def test_unit_files_name_the_archive_whatever_it_is_called(tmp_path: Path) -> None:
    units = systemd_units(Path("/srv/kho báo 100%"), Path("/opt/bin/newsarchive"))
    # A failed crawl is told by status and history; as a failed unit it would hide that the timer goes on.
    services = [text for name, text in units.items() if name.endswith(".service")]
    assert all("\nSuccessExitStatus=1 130\n" in text for text in services)
    assert 'ExecStart=/opt/bin/newsarchive tick --archive "/srv/kho báo 100%%"' in units["newsarchive-tick.service"]
    shown = run("schedule", "export", "--archive", str(tmp_path / "kho"), "--output", str(tmp_path / "units"))
    assert shown.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "units").iterdir()) == sorted(units)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit_files_without_a_word(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "newsarchive"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    paths = [tmp_path / name for name in UNITS]
    for path, text in zip(paths, systemd_units(tmp_path / "kho báo 100%", program).values(), strict=True):
        path.write_text(text, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    paths[0].write_text(paths[0].read_text(encoding="utf-8").replace(str(program), "/nirgends"), encoding="utf-8")
    missing = subprocess.run(["systemd-analyze", "verify", "--man=no", str(paths[0])], capture_output=True, check=False)
    assert missing.returncode != 0
