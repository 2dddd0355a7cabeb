"""Feeds, sitemaps, section pages and where to begin: own pages in a newsroom's style, and the shared section pages."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.discovery import (
    entry_points,
    read_feed,
    read_menu,
    read_section,
    read_sitemap,
    robots_sitemaps,
    usual_places,
)
from newsarchive.discovery.dates import read_moment
from newsarchive.exceptions import UnreadableInputError
from newsarchive.link import Link
from newsarchive.press import ArticlePattern, Newspaper, canonicalize_url, newspaper_for
from newsarchive.press.url import normalize_url, request_url, split_web

# ruff: noqa: E501  (pages in one line are easier to read than wrapped ones)

HOME = "https://baosuoivang.vn"
PAPER = Newspaper(
    id="suoivang",
    name="Báo Suối Vàng",
    host="baosuoivang.vn",
    hosts=("baosuoivang.vn", "suoivangonline.vn"),
    patterns=(ArticlePattern(re.compile(r"-(?P<id>a\d+)\.html$")),),
)
UNKNOWN = replace(PAPER, patterns=())


def urls(links: tuple[Link, ...], kind: str | None = None) -> list[str]:
    """Addresses without the host."""
    return [link.url.removeprefix(HOME) for link in links if kind in {None, link.kind}]


# Feeds


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Báo Suối Vàng</title>
<link>https://baosuoivang.vn</link><pubDate>Thu, 08 Jan 2026 19:00:00 +0700</pubDate>
<item><title>Cầu Bến Sậy   thông xe</title><link>https://baosuoivang.vn/cau-ben-say-thong-xe-a101.html</link>
<pubDate>Thu, 08 Jan 2026 18:21:00 +0700</pubDate>
<description><![CDATA[<a href="https://baosuoivang.vn/x-a9.html"><img src="https://anh.example/1.jpg"></a> Sáng 8/1]]></description></item>
<item><title><![CDATA[Hai xã vùng cao có đường mới]]></title><link> /hai-xa-a102.html?utm_source=rss </link>
<pubDate>Thu, 08 Jan 2026 17:00:00 GMT+7</pubDate></item>
<item><title>Rao vặt</title><link>https://baosuoivang.vn/rao-vat/mua-ban</link><pubDate>2026-01-08 09:30:00</pubDate></item>
<item><title>Báo bạn</title><link>https://baobensay.vn/tin-a5.html</link></item>
<item><title>Không ngày</title><guid isPermaLink="true">https://www.suoivangonline.vn/khong-ngay-a104.html</guid></item>
<item><title>Lần hai</title><link>http://www.baosuoivang.vn/cau-ben-say-thong-xe-a101.html</link></item>
</channel></rss>
"""


def test_rss_entries_in_order_with_their_dates() -> None:
    links = read_feed(RSS.encode(), f"{HOME}/rss/home.rss", PAPER)
    assert [(link.url, link.kind, link.published and link.published.isoformat()) for link in links] == [
        (f"{HOME}/cau-ben-say-thong-xe-a101.html", "article", "2026-01-08T18:21:00+07:00"),
        (f"{HOME}/hai-xa-a102.html", "article", "2026-01-08T17:00:00+07:00"),
        (f"{HOME}/rao-vat/mua-ban", "page", "2026-01-08T09:30:00+07:00"),
        ("https://www.suoivangonline.vn/khong-ngay-a104.html", "article", None),
    ]
    assert links[0].title == "Cầu Bến Sậy thông xe"
    assert {link.found_as for link in links} == {"feed entry"}


