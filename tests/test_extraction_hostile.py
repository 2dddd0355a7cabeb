"""Any content gives an Extraction, in bounded time, and text is never lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpu_budget import bounded, is_within
from hostile_pages import ARTICLE, CASES, SENTENCE, Hostile
from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.extraction import extract, extract_article
from newsarchive.workers import Page, Pool
from waiting import PATIENCE
from worker_costs import extract_apart

PARAGRAPHS = ARTICLE
SECONDS, MIB = 5.0, 400


def page(body: str, head: str = "") -> str:
    return f'<html lang="vi"><head><title>Hội thảo trồng sen</title>{head}</head><body>{body}</body></html>'


WITH_TEXT = {
    "200,000 attributes": page("<div " + " ".join(f'a{n}="1"' for n in range(200_000)) + f">{PARAGRAPHS}</div>"),
    "nested 300": page("<div>" * 300 + PARAGRAPHS + "</div>" * 300),
    "nested 10,000": page("<div>" * 10_000 + PARAGRAPHS + "</div>" * 10_000),
    "spans 20,000": page("<p>" + "<span>" * 20_000 + SENTENCE * 3 + "</span>" * 20_000 + "</p>"),
    "unclosed bold": page(PARAGRAPHS + "<b>" * 20_000),
    "text node": page(f"<p>{'từ ngữ dài ' * 80_000}</p>"),
    "JSON-LD of 2 MB": page(
        PARAGRAPHS, '<script type="application/ld+json">{"@type":"NewsArticle","a":"' + "x" * 2_000_000 + '"}</script>'
    ),
    "JSON-LD nested": page(PARAGRAPHS, '<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "breaks": page(PARAGRAPHS + "<br>" * 20_000),
    "scripts never closed": page(PARAGRAPHS + "<script>" * 20_000),
    "image in the page": page('<img src="data:image/png;base64,' + "A" * 3_000_000 + f'">{PARAGRAPHS}'),
    "NULs": page(PARAGRAPHS).replace("Sáng", "Sá\0ng"),
    "class of 400 kB": page(f'<div class="{"a-" * 200_000}">{PARAGRAPHS}</div>'),
    "250,000 links": page(PARAGRAPHS + '<a href="/x">một liên kết</a>' * 250_000),
    "spans and paragraphs 20,000": page("<span><p>" * 20_000 + SENTENCE * 3 + "</p></span>" * 20_000),
    "paragraphs in each other": page(("<span><p>" + SENTENCE) * 20_000),
    "30,000 paragraphs": page(f"<p>{SENTENCE}</p>" * 30_000),
    "120,000 paragraphs": page(f"<p>{SENTENCE}</p>" * 120_000),
    "8,000 items": page("<h1>Diễn đàn</h1><ul>" + f"<li>{SENTENCE}</li>" * 8_000 + "</ul>"),
    "30,000 authors": page(f"<div>{PARAGRAPHS}" + "<span class=author>Vũ Hoài</span>" * 30_000 + "</div>"),
    "30,000 dates": page(PARAGRAPHS + "<div class=date>12/04/2016</div>" * 30_000),
    "class of 4 MB": page(f'<div class="{"a-" * 2_000_000}">{PARAGRAPHS}</div>'),
    "text node of 12 MB": page(f"<p>{'từ ngữ dài ' * 1_000_000}</p>"),
    "early end": "<html></html><head></head><body>" + PARAGRAPHS + "<!DOCTYPE html><html><body>" + PARAGRAPHS,
}
WITHOUT = {
    "angle brackets": "<" * 300_000,
    "open tags": "<a " * 300_000,
    "doctypes": "<!doctype html" * 50_000,
    "comments": "<!--" * 50_000,
    "nothing": "",
    "blanks": " \n\t ",
}


LEFT_UNREAD = {
    "250,000 links": "budget: 40000 of 250008 elements",
    "30,000 paragraphs": "budget: 5000 of 30000 paragraphs",
    "text node of 12 MB": "budget: the first 9000000 of 1",
}
"""Page → what its evidence says was not read."""


@pytest.mark.parametrize("name", WITH_TEXT)
def test_text_is_found_in_bounded_time(name: str) -> None:
    assert LEFT_UNREAD.keys() <= WITH_TEXT.keys()
    with bounded(SECONDS):
        extraction = extract(WITH_TEXT[name])
    assert extraction.article is not None, extraction.reason
    assert "từ ngữ dài" in extraction.article.body[0] or SENTENCE in " ".join(extraction.article.body)
    assert LEFT_UNREAD.get(name, "") in extraction.article.evidence["body"].rule


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_hostile_page_in_small_is_read(case: Hostile) -> None:
    """In full and with their cost they are read by benchmarks/hostile.py."""
    with bounded(SECONDS):
        extraction = extract(case.page(0.02))
    if extraction.article is None:
        assert case.is_list, extraction.reason
        assert (extraction.reason or "").startswith("section page")
    else:
        assert extraction.article.body or extraction.article.captions


@pytest.mark.parametrize("share", [0.001, 0.005, 0.02])
@pytest.mark.parametrize("name", ["20,000 lists in each other", "20,000 tables in each other"])
def test_what_is_nested_does_not_hide_the_article(name: str, share: float) -> None:
    article = extract(next(case for case in CASES if case.name == name).page(share)).article
    assert article is not None
    assert article.body[:3] == [SENTENCE] * 3


@pytest.mark.parametrize("name", ["200,000 attributes on one element", "10,000 elements in each other"])
def test_a_hostile_page_costs_its_worker_little(name: str) -> None:
    """In full; all of them are measured by benchmarks/hostile.py."""
    case = next(case for case in CASES if case.name == name)
    extracted, seconds, mib = extract_apart(case.page(), CASES[0].page(), timeout=PATIENCE)
    assert not extracted.failed
    assert extracted.article is not None
    assert SENTENCE in extracted.article.body
    assert is_within(seconds, SECONDS)
    assert mib < MIB


def test_every_hostile_page_in_small_goes_through_the_pool() -> None:
    with Pool(1) as pool:
        tasks = [(case, pool.submit(Page(case.page(0.005), expects="article"))) for case in CASES]
        found = [(case, task.result()) for case, task in tasks]
    assert [case.name for case, extracted in found if extracted.failed] == []
    emptied = [case.name for case, extracted in found if extracted.article is None and not case.is_list]
    assert emptied == []


@pytest.mark.parametrize("name", WITHOUT)
def test_a_reason_is_given_in_bounded_time(name: str) -> None:
    with bounded(SECONDS):
        extraction = extract(WITHOUT[name])
    assert extraction.article is None
    assert extraction.reason


def test_misuse_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="bytes or str"):
        extract_article(None)  # type: ignore[arg-type]


def test_an_unknown_newspaper_is_named() -> None:
    with pytest.raises(UnknownNewspaperError):
        extract_article(page(PARAGRAPHS), newspaper="bao-khong-co")


TAGS = (
    "<p>", "</p>", "<div class='related'>", "</div>", "<table><tr><td>", "</table>", "<br>",
    "<img src='/a.jpg' alt='x'>",
    "<figure>", "<figcaption>", "</figure>", "<b>", "</b>", "<ul><li>", "</ul>", "<a href='/b.html'>", "</a>", "<h1>",
    '<script type="application/ld+json">{"@type":"NewsArticle"', "</script>", "<form><input><textarea>", "</form>",
    "<!--",
)  # fmt: skip
WORDS = (
    "Ảnh: Vũ Hoài", "Vũ Hoài", "(BTV) ", SENTENCE, "Gửi bình luận", "12/04/2023 15:28", "<html>", "</html>", "\0",
    "&#7855;",
)  # fmt: skip
MARKUP = st.lists(st.sampled_from(TAGS + WORDS), max_size=60).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(MARKUP, st.binary(max_size=400), st.text(max_size=400)))
def test_never_raises(content: str | bytes) -> None:
    extraction = extract(content)
    assert (extraction.article is None) != (extraction.reason is None)


def test_never_raises_on_the_corpus(shared: Path) -> None:
    pages = sorted(path for path in (shared / "corpus").rglob("*.html"))
    assert len(pages) > 200
    for path in pages:
        extraction = extract(path.read_bytes())
        assert (extraction.article is None) != (extraction.reason is None), path
