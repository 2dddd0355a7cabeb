"""Two workers on one frontier in PostgreSQL, either killed at random moments; for tests and `make proof`."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from crawl_proof import Verdict, examine
from crawl_site import Asked, Site, article_path, make_archive, newspaper_of
from newsarchive.archive import Archive
from newsarchive.frontier import Frontier, Server
from waiting import wait_for
from warm_starter import Started, starter

HOSTS = ("may-a", "may-b")


@dataclass(frozen=True)
class Shared:
    """What must hold of a newspaper that several machines crawled; all counts must be 0 but the last two."""

    lost: int
    """Articles that no machine holds."""
    leased: int
    """Addresses that a dead worker still has."""
    damaged: int
    """Damaged records, open segments, unsound databases, doubled revisions of all machines."""
    together: int
    """Times that a machine asked a newspaper while another one's crawl of it lived."""
    again: int
    """Articles that were fetched more than once: what was on its way at a kill."""
    handed_over: int
    """Times that a newspaper went from one machine to the other."""


class Machine:
    """One worker and its own archive; killed with everything it began."""

    def __init__(self, folder: Path, frontier: str, sites: dict[str, Site]) -> None:
        self.archive = make_archive(folder, **sites)
        settings = f"contact: {folder.name}@suoiloc.example\nstorage:\n  frontier: {frontier}\n"
        (folder / "archive.yml").write_text(settings, encoding="utf-8")
        self.killed_at: list[float] = []
        self.worker = self._begin(sites)
        self._sites = sites

    def _begin(self, sites: dict[str, Site]) -> Started:
        command = ["worker", *sites, "--archive", str(self.archive), "--until-idle"]
        return starter().begin("newsarchive", command, folder=self.archive)

    def kill(self) -> None:
        """As when the machine loses power: the worker, its crawls and their pools at once."""
        while processes := self.processes():  # one may have begun another while we looked
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.02)
        self.worker.wait()
        self.killed_at.append(time.monotonic())

    def restart(self) -> None:
        """Switch it on again."""
        self.worker = self._begin(self._sites)

    def processes(self) -> list[int]:
        """Ours, told by the folder in which they work."""
        return [int(one.name) for one in Path("/proc").glob("[0-9]*") if self._is_ours(one)]

    def _is_ours(self, process: Path) -> bool:
        try:
            if (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
            return (process / "cwd").readlink() == self.archive
        except OSError:
            return False


def kill_workers(folder: Path, frontier: str, *, articles: int, kills: int, seed: int = 1) -> Shared:
    """Crawl two newspapers by two machines that share `frontier`, switch either off at random moments, then look.

    After every other kill the machine stays dark until the other one has taken over.
    """
    rolls = random.Random(seed)
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(Site(newspaper_of(articles, delay=0.02), host=host).serving())
            for name, host in (("suoiloc", "127.0.0.1"), ("donghai", "127.0.0.2"))
        }
        machines = {name: Machine(folder / name, frontier, sites) for name in HOSTS}
        for turn, target in enumerate(sorted(rolls.sample(range(4, 2 * articles), kills))):
            _wait_for(sites, target, machines)
            busy = sites[rolls.choice(sorted(sites))].log or sites["suoiloc"].log or sites["donghai"].log
            victim = machines[_asking(busy[-1])]
            victim.kill()
            if turn % 2 == 0:
                other = next(machine for machine in machines.values() if machine is not victim)
                _wait_for_another(busy, victim.archive.name, other)
            victim.restart()
        for machine in machines.values():
            machine.worker.wait(300 + articles)
        last = Machine(folder / HOSTS[0], frontier, sites)  # what a worker left that died last
        last.worker.wait(300 + articles)
        machines[HOSTS[0]].killed_at += last.killed_at
    return _judge(sites, machines, frontier, articles)


def _wait_for(sites: dict[str, Site], target: int, machines: dict[str, Machine]) -> None:
    while sum(len(site.log) for site in sites.values()) < target:
        if all(machine.worker.poll() is not None for machine in machines.values()):
            return
        time.sleep(0.005)


def _wait_for_another(log: list[Asked], dark: str, other: Machine) -> None:
    """Until somebody else than the machine that went dark asks the newspaper, or the other one has nothing to do."""
    wait_for(lambda: _asking(log[-1]) != dark or other.worker.poll() is not None, "a machine that takes over")


def _judge(sites: dict[str, Site], machines: dict[str, Machine], frontier: str, articles: int) -> Shared:
    held: set[str] = set()
    verdicts = []
    for machine in machines.values():
        with Archive.open(machine.archive, workers=0):
            pass  # whoever opens an archive takes in what a killed crawl left in its segment
        verdicts.append(examine(machine.archive, 0, leases=False))
        with sqlite3.connect(machine.archive / "data" / "news.db") as news:
            held |= {row[0] for row in news.execute("select key from article")}
    with Frontier(Server(frontier)) as opened:
        leased = sum(opened.counts(name).held for name in sites)
    turns = [_turns(site.log, machines) for site in sites.values()]
    return Shared(
        lost=len(sites) * articles - len(held),
        leased=leased,
        damaged=sum(_wrong(verdict) for verdict in verdicts),
        together=sum(together for together, _ in turns),
        again=sum(_fetched_again(site.log, articles) for site in sites.values()),
        handed_over=sum(handed for _, handed in turns),
    )


def _wrong(verdict: Verdict) -> int:
    return verdict.doubled + verdict.damaged + verdict.open_segments + verdict.unrecorded + verdict.not_sound


def _turns(log: list[Asked], machines: dict[str, Machine]) -> tuple[int, int]:
    """How often a machine began to ask while another was at it, and how often it took over."""
    together = handed = 0
    asked = [(one.at, _asking(one)) for one in sorted(log, key=lambda one: one.at)]
    for (before, old), (after, new) in pairwise(asked):
        if old != new:
            handed += 1
            later = any(at > after and who == old for at, who in asked)
            died = any(before <= moment + 0.5 and moment <= after for moment in machines[old].killed_at)
            together += later and not died
    return together, handed


def _asking(asked: Asked) -> str:
    return next(name for name in HOSTS if name in asked.headers["user-agent"])


def _fetched_again(log: list[Asked], articles: int) -> int:
    paths = [one.target for one in log]
    return sum(max(0, paths.count(article_path(number)) - 1) for number in range(articles))
