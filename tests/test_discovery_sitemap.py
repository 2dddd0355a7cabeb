"""Sitemaps of every kind, torn ones, and traps."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from cpu_budget import bounded
from newsarchive.discovery import read_sitemap
from newsarchive.discovery.sitemap import MAX_URLS
from newsarchive.exceptions import UnreadableInputError
from suoivang import HOME, PAPER, RSS, urls


def urlset(inner: str, more: str = "") -> bytes:
    return f'<?xml version="1.0"?>{more}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'.encode()


NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://baosuoivang.vn/cau-ben-say-a101.html </loc><lastmod>2026-01-09T08:00:00+07:00</lastmod>
<news:news><news:publication><news:name>Báo Suối Vàng</news:name></news:publication>
<news:publication_date>2026-01-08T18:21:00+07:00</news:publication_date><news:title>Cầu Bến Sậy</news:title></news:news>
<image:image><image:loc>https://baosuoivang.vn/anh-a9.html</image:loc></image:image></url>
<url><loc>https://baosuoivang.vn/thoi-su?a=1&b=2</loc></url><!-- het -->
<url><lastmod>2026-01-09</lastmod></url>
<url><loc>https://baobensay.vn/tin-a1.html</loc></url>
</urlset>""".encode()


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS), gzip.compress(NEWS[:700]) + gzip.compress(NEWS[700:])])
def test_a_news_sitemap_tells_both_dates(body: bytes) -> None:
    first, second = read_sitemap(body, f"{HOME}/sitemap-news.xml", PAPER)
    assert (first.url, first.kind, first.title) == (f"{HOME}/cau-ben-say-a101.html", "article", "Cầu Bến Sậy")
    assert first.lastmod is not None
    assert first.published is not None
    assert (first.lastmod.isoformat(), first.published.isoformat()) == (
        "2026-01-09T08:00:00+07:00",
        "2026-01-08T18:21:00+07:00",
    )
    assert (second.url, second.kind) == (f"{HOME}/thoi-su?a=1&b=2", "page")


def test_an_index_leads_to_sitemaps() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
    <loc>/sitemaps/2026-01.xml.gz</loc><lastmod>2026-01-08</lastmod></sitemap></sitemapindex>"""
    (link,) = read_sitemap(body, f"{HOME}/sitemap.xml", PAPER)
    assert (link.url, link.kind) == (f"{HOME}/sitemaps/2026-01.xml.gz", "sitemap")
    assert link.lastmod is not None


def test_lines_and_feeds_are_sitemaps_too() -> None:
    lines = f"{HOME}/mot-a1.html\r\n{HOME}/hai-a2.html\n".encode()
    assert urls(read_sitemap(lines, f"{HOME}/sitemap.txt", PAPER)) == ["/mot-a1.html", "/hai-a2.html"]
    assert len(read_sitemap(RSS.encode(), f"{HOME}/sitemap.xml", PAPER)) == 4


def test_a_torn_sitemap_gives_what_came_before() -> None:
    inner = "".join(f"<url><loc>{HOME}/tin-a{number}.html</loc></url>" for number in range(2000))
    whole = urlset(inner)
    assert len(read_sitemap(whole, f"{HOME}/s.xml", PAPER)) == 2000
    assert len(read_sitemap(whole[:-5000], f"{HOME}/s.xml", PAPER)) > 1800
    packed = gzip.compress(whole)
    assert len(read_sitemap(packed[: len(packed) // 2], f"{HOME}/s.xml.gz", PAPER)) > 500


BIG = """
import gzip, resource
from newsarchive.discovery import read_sitemap
url = "<url><loc>https://baosuoivang.vn/rao-vat-%d</loc>" + "<x>yyyyyyyy</x>" * 300 + "</url>"
body = gzip.compress(("<urlset>" + "".join(url % n for n in range(2000)) + "</urlset>").encode(), 1)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
assert len(read_sitemap(body, "https://baosuoivang.vn/s.xml.gz")) == 2000
print(peak() - before)
"""


def test_a_big_sitemap_is_never_in_memory_as_a_whole() -> None:
    """10 MB of XML with 600,000 elements; in a process of its own, since lxml's memory is not Python's."""
    run = subprocess.run([sys.executable, "-c", BIG], capture_output=True, text=True, check=True, timeout=600)
    assert int(run.stdout) < 20_000, "kB beyond what building the text took"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (urlset("<url><loc>&b;</loc></url>", '<!DOCTYPE u [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "entities"),
        (urlset("<url><loc>&f;</loc></url>", '<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "entities"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "is a web page, no sitemap"),
        (urlset("<url><loc <<").replace(b"</urlset>", b""), r"is no XML at line 1 \("),
        (urlset("<x/>" * 1_600_000), "holds more than 1,500,000 tags"),
        (urlset("<url><loc>" + "&" * 1_600_000 + "</loc></url>"), "holds more than 1,500,000 tags"),
        (urlset("<url " + "".join(f"a{n}='' " for n in range(20_000)) + "/>"), "a tag longer than 65,536 bytes"),
        (b"", "no sitemap"),
        (b"\x1f\x8b\x08nothing", "no sitemap"),
        (gzip.compress(urlset(" " * 60_000_000), 1), "more than a sitemap may be"),
    ],
    ids=[
        "entities",
        "external entity",
        "html",
        "broken",
        "tiny tags",
        "references",
        "attributes",
        "empty",
        "broken gzip",
        "bomb",
    ],
)
def test_what_is_no_sitemap_or_a_trap_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        read_sitemap(body, f"{HOME}/sitemap.xml", PAPER)


def test_no_more_addresses_are_taken_than_a_sitemap_may_have() -> None:
    lines = "".join(f"{HOME}/tin-a{number}.html\n" for number in range(60_000)).encode()
    assert len(read_sitemap(lines, f"{HOME}/sitemap.txt", PAPER)) == MAX_URLS


def test_fifty_megabytes_of_entries_cost_seconds() -> None:
    """Forty seconds, when every one of them was read."""
    entry = "<url><loc>https://baosuoivang.vn/t-a1.html</loc><lastmod>2026-01-08T11:00:00+07:00</lastmod></url>"
    with bounded(20):
        assert len(read_sitemap(urlset(entry * 500_000), f"{HOME}/s.xml", PAPER)) == 1


def test_gzip_of_very_many_members_is_linear_and_ends() -> None:
    packed = gzip.compress(urlset(f"<url><loc>{HOME}/tin-a1.html</loc></url>")) + gzip.compress(b" ") * 300_000
    with bounded(10):  # over a minute when each member copied the rest
        assert len(read_sitemap(packed, f"{HOME}/s.xml.gz", PAPER)) == 1
