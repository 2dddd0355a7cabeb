"""Every field of an article says which rule found it and from which raw text."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from newsarchive.article import Article, Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction import extract

PAGES = Path(__file__).parent / "pages"
FIELDS = (
    "headline",
    "lead",
    "dateline",
    "blocks",
    "bylines",
    "published",
    "modified",
    "section",
    "keywords",
    "language",
    "canonical_url",
    "newspaper",
)


def told_of_articles() -> dict[str, Any]:
    """Page → what is told of it, where it is an article."""
    told = {
        str(path.parent.relative_to(PAGES)): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(PAGES.glob("*/*/article.json"))
    }
    return {name: one for name, one in told.items() if "reason" not in one}


TOLD = told_of_articles()


@functools.cache
def article_of(name: str) -> Article:
    """The article of a page; read once for all tests of a process."""
    article = extract((PAGES / name / "page.html").read_bytes(), url=TOLD[name]["url"]).article
    assert article is not None
    return article


def wanted(article: Article) -> set[str]:
    """Names of the evidence that the present fields must have."""
    names = {"body" if name == "blocks" else name for name in FIELDS if getattr(article, name)} | {"encoding"}
    names |= {f"bylines[{number}]" for number in range(len(article.bylines))}
    names |= {f"figures[{number}]" for number, figure in enumerate(article.figures) if figure.src}
    return names | {f"figures[{number}].caption" for number, figure in enumerate(article.figures) if figure.raw}


def test_the_pages_have_every_field() -> None:
    seen = {field for name in TOLD for field in wanted(article_of(name))}
    assert seen >= {"body", "encoding", "bylines[1]", "figures[1]", "figures[0].caption"} | set(FIELDS) - {"blocks"}


@pytest.mark.parametrize("name", TOLD)
def test_no_present_field_without_evidence(name: str) -> None:
    article = article_of(name)
    assert wanted(article) - set(article.evidence) == set()
    for field in wanted(article):
        evidence = article.evidence[field]
        assert evidence.rule, field
        assert evidence.raw, field


@pytest.mark.parametrize("name", TOLD)
def test_no_evidence_of_what_is_absent(name: str) -> None:
    article = article_of(name)
    assert set(article.evidence) - wanted(article) - {"bylines", "bylines unnamed"} == set()


@pytest.mark.parametrize("name", TOLD)
def test_raw_is_what_the_field_was_read_from(name: str) -> None:
    article = article_of(name)
    raw = {field: clean_text(evidence.raw or "") for field, evidence in article.evidence.items()}
    for number, byline in enumerate(article.bylines):
        assert raw[f"bylines[{number}]"] == byline.raw
        assert byline.name in byline.raw
    for number, figure in enumerate(article.figures):
        if figure.raw:
            assert raw[f"figures[{number}].caption"] == figure.raw
    assert article.headline in {None, raw.get("headline")}
    assert article.lead is None or article.lead in raw["lead"]
    assert article.section in {None, raw.get("section")}
    assert all(word in raw["keywords"] for word in article.keywords)


def page(*, byline: str, head: str = "") -> str:
    paragraphs = "".join(
        f"<p>Sáng {day}/3, xã Hạ Giang mở lại bến đò Ngã Ba, mỗi ngày đưa {day}00 lượt khách qua sông.</p>"
        for day in range(4, 9)
    )
    return (
        f'<html lang="vi"><head><title>Mở lại bến đò Ngã Ba sau lũ</title>{head}</head><body><article>'
        f'<h1>Mở lại bến đò Ngã Ba sau lũ</h1><div class="detail">{paragraphs}'
        f'<p style="text-align:right"><strong>{byline}</strong></p></div></article></body></html>'
    )


@pytest.mark.parametrize("byline", ["Nhóm P.V", "PV", "Nhóm phóng viên"])
def test_a_byline_without_a_name_is_kept_as_evidence(byline: str) -> None:
    article = extract(page(byline=byline)).article
    assert article is not None
    assert article.bylines == ()
    assert byline not in article.body
    assert article.evidence["bylines"] == Evidence("credit that names nobody", byline)


def test_a_name_in_the_head_does_not_hide_the_line_that_names_nobody() -> None:
    head = '<meta name="author" content="Trần Văn Bến">'
    article = extract(page(byline="Nhóm P.V", head=head)).article
    assert article is not None
    assert article.authors == ["Trần Văn Bến"]
    assert article.evidence["bylines[0]"] == Evidence("meta author", "Trần Văn Bến")
    assert article.evidence["bylines unnamed"] == Evidence("credit that names nobody", "Nhóm P.V")
