"""Each layout finds its own pages, and on them the headline, the lead and the text.

The small pages here are written by us in the markup of the systems; the real pages are those of the shared corpus.
"""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest
from lxml.cssselect import CSSSelector

from newsarchive.cleaning import clean_text
from newsarchive.press import Layout, layout, layouts

ONECMS = """
<div class="b-maincontent"><div class="entry">
  <div class="sc-longform-header"><h1 class="sc-longform-header-title">Mở lớp dạy đan chiếu</h1>
    <div class="sc-longform-header-meta"><span class="block-sc-author">Tin: Lý Hoa - Ảnh: Tô Bình</span>
    <span class="block-sc-text">•</span><span class="block-sc-publish-time">05/05/2021 15:28</span></div>
    <p class="block-sc-sapo">(HPĐT)- Lớp học mở tại nhà văn hóa.</p></div>
  <p>Lớp có hai mươi người.</p><figure><img src="a.jpg"><figcaption>Một buổi học</figcaption></figure>
</div></div><div class="c-widget-tags onecms__tags"><h4><a href="/chieu-ptag.html">chiếu cói</a></h4></div>"""

ANGIANG = """
<div id="colcate1"><div class="titlecate"><h1><a>XÃ HỘI</a> &gt; <a>Đời sống</a></h1></div>
<div class="detail-title"><h1>Bến đò mới</h1></div><div class="pubdate">30/06/2023 - 14:50</div>
<div class="content-fck detail-desc"><p class="fontd">Bến đò vừa được sửa.</p></div>
<div id="newscontents"><div class="content-fck"><div class="content-fck-font-size" data="1">
<p>Đò chạy từ năm giờ sáng.</p><p class="author ignore">Theo Vietnamnet</p></div></div></div></div>"""

CANTHO = """
<div id="colcate1"><div class="titlecate"><h1><a>THỜI SỰ</a> &gt; <a>Cần Thơ</a></h1></div>
<h1 class="margintopbot10 fw700">Họp bàn chống ngập</h1><span class="pubdate 128">08/01/2026 - 18:21</span>
<div id="newscontents"><div class="content-fck slider-jsgallery 171">
<p style="text-align: justify;"><strong>(CTO)</strong> - Ngày 8-1, thành phố họp.</p>
<p style="text-align: right;"><strong>Tin, ảnh: T.N</strong></p></div></div></div>"""

PHUYEN = """
<div class="detail-main-title"><h1 class="title">Hỏi về giống lúa</h1></div>
<div class="group-time"><time class="time">10:30, 15/05/2011</time></div><p class="reply">Nên chọn giống nào?</p>
<div id="content" class="content-detail"><div class="td-post-content tagdiv-type"><p>Giống ngắn ngày.</p></div></div>"""

TAYNINH = """
<div class="sapo">Chợ phiên mở lại. Người bán đ</div><div id="content-detail"><p class="sapo">Chợ phiên mở lại.</p>
<p>Người bán đến sớm.</p><div class="wp-caption"><img><p class="wp-caption-text">Chợ sáng</p></div></div>
<h1 class="name">Chợ phiên</h1><div class="author"><strong>Lê Nga/Báo Xa</strong></div>
<div class="relates">Tin khác</div>"""

EPI = """
<div class="breadcrumb"><h2 class="main"><a>Kinh tế</a></h2></div><h1 class="article__title cms-title">Vụ cà phê</h1>
<time class="article__time" datetime="2025-10-09T17:55:47+0700">09/10/2025 17:55</time>
<div class="article__sapo cms-desc"><p>(PLO)- Cà phê được mùa.</p></div>
<div class="article__body zce-content-body cms-body" itemprop="articleBody"><p>Giá giữ ở mức cao.</p></div>
<div class="article__meta"><div class="author cms-author"><a class="name">TÔ LAM</a></div></div>
<div class="article__tag"><h3>từ khóa</h3><div class="box-content"><a>#cà phê</a></div></div>"""

BACNINH = """
<form name="aspnetForm"><div class="news-detail__head"><h1>Hội làng</h1>07/02/2026</div>
<div class="news_detail_sapo"><p>Hội mở ba ngày.</p></div>
<div class="news-details__content link_content"><p>Hội có đấu vật.</p>
<div class="news-related__list">Tin khác</div></div></form>"""

OWN = [
    ("onecms", ONECMS, "Mở lớp dạy đan chiếu", "(HPĐT)- Lớp học mở tại nhà văn hóa.", "Lớp có hai mươi người."),
    ("fck-a", ANGIANG, "Bến đò mới", "Bến đò vừa được sửa.", "Đò chạy từ năm giờ sáng."),
    ("fck-a", CANTHO, "Họp bàn chống ngập", None, "- Ngày 8-1, thành phố họp."),
    ("dataimages", PHUYEN, "Hỏi về giống lúa", "Nên chọn giống nào?", "Giống ngắn ngày."),
    ("content-detail", TAYNINH, "Chợ phiên", "Chợ phiên mở lại.", "Người bán đến sớm."),
    ("epi", EPI, "Vụ cà phê", "(PLO)- Cà phê được mùa.", "Giá giữ ở mức cao."),
    ("suffix-aspnet", BACNINH, "Hội làng", "Hội mở ba ngày.", "Hội có đấu vật."),
]

