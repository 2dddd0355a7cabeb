"""Ctrl-C in a crawl: once it stops cleanly, twice it ends at once, and the next run loses nothing either way."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from crawl_proof import Verdict, examine
from crawl_site import Site, crawl, make_archive, newspaper_of
from waiting import PATIENCE, hear, insist, wait_for

WHOLE = Verdict(lost=0, doubled=0, damaged=0, open_segments=0, unrecorded=0, not_sound=0)
ARTICLES = 60


def _begin(archive: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "newsarchive", "crawl", "suoiloc", "--archive", str(archive)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def _held(archive: Path) -> int:
    base = sqlite3.connect(archive / "data" / "frontier.db")
    (count,) = base.execute("select count(*) from url where holder is not null").fetchone()
    base.close()
    return int(count)


def test_once_takes_in_what_is_on_its_way_gives_leases_back_and_closes_the_segment(tmp_path: Path) -> None:
    with Site(newspaper_of(ARTICLES, delay=1.5, quick=6)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        run = _begin(archive)
        wait_for(lambda: len(site.log) > 6)
        run.send_signal(signal.SIGINT)
        shown, said = run.communicate(timeout=PATIENCE)
        before = [path for path in site.paths() if path.startswith("/bai/")]
        assert run.returncode == 130, said
        assert "Stopping" in said
        assert "suoiloc" in shown  # the summary is printed all the same
        assert "Traceback" not in said
        assert not list((archive / "data" / "warc").glob("*.open"))
        assert _held(archive) == 0
        base = sqlite3.connect(archive / "data" / "news.db")
        kept = base.execute("select count(*) from article").fetchone()[0]
        summaries = base.execute("select count(*) from run where kind = 'crawl'").fetchone()[0]
        base.close()
        # What the server was asked for, it did not answer in vain.
        assert (kept, summaries) == (len(before), 1)
        site.respond = newspaper_of(ARTICLES)
        assert crawl(archive, "suoiloc").returncode == 0
        again = [path for path in site.paths() if path.startswith("/bai/")]
    assert len(again) == len(set(again)) == ARTICLES
    assert examine(archive, ARTICLES) == WHOLE


def test_twice_ends_at_once_as_kill_9_does_and_the_next_run_loses_nothing(tmp_path: Path) -> None:
    # A clean stop would wait for what comes after the sixth answer, and give all back.
    with Site(newspaper_of(ARTICLES, delay=50.0, quick=6)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        run = _begin(archive)
        wait_for(lambda: len(site.log) > 6)
        run.send_signal(signal.SIGINT)
        said = hear(run, "Stopping")
        said += insist(run, lambda: run.send_signal(signal.SIGINT))
        assert run.returncode == 130, said
        assert "Traceback" not in said
        assert _held(archive) > 0  # nobody gave them back
        site.respond = newspaper_of(ARTICLES)
        again = crawl(archive, "suoiloc")
    assert again.returncode == 0, again.stderr
    assert examine(archive, ARTICLES) == WHOLE
