"""Whatever happens to a crawl, no URL is lost: a model of all moves, and real processes killed in the middle."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newsarchive.exceptions import ArchiveError
from newsarchive.frontier import Crawl, End, Frontier, Lease, Outcome
from newsarchive.frontier.records import OUTCOMES
from newsarchive.link import Link
from newsarchive.press import Newspaper
from waiting import PATIENCE, wait_for

PAPER = Newspaper(id="suoivang", name="Báo Suối Vàng", host="baosuoivang.vn", hosts=("baosuoivang.vn",))
NUMBERS = st.integers(0, 30)


class FrontierMoves(RuleBasedStateMachine):
    """Any order of finding, leasing, ending, dying and waiting, against what must then hold."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.now = 1_000_000.0
        self.frontier = self._open()
        self.crawl: Crawl | None = None
        self.known: set[int] = set()
        self.in_hand: dict[int, Lease] = {}

    def _open(self) -> Frontier:
        return Frontier(Path(self.folder.name) / "frontier.db", clock=lambda: self.now)

    @rule(numbers=st.lists(NUMBERS, max_size=6), again=st.booleans())
    def find(self, numbers: list[int], again: bool) -> None:
        links = [Link(f"https://baosuoivang.vn/{n}.html", "article", "link on a section page") for n in numbers]
        added = self.frontier.add(PAPER, links, again=again)
        assert added.new == len(set(numbers) - self.known)
        self.known |= set(numbers)

    @precondition(lambda self: self.crawl is None)
    @rule()
    def begin(self) -> None:
        self.crawl = self.frontier.crawl("suoivang")

    @precondition(lambda self: self.crawl is not None)
    @rule(limit=st.integers(1, 5))
    def lease(self, limit: int) -> None:
        assert self.crawl is not None
        due = self.frontier.counts("suoivang").due
        leases = self.crawl.lease(limit, seconds=60)
        fresh = {lease.id for lease in leases}
        current = {key for key, lease in self.in_hand.items() if lease.until > self.now}
        assert not fresh & current, "handed out twice"
        assert len(fresh) >= min(limit, due)
        self.in_hand |= {lease.id: lease for lease in leases}

    @precondition(lambda self: self.crawl is not None and self.in_hand)
    @rule(outcome=st.sampled_from(OUTCOMES), many=st.integers(1, 3))
    def end(self, outcome: Outcome, many: int) -> None:
        assert self.crawl is not None
        ids = list(self.in_hand)[:many]
        assert self.crawl.done([End(key, outcome) for key in ids]) == len(ids)
        assert self.crawl.done([End(key, outcome) for key in ids]) == 0
        for key in ids:
            del self.in_hand[key]

    @precondition(lambda self: self.crawl is not None)
    @rule()
    def finish(self) -> None:
        assert self.crawl is not None
        self.crawl.close()
        self.crawl, self.in_hand = None, {}

    @precondition(lambda self: self.crawl is not None)
    @rule()
    def die(self) -> None:
        """The process is gone without a word; the row says so, as the next run's look at /proc would."""
        self.frontier.close()
        with contextlib.closing(sqlite3.connect(Path(self.folder.name) / "frontier.db")) as connection, connection:
            connection.execute("update crawl set pid_started = '1'")
        self.frontier = self._open()
        self.crawl = self.frontier.crawl("suoivang")
        assert self.crawl.recovered == len(self.in_hand)
        self.in_hand = {}

    @precondition(lambda self: self.crawl is not None)
    @rule()
    def second_crawl_is_refused(self) -> None:
        try:
            self.frontier.crawl("suoivang")
        except ArchiveError as error:
            assert "is being crawled by process" in str(error)
        else:
            raise AssertionError("two live crawls of one newspaper")

    @rule(seconds=st.sampled_from([1, 30, 61, 3600, 100_000]))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @invariant()
    def nothing_is_lost(self) -> None:
        counts = self.frontier.counts("suoivang")
        assert counts.total == len(self.known)
        assert counts.held == len(self.in_hand)
        rows = self.frontier._database.raw.execute("select due_at, holder, outcome, kind, visits from url").fetchall()
        for row in rows:
            ended = row["outcome"] is not None
            assert row["due_at"] is not None or (ended and row["holder"] is None), "never fetched and never due"
        visits = self.frontier._database.raw.execute("select coalesce(sum(times), 0) from visit").fetchone()[0]
        assert (visits == 0) == (not any(row["visits"] for row in rows))

    def teardown(self) -> None:
        if hasattr(self, "frontier"):
            self.frontier.close()
            self.folder.cleanup()


