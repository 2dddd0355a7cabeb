"""What must hold of an archive whatever happened to its crawls; for tests and `make proof`."""

from __future__ import annotations

import random
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from crawl_site import Site, begin_crawl, make_archive, newspaper_of
from newsarchive.warc import Damage, read_records


@dataclass(frozen=True)
class Verdict:
    """Counts that must be 0, and the integrity of both databases."""

    lost: int
    doubled: int
    damaged: int
    open_segments: int
    unrecorded: int
    """Responses in the WARC without a row in news.db."""
    not_sound: int


def examine(archive: Path, articles: int, *, leases: bool = True) -> Verdict:
    """Look at an archive after its last crawl has ended; not at `leases` when its frontier is elsewhere."""
    news = _open(archive / "data" / "news.db")
    bases = [news, _open(archive / "data" / "frontier.db")] if leases else [news]
    doubled = news.execute(
        "select count(*) from revision a join revision b on b.article_id = a.article_id and b.number = a.number + 1"
        " and b.content_digest = a.content_digest and a.extractor = b.extractor"
    ).fetchone()[0]
    doubled += news.execute("select count(*) - count(distinct key) from article").fetchone()[0]
    held = news.execute("select count(*) from article").fetchone()[0]
    damaged, responses = _read_all(archive / "data" / "warc")
    recorded = news.execute("select count(*) from capture").fetchone()[0]
    sound = [base.execute("pragma integrity_check").fetchone()[0] for base in bases]
    still = "select count(*) from url where holder is not null"
    held_leases = sum(base.execute(still).fetchone()[0] for base in bases[1:])
    return Verdict(
        lost=articles - held + held_leases,
        doubled=doubled,
        damaged=damaged,
        open_segments=len(list((archive / "data" / "warc").glob("*.open"))),
        unrecorded=responses - recorded,
        not_sound=sum(word != "ok" for word in sound),
    )


def kill_often(folder: Path, *, articles: int, kills: int, seed: int = 1) -> tuple[Verdict, list[int], str]:
    """Crawl a newspaper, kill -9 the crawler at random moments, crawl to the end.

    Returns the verdict, the number of requests at each kill, and what the last run said.
    """
    rolls = random.Random(seed)
    with Site(newspaper_of(articles)).serving() as site:
        archive = make_archive(folder, suoiloc=site)
        moments = []
        # Anywhere in the crawl, the end as likely as the beginning.
        for target in sorted(rolls.sample(range(3, articles), kills)):
            run = begin_crawl(archive, "suoiloc", "--workers", "1")
            begun = len(site.log)
            while len(site.log) < max(target, begun + 2) and run.poll() is None:
                time.sleep(0.002)
            time.sleep(rolls.random() * 0.1)
            run.kill()
            run.communicate()
            moments.append(len(site.log))
        last = begin_crawl(archive, "suoiloc")
        _, said = last.communicate(timeout=60 + articles)
        assert last.returncode == 0, said
    return examine(archive, articles), moments, said


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def _read_all(folder: Path) -> tuple[int, int]:
    damaged = responses = 0
    for path in sorted(folder.glob("*.warc.gz*")):
        for item in read_records(path):
            if isinstance(item, Damage):
                damaged += 1
            elif item.type in {"response", "revisit"}:
                responses += 1
    return damaged, responses