def test_atom_tells_what_was_changed() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://baosuoivang.vn/muc/"><title>x</title>
    <entry><title>Một</title><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="../mot-a1.html"/>
    <published>2026-01-08T11:21:00Z</published><updated>2026-01-09T02:00:00+07:00</updated></entry></feed>"""
    (link,) = read_feed(atom.encode(), f"{HOME}/atom", PAPER)
    assert link.url == f"{HOME}/mot-a1.html"
    assert link.published is not None
    assert link.published.isoformat() == "2026-01-08T11:21:00+00:00"
    assert link.lastmod is not None
    assert link.lastmod.isoformat() == "2026-01-09T02:00:00+07:00"


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("</item>", "", 1),
        RSS.replace("thông xe", "thông xe & hết tắc <b>", 1),
        RSS[: RSS.index("<item><title>Rao")],
        "\n\n" + RSS,
        RSS.replace("<title>Báo Suối Vàng</title>", "<title>\x0b\x00</title>"),
    ],
)
def test_a_broken_feed_still_gives_what_it_holds(broken: str) -> None:
    assert f"{HOME}/hai-xa-a102.html" in [link.url for link in read_feed(broken.encode(), f"{HOME}/rss", PAPER)]


def test_a_feed_in_another_encoding() -> None:
    body = RSS.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_feed(body, f"{HOME}/rss", PAPER)[0].title == "Cầu Bến Sậy thông xe"


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"/etc/passwd", b"\x00\xff" * 50])
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="is no feed"):
        read_feed(body, f"{HOME}/rss", PAPER)


def test_a_feed_never_makes_us_read_a_file_or_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feed").write_text(RSS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableInputError):
        read_feed(b"feed", f"{HOME}/rss", PAPER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = RSS.replace("?>", f"?>{bomb}", 1).replace("UTF-8", encoding).encode(encoding)
    with pytest.raises(UnreadableInputError, match="declares entities"):
        read_feed(body, f"{HOME}/rss", PAPER)
    about = RSS.replace("Sáng 8/1", "Sáng 8/1 <!ENTITY a 'b'>")
    assert len(read_feed(about.encode(), f"{HOME}/rss", PAPER)) == 4


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 08 Jan 2026 18:21:00 +0700", "2026-01-08T18:21:00+07:00"),
        ("Thu, 8 Jan 2026 11:21 GMT", "2026-01-08T11:21:00+00:00"),
        ("Thu, 08 Jan 2026 18:21:00 GMT+7", "2026-01-08T18:21:00+07:00"),
        ("Thu, 08 Jan 2026 18:21:00 GMT+07:00", "2026-01-08T18:21:00+07:00"),
        ("Thu, 08 Jan 2026 18:21:00", "2026-01-08T18:21:00+07:00"),
        ("2026-01-08T18:21+07:00", "2026-01-08T18:21:00+07:00"),
        ("2026-01-08T18:21:07.123+0700", "2026-01-08T18:21:07+07:00"),
        ("2026-01-08", "2026-01-08T00:00:00+07:00"),
        ("2026-01-08T11:21:00z", "2026-01-08T11:21:00+00:00"),
        ("1/8/2026 6:21:00 PM", None),
        ("2026-13-40", None),
        ("Thứ năm", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_feeds_and_sitemaps(text: str | None, moment: str | None) -> None:
    read = read_moment(text)
    assert (read and read.isoformat()) == moment


@given(st.text(max_size=40))
def test_a_date_never_raises_and_has_a_zone(text: str) -> None:
    read = read_moment(text)
    assert read is None or read.tzinfo is not None


# Sitemaps


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
url = "<url><loc>https://baosuoivang.vn/rao-vat-%d</loc>" + "<x>yyyyyyyy</x>" * 500 + "</url>"
body = gzip.compress(("<urlset>" + "".join(url % n for n in range(2000)) + "</urlset>").encode(), 1)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
assert len(read_sitemap(body, "https://baosuoivang.vn/s.xml.gz")) == 2000
print(peak() - before)
"""


