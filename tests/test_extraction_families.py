"""Forms of bylines, captions and leads in the markup of every family, read with its layout and without any."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from newsarchive.article import Article
from newsarchive.extraction import extract
from newsroom_families import FAMILIES, HEADLINE, LEAD, PUBLISHED, SCENES, TEXT, Story, paragraphs, read

SIGNED = {
    "Thu Hoài": ["Thu Hoài"],
    "MAI QUẾ ANH": ["MAI QUẾ ANH"],
    "Đức Mẫn, Thiên Hương": ["Đức Mẫn", "Thiên Hương"],
    "HOÀI THU - MINH QUÂN": ["HOÀI THU", "MINH QUÂN"],
    "Thu Hoài - Minh Quân - Lê An": ["Thu Hoài", "Minh Quân", "Lê An"],
    "Tin, ảnh: P.Y": ["P.Y"],
    "Bài và ảnh: Nguyễn Hường": ["Nguyễn Hường"],
    "Tin: Tường Minh - Ảnh: Đỗ Hiền": ["Tường Minh"],
    "Thu Vân - Ảnh: Hoàng Lâm": ["Thu Vân"],
    "Bài: Thu Vân; ảnh: Hoàng Lâm": ["Thu Vân"],
    "Chí Lâm-BBL": ["Chí Lâm"],
    "Theo PV (TTXVN/Vietnam+)": [],
    "Theo MỘC LÂM (VTC News)": ["MỘC LÂM"],
    "Tạ Nguyệt/Báo Tin tức": ["Tạ Nguyệt"],
    "BS ĐOÀN VĂN HÀO": ["BS ĐOÀN VĂN HÀO"],
    "P.Y": ["P.Y"],
    "PV": [],
    "Nhóm PV": [],
    "CTV": [],
    "Bút danh": [],
    "Thực hiện: Minh Quân": ["Minh Quân"],
    "Hà Thu (tổng hợp)": ["Hà Thu"],
    "(Thu Hoài)": ["Thu Hoài"],
    "Thu Hoài.": ["Thu Hoài"],
    "thu hoài": ["thu hoài"],
    "PV Hoàng Nam": ["Hoàng Nam"],
}
"""Credit lines and whom they name as authors."""

PLACES: dict[str, Callable[[str], str]] = {
    "right, bold": '<p style="text-align: right;"><strong>{}</strong></p>'.format,
    "right, italic": '<p style="text-align: right;"><em>{}</em></p>'.format,
    "by attribute": '<p align="right"><b>{}</b></p>'.format,
    "deep": '<p style="text-align:right"><span><span><strong>{}</strong></span></span></p><p>&nbsp;</p>'.format,
    "p.author": '<p class="author">{}</p>'.format,
}
GLUED: dict[str, Callable[[str, str], str]] = {
    "plain": "{} {}".format,
    "bold": "{} <strong>{}</strong>".format,
    "next line": "{}<br>{}".format,
    "end mark": lambda text, name: f"{text[:-1]}./. <b>{name}</b>",
}
_IMAGE = '<img src="https://img.bao.example/upload/{}.jpg" alt="">'
CAPTIONS = {
    "figcaption": "<figure class='image'>{img}<figcaption>   {said}   </figcaption></figure>",
    "figcaption, p, em": "<figure class='expNoEdit'>{img}<figcaption><p><em>{said}</em></p></figcaption></figure>",
    "td.image_desc": "<p><table class='full-img'><tr><td>{img}</td></tr><tr><td class='image_desc'><p>{said}"
    "</p></td></tr>"
    "</table></p>",
    "td.desc": "<table class='image center'><tr><td><div class='new'><a class='example-image-link'>{img}</a>"
    "</div></td></tr>"
    "<tr><td class='desc'>{said}</td></tr></table>",
    "p.Image": "<table class='tplCaption'><tr><td>{img}</td></tr><tr><td><p class='Image'>{said}</p></td></tr></table>",
    "PhotoCMS": "<div class='VCSortableInPreviewMode' type='Photo'><div>{img}</div>"
    "<div class='PhotoCMS_Caption'><p>{said}</p></div></div>",
    "media-caption": "<table class='picture'><tr><td class='pic'>{img}</td></tr><tr>"
    "<td class='media-caption'>{said}</td></tr>"
    "</table>",
    "centred italics": "<p>{img}</p><p style='text-align: center;'><em>{said}</em></p>",
    "same paragraph": "<p class='note ignore'>{img}<br>{said}</p>",
    "wp-caption": "<div class='wp-caption'>{img}<p class='wp-caption-text'>{said}</p></div>",
    "span.fig": "<div class='full-img'>{img}<span class='fig'>{said}</span></div>",
    "layout table": "<table border='0' width='400'><tr><td>{img}</td></tr><tr><td align='center'>"
    "<font size='2'>{said}</font></td>"
    "</tr></table>",
    "box-desc": "<div class='box-image'>{img}<div class='box-desc'>{said}</div></div>",
    "label": "<p style='text-align:center'>{img}</p><p>Chú thích ảnh</p><p>{said}</p>",
    "label in the frame": "<div class='img-wrap'>{img}<div class='desc'>Chú thích ảnh<br>{said}</div></div>",
}
HEADED = ("onecms", "onecms, empty lead", "epi", "dantri")
"""Families that print the byline in the page's header."""


