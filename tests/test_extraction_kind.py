"""Article or list of articles, on pages of no known newspaper: what stands between the paragraphs tells."""

from __future__ import annotations

import pytest

from newsarchive.extraction.pipeline import extract
from newsroom_sections import ROWS, SUMMARIES, section_page

PARAGRAPH = (
    "The council voted on Tuesday to repair the old harbour wall before winter, after {0} weeks of argument over who"
    " should pay for the stone and the men. Number {0} of the speakers asked for patience."
)
TEASERS = "".join(
    f'<li><h3><a href="/other/{n}">Another story of this newspaper that leads elsewhere, {n}</a></h3></li>'
    for n in range(1, 31)
)


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Harbour wall - Daily Quay</title>{head}</head><body><main>{body}</main></body></html>"


def paragraphs(count: int) -> str:
    return "".join(f"<p>{PARAGRAPH.format(n)}</p>" for n in range(1, count + 1))


def test_an_article_amid_long_lists_of_others_is_an_article() -> None:
    article = extract(page(f"<ul>{TEASERS}</ul><h1>Harbour wall</h1>{paragraphs(6)}<ul>{TEASERS}</ul>")).article
    assert article is not None
    assert article.body == [PARAGRAPH.format(n) for n in range(1, 7)]


def test_a_page_that_also_describes_lists_is_an_article() -> None:
    head = '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": []}</script>'
    assert extract(page(f"<h1>Harbour wall</h1>{paragraphs(6)}", head)).article is not None


def test_headings_that_link_to_themselves_lead_nowhere() -> None:
    parts = "".join(f'<h2><a href="#p{n}">Part {n}</a></h2><p>{PARAGRAPH.format(n)}</p>' for n in range(1, 8))
    assert extract(page(f"<h1>Harbour wall</h1>{parts}")).article is not None


def test_a_related_box_after_each_paragraph_makes_no_list() -> None:
    box = '<div class="box-related"><a href="/other/{0}">Another story of this newspaper, number {0}</a></div>'
    parts = "".join(f"<p>{PARAGRAPH.format(n)}</p>{box.format(n)}" for n in range(1, 6))
    article = extract(page(f"<h1>Harbour wall</h1>{parts}")).article
    assert article is not None
    assert article.body == [PARAGRAPH.format(n) for n in range(1, 6)]


def test_short_paragraphs_around_a_form_are_no_poll() -> None:
    lines = [f"The wall was measured by {n} masons on Monday, and the council paid them." for n in range(1, 9)]
    form = '<div class="x1"><form><input name="name"><textarea></textarea><button>Send</button></form></div>'
    body = "".join(f"<div>{line}</div>" for line in lines)
    others = "".join(f'<li><a href="/other/{n}">Another story of this newspaper, {n}</a></li>' for n in (1, 2))
    lead = "The council voted on Tuesday to repair the old harbour wall before winter, after weeks of argument."
    top = f'<h1>Harbour wall</h1><h2 class="sapo">{lead}</h2>'
    article = extract(page(f"{top}<div class='x2'>{body}<ul>{others}</ul>{form}</div>")).article
    assert article is not None
    assert (article.lead, article.body) == (lead, lines)


def test_a_poll_within_an_article_is_left_out() -> None:
    answers = "".join(f'<p><input type="radio" name="a">Answer number {n}</p>' for n in range(1, 5))
    poll = f'<div class="x1"><h3>Who should pay for the wall?</h3><div>{answers}</div></div>'
    article = extract(page(f"<h1>Harbour wall</h1>{paragraphs(4)}{poll}{paragraphs(1)}")).article
    assert article is not None
    assert article.body == [PARAGRAPH.format(n) for n in (1, 2, 3, 4, 1)]


def test_long_teasers_under_linked_headlines_are_a_list() -> None:
    teasers = "".join(
        f'<div><h3><a href="/news/{n}">A headline of another story, {n}</a></h3><p>{PARAGRAPH.format(n)}</p></div>'
        for n in range(1, 16)
    )
    found = extract(page(teasers))
    assert found.article is None
    assert "section page" in (found.reason or "")


