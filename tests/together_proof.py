"""Everything at once and killed at once: crawl, ingest, reextract, publish, rebuild and purge of one archive."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import earlier
import pressroom
from canary_archive import found_in
from crawl_site import Site, make_archive, newspaper_of
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.press import article_key, article_uid
from newsarchive.publish import publish
from newsarchive.store import Ledger
from warm_starter import Started, Starter, warm

GIVEN = 12
"""Articles given to the ingest of each round."""
_SPARE = 30
"""Articles held from the beginning, beside one for the purge of each round."""
_ALONE = ("--workers", "0")
"""Pages are read in the command's own process: to load the parsers anew in a worker of each command would take longer
than all it does. How workers die the pool's tests show."""
_FIRST = ("purge", "rebuild", "reextract", "ingest", "publish", "crawl")
_UNTIL_KILLED = 1.2
"""At most, from the beginning of the last command to the kill, in times that all need to begin (`_measure_start`)."""
_AHEAD = 1.0
"""Such times, at most, that the first command is alone: without them no purge and no rebuild begins."""
_LEFT = 2
"""So many commands at least are to be alive at a kill."""
_MEASURED_AGAIN = 10
"""Rounds after which the start is measured anew: how busy the machine is changes."""
_REFUSED = {2, 3}
"""An interrupted ingest stands before a purge (2); rebuild and purge need the archive to themselves (3)."""


@dataclass
class Outcome:
    """What came of all rounds."""

    killed: Counter[str] = field(default_factory=Counter)
    """Command → how often it was alive when all were killed."""
    done: Counter[str] = field(default_factory=Counter)
    """Command → how often it had come to its end by then."""
    refused: Counter[str] = field(default_factory=Counter)
    """Command → how often another one stood in its way."""
    purges: int = 0
    """Decided, by whichever round."""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Bench:
    """An archive, and who begins commands on it."""

    starter: Starter
    kho: Path

    def begin(self, *command: str) -> Started:
        """A command of newsarchive."""
        return self.starter.begin("newsarchive", [*command, "--archive", str(self.kho)])

    def crawl(self) -> Started:
        """The crawler itself, without the command line around it."""
        told = ["crawl", "suoiloc", *_ALONE, "--archive", str(self.kho), "-L", "WARNING"]
        return self.starter.begin("scrapy", told)


def kill_together(folder: Path, *, rounds: int, crawled: int, seed: int) -> Outcome:
    """So many rounds, each killed with SIGKILL at a random moment; then everything is let finish and judged."""
    rolls, outcome, held, start = random.Random(seed), Outcome(), rounds + _SPARE, 0.0
    with Site(newspaper_of(crawled)).serving() as site, warm(folder / "said") as starter:
        kho = make_archive(folder / "kho", suoiloc=site)
        bench, given = _Bench(starter, kho), [_given(folder, number) for number in range(rounds)]
        with Archive.open(kho, create=True, workers=0) as archive:
            archive.ingest(pressroom.write_warc(folder, range(held)))
        publish(kho)
        for number in range(rounds):
            start = start if number % _MEASURED_AGAIN else _measure_start(bench)
            earlier.age(kho, lambda _: False)
            commands = _commands(kho, given[number], number)
            first = _FIRST[number % len(_FIRST)]
            outcome.problems += _round(bench, commands, first, _Windows(rolls, start), outcome)
        outcome.problems += _finish(bench, given)
    purged = {number for number in range(held) if _uid(number) in _purged(kho)}
    outcome.purges = len(purged)
    outcome.problems += _judge(kho, held + rounds * GIVEN + crawled - len(purged), purged)
    return outcome


def _given(folder: Path, number: int) -> Path:
    place = folder / f"given-{number}"
    place.mkdir()
    first = 1000 + number * GIVEN
    return pressroom.write_warc(place, range(first, first + GIVEN))


def _commands(kho: Path, given: Path, unwanted: int) -> dict[str, list[str]]:
    return {
        "ingest": ["ingest", str(given), *_ALONE],
        "reextract": ["reextract", *_ALONE],
        "publish": ["publish"],
        "rebuild": ["rebuild", *_ALONE],
        "purge": ["withhold", _uid(unwanted), "--level", "purge", "--reason", "bản án", "--yes"],
    }


def _measure_start(bench: _Bench) -> float:
    """Seconds that as many commands as a round begins need until all have opened the archive and looked."""
    began = time.monotonic()
    for process in [bench.begin("status") for _ in _FIRST]:
        process.communicate()
    return time.monotonic() - began


