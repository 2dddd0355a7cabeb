"""What stands around the paragraphs of a page whose layout nobody knows; and what is no end at all."""

from __future__ import annotations

import pytest

from newsarchive.cleaning.byline import parse_byline
from newsarchive.extraction import extract, extract_article

TEXT = tuple(
    f"The {place} of Marlow Bay stayed closed on Thursday while engineers looked at what the river had left of it."
    for place in ("harbour", "library", "north gate", "old market", "school")
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
TITLE = "Ferry service to the outer islands resumes after storm"


def read(body: str, language: str = "en") -> list[str]:
    head = "<title>Marlow Bay counts the cost | The Harrow Post</title>"
    article = extract_article(f'<html lang="{language}"><head>{head}</head><body>{body}</body></html>')
    assert article is not None
    return list(article.body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Jun 13, 4:03 PM EDT</p><p>Email</p>", ""),
        ("", "<p>Learn more</p><p>Send a tip</p>"),
        (
            "",
            '<div class="card"><a href="/a">'
            + TITLE
            + "</a><p>What happened on the water, in five pictures.</p></div>",
        ),
        ("<p>Story Highlights</p><ul><li>The gate is closed</li><li>The school is open</li></ul>", ""),
        ("", '<p><b>Related topics</b></p><ul><li><a href="/a">Floods</a></li><li><a href="/b">Rivers</a></li></ul>'),
    ],
)
def test_what_stands_around_the_paragraphs_goes(before: str, after: str) -> None:
    assert read(f'<div id="main"><h1>Marlow Bay counts the cost</h1>{before}{PARAGRAPHS}{after}</div>') == list(TEXT)


@pytest.mark.parametrize(
    "last", ["“We will be back,” she said.", "What to bring:", "Water rose four inches overnight."]
)
def test_a_short_sentence_at_the_end_stays(last: str) -> None:
    assert read(f'<div id="main">{PARAGRAPHS}<p>{last}</p></div>') == [*TEXT, last]


def test_a_list_that_ends_the_article_stays_whole() -> None:
    items = ["Rubber boots that reach the knee and a torch", "Coins", "Water"]
    listed = "".join(f"<li>{item}</li>" for item in items)
    assert read(f'<div id="main">{PARAGRAPHS}<ul>{listed}</ul></div>') == [*TEXT, *items]


def test_paragraphs_named_as_paywall_are_the_article() -> None:
    """The name says who may read them; a window that asks for money has the same one."""
    body = "".join(f'<p class="paywall">{text}</p>' for text in TEXT[1:])
    window = '<div class="paywall-window"><p>Subscribe today to read on.</p></div>'
    assert read(f'<div id="main"><p>{TEXT[0]}</p>{body}{window}</div>') == list(TEXT)


def test_a_paragraph_that_begins_with_a_picture_is_no_caption_outside_vietnam() -> None:
    first = "The dress was stolen out of her room on Wednesday night"
    assert read(f'<div id="main"><p><img src="/a.jpg" width="600">{first}</p>{PARAGRAPHS}</div>')[0] == first


@pytest.mark.parametrize(
    ("language", "pointer"),
    [
        ("fr", "Lire aussi :"),
        ("es", "Lea también:"),
        ("de", "Lesen Sie auch:"),
        ("id", "Baca juga:"),
        ("zh", "相关阅读："),
    ],
)
def test_a_line_that_points_elsewhere_goes_in_any_language(language: str, pointer: str) -> None:
    line = f'<p><strong>{pointer}</strong> <a href="/a">{TITLE}</a></p>'
    assert read(f'<div id="main"><p>{TEXT[0]}</p>{line}{PARAGRAPHS}</div>', language) == [TEXT[0], *TEXT]


def test_text_that_only_the_json_ld_has_is_read() -> None:
    told = '{"@type":"NewsArticle","headline":"Marlow Bay counts the cost","articleBody":"' + "\\n\\n".join(TEXT) + '"}'
    script = f'<script type="application/ld+json">{told}</script>'
    article = extract(f'<html><head>{script}</head><body><div id="root"></div></body></html>').article
    assert article is not None
    assert list(article.body) == list(TEXT)
    assert article.evidence["body"].rule == "json-ld articleBody"


def test_the_page_itself_goes_before_its_json_ld() -> None:
    told = '{"@type":"NewsArticle","articleBody":"' + "Another text that nobody sees. " * 30 + '"}'
    assert read(f'<script type="application/ld+json">{told}</script><div id="main">{PARAGRAPHS}</div>') == list(TEXT)


@pytest.mark.parametrize("line", ["Par Luc Morin", "Por Luc Morin", "By Luc Morin", "BY Luc Morin", "Oleh Luc Morin"])
def test_by_is_no_part_of_a_name(line: str) -> None:
    assert [byline.name for byline in parse_byline(line)] == ["Luc Morin"]