def test_paragraphs_in_wrappers_of_their_own_are_one_body() -> None:
    wrapped = "".join(
        f'<div data-component="text-block"><div class="x7"><p>{PARAGRAPH.format(n)}</p></div></div>'
        for n in range(1, 14)
    )
    picture = '<figure><img src="/wall.jpg"><figcaption>The wall in June</figcaption></figure>'
    article = extract(page(f"<article><h1>Harbour wall</h1>{wrapped}{picture}{wrapped}</article>")).article
    assert article is not None
    assert len(article.body) == 26
    assert article.captions == ["The wall in June"]


def test_a_body_may_be_named_like_a_tool() -> None:
    comments = "".join(
        f'<div class="reader_comment_text"><p>{PARAGRAPH.format(n)} Aye.</p></div>' for n in range(20, 50)
    )
    body = f'<div class="article_content content_print"><div class="text">{paragraphs(12)}</div></div>'
    article = extract(page(f"<div><h1>Harbour wall</h1>{body}{comments}</div>")).article
    assert article is not None
    assert article.body == [PARAGRAPH.format(n) for n in range(1, 13)]


def test_one_box_of_links_amid_the_text_makes_no_list() -> None:
    article = extract(page(f"<h1>Harbour wall</h1>{paragraphs(4)}<ul>{TEASERS}</ul>{paragraphs(4)}")).article
    assert article is not None


def test_the_foot_of_the_page_ends_the_text_with_its_addresses() -> None:
    foot = "<p>Địa chỉ: 12 phố Bến Gỗ</p><p>Giấy phép số 12/GP-BC</p><p>Theo dõi trên mạng</p>"
    article = extract(page(f"<h1>Harbour wall</h1>{paragraphs(4)}{foot}")).article
    assert article is not None
    assert article.body == [PARAGRAPH.format(n) for n in range(1, 5)]


def test_an_address_within_the_text_stays() -> None:
    lines = "<p>Địa chỉ: 12 phố Bến Gỗ</p><p>Điện thoại nhà ông: số cũ</p>"
    article = extract(page(f"<h1>Harbour wall</h1>{paragraphs(4)}{lines}{paragraphs(2)}")).article
    assert article is not None
    assert "Địa chỉ: 12 phố Bến Gỗ" in article.body


def test_a_teaser_with_its_link_is_no_paragraph() -> None:
    teaser = '<p>When you walk into almost any harbour you are met with ropes… <a href="/other">Read more</a></p>'
    article = extract(page(f"<h1>Harbour wall</h1>{paragraphs(3)}{teaser}{paragraphs(2)}")).article
    assert article is not None
    assert not any("Read more" in line for line in article.body)


@pytest.mark.parametrize(
    ("title", "is_gone"),
    [
        ("Thông xe cầu Bến Vạn số 404", False),
        ("404 Not Found", True),
        ("Báo Suối Vàng - 404", True),
        ("Lỗi 404", True),
    ],
)
def test_a_number_in_a_headline_is_no_error(title: str, is_gone: bool) -> None:
    """An address that is gone says so; a house or bridge may have the number too."""
    line = "Sáng 8/1, huyện tổ chức lễ thông xe cầu, nối hai bờ sông sau ba năm thi công."
    body = f"<h1>{title}</h1><div><p>{line}</p><p>{line[:-1]} xong.</p></div>"
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    reason = extract(page).reason or ""
    assert ("404" in reason) == is_gone


@pytest.mark.parametrize("count", [5, 20])
@pytest.mark.parametrize("summary", SUMMARIES)
@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_summaries_is_no_article(row: str, summary: str, count: int) -> None:
    assert extract(section_page(row, summary, count)).article is None


@pytest.mark.parametrize("row", ROWS)
def test_articles_about_an_event_are_no_article(row: str) -> None:
    event = "Bầu cử đại biểu hội đồng nhân dân các cấp huyện An Khê"
    assert extract(section_page(row, "one clause", 8, event)).article is None
