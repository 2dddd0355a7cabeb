"""What is not parsed of a page changes nothing of its article."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from newsarchive import extraction
from newsarchive.extraction import Extraction, extract
from newsarchive.extraction.choice import choose_layout, own_layouts
from newsarchive.extraction.guard import without_raw
from newsarchive.extraction.metadata import READ_METAS
from newsarchive.extraction.reach import reach
from newsarchive.press import layouts, newspaper_for
from newsroom_families import FAMILIES, LEAD, Story

PAGES = Path(__file__).parent / "pages"
_LINK = (
    '<li class="item"><a class="title" href="/xa-hoi/cau-moi-{n}.html" title="Cầu mới nối hai bờ sông Lam đã thông xe">'
    '<img src="/anh/{n}.jpg" alt="Cầu mới">Cầu mới nối hai bờ sông Lam đã thông xe sau {n} tháng</a></li>'
)
_MENU = f'<ul class="top-menu">{"".join(_LINK.format(n=n) for n in range(60))}</ul>'
_LISTS = f'<div class="bottom"><ul>{"".join(_LINK.format(n=n) for n in range(100, 180))}</ul></div>'
URL = "https://vnexpress.net/cau-moi-noi-hai-bo-song-lam-4901234.html"


def _addresses() -> list[str]:
    folders = sorted(file.parent for file in PAGES.glob("*/*/article.json"))
    told = {folder: json.loads((folder / "article.json").read_text(encoding="utf-8")) for folder in folders}
    articles = [folder for folder in folders if "reason" not in told[folder]]
    return [str(each.relative_to(PAGES)) for each in articles if _is_unicode(each)]


def _is_unicode(folder: Path) -> bool:
    """Old encodings are read whole."""
    return b"utf-8" in (folder / "page.html").read_bytes()[:1000].lower()


NAMES = _addresses()


@cache
def _among_lists(name: str) -> tuple[bytes, str]:
    """A page with a long menu above and long lists below all that stands in it, and its address."""
    html = (PAGES / name / "page.html").read_text(encoding="utf-8")
    return _amid_lists(html), json.loads((PAGES / name / "article.json").read_text(encoding="utf-8"))["url"]


def _amid_lists(html: str) -> bytes:
    start = html.find(">", html.find("<body")) + 1
    end = html.rfind("</body")
    return f"{html[:start]}{_MENU}{html[start:end]}{_LISTS}{html[end:]}".encode()


def _part(html: bytes, url: str) -> bytes | None:
    near = reach(without_raw(html).source, own_layouts(newspaper_for(url), url))
    return near[0] if near else None


def _whole(html: bytes, url: str) -> Extraction:
    """What is read of all of the page."""
    return extract(html, url=url, choose=choose_layout)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_among_long_lists_is_that_of_the_whole_page(name: str) -> None:
    html, url = _among_lists(name)
    assert extract(html, url=url) == _whole(html, url)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_article_of_each_family_is_that_of_the_whole_page(family: str) -> None:
    kind = FAMILIES[family]
    picture = '<p><img src="/anh/cau.jpg" alt=""></p><p style="text-align: center"><em>Cầu mới. Ảnh: Minh Tú</em></p>'
    stories = (
        Story(_paragraphs(6), LEAD, ""),
        Story(_paragraphs(3) + picture + _paragraphs(3), kind.mark + LEAD, "Vũ Hoài"),
        Story(_paragraphs(40) + '<p style="text-align: right"><strong>Bài và ảnh: Minh Tú</strong></p>', "", ""),
    )
    for story in stories:
        html = _amid_lists(kind.print(story))
        assert extract(html, url=kind.url) == _whole(html, kind.url)


def test_most_pages_of_known_layouts_are_cut() -> None:
    known = [name for name in NAMES if (paper := newspaper_for(_among_lists(name)[1])) and paper.layouts]
    pages = {name: _among_lists(name) for name in known}
    cut = [name for name in known if (part := _part(*pages[name])) and len(part) < len(pages[name][0]) // 2]
    assert len(cut) >= len(known) * 0.8, sorted(set(known) - set(cut))


def _page(body: str, *, above: str = "", below: str = "") -> bytes:
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Cầu mới nối hai bờ sông Lam</title></head><body>"
        f"{_MENU}{above}<h1 class='title-detail'>Cầu mới nối hai bờ sông Lam</h1><p class='description'>Cầu rộng.</p>"
        f"<article class='fck_detail'>{body}</article>{below}{_LISTS}</body></html>"
    ).encode()


def _paragraphs(count: int) -> str:
    return "".join(
        f"<p class='Normal'>Đoạn thứ {n} kể rằng người dân hai bờ sông đã chờ cây cầu này nhiều năm.</p>"
        for n in range(count)
    )


def _texts(html: bytes) -> list[str]:
    article = extract(html, url=URL).article
    assert article is not None
    return [block.text for block in article.blocks if hasattr(block, "text")]


def test_a_body_whose_end_is_counted_too_early_is_read_to_its_end() -> None:
    # A parser does not let the end tag in the comment close the article, a count of tags does.
    html = _page(_paragraphs(20) + "<!-- </article> -->" + _paragraphs(300))
    assert len(_texts(html)) == 320


def test_a_body_whose_end_is_counted_too_early_is_not_closed_by_what_is_kept_below() -> None:
    tag = "<h4 class='item-tag'><a href='/tag/sen'>trồng sen</a></h4>"
    rest = f"<div class='ad'></div>{_paragraphs(10)}" * 30
    html = _page(_paragraphs(20) + "<!-- </article> -->" + rest, below=f"{_LISTS}{tag}</article>{tag}")
    assert len(_texts(html)) == 320


@pytest.mark.parametrize(
    "field", ["<textarea>{}</textarea>", "<!-- {} -->", "<select>{}</select>", "<iframe>{}</iframe>"]
)
def test_what_is_open_where_a_page_is_cut_takes_nothing_of_what_stands_below(field: str) -> None:
    tags = f"{_LISTS}<div class='tags'><h4 class='item-tag'><a href='/tag/sen'>trồng sen</a></h4></div>{_LISTS}"
    html = _page(_paragraphs(20), below=field.format(f"<p>{'x' * 1_400}</p><div>{'y' * 3_000}</div>") + tags)
    part = _part(html, URL)
    assert part is not None
    assert b"yyy" not in part
    assert b"item-tag" in part
    article = extract(html, url=URL).article
    assert article is not None
    assert article.keywords == ("trồng sen",)
    assert article == _whole(html, URL).article


def test_a_body_that_nothing_closes_is_read_to_its_end() -> None:
    html = _page(_paragraphs(20)).replace(b"</article>", b"")
    assert extract(html, url=URL) == _whole(html, URL)


def test_a_part_does_not_begin_within_a_comment() -> None:
    html = _page(_paragraphs(20), above="<!-- the old head: <h1 class='title-detail'>Tên cũ</h1> -->")
    part = _part(html, URL)
    assert part is not None
    assert part.count(b"<!--") == part.count(b"-->") == 1


def test_links_of_the_head_are_cut_but_for_the_canonical_one() -> None:
    icons = '<link rel=\'icon\' href=\'/anh/icon.png\'><link rel="alternate" title="Tin > Xã hội" href="/rss">'
    canonical = f'<link rel="canonical" href="{URL}">'
    html = _page(_paragraphs(20)).replace(b"<title>", f"{icons}{canonical}{icons}<title>".encode())
    part = _part(html, URL)
    assert part is not None
    assert (part.count(b"icon.png"), part.count(b"canonical"), part.count(b"Tin > ")) == (0, 1, 2)
    assert extract(html, url=URL) == _whole(html, URL)
    article = extract(html, newspaper="vnexpress").article
    assert article is not None
    assert article.canonical_url == URL


def test_an_empty_body_far_below_does_not_count() -> None:
    html = _page(_paragraphs(20), below=f"{_LISTS}<div id='popup'><article class='fck_detail'> </article></div>")
    part = _part(html, URL)
    assert part is not None
    assert b"popup" not in part
    assert extract(html, url=URL) == _whole(html, URL)


@pytest.mark.parametrize("left", range(1, 60))
def test_a_page_that_is_cut_off_anywhere_is_read(left: int) -> None:
    html = _page(_paragraphs(20))
    end = html.index(b"<article") + left
    assert extract(html[:end], url=URL) == _whole(html[:end], URL)


def test_a_second_body_with_text_counts() -> None:
    more = "<article class='fck_detail'><p class='Normal'>Phần hai kể tiếp chuyện cây cầu bắc qua sông.</p></article>"
    assert _texts(_page(_paragraphs(20), below=_LISTS + more))[-1].startswith("Phần hai")


def test_scripts_that_tell_of_the_article_are_read_wherever_they_stand() -> None:
    told = '{"@type": "NewsArticle", "headline": "Cầu mới", "datePublished": "2026-03-05T07:30:00+07:00"}'
    html = _page(_paragraphs(20), below=_LISTS + f'<script type="application/ld+json">{told}</script>')
    article = extract(html, url=URL).article
    assert article is not None
    assert article.published is not None
    assert article.published.isoformat() == "2026-03-05T07:30:00+07:00"


@pytest.mark.parametrize(
    "filler",
    [
        "fck_detail " * 80_000,
        "<article class='fck_detail'>" * 30_000,
        "<article class='fck_detail'></article>" * 20_000,
        "<h1 class='title-detail'>" * 30_000,
        "<!--" * 200_000,
    ],
    ids=["names in a text", "bodies in each other", "empty bodies", "headlines", "comments"],
)
def test_hostile_pages_cost_little(filler: str) -> None:
    html = _page(_paragraphs(20), below=filler)
    source, layouts = without_raw(html).source, own_layouts(newspaper_for(URL), URL)
    begin = time.process_time()
    reach(source, layouts)
    assert time.process_time() - begin < 2


def test_meta_elements_of_the_head_are_cut_but_for_those_that_are_asked_for() -> None:
    unread = '<meta name="its_id" content="1"><meta content="2" name="its_id"><meta name="its_id" content="a > b">'
    read = '<meta property="OG:Title" content="Cầu mới"><meta name="pubdate" content="2026-03-07T08:01:00+07:00">'
    html = _page(_paragraphs(20)).replace(b"<title>", f"{unread}{read}<title>".encode())
    part = _part(html, URL)
    assert part is not None
    assert (part.count(b"its_id"), part.count(b"OG:Title"), part.count(b"pubdate")) == (2, 1, 1)
    assert extract(html, url=URL) == _whole(html, URL)


def test_a_meta_element_that_a_layout_alone_asks_for_is_kept() -> None:
    asking = next(one for one in layouts() if one.id == "vnexpress")
    head = '<meta name="moment" content="2026-03-07T08:01:00+07:00"><meta name="its_id" content="1">'
    html = _page(_paragraphs(20)).replace(b"<title>", f"{head}<title>".encode())
    for selector, kept in (("meta[name=moment]", (1, 0)), ("meta[name^=mom]", (1, 1)), ("meta[name=other]", (0, 0))):
        near = reach(without_raw(html).source, [replace(asking, published=(selector,))])
        assert near is not None
        assert (near[0].count(b"moment"), near[0].count(b"its_id")) == kept


def test_all_names_of_meta_elements_that_rules_ask_for_are_known() -> None:
    asked = re.compile(r'\bmetas?(?:\.get)?\(((?:"[\w:.-]+"(?:, )?)+)')
    files = sorted(Path(extraction.__file__).parent.glob("*.py"))
    found = {
        name for file in files for told in asked.findall(file.read_text("utf-8")) for name in told.split('"')[1::2]
    }
    assert {"og:type", "og:site_name"} <= found <= READ_METAS
