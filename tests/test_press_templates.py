"""The layouts on the page templates of newspapers' vendors: real DOM, filler text.

What a reader would call headline, lead, caption and author is named here by the templates' own classes, apart from the
layouts' selectors.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from newsarchive.extraction import Extraction, extract
from newsarchive.extraction.choice import choose_layout
from newsarchive.extraction.decode import decode
from newsarchive.extraction.element import text_of
from newsarchive.extraction.guard import guard
from newsarchive.extraction.page import Page
from newsarchive.extraction.parse import parse
from newsarchive.press import newspaper

BEM, SGGP, TTBC = "epi-2018", "epi-sggp-2018", "ttbc"
DETAILS = {
    "baochinhphu.vn/tpl-3-detail": SGGP,
    "baonghean.vn-mobile/tpl-3-detail": BEM,
    "baonghean.vn-mobile/tpl-6-live": BEM,
    "baonghean.vn/tpl-3-detail": BEM,
    "baonghean.vn/tpl-6-live": BEM,
    "baonghean.vn/tpl-7-interview": BEM,
    "baonghean.vn/tpl-8-detail-longform": BEM,
    "baophapluat.vn/tpl-3-detail": BEM,
    "baophapluat.vn/tpl-4-live": BEM,
    "baophapluat.vn/tpl-5-interview": BEM,
    "bizlive.vn/tpl-3-detail": BEM,
    "giaothonghanoi/tpl-3-detail": SGGP,
    "infonet.vn/tpl-3-detail": BEM,
    "infonet.vn/tpl-7-interview": BEM,
    "ngaynay.vn/tpl-3-detail": BEM,
    "ngaynay.vn/tpl-8-live": BEM,
    "sggp.org.vn-mobile/tpl-3-detail": SGGP,
    "sggp.org.vn-mobile/tpl-4-meeting": SGGP,
    "sggp.org.vn/tpl-3-detail": SGGP,
    "sggp.org.vn/tpl-4-meeting": SGGP,
    "sggp.org.vn/tpl-5-live": SGGP,
    "sggp.org.vn/tpl-6-longform": SGGP,
    "ttbc-hcm/tpl-03-detail": TTBC,
    "vanhocquenha/tpl-3-detail": SGGP,
    "vietnamdaily/tpl-3-detail": SGGP,
    "viettimes.vn/tpl-3-detail": BEM,
    "viettimes.vn/tpl-5-longform": BEM,
    "viettimes.vn/tpl-7-interview": BEM,
    "viettimes.vn/tpl-9-detail-opinion": BEM,
}
LISTS = (
    "baochinhphu.vn/tpl-1-index", "baonghean.vn-mobile/tpl-1-index", "baonghean.vn/tpl-1-index",
    "baonghean.vn/tpl-2-category", "baophapluat.vn/tpl-1-index", "bizlive.vn/tpl-1-index",
    "giaothonghanoi/tpl-2-category", "infonet.vn/tpl-1-index", "ngaynay.vn/tpl-1-index", "sggp.org.vn/tpl-1-index",
    "ttbc-hcm/tpl-01-homepage", "vietnamdaily/tpl-1-index", "viettimes.vn/tpl-1-index",
)  # fmt: skip
WITHOUT_TEXT = ("baochinhphu.vn/tpl-4-detail-photo", "baonghean.vn/tpl-5-video-detail")
"""Photo series and video pages whose templates hold no paragraph."""
UNREAD = ("baonghean.vn-mobile/tpl-8-detail-longform", "sggp.org.vn-mobile/tpl-5-live")
"""A long read drawn as one picture, and a live ticker that no layout knows."""
OWN = {"baonghean.vn": "nghean", "baonghean.vn-mobile": "nghean", "sggp.org.vn": "hochiminh"}
HEADLINES = ("h1.article__title", "h1.article-title", "h1.detail__title")
LEADS = (".article__summary", ".summary", ".detail__summary")
BODIES = (".article__content", ".article-content", ".detail__content")
CAPTIONS = ("figcaption", "span.fig", "p.fig", "div.fig", ".box-desc", ".cms-photo-caption", "td.image_desc")
AUTHORS = {
    "baophapluat.vn/tpl-3-detail": ["Tĩnh Trần"],
    "baophapluat.vn/tpl-5-interview": ["Tĩnh Trần"],
    "infonet.vn/tpl-3-detail": ["Tĩnh Trần"],
    "infonet.vn/tpl-7-interview": [],
    "sggp.org.vn/tpl-3-detail": [],
    "ttbc-hcm/tpl-03-detail": ["James Doe"],
    "viettimes.vn/tpl-7-interview": [],
}
"""Who is named beside an article: "Nhóm P.V" is nobody, and who asks or answers in an interview has not written it."""


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _template(shared: Path, name: str) -> bytes:
    return _bytes(shared / "corpus/templates" / f"{name}.html")


def _page(shared: Path, name: str) -> Page:
    return parse(guard(decode(_template(shared, name), None).text), None)


@cache
def _extract(html: bytes) -> Extraction:
    return extract(html)


def test_every_template_is_accounted_for(shared: Path) -> None:
    folder = shared / "corpus/templates"
    found = {str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*.html")}
    assert found == {*DETAILS, *LISTS, *WITHOUT_TEXT, *UNREAD}
    assert len(found) == 46


@pytest.mark.parametrize(("name", "wanted"), DETAILS.items())
def test_the_layout_of_the_paper_is_chosen(shared: Path, name: str, wanted: str) -> None:
    page, own = _page(shared, name), OWN.get(name.partition("/")[0])
    choice = choose_layout(page, newspaper(own) if own else None)
    assert choice is not None
    assert choice.id == wanted


@pytest.mark.parametrize("name", DETAILS)
def test_headline_lead_and_moment_are_those_that_a_reader_names(shared: Path, name: str) -> None:
    page, article = _page(shared, name), _extract(_template(shared, name)).article
    assert article is not None
    assert article.headline in [text_of(element) for element in page.select(*HEADLINES)]
    leads = [text_of(element) for element in page.select(*LEADS)]
    assert article.lead
    assert any(lead.endswith(article.lead) for lead in leads)  # "(Ngày Nay) - " is a dateline
    assert article.evidence["body"].rule.startswith("layout:")
    assert article.published is not None


@pytest.mark.parametrize("name", DETAILS)
def test_paragraphs_and_captions_stand_where_a_reader_sees_them(shared: Path, name: str) -> None:
    page, article = _page(shared, name), _extract(_template(shared, name)).article
    assert article is not None
    body = set(page.select(*BODIES))
    captions = [text_of(element) for element in page.select(*CAPTIONS) if body & set(element.iterancestors())]
    told = article.to_dict()
    paragraphs = {text_of(element) for root in body for element in root.iter("p")}
    assert len(paragraphs & set(told["body"])) >= min(3, len(paragraphs) // 2)
    assert not set(filter(None, captions)) & set(told["body"])
    found = [text for text in captions if text in told["captions"]]
    assert len(found) >= 0.75 * len([text for text in captions if text])


@pytest.mark.parametrize(("name", "authors"), AUTHORS.items())
def test_the_author_is_who_wrote_it(shared: Path, name: str, authors: list[str]) -> None:
    article = _extract(_template(shared, name)).article
    assert article is not None
    assert article.to_dict()["authors"] == authors


@pytest.mark.parametrize("name", [*LISTS, *WITHOUT_TEXT])
def test_a_list_is_no_article(shared: Path, name: str) -> None:
    assert _extract(_template(shared, name)).article is None
