"""The load site: any size, its own rate and latency, and faults that can be counted."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from newsarchive.demo.loadsite import Fault, Load, LoadSite, published
from newsarchive.extraction import extract
from newsarchive.press import newspaper, press_of
from waiting import PATIENCE


def _get(url: str) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def test_pages_are_articles_of_the_size_that_was_asked_for(tmp_path: Path) -> None:
    with LoadSite(Load(articles=50, page_bytes=60_000, pictures=True)) as site:
        site.install_press(tmp_path / "press")
        pages = [_get(site.article_url(number))[1] for number in (1, 7, 50)]
        assert [len(page) for page in pages] == [60_000] * 3
        with press_of(tmp_path):
            article = extract(pages[1], url=site.article_url(7)).article
            assert newspaper("loadsite").article_id(site.article_url(7)) == "post7"
        assert article is not None
        assert (article.newspaper, article.published, len(article.body)) == ("loadsite", published(7), 8)
        assert len(article.figures) == 1
        assert _get(site.article_url(51))[0] == 404


def test_every_article_is_named_in_the_sitemaps_and_in_the_sections() -> None:
    with LoadSite(Load(articles=1203, page_bytes=0, sections=3, per_page=100)) as site:
        maps = b"".join(_get(f"{site.url}/sitemap-{n}.xml")[1] for n in (1, 2)).decode()
        assert [url for url in site.article_urls() if f"<loc>{url}</loc>" not in maps] == []
        assert _get(site.url + "/sitemap-3.xml")[0] == 404
        lists = "".join(_get(f"{site.url}/muc-{s}/?trang={n}")[1].decode() for s in (1, 2, 3) for n in range(1, 6))
        paths = [url.removeprefix(site.url) for url in site.article_urls()]
        assert [path for path in paths if f'"{path}"' not in lists] == []
        assert "trang=" not in _get(f"{site.url}/muc-1/?trang=5")[1].decode()


def test_a_fault_strikes_so_often_and_no_more() -> None:
    faults = (
        Fault("429", every=10, times=2, seconds=3),
        Fault("503", every=7),
        Fault("slow", every=5, seconds=0.3),
        Fault("torn", every=3),
    )
    with LoadSite(Load(articles=30, page_bytes=20_000, faults=faults)) as site:
        asked = [_get(site.article_url(10)) for _ in range(3)]
        assert [status for status, _, _ in asked] == [429, 429, 200]
        assert asked[0][2]["Retry-After"] == "3"
        assert [_get(site.article_url(14))[0] for _ in range(2)] == [503, 200]
        with pytest.raises(http.client.IncompleteRead):
            _get(site.article_url(3))
        assert len(_get(site.article_url(3))[1]) == 20_000
        began = time.monotonic()
        _get(site.article_url(5))
        assert time.monotonic() - began >= 0.3
        assert Counter(entry.status for entry in site.log) == {429: 2, 503: 1, 200: 5}


def test_latency_and_rate_keep_answers_back() -> None:
    with LoadSite(Load(articles=9, page_bytes=0, latency=0.05, rate=20)) as site:
        for number in range(1, 9):
            _get(site.article_url(number))
        assert site.log[-1].ended - site.log[0].started >= 7 / 20
        assert all(entry.ended - entry.started >= 0.05 for entry in site.log)


def test_robots_tell_the_delay_and_shut_the_newsroom() -> None:
    with LoadSite(Load(crawl_delay=0.5)) as site:
        assert _get(site.url + "/robots.txt")[1] == b"User-agent: *\nCrawl-delay: 0.5\nDisallow: /noi-bo/\n"
        assert b'href="/noi-bo/1.html"' in _get(site.url + "/")[1]


def test_it_runs_as_a_process_and_leaves_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsarchive.demo.loadsite", str(tmp_path), "--articles", "5", "--page-bytes", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as site:
        assert site.stdout is not None
        url = site.stdout.readline().strip()
        assert _get(f"{url}/sitemap.xml")[0] == 200
        site.send_signal(signal.SIGTERM)
        assert site.wait(PATIENCE) == 0
    (line,) = (tmp_path / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"target": "/sitemap.xml", "status": 200}.items() <= json.loads(line).items()
    with press_of(tmp_path):
        assert newspaper("loadsite").sitemaps == (f"{url}/sitemap.xml",)