def test_a_big_sitemap_is_never_in_memory_as_a_whole() -> None:
    """15 MB of XML with a million elements; in a process of its own, since lxml's memory is not Python's."""
    run = subprocess.run([sys.executable, "-c", BIG], capture_output=True, text=True, check=True, timeout=120)
    assert int(run.stdout) < 20_000, "kB beyond what building the text took"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (urlset("<url><loc>&b;</loc></url>", '<!DOCTYPE u [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "entities"),
        (urlset("<url><loc>&f;</loc></url>", '<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "entities"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "no sitemap"),
        (b"", "no sitemap"),
        (b"\x1f\x8b\x08nothing", "no sitemap"),
        (gzip.compress(urlset(" " * 60_000_000)), "more than a sitemap may be"),
    ],
    ids=["entities", "external entity", "html", "empty", "broken gzip", "bomb"],
)
def test_what_is_no_sitemap_or_a_trap_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        read_sitemap(body, f"{HOME}/sitemap.xml", PAPER)


# Section pages

HEADLINES = [
    ("cau-ben-say-thong-xe-sau-hai-nam-thi-cong", "Cầu Bến Sậy thông xe sau hai năm thi công"),
    ("hai-xa-vung-cao-co-duong-moi-truoc-tet", "Hai xã vùng cao có đường mới trước Tết"),
    ("nong-dan-lam-giang-trung-mua-quyt-som", "Nông dân Lâm Giang trúng mùa quýt sớm"),
    ("truong-noi-tru-don-hon-ba-tram-hoc-sinh", "Trường nội trú đón hơn ba trăm học sinh"),
    ("giai-viet-da-mo-rong-khoi-tranh-tai-suoi-vang", "Giải việt dã mở rộng khởi tranh tại Suối Vàng"),
    ("khoi-cong-ke-chong-sat-lo-ha-luu-song-lam", "Khởi công kè chống sạt lở hạ lưu sông Lam"),
]
MENU = """<nav><a href="/">Trang chủ</a> <a href="/thoi-su/">Thời sự</a> <a href="/kinh-te/">Kinh tế</a>
<a href="/kinh-te/nong-nghiep/">Nông nghiệp</a> <a href="/tim-kiem/">Tìm kiếm</a> <a href="/rss/">RSS</a>
<a href="/lien-he.html">Liên hệ</a> <a href="https://baobensay.vn/">Báo Bến Sậy</a> <a href="/thoi-su/?p=2">2</a>
<a href="mailto:toasoan@baosuoivang.vn">Thư</a> <a href="javascript:void(0)">Thêm tin khác của chúng tôi</a> <a>x</a></nav>"""
FOOT = """<a href="/tag/ben-say.html">Bến Sậy</a><a href="/chu-de/tet-nguyen-dan-binh-ngo-2026.html">Tết Bính Ngọ 2026</a>
<a href="/anh/cau.jpg">ảnh</a><a href="https://www.facebook.com/sharer?u=x">Chia sẻ</a>"""


def listing(form: str, *, head: str = "", tail: str = "") -> bytes:
    """A section page whose articles have addresses of one form."""
    items = "".join(
        f'<li><a href="{form.format(slug=slug, n=4100 + n)}"><img src="/a.jpg" alt=""></a>'
        f'<h3><a href="{form.format(slug=slug, n=4100 + n)}?utm_source=trangchu">{headline}</a></h3></li>'
        for n, (slug, headline) in enumerate(HEADLINES)
    )
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{MENU}<ul>{items}</ul>{tail}{FOOT}</body></html>"
    return page.encode()


def test_articles_in_page_order_by_the_registry() -> None:
    links = read_section(listing("/{slug}-a{n}.html"), f"{HOME}/thoi-su/", PAPER)
    assert urls(links, "article") == [f"/{slug}-a{4100 + n}.html" for n, (slug, _) in enumerate(HEADLINES)]
    assert links[0].title == HEADLINES[0][1]
    assert links[0].found_as == "link on a section page"


@pytest.mark.parametrize(
    "form",
    [
        "/{slug}-a{n}.html", "/{slug}-post{n}.html", "/thoi-su/{slug}-{n}.html", "/{slug}.bbg", "/thoi-su/{slug}/",
        "/thoi-su/202601/{slug}-{n}abc/", "/Thoi-su/{slug}/{n}.bcb", "/thoi-su/{slug}-2026010818{n}.htm",
    ],
)  # fmt: skip
def test_articles_by_what_recurs_where_the_registry_knows_no_pattern(form: str) -> None:
    links = read_section(listing(form), f"{HOME}/thoi-su/", UNKNOWN)
    wanted = [form.format(slug=slug, n=4100 + n) for n, (slug, _) in enumerate(HEADLINES)]
    assert urls(links, "article") == wanted


def test_a_page_of_menus_has_no_articles() -> None:
    page = f"<html><body>{MENU}{FOOT}</body></html>".encode()
    assert urls(read_section(page, f"{HOME}/", UNKNOWN), "article") == []


def test_relative_addresses_stand_against_the_base() -> None:
    page = listing("{slug}-a{n}.html", head='<base href="https://baosuoivang.vn/muc/">')
    assert urls(read_section(page, f"{HOME}/thoi-su/", PAPER), "article")[0].startswith("/muc/cau-ben-say")


def test_feeds_that_the_page_offers() -> None:
    head = """<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Thời sự" href="/rss/thoi-su.rss">
    <link rel="alternate" hreflang="en" href="/en/"><link rel=stylesheet type="application/rss+xml" href="/x.rss">"""
    links = read_section(listing("/{slug}-a{n}.html", head=head), f"{HOME}/thoi-su/", PAPER)
    assert urls(links, "feed") == ["/rss/thoi-su.rss"]


@pytest.mark.parametrize(
    ("here", "told", "following"),
    [
        ("/thoi-su/", '<a href="/thoi-su?p=2">2</a><a href="/thoi-su?p=9">Cuối</a>', "/thoi-su?p=2"),
        ("/thoi-su/?p=2", '<a href="/thoi-su/">1</a><a href="/thoi-su?p=4">4</a><a href="/thoi-su?p=3">3</a>', "/thoi-su?p=3"),
        ("/thoi-su.htm", '<a href="/thoi-su/trang-2.htm">Xem thêm</a>', "/thoi-su/trang-2.htm"),
        ("/thoi-su/trang-2.htm", '<a href="/thoi-su/trang-3.htm">3</a>', "/thoi-su/trang-3.htm"),
        ("/thoi-su", '<a href="/thoi-su-p2">2</a><a href="/thoi-su-p3">3</a>', "/thoi-su-p2"),
        ("/thoi-su", '<link rel="next" href="/thoi-su-page1">', "/thoi-su-page1"),
        ("/thoi-su", '<a href="/thoi-su/page/2/">2</a>', "/thoi-su/page/2/"),
        ("/thoi-su?muc=3", '<a href="/thoi-su?muc=4&page=2">2</a><a href="/thoi-su?muc=3&page=2">2</a>', "/thoi-su?muc=3&page=2"),
        ("/thoi-su", '<a href="/kinh-te?p=2">2</a><a href="/thoi-su/ban-sao-p2-cua-phim-a9.html">phim</a>', None),
        ("/thoi-su?p=5", '<a href="/thoi-su?p=4">4</a><a href="/thoi-su">1</a>', None),
        ("/thoi-su", '<a rel="next" href="https://baobensay.vn/p2">2</a><a rel="next" href="/thoi-su/">2</a>', None),
    ],
)  # fmt: skip
def test_the_next_page(here: str, told: str, following: str | None) -> None:
    page = f"<html><body>{told}</body></html>".encode()
    assert urls(read_section(page, HOME + here, PAPER), "page") == ([following] if following else [])


@pytest.mark.parametrize(
    ("shape", "here", "following"),
    [
        ("{section}?p={n}", "/thoi-su/", "/thoi-su?p=2"),
        ("{section}?p={n}", "/thoi-su?p=7", "/thoi-su?p=8"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su.htm", "/thoi-su/trang-2.htm"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su/trang-2.htm", "/thoi-su/trang-3.htm"),
        ("{section}-p{n}", "/thoi-su-p3", "/thoi-su-p4"),
        ("{section}?p={n}", "/", None),
    ],
)
def test_the_next_page_by_the_registry(shape: str, here: str, following: str | None) -> None:
    links = read_section(b"<html><body></body></html>", HOME + here, replace(PAPER, pagination=shape))
    assert urls(links, "page") == ([following] if following else [])


def test_sections_of_a_home_page() -> None:
    page = listing("/{slug}-a{n}.html")
    wanted = ["/thoi-su/", "/kinh-te/", "/kinh-te/nong-nghiep/"]
    assert urls(read_menu(page, f"{HOME}/", PAPER)) == wanted
    assert urls(read_menu(page, f"{HOME}/", UNKNOWN)) == wanted


def test_a_page_too_big_to_be_one_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="elements"):
        read_section(b"<html><body>" + b"<b>x</b>" * 450_000, f"{HOME}/", PAPER)


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                ['<a href="', "/x-a1.html", '">', "<base href=//[>", "<url><loc>", "http://[", "&#0;", "</"]
            )
        ).map(lambda parts: "".join(parts).encode()),
    ),
    st.sampled_from([PAPER, UNKNOWN, None]),
)
def test_nothing_but_our_own_error_is_ever_raised(body: bytes, paper: Newspaper | None) -> None:
    for read in (read_section, read_menu, read_feed, read_sitemap):
        try:
            links = read(body, f"{HOME}/thoi-su/", paper)
        except UnreadableInputError:
            continue
        assert all(request_url(link.url) == link.url for link in links)