TestFrontierMoves = FrontierMoves.TestCase
TestFrontierMoves.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)

WORKER = """
import os, sys, time
from pathlib import Path
from newsarchive.frontier import End, Frontier
folder, log = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
with Frontier(folder / "frontier.db") as frontier, frontier.crawl(sys.argv[3]) as crawl:
    while leases := crawl.lease(7):
        for lease in leases:  # one line, one write: what a kill leaves is whole
            os.write(log, (lease.url + "\\n").encode())
        time.sleep(0.002)
        crawl.done([End(lease.id, "dropped", 200) for lease in leases])
"""


def test_killed_workers_lose_no_url(tmp_path: Path) -> None:
    """SIGKILL at a random moment, four times, then one run to the end: each URL was fetched and marked."""
    urls = [f"https://baosuoivang.vn/tin-{number}.html" for number in range(400)]
    with Frontier(tmp_path / "frontier.db") as frontier:
        frontier.add(PAPER, [Link(url, "article", "feed entry") for url in urls])
    moments = random.Random(20_260_108)
    command = [sys.executable, "-c", WORKER, str(tmp_path), str(tmp_path / "log"), "suoivang"]
    for _ in range(4):
        before = _lines(tmp_path / "log")
        worker = subprocess.Popen(command)
        wait_for(lambda before=before, worker=worker: _lines(tmp_path / "log") > before or worker.poll() is not None)
        time.sleep(moments.uniform(0, 0.04))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert subprocess.run(command, timeout=PATIENCE, check=True).returncode == 0
    fetched = (tmp_path / "log").read_text(encoding="utf-8").split()
    assert set(fetched) == set(urls)
    assert len(fetched) <= len(urls) + 4 * 7, "only what was in hand at a kill is fetched twice"
    with Frontier(tmp_path / "frontier.db") as frontier:
        assert frontier.counts("suoivang").outcomes == {("article", "dropped"): len(urls)}
        assert frontier._database.raw.execute("pragma integrity_check").fetchone()[0] == "ok"


def test_two_crawls_of_two_papers_share_the_file(tmp_path: Path) -> None:
    other = Newspaper(id="bensay", name="Báo Bến Sậy", host="baobensay.vn", hosts=("baobensay.vn",))
    with Frontier(tmp_path / "frontier.db") as frontier:
        for paper in (PAPER, other):
            frontier.add(paper, [Link(f"https://{paper.host}/{n}.html", "article", "feed entry") for n in range(300)])
        workers = [
            subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path), str(tmp_path / paper.id), paper.id])
            for paper in (PAPER, other)
        ]
        assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
        for paper in (PAPER, other):
            assert frontier.counts(paper.id).outcomes == {("article", "dropped"): 300}
            assert _lines(tmp_path / paper.id) == 300


def test_a_killed_crawl_that_nobody_waited_for_counts_as_dead(tmp_path: Path) -> None:
    """A zombie has a process number still."""
    script = WORKER.replace("time.sleep(0.002)", "time.sleep(600)")
    with Frontier(tmp_path / "frontier.db") as frontier:
        frontier.add(PAPER, [Link("https://baosuoivang.vn/a.html", "article", "feed entry")])
        worker = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(tmp_path / "log"), "suoivang"])
        wait_for(lambda: _lines(tmp_path / "log"))
        os.kill(worker.pid, signal.SIGKILL)
        try:
            _wait_until_zombie(worker.pid)
            with frontier.crawl("suoivang") as crawl:
                assert crawl.recovered == 1
        finally:
            worker.wait()


def _wait_until_zombie(pid: int) -> None:
    stat = Path(f"/proc/{pid}/stat")
    while stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.005)


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0