REAL = [
    ("baocantho-a196670", "fck-a"), ("baonghean-tpl-longform", "epi-2018"), ("plo-874715", "epi"),
    ("cafef-18826030622484142", "cafef"), ("cafef-20180724111229756", "cafef"),
    ("tuoitre-20260307075519174", "tuoitre"),
    ("dantri-20260307080054340", "dantri"), ("dantri2018-136", "dantri-2018"), ("dantri2018-214", "dantri-2018"),
    ("vietnamnet-2495349", "vietnamnet"), ("vnexpress-3878849", "vnexpress-2019"), ("vnexpress-4420519", "vnexpress"),
    ("vnexpress-4672302", "vnexpress"), ("vnexpress-5047363", "vnexpress"),
]  # fmt: skip


def _parse(markup: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html><body>{markup}</body></html>")


def _select(root: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    return list(CSSSelector(selector, translator="html")(root))


def _matching(root: lxml.html.HtmlElement) -> set[str]:
    return {entry.id for entry in layouts() if entry.signature and all(_select(root, css) for css in entry.signature)}


def _first(root: lxml.html.HtmlElement, selectors: tuple[str, ...]) -> str | None:
    texts = (clean_text(node.text_content()) for selector in selectors for node in _select(root, selector))
    return next((text for text in texts if text), None)


@pytest.mark.parametrize(("name", "markup", "headline", "lead", "text"), OWN)
def test_a_layout_reads_a_page_of_its_system(
    name: str, markup: str, headline: str, lead: str | None, text: str
) -> None:
    root = _parse(markup)
    assert _matching(root) == {name}
    found = layout(name)
    assert _first(root, found.headline) == headline
    assert _first(root, found.lead) == lead
    body = _first(root, found.body)
    assert body is not None
    assert text in body


@pytest.mark.parametrize(
    ("markup", "name", "field", "value"),
    [
        (ONECMS, "onecms", "byline", "Tin: Lý Hoa - Ảnh: Tô Bình"),
        (ONECMS, "onecms", "published", "05/05/2021 15:28"),
        (ONECMS, "onecms", "caption", "Một buổi học"),
        (ONECMS, "onecms", "keywords", "chiếu cói"),
        (ANGIANG, "fck-a", "byline", "Theo Vietnamnet"),
        (ANGIANG, "fck-a", "published", "30/06/2023 - 14:50"),
        (ANGIANG, "fck-a", "section", "XÃ HỘI"),
        (CANTHO, "fck-a", "byline", "Tin, ảnh: T.N"),
        (CANTHO, "fck-a", "section", "THỜI SỰ"),
        (PHUYEN, "dataimages", "published", "10:30, 15/05/2011"),
        (TAYNINH, "content-detail", "byline", "Lê Nga/Báo Xa"),
        (TAYNINH, "content-detail", "caption", "Chợ sáng"),
        (EPI, "epi", "byline", "TÔ LAM"),
        (EPI, "epi", "section", "Kinh tế"),
        (EPI, "epi", "keywords", "#cà phê"),
    ],
)
def test_other_fields_of_a_layout(markup: str, name: str, field: str, value: str) -> None:
    assert _first(_parse(markup), getattr(layout(name), field)) == value


def test_the_body_of_an_giang_is_not_its_lead() -> None:
    body = _first(_parse(ANGIANG), layout("fck-a").body)
    assert body is not None
    assert "vừa được sửa" not in body


def test_american_dates_are_onecms_metadata_alone() -> None:
    assert [entry.id for entry in layouts() if entry.published_order == "month"] == ["onecms"]


def test_no_layout_reads_the_clock_of_the_visit() -> None:
    named = [(entry.id, css) for entry in layouts() for css in entry.published if "datetimenow" in css.lower()]
    assert named == []


@pytest.mark.parametrize(("case", "name"), REAL)
def test_a_real_page_has_one_layout_of_its_own(shared: Path, case: str, name: str) -> None:
    page = shared / "corpus/dev" / case
    root = _parse((page / "page.html").read_text(encoding="utf-8", errors="replace"))
    assert _matching(root) - {"vccorp"} == {name}
    gold, found = json.loads((page / "gold.json").read_text(encoding="utf-8")), layout(name)
    if found.headline and not case.startswith("dantri2018"):
        assert _first(root, found.headline) == clean_text(gold["title"])
    body = _first(root, found.body)
    assert body is not None
    assert clean_text(gold["body"][-1])[:40] in " ".join(body.split())


def test_no_listing_has_a_layout(shared: Path) -> None:
    pages = sorted((shared / "corpus/dev/listings").glob("*/page.html"))
    assert len(pages) == 14
    for page in pages:
        assert _matching(_parse(page.read_text(encoding="utf-8", errors="replace"))) == set(), page.parent.name


def _whole(entry: Layout) -> list[str]:
    return [css for field in ("headline", "lead", "body", "byline") for css in getattr(entry, field)]


def test_no_text_field_is_a_bare_tag_but_a_headline() -> None:
    bare = {(entry.id, css) for entry in layouts() for css in _whole(entry) if css.isalnum() and css != "h1"}
    assert bare == set()