# Where to begin


def test_entry_points() -> None:
    paper = replace(PAPER, feeds=(f"{HOME}/rss/home.rss",), sections=(f"{HOME}/thoi-su/",), sitemaps=(f"{HOME}/s.xml",))
    assert [(link.url.removeprefix(HOME), link.kind, link.found_as) for link in entry_points(paper)] == [
        ("/rss/home.rss", "feed", "press registry"),
        ("/s.xml", "sitemap", "press registry"),
        ("/thoi-su/", "section", "press registry"),
        ("/", "section", "home page"),
    ]
    assert {link.found_as for link in usual_places(paper)} == {"usual place"}


def test_sitemaps_of_robots_txt() -> None:
    told = ("/sitemap.xml", "https://baosuoivang.vn/s.xml", "https://cdn.example/s.xml", "khong phai")
    assert urls(robots_sitemaps(told, f"{HOME}/robots.txt", PAPER)) == ["/sitemap.xml", "/s.xml", "/khong%20phai"]


@given(st.from_regex(r"https?://[A-Za-z0-9.-]{1,20}/[A-Za-z%./~-]{0,9}([?][\w=&%]{0,5})?", fullmatch=True))
def test_the_short_way_to_a_normal_url_is_the_long_way(url: str) -> None:
    if split_web(url) is not None:
        assert normalize_url(url) == normalize_url(url + "#")