def _figures(form: str) -> list[str]:
    return [CAPTIONS[form].format(img=_IMAGE.format(number), said=said) for number, said in enumerate(SCENES)]


def _story(last: str = TEXT[-1], form: str = "figcaption", below: str = "") -> str:
    first, second = _figures(form)
    return paragraphs(TEXT[0]) + first + paragraphs(TEXT[1]) + second + paragraphs(*TEXT[2:-1], last) + below


def _check(articles: tuple[Article, Article], family: str, last: str = TEXT[-1], *, lead: bool = True) -> None:
    for article in articles:
        assert article.headline == HEADLINE
        assert article.lead == (LEAD if lead and FAMILIES[family].has_lead else None)
        assert list(article.body) == [*TEXT[:-1], last]
        assert list(article.captions) == list(SCENES)
        assert article.to_dict()["published"] == PUBLISHED


@pytest.mark.parametrize("line", SIGNED)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_byline_of_its_own_line(family: str, line: str) -> None:
    articles = read(family, _story(below=PLACES["right, bold"](line)))
    _check(articles, family)
    assert [list(article.authors) for article in articles] == [SIGNED[line]] * 2


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_byline_wherever_it_stands(family: str, place: str) -> None:
    articles = read(family, _story(below=PLACES[place]("HOÀI THU - MINH QUÂN")))
    _check(articles, family)
    assert [list(article.authors) for article in articles] == [["HOÀI THU", "MINH QUÂN"]] * 2


@pytest.mark.parametrize(
    "line", ["Thu Hoài", "HOÀI THU - MINH QUÂN", "P.Y", "Tin, ảnh: P.Y", "Tin: Tường Minh - Ảnh: Đỗ Hiền"]
)
@pytest.mark.parametrize("glue", GLUED)
@pytest.mark.parametrize("family", ["onecms", "fck-a", "dataimages-media", "unknown"])
def test_a_byline_glued_to_the_last_sentence(family: str, glue: str, line: str) -> None:
    articles = read(family, _story(GLUED[glue](TEXT[-1], line)))
    _check(articles, family, f"{TEXT[-1]}/." if glue == "end mark" else TEXT[-1])
    assert [list(article.authors) for article in articles] == [SIGNED[line]] * 2


@pytest.mark.parametrize("line", SIGNED)
@pytest.mark.parametrize("family", HEADED)
def test_a_byline_in_the_header(family: str, line: str) -> None:
    articles = read(family, _story(), signed=line)
    _check(articles, family)
    assert [list(article.authors) for article in articles] == [SIGNED[line]] * 2


@pytest.mark.parametrize("form", CAPTIONS)
@pytest.mark.parametrize("family", FAMILIES)
def test_captions(family: str, form: str) -> None:
    _check(read(family, _story(form=form)), family)


@pytest.mark.parametrize("family", [name for name, kind in FAMILIES.items() if kind.mark])
@pytest.mark.parametrize("lead", [True, False], ids=["before the lead", "before the text"])
def test_the_mark_of_the_newspaper(family: str, *, lead: bool) -> None:
    kind = FAMILIES[family]
    in_lead = lead and kind.has_lead
    body = _story() if in_lead else _story().replace(TEXT[0], kind.mark + TEXT[0], 1)
    articles = read(family, body, lead=in_lead, mark=True)
    _check(articles, family, lead=in_lead)
    assert [article.dateline for article in articles] == [kind.mark.strip(" -")] * 2


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in {"sonla", "laichau"}])
def test_a_wrong_zone_beside_the_printed_one(family: str) -> None:
    kind = FAMILIES[family]
    page = kind.print(Story(paragraphs(*TEXT), LEAD if kind.has_lead else "")).replace("+07:00", "+08:00")
    wrong = f"<meta property='article:published_time' content='{PUBLISHED.replace('+07:00', '+08:00')}'>"
    zoned = re.sub(r"(15:28(?::00 PM)?)(?=[<,]| (?!\(?GMT))", r"\1 (GMT+7)", page.replace("<head>", f"<head>{wrong}"))
    assert "GMT+" in zoned
    for article in (extract(zoned, url=kind.url).article, extract(zoned, choose=lambda *_: None).article):
        assert article is not None
        assert article.to_dict()["published"] == PUBLISHED
