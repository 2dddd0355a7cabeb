"""What holds for any page: nothing invented, nothing of the furniture, NFC, and the same again from its own text."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.article import Article, Block
from newsarchive.cleaning.boilerplate import is_boilerplate, remove_boilerplate
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction import extract
from newsarchive.extraction.decode import decode
from newsarchive.extraction.plaintext import article_from_text
from newsroom_pages import FORBIDDEN, Newsroom, newsroom_pages

PAGES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|sub|sup|small|mark|o:p|st1:\w+|abbr|cite)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SENTENCE = re.compile(r"[.!?…][\"”’)]*$")


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def readings(page: str) -> Iterator[str]:
    """The page's text with inline elements read through, with attributes and scripts, with all parting words or none.

    The likeliest first; each also with entities of entities undone, which metadata hold ("&amp;quot;"). Line ends of
    strings in scripts are line ends.
    """
    told = _COMMENT.sub("", page).replace("\\n", "\n")
    for cut in (_TAG.sub(" ", _INLINE.sub("", told)), told, _TAG.sub("", told), _TAG.sub(" ", told)):
        once = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), cut))
        yield from (clean_text(once), clean_text(html.unescape(once)))


def invented(texts: list[str], page: str) -> set[str]:
    """Words of the texts that the page holds in none of its readings."""
    unknown = {word for text in texts for word in words(text)}
    for reading in readings(page):
        unknown -= words(reading)
        if not unknown:
            break
    return unknown


def said(article: Article) -> Iterator[tuple[str, str]]:
    """(field, text) of all that the article says."""
    yield from (
        (name, text) for name in ("headline", "lead", "dateline", "section") if (text := getattr(article, name))
    )
    yield from (("body", line) for line in article.body)
    yield from (("caption", line) for line in article.captions)
    yield from (("byline", text) for byline in article.bylines for text in (byline.name, byline.raw))
    yield from (("keyword", word) for word in article.keywords)


def as_text(article: Article) -> str:
    """The article as somebody would save it: one line a block, blank lines between, the names at the end."""
    lines = [article.headline, article.lead]
    for block in article.blocks:
        lines += [article.figures[block.figure].raw] if block.figure is not None else block.lines()
    return "\n\n".join(line for line in [*lines, ", ".join(article.authors)] if line)


def paragraphs(article: Article) -> list[str]:
    """Paragraphs in sentences."""
    texts = (block.text for block in article.blocks if block.kind == "paragraph")
    return [text for text in texts if len(text) > 100 and _SENTENCE.search(text)]


def faults(article: Article, page: str) -> Iterator[str]:
    """What is wrong with an article by the rules that hold for every page."""
    if unknown := invented([text for _, text in said(article)], page):
        yield f"words that the page does not hold: {sorted(unknown)[:5]}"
    for field, text in said(article):
        if text != clean_text(text):
            yield f"{field} is not clean: {text[:80]!r}"
        if not unicodedata.is_normalized("NFC", text):
            yield f"{field} is not NFC: {text[:80]!r}"
    yield from (f"furniture in the body: {line[:80]!r}" for line in article.body if is_boilerplate(line))
    again = article_from_text(as_text(article))
    kept = " ".join([again.headline or "", *again.body])
    yield from (f"lost from its own text: {text[:80]!r}" for text in paragraphs(article) if text not in kept)
    text = as_text(article)
    if remove_boilerplate(remove_boilerplate(text)) != remove_boilerplate(text):
        yield "furniture is removed anew the second time"


@PAGES
@given(newsroom_pages())
def test_a_newsroom_page_is_read_without_invention_loss_or_furniture(page: Newsroom) -> None:
    article = extract(page.html).article
    assert article is not None
    assert list(faults(article, page.html)) == []
    everything = "\n".join(text for _, text in said(article))
    assert [phrase for phrase in FORBIDDEN if phrase in everything] == []


def test_the_rules_can_fail() -> None:
    """An article that breaks each of them."""
    page = "<p>Sáng 12/4, cầu mới thông xe.</p><p>Gửi bình luận</p>"
    texts = ("Sáng 12/4, cầu đổ.", "Gửi bình luận", unicodedata.normalize("NFD", "thông xe."), "cầu  mới")
    found = list(faults(Article(blocks=tuple(Block("paragraph", text) for text in texts)), page))
    for fault in ("'đổ'", "furniture in the body", "is not NFC", "is not clean"):
        assert any(fault in told for told in found), (fault, found)


@PAGES
@given(newsroom_pages())
def test_a_newsroom_page_is_read_whole(page: Newsroom) -> None:
    article = extract(page.html).article
    assert article is not None
    assert article.headline == page.headline
    assert article.lead == page.lead
    assert [line for line in article.body if line not in page.headings] == list(page.paragraphs)
    assert [line for line in article.body if line in page.headings] == list(page.headings)
    assert article.captions == list(page.captions)
    assert article.authors == ([page.author] if page.author else [])


@PAGES
@given(newsroom_pages())
def test_reading_twice_gives_the_same(page: Newsroom) -> None:
    first, second = extract(page.html), extract(page.html)
    assert first == second
    assert first.article is not None
    assert second.article is not None
    assert first.article.content_digest == second.article.content_digest


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert remove_boilerplate(remove_boilerplate(text)) == remove_boilerplate(text)


def _corpus(shared: Path) -> list[Path]:
    return sorted((shared / "corpus").rglob("*.html"))


def _address(page: Path) -> str | None:
    """The page's URL as it stands beside it; with it the newspaper's own layout is used."""
    for name in ("meta.json", "article.json"):
        if (page.parent / name).exists():
            told: str | None = json.loads((page.parent / name).read_text(encoding="utf-8")).get("url")
            return told
    return None


def _faults(pages: list[Path]) -> tuple[int, dict[str, list[str]]]:
    """How many articles were read, and what is wrong with which."""
    articles = {page: extract(page.read_bytes(), url=_address(page)).article for page in pages}
    read = {page: article for page, article in articles.items() if article}
    told = {str(page): list(faults(article, decode(page.read_bytes()).text)) for page, article in read.items()}
    return len(read), {page: wrong for page, wrong in told.items() if wrong}


def test_the_rules_hold_on_our_own_pages() -> None:
    read, wrong = _faults(sorted((Path(__file__).parent / "pages").rglob("*.html")))
    assert read > 15
    assert wrong == {}


def test_the_rules_hold_on_every_page_of_the_corpus(shared: Path) -> None:
    read, wrong = _faults(_corpus(shared))
    assert read > 100
    assert wrong == {}


def test_cleaning_twice_changes_nothing_on_the_corpus(shared: Path) -> None:
    for path in _corpus(shared):
        text = _TAG.sub("\n", decode(path.read_bytes()).text)
        once = clean_text(text)
        assert clean_text(once) == once, path
        bare = remove_boilerplate(text)
        assert remove_boilerplate(bare) == bare, path


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "."])
def test_text_without_words_gives_nothing(text: str) -> None:
    article = article_from_text(text)
    assert (article.headline or "", article.body) in (("", []), (".", []), ("", ["."]))
