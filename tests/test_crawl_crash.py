"""What a crash, a full disk or a dead network may do to a crawl: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from crawl_proof import Verdict, examine, kill_often
from crawl_site import Asked, Site, answer, begin_crawl, crawl, held_back, make_archive, newspaper_of, write_paper
from waiting import PATIENCE, wait_for

WHOLE = Verdict(lost=0, doubled=0, damaged=0, open_segments=0, unrecorded=0, not_sound=0)


def test_kill_9_three_times_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    verdict, moments, _ = kill_often(tmp_path / "kho", articles=200, kills=3)
    assert verdict == WHOLE
    assert moments[-1] > 3  # the crawler was killed amid its work, not before it


def test_a_second_crawl_of_the_same_newspaper_is_refused_while_the_first_goes_on(tmp_path: Path) -> None:
    gate = threading.Event()
    with Site(held_back(newspaper_of(60), gate, quick=4)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        first = begin_crawl(archive, "suoiloc")
        wait_for(lambda: len(site.log) > 4)
        second = crawl(archive, "suoiloc")
        gate.set()
        _, said = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, said
    assert second.returncode == 3
    assert "is being crawled by process" in second.stderr
    assert examine(archive, 60) == WHOLE


def test_two_newspapers_in_one_process_and_a_third_in_another(tmp_path: Path) -> None:
    begun = threading.Event()
    one, two = (Site(newspaper_of(30), host=host) for host in ("127.0.0.1", "127.0.0.2"))

    def side_by_side(asked: Asked) -> bytes | None:
        """Neither gets further than its first request before the other has begun."""
        if one.log and two.log:
            begun.set()
        return both_wait(asked)

    both_wait = held_back(newspaper_of(30), begun)
    one.respond = two.respond = side_by_side
    with one.serving(), two.serving(), Site(newspaper_of(30), host="127.0.0.3").serving() as three:
        archive = make_archive(tmp_path / "kho", suoiloc=one, donghai=two, hoagiang=three)
        beside = begin_crawl(archive, "hoagiang")
        both = crawl(archive, "suoiloc", "donghai")
        _, said = beside.communicate(timeout=PATIENCE)
    assert (both.returncode, beside.returncode) == (0, 0), both.stderr + said
    assert examine(archive, 90) == WHOLE
    assert min(one.log[-1].at, two.log[-1].at) > max(one.log[0].at, two.log[0].at)  # side by side


def test_the_server_goes_away_and_comes_back(tmp_path: Path) -> None:
    whole = newspaper_of(40)
    site = Site(whole)
    site.respond = lambda asked: whole(asked) if len(site.log) < 20 else None
    with site.serving():
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        ended = crawl(archive, "suoiloc")
        port = site.port
    assert ended.returncode == 0, ended.stderr
    assert "does not answer" in ended.stderr
    assert "is left alone until" in ended.stderr
    with Site(whole).serving(port) as back:
        _forget_waits(archive)
        again = crawl(archive, "suoiloc")
    assert again.returncode == 0, again.stderr
    assert examine(archive, 40) == WHOLE
    assert len(back.log) < 60


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_ends_the_crawl_with_a_message_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "small"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        with Site(newspaper_of(150)).serving() as site:
            archive = make_archive(disk / "kho", suoiloc=site)
            full = crawl(archive, "suoiloc")
            subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
            again = crawl(archive, "suoiloc")
        assert full.returncode == 4, full.stderr
        assert "Traceback" not in full.stderr
        assert again.returncode == 0, again.stderr
        assert examine(archive, 150) == WHOLE
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_ctrl_c_once_stops_cleanly_and_the_next_crawl_goes_on(tmp_path: Path) -> None:
    with Site(newspaper_of(60, delay=1.5, quick=10)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        run = begin_crawl(archive, "suoiloc")
        wait_for(lambda: len(site.log) > 10)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=PATIENCE)
        assert run.returncode == 130
        assert not list((archive / "data" / "warc").glob("*.open"))
        before = len(site.log)
        assert before < 60
        site.respond = newspaper_of(60)
        crawl(archive, "suoiloc")
        assert len(site.log) - before < 66 - before + 10  # what was done is not asked for again
    assert examine(archive, 60) == WHOLE


def test_a_body_that_breaks_off_is_asked_for_again(tmp_path: Path) -> None:
    whole = newspaper_of(3)
    broken: list[str] = []

    def respond(asked: Asked) -> bytes | None:
        told = whole(asked)
        if asked.target.endswith("post1.html") and not broken:
            broken.append(asked.target)
            return (told or b"")[:-200].replace(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nConnection: close\r\n")
        return told

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        ended = crawl(archive, "suoiloc")
    assert ended.returncode == 0, ended.stderr
    assert site.paths().count(broken[0]) == 2
    assert examine(archive, 3) == WHOLE


def test_no_crawl_without_a_contact(tmp_path: Path) -> None:
    with Site(lambda _asked: answer("")).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        (archive / "archive.yml").write_text("operator: ai\n", encoding="utf-8")
        refused = crawl(archive, "suoiloc")
        direct = begin_crawl(archive, "suoiloc")
        _, said = direct.communicate(timeout=PATIENCE)
    assert (refused.returncode, direct.returncode) == (2, 2), said
    assert "contact" in refused.stderr
    assert "contact" in said
    assert not site.log


def test_an_unknown_newspaper_names_close_ones(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "kho")
    refused = crawl(archive, "bacnin")
    assert refused.returncode == 2
    assert "bacninh" in refused.stderr


def test_limit_and_url_bound_a_run(tmp_path: Path) -> None:
    with Site(newspaper_of(40)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl(archive, "suoiloc", "--limit", "5")
        assert sum(path.startswith("/bai/") for path in site.paths()) == 5
        site.log.clear()
        crawl(archive, "suoiloc", "--url", f"{site.url}/bai/thong-xe-cau-so-39-post39.html")
        assert site.paths() == ["/robots.txt", "/bai/thong-xe-cau-so-39-post39.html"]


def test_a_merged_newspaper_that_no_longer_answers_names_its_successor(tmp_path: Path) -> None:
    with Site(newspaper_of(1)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        write_paper(archive, "suoiloc", site, "merged_on: 2025-07-01\nsuccessor: cantho\n")
    ended = crawl(archive, "suoiloc")
    assert ended.returncode == 2, ended.stderr
    assert "cantho" in ended.stderr


def _forget_waits(archive: Path) -> None:
    """Let the ten minutes of rest and the waits between retries be over."""
    import sqlite3

    base = sqlite3.connect(archive / "data" / "frontier.db")
    with base:
        base.execute("delete from stop")
        base.execute("update url set due_at = 0 where due_at is not null")
    base.close()
