"""robots.txt: RFC 9309 by its paragraphs, and what servers really send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.robots import FRESH, MAX_BYTES, RobotsRules, read_robots, unreachable

HOST = "https://baosuoivang.vn"
NOW = 1_780_000_000.0


def rules(text: str | bytes, status: int = 200) -> RobotsRules:
    return read_robots(status, text if isinstance(text, bytes) else text.encode(), now=NOW)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/tin.html", True),
        ("User-agent: *\nDisallow: /", "/tin.html", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow:", "/tin.html", True),
        # the longest match decides, Allow on a tie (2.2.2)
        ("User-agent: *\nDisallow: /tim-kiem\nAllow: /tim-kiem/bai", "/tim-kiem/bai-1", True),
        ("User-agent: *\nAllow: /tin\nDisallow: /tin", "/tin", True),
        ("User-agent: *\nDisallow: /tin/an", "/tin/AN", True),
        # wildcards (2.2.3)
        ("User-agent: *\nDisallow: /*?print=", "/tin.html?print=1", False),
        ("User-agent: *\nDisallow: /*.aspx$", "/tin.aspx?id=1", True),
        ("User-agent: *\nDisallow: /*.aspx$", "/tin.aspx", False),
        # percent-encoding on either side
        ("User-agent: *\nDisallow: /tìm-kiếm", "/t%C3%ACm-ki%E1%BA%BFm?q=a", False),
        ("User-agent: *\nDisallow: /t%C3%ACm", "/tìm", False),
        # groups (2.2.1): ours before *, the exact token, case aside, several heads, several groups of ours
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsarchive\nDisallow: /an", "/tin", True),
        ("User-agent: NewsArchive/0.1\nDisallow: /", "/tin", False),
        ("User-agent: news\nDisallow: /", "/tin", True),
        ("User-agent: archive\nDisallow: /", "/tin", True),
        ("User-agent: newsarchive-image\nDisallow: /", "/tin", True),
        ("User-agent news\nDisallow: /", "/tin", True),
        ("User-agent newsarchive\nDisallow: /", "/tin", False),
        (
            "User-agent: Googlebot\nUser-agent: newsarchive\nDisallow: /a\n\nUser-agent: newsarchive\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent: *   # moi may\nDisallow: /an # rieng", "/an", False),
        # slips of the hand that everybody understands
        ("useragent: *\nDissalow: /an", "/an", False),
        ("Disallow: /", "/tin", True),
        ("User-agent: *\r\rDisallow: /an\r", "/an", False),
        ("User-agent: *\n\n\nDisallow: /an", "/an", False),
        ("User-agent: *\nSitemap: https://baosuoivang.vn/s.xml\nDisallow: /an", "/an", False),
    ],
)
def test_who_may_fetch_what(text: str, path: str, allowed: bool) -> None:
    assert rules(text).allowed(HOST + path) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nDisallow:", None),
        ("User-agent: *\nCrawl-delay: 0.2", 0.2),
        ("User-agent: *\nCrawl-delay: 2,5", 2.5),
        ("User-agent: *\nCrawl-delay: 10 seconds", 10),
        ("User-agent: *\nCrawl-delay: nhanh", None),
        ("User-agent: *\nCrawl-delay: -3", None),
        ("User-agent: *\nRequest-rate: 1/5", 5),
        ("User-agent: *\nRequest-rate: 30/1m", 2),
        ("User-agent: *\nCrawl-delay: 1\nRequest-rate: 1/5", 5),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: newsarchive\nCrawl-delay: 1", 1),
        ("Crawl-delay: 7", None),
    ],
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert rules(text).crawl_delay == delay


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        *((status, True) for status in (200, 204, 301, 401, 403, 404, 410)),
        *((status, False) for status in (101, 429, 500, 502, 503, 599)),
    ],
)
def test_status(status: int, allowed: bool) -> None:
    assert rules("User-agent: *\nDisallow: /an", status).allowed(f"{HOST}/tin.html") is allowed


def test_a_5xx_body_is_no_rules() -> None:
    assert not rules("User-agent: *\nAllow: /", 503).allowed(f"{HOST}/tin.html")


def test_unreachable_is_asked_again_ever_more_rarely_and_never_before_the_server_wants() -> None:
    waits = [unreachable("connection refused", now=NOW, failures=n).expires_at - NOW for n in range(5)]
    assert waits == [600, 1200, 2400, 3600, 3600]
    assert read_robots(503, b"", now=NOW, retry_after=90_000).expires_at == NOW + 90_000
    assert read_robots(503, b"", now=NOW, retry_after=1).expires_at == NOW + 600
    assert rules("").expires_at == NOW + FRESH


def test_reasons_are_words() -> None:
    text = "User-agent: *\nDisallow: /tim\nDisallow: /tim-kiem*\nDisallow: /an\n"
    text += "User-agent: khac\nDisallow: /tim-kiem/bai"
    assert rules(text).decide(f"{HOST}/tim-kiem/bai").reason == "disallowed by robots.txt (200): Disallow: /tim-kiem*"
    assert rules("", 404).decide(f"{HOST}/a").reason == "allowed: no robots.txt (404)"
    decision = unreachable("robots.txt: connection refused", now=NOW).decide(f"{HOST}/a")
    assert decision.reason == "disallowed for now: robots.txt: connection refused"
    assert decision.retry_at == NOW + 600
    assert not rules("").allowed("mailto:toasoan@baosuoivang.vn")
    assert not rules("").allowed("https://[::1")


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /an",
        "\ufeffUser-agent: *\nDisallow: /an".encode("utf-16-le"),
        "\ufeffUser-agent: *\r\nDisallow: /an".encode("utf-16-be"),
        b"User-agent: *\nDisallow: /an\nDisallow: /t\xecm",
        b"<html><pre>\nUser-agent: *\nDisallow: /an\n</pre></html>",
        b"User-agent: *\nDisallow: /an\n" + b"# " + b"x" * MAX_BYTES,
        b"User-\x00agent: *\nDisallow: /an",
    ],
)
def test_odd_bytes_are_read(body: bytes) -> None:
    assert not rules(body).allowed(f"{HOST}/an")
    assert rules(body).allowed(f"{HOST}/tin.html")


def test_an_old_encoding_fits_urls_of_the_same_bytes() -> None:
    assert not rules(b"User-agent: *\nDisallow: /t\xecm").allowed(f"{HOST}/t%ECm-kiem")


def test_a_line_cut_by_the_size_limit_does_not_count() -> None:
    head = b"User-agent: *\nDisallow: /an\n"
    body = head + b"#" * (MAX_BYTES - len(head) - 12) + b"\nDisallow: /tin-rieng"
    assert rules(body).allowed(f"{HOST}/tin.html")


def test_a_page_of_html_holds_no_rules_and_says_so() -> None:
    read = rules("<!DOCTYPE html><html><body>Trang không tồn tại</body></html>")
    assert read.decide(f"{HOST}/tin.html").reason == "allowed: robots.txt (200) that is HTML"


def test_sitemaps() -> None:
    text = "Sitemap: https://a.vn/1.xml\nUser-agent: *\nDisallow: /\nsitemap:/2.xml\nSitemap: https://a.vn/1.xml"
    assert rules(text).sitemaps == ("https://a.vn/1.xml", "/2.xml")


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["User-agent: *", "User-agent: newsarchive", "Disallow: /", "Allow: /a*b$", "Crawl-delay: 1e999"]
        ),
        st.text(max_size=30),
    )
).map("\n".join)


@given(st.one_of(LINES.map(str.encode), st.binary(max_size=200)), st.integers(100, 599), st.text(max_size=40))
def test_never_raises(body: bytes, status: int, path: str) -> None:
    read = read_robots(status, body, now=NOW)
    for url in (f"{HOST}/{path}", path):
        assert isinstance(read.decide(url).allowed, bool)
    assert read.crawl_delay is None or read.crawl_delay >= 0
    assert isinstance(read.sitemaps, tuple)