@dataclass(frozen=True)
class _Windows:
    """Random moments within what the commands of a round need to begin."""

    rolls: random.Random
    start: float

    def ahead(self) -> float:
        """Seconds for the first command alone."""
        return self.rolls.random() * _AHEAD * self.start

    def until_killed(self) -> float:
        """Seconds from the beginning of the last command."""
        return self.rolls.random() * _UNTIL_KILLED * self.start


def _round(bench: _Bench, commands: dict[str, list[str]], first: str, windows: _Windows, outcome: Outcome) -> list[str]:
    """Begin all, `first` a little ahead and the others in any order; kill all. What a command did wrong until then."""
    others = windows.rolls.sample(sorted({*_FIRST} - {first}), len(_FIRST) - 1)
    running: dict[str, Started] = {}
    for name in [first, *others]:
        running[name] = bench.crawl() if name == "crawl" else bench.begin(*commands[name])
        time.sleep(windows.ahead() if len(running) == 1 else windows.rolls.random() * 0.1)
    until = time.monotonic() + windows.until_killed()
    # Not until all have ended, however wrongly their time was guessed: who is left is killed.
    while time.monotonic() < until and sum(process.poll() is None for process in running.values()) > _LEFT:
        time.sleep(0.005)
    for process in running.values():
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    problems = []
    for name, process in running.items():
        said = process.communicate()[1]
        ended = process.returncode or 0
        (outcome.killed if ended < 0 else outcome.refused if ended in _REFUSED else outcome.done)[name] += 1
        if ended not in {0, 1, -signal.SIGKILL} | _REFUSED or "Traceback" in said:
            problems.append(f"{name} ended with {ended}: {said[-2000:]}")
    if running["ingest"].returncode == 0:
        problems += _lost(bench.kho, commands["ingest"][1])
    if running["purge"].returncode == 0 and commands["purge"][1] not in _purged(bench.kho):
        problems.append(f"the purge of {commands['purge'][1]} was acknowledged and is not in the ledger")
    return problems


def _lost(kho: Path, given: str) -> list[str]:
    """An ingest that said it was done: whether news.db knows its file as taken in."""
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        query = 'select count(*) from "import" where name = ? and finished_at is not null'
        done = db.execute(query, (Path(given).name,)).fetchone()[0]
    return [] if done else [f"{given} was acknowledged and is not held"]


def _purged(kho: Path) -> set[str]:
    """uids that a purge was decided about."""
    return {line.subject for line in Ledger(kho / "data" / "ledger.jsonl").lines() if line.kind == "withhold"}


def _finish(bench: _Bench, given: list[Path]) -> list[str]:
    """Let every command come to its end."""
    last = bench.crawl()
    said = last.communicate(timeout=300)[1]
    problems = [f"the last crawl: {said}"] if last.returncode else []
    last_commands = _commands(bench.kho, given[0], 0)
    ingest = ["ingest", *map(str, given), *_ALONE]
    for command in (ingest, *(last_commands[name] for name in ("reextract", "publish", "rebuild")), ["verify"]):
        process = bench.begin(*command)
        said = process.communicate(timeout=300)[1]
        if process.returncode:
            problems.append(f"{command[0]} ended with {process.returncode}: {said[-2000:]}")
    return problems


def _judge(kho: Path, articles: int, purged: set[int]) -> list[str]:
    problems = [f"{one.kind}: {one.file}: {one.reason}" for one in verify(kho).problems]
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        held = db.execute("select count(*) from article").fetchone()[0]
        doubled = db.execute(
            "select count(*) from revision a join revision b on b.article_id = a.article_id"
            " and b.number = a.number + 1 and b.content_digest = a.content_digest and b.extractor = a.extractor"
        ).fetchone()[0]
    if held != articles:
        problems.append(f"{held} articles are held, not {articles}")
    if doubled:
        problems.append(f"{doubled} revisions are doubled")
    words = [f"thong-xe-cau-ben-van-{number}.html" for number in purged]
    problems += [f"{name} holds {word}" for word in words for name in found_in(kho, word)]
    problems += [f"{path.name} was left" for tail in ("partial", "open", "new") for path in kho.rglob(f"*.{tail}")]
    return problems


def _uid(number: int) -> str:
    return article_uid(article_key(pressroom.article_url(number)))