# The shared pages


@pytest.mark.parametrize("known", [True, False], ids=["registry", "recurrence"])
def test_section_pages_of_real_papers(shared: Path, known: bool) -> None:
    """Every article link of 14 saved section pages, in page order; extra ones stand on the papers' own sub-domains."""
    found, right, wanted = 0, 0, 0
    for folder in sorted((shared / "corpus/dev/listings").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        url = meta.get("url") or gold["base"]
        paper = newspaper_for(url)
        assert paper is not None
        links = read_section((folder / "page.html").read_bytes(), url, paper if known else replace(paper, patterns=()))
        got = [canonicalize_url(link.url, paper) for link in links if link.kind == "article"]
        want = list(dict.fromkeys(canonicalize_url(item["url"], paper) for item in gold["articles"]))
        assert [one for one in got if one in set(want)] == [one for one in want if one in set(got)], folder.name
        found, right, wanted = found + len(got), right + len(set(got) & set(want)), wanted + len(want)
    assert right / wanted >= 0.999
    assert right / found >= 0.96


def test_feeds_of_real_papers(shared: Path) -> None:
    for folder in sorted((shared / "corpus/dev/rss").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["items"]
        url = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["url"]
        links = read_feed((folder / "feed.xml").read_bytes(), url)
        told = [(link.url, link.published and link.published.isoformat(), link.title) for link in links]
        assert told == [(item["url"], item["published"], item["title"]) for item in gold]
