"""How the crawler behaves, told by the server's own log."""

from __future__ import annotations

import sqlite3
import time
from itertools import pairwise
from pathlib import Path

from crawl_site import Asked, Site, answer, article, article_path, crawl, make_archive, robots, section, write_paper
from newsarchive.archive import Archive
from newsarchive.manners import Pace


def _site_with(rules: str, *, articles: int = 12, forbidden: int = 12) -> Site:
    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            time.sleep(0.3)  # many requests wait for it
            return robots(rules)
        if asked.target.startswith("/bai/"):
            return answer(article(int(asked.target.rpartition("post")[2].removesuffix(".html"))))
        pages = section(range(articles))
        links = "".join(
            f'<li><h3><a href="/bai/cam-so-post{n + 100}.html">Tin số {n} của huyện</a></h3></li>'
            for n in range(forbidden)
        )
        return answer(pages.replace("<ul>", "<ul>" + links))

    return Site(respond)


def test_disallowed_pages_are_never_fetched_however_many_wait_for_robots_txt(tmp_path: Path) -> None:
    with _site_with("User-agent: *\nCrawl-delay: 0\nDisallow: /bai/cam-\n").serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        # All named by hand, so that they are in flight before any rule is known.
        urls = [
            f"--url={site.url}{path}" for n in range(12) for path in (article_path(n), f"/bai/cam-so-post{n + 50}.html")
        ]
        done = crawl(archive, "suoiloc", *urls)
        crawl(archive, "suoiloc")
    assert done.returncode == 0, done.stderr
    assert not [path for path in site.paths() if "/cam-" in path]
    assert {path for path in site.paths() if path.startswith("/bai/")} == {article_path(n) for n in range(12)}
    assert _ends(archive, "%/cam-%") == {"refused": 24}
    with Archive.open(archive, workers=0) as opened:
        verdict = opened.why(f"{site.url}/bai/cam-so-post101.html").verdict
    assert "refused, disallowed by robots.txt (200): Disallow: /bai/cam-" in verdict


def test_crawl_delay_is_kept(tmp_path: Path) -> None:
    with _site_with("User-agent: *\nCrawl-delay: 0.4\n", articles=6, forbidden=0).serving() as site:
        done = crawl(make_archive(tmp_path / "kho", suoiloc=site), "suoiloc")
    assert done.returncode == 0, done.stderr
    asked = [one.at for one in site.log if one.target != "/robots.txt"]
    assert len(asked) == 7
    assert min(later - earlier for earlier, later in pairwise(asked)) >= 0.4


def test_retry_after_holds_every_request_to_the_host(tmp_path: Path) -> None:
    refused: list[float] = []

    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        if asked.target.startswith("/bai/"):
            if len(site.log) > 5 and not refused:
                refused.append(asked.at)
                return answer("nghỉ", status="429 Too Many", extra="Retry-After: 3\r\n")
            return answer(article(int(asked.target.rpartition("post")[2].removesuffix(".html"))))
        return answer(section(range(18)))

    site = Site(respond)
    with site.serving():
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        done = crawl(archive, "suoiloc")
    assert done.returncode == 0, done.stderr
    later = [one.at for one in site.log if one.at > refused[0]]
    # Others were on their way when it was refused, as many as may be open at one time.
    within = [at for at in later if at < refused[0] + 3.0]
    assert len(within) < Pace().in_flight
    assert len(later) - len(within) >= 10
    assert _ends(archive, "%/bai/%") == {"stored": 18}


def test_a_long_retry_after_ends_the_run_and_the_next_one_knows(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        return answer("nghỉ", status="503 Later", extra="Retry-After: 3600\r\n")

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        done = crawl(archive, "suoiloc")
        count = len(site.log)
        again = crawl(archive, "suoiloc")
    assert done.returncode == again.returncode == 0, done.stderr + again.stderr
    assert "Retry-After 3600" in done.stderr
    assert count == 2
    assert len(site.log) == 2


def test_an_unreachable_robots_txt_means_no_page_now(tmp_path: Path) -> None:
    with Site(lambda _asked: answer("hỏng", status="500 Loi")).serving() as site:
        done = crawl(make_archive(tmp_path / "kho", suoiloc=site), "suoiloc")
    assert done.returncode == 0, done.stderr
    assert site.paths() == ["/robots.txt"]
    assert "robots.txt answers 500" in done.stderr


def test_no_robots_txt_means_allowed(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        return answer("không", status="404 Not Found") if asked.target == "/robots.txt" else answer(article(1))

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl(archive, "suoiloc", f"--url={site.url}{article_path(1)}")
    assert site.paths() == ["/robots.txt", article_path(1)]


def test_nothing_leaves_for_a_planted_private_address(tmp_path: Path) -> None:
    planted = Site(lambda _asked: answer("bí mật"))
    with planted.serving():
        port = planted.port

        def respond(asked: Asked) -> bytes:
            if asked.target == "/robots.txt":
                return robots()
            if asked.target == article_path(1):  # by redirect
                return answer("", status="302 Found", extra=f"Location: {planted.url}/chuyen\r\n")
            if asked.target == article_path(2):  # by redirect to a name that leads there
                return answer("", status="302 Found", extra=f"Location: http://localhost:{port}/ten\r\n")
            if asked.target == article_path(3):  # by pictures
                inside = "".join(
                    f'<figure><img src="http://{host}:{port}/anh.jpg" width="600" height="400">'
                    "<figcaption>Quang cảnh lễ thông xe</figcaption></figure>"
                    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1")
                )
                return answer(article(3, inside=inside))
            return answer(section(range(1, 4)))

        with Site(respond).serving() as site:
            archive = make_archive(tmp_path / "kho", suoiloc=site)
            write_paper(archive, "suoiloc", site, "former_hosts: [localhost.localdomain]\n")
            done = crawl(archive, "suoiloc")
    assert done.returncode == 0, done.stderr
    assert article_path(3) in site.paths()
    assert planted.log == []
    refused = _ends(archive, f"%:{port}/anh.jpg")
    assert set(refused) <= {"refused", "error"}
    assert sum(refused.values()) >= 4


def test_one_honest_user_agent_with_the_contact_and_no_cookies(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        return robots() if asked.target == "/robots.txt" else answer(section([]), extra="Set-Cookie: a=1\r\n")

    with Site(respond).serving() as site:
        crawl(make_archive(tmp_path / "kho", suoiloc=site), "suoiloc")
    assert len(site.log) == 2
    for asked in site.log:
        assert asked.headers["user-agent"] == "newsarchive/0.1 (+luutru@suoiloc.example)"
        assert "cookie" not in asked.headers


def _ends(archive: Path, like: str) -> dict[str, int]:
    base = sqlite3.connect(archive / "data" / "frontier.db")
    found = dict(base.execute("select outcome, count(*) from url where url like ? group by outcome", (like,)))
    base.close()
    return found
