"""The Scrapy project as Scrapy's own commands see it; nothing on their command line is a way past our manners."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from crawl_site import (
    Asked,
    Site,
    answer,
    article,
    article_path,
    begin_crawl,
    crawl,
    make_archive,
    newspaper_of,
    robots,
    section,
    write_paper,
)
from newsarchive.press import newspapers
from newsarchive.project import project_root
from newsarchive.warc import Record, read_records
from waiting import PATIENCE


def _scrapy(archive: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of Scrapy's, called in the project's folder as its README says."""
    environment = {**os.environ, "NEWSARCHIVE_DIR": str(archive)}
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=project_root(), env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_scrapy_list_shows_one_spider_per_newspaper_the_archive_s_own_among_them(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "kho", suoiloc=Site(newspaper_of(1), port=80))
    shown = _scrapy(archive, "list")
    assert shown.returncode == 0, shown.stderr
    listed = shown.stdout.split()
    assert listed == sorted({paper.id for paper in newspapers() if paper.host} | {"suoiloc"})
    assert {"bacninh", "suoiloc"} < set(listed)


def test_a_setting_on_the_command_line_opens_no_way_past_robots_and_name(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots("User-agent: *\nCrawl-delay: 0\nDisallow: /bai/\n")
        return answer(article(1), extra="Set-Cookie: a=1\r\n")

    settings = ("ROBOTSTXT_OBEY=False", "USER_AGENT=Mozilla/5.0", "DOWNLOADER_MIDDLEWARES={}", "COOKIES_ENABLED=True")
    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        told = [argument for setting in settings for argument in ("-s", setting)]
        run = begin_crawl(archive, "suoiloc", *told)
        _, said = run.communicate(timeout=PATIENCE)
        urls = [f"--url={site.url}{article_path(n)}" for n in (1, 2)]
        named = begin_crawl(archive, "suoiloc", *urls, *told)
        _, said_then = named.communicate(timeout=PATIENCE)
    assert (run.returncode, named.returncode) == (0, 0), said + said_then
    assert "/thoi-su/" in site.paths()
    assert not [path for path in site.paths() if path.startswith("/bai/")]
    assert {asked.headers["user-agent"] for asked in site.log} == {"newsarchive/0.1 (+luutru@suoiloc.example)"}
    assert not [asked for asked in site.log if "cookie" in asked.headers]


def test_scrapy_s_own_ways_to_fetch_ask_for_nothing(tmp_path: Path) -> None:
    with Site(newspaper_of(1)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        _scrapy(archive, "fetch", f"{site.url}{article_path(0)}")
    assert site.log == []


def test_remote_control_and_telnet_stay_off(tmp_path: Path) -> None:
    with Site(newspaper_of(1)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        told = ("-s", "TELNETCONSOLE_ENABLED=True", "-s", "REMOTE_CONTROL_ENABLED=True", "-L", "DEBUG")
        run = begin_crawl(archive, "suoiloc", *told)
        _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, said
    assert site.paths().count(article_path(0)) == 1
    assert "telnet" not in said.lower().replace("telnetconsole_enabled", "")
    assert "remote control" not in said.lower()


def test_a_merged_newspaper_is_crawled_while_its_old_host_answers(tmp_path: Path) -> None:
    with Site(newspaper_of(3)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        write_paper(archive, "suoiloc", site, "merged_on: 2025-07-01\nsuccessor: cantho\n")
        run = begin_crawl(archive, "suoiloc")
        _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, said
    assert {path for path in site.paths() if path.startswith("/bai/")} == {article_path(n) for n in range(3)}


def test_a_picture_is_a_record_of_its_own_and_the_request_is_said_to_be_rebuilt(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 300

    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        if asked.target == "/anh/cau.png":
            return answer(picture, "image/png")
        inside = (
            '<figure><img src="/anh/cau.png" width="600"><figcaption>Cầu Bến Vạn ngày thông xe</figcaption></figure>'
        )
        return answer(article(1, inside=inside) if asked.target == article_path(1) else section([1]))

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        run = begin_crawl(archive, "suoiloc")
        _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, said
    paths = (archive / "data" / "warc").glob("*.warc.gz")
    records = [item for path in paths for item in read_records(path) if isinstance(item, Record)]
    held = [one for one in records if one.type == "response" and one.uri == f"{site.url}/anh/cau.png"]
    assert [one.payload for one in held] == [picture]
    info = [one for one in records if one.type == "warcinfo"]
    assert info
    assert all(b"rebuilt" in one.payload for one in info)


def test_log_lines_are_json_on_request(tmp_path: Path) -> None:
    with Site(newspaper_of(2)).serving() as site:
        done = crawl(make_archive(tmp_path / "kho", suoiloc=site), "suoiloc", "--log-json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines
    assert all(set(line) >= {"time", "level", "logger", "message"} for line in lines)
    assert any(line.get("newspaper") == "suoiloc" for line in lines)


def test_a_definition_that_cannot_be_read_is_named_without_a_traceback(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "kho", suoiloc=Site(newspaper_of(1)))  # port 0 is none
    for command in (("list",), ("crawl", "suoiloc")):
        shown = _scrapy(archive, *command)
        assert shown.returncode == 2
        assert "suoiloc.yml" in shown.stderr
        assert "Traceback" not in shown.stderr
