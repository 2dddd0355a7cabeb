"""`newsarchive clean --explain`: what a page was taken for, piece by piece, is what the article says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from command_line import run
from newsarchive.article import Article, Block
from newsarchive.extraction import article_from_text, extract
from newsarchive.extraction.decisions import Decision, Explanation
from newsarchive.extraction.decode import decode
from newsarchive.extraction.explain import explain
from newsarchive.extraction.explaintext import explain_text
from newsarchive.extraction.guard import guard
from newsarchive.extraction.noise import is_comment_form, is_noise, is_questions, why_noise
from newsarchive.extraction.parse import parse

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "pages"
DOC = (ROOT / "docs" / "explaining.md").read_text(encoding="utf-8")
BODY = {"paragraph", "heading", "list item", "quote", "table"}
TEXT = """Mở lại bến đò Ngã Ba

(BTV) - Sáng 4/3, xã Hạ Giang mở lại bến đò Ngã Ba sau hai tháng sửa chữa, phục vụ hơn 400 lượt khách mỗi ngày.
Bến đò sáng 4/3

Bến mới có cầu tàu bê tông dài 24 m, mái chờ và phao cứu sinh; đò chạy từ 5 giờ đến 21 giờ. Bài và ảnh: Thu Hà

Tin liên quan
Sửa đường xuống bến đò Ngã Ba
Ý kiến bạn đọc
reset captcha
"""


def names() -> list[str]:
    return [str(path.parent.relative_to(PAGES)) for path in sorted(PAGES.glob("*/*/article.json"))]


@cache
def told(name: str) -> tuple[Explanation, Article | None, str | None]:
    folder = PAGES / name
    url = json.loads((folder / "article.json").read_text(encoding="utf-8"))["url"]
    page = (folder / "page.html").read_bytes()
    unwatched = extract(page, url=url)
    return explain(page, url=url), unwatched.article, unwatched.reason


@pytest.mark.parametrize("name", names())
def test_a_watched_reading_says_the_same(name: str) -> None:
    explanation, article, reason = told(name)
    assert explanation.article == article
    assert explanation.reason == reason


@pytest.mark.parametrize("name", names())
def test_decisions_are_the_article_in_its_order(name: str) -> None:
    explanation, article, _ = told(name)
    if article is None:
        assert explanation.decisions == ()
        return
    kept = [one for one in explanation.decisions if one.taken_for in BODY]
    assert "\n".join(one.text.replace(" / ", "\n") if one.taken_for == "table" else one.text for one in kept) == (
        "\n".join(article.body)
    )
    figures = [one.taken_for for one in explanation.decisions if one.taken_for.startswith("figure ")]
    assert figures == [f"figure {number}" for number, figure in enumerate(article.figures) if figure.src]
    for number, figure in enumerate(article.figures):
        said = [one.text for one in explanation.decisions if one.taken_for == f"caption of figure {number}"]
        assert all(caption in (figure.raw or "") or (figure.raw or "") in caption for caption in said)
        assert bool(said) == bool(figure.raw)


@pytest.mark.parametrize("name", names())
def test_every_decision_says_why(name: str) -> None:
    explanation, article, reason = told(name)
    assert all(one.why and "None" not in one.why for one in explanation.decisions)
    assert all(one.why != "dropped with its kind" for one in explanation.decisions)
    verdicts = [place.verdict for place in explanation.places]
    assert verdicts.count("the body") == (article is not None)
    assert bool(reason) == (article is None)
    assert explanation.grounds


@pytest.mark.parametrize("name", names())
def test_what_is_noise_is_told_why(name: str) -> None:
    page = parse(guard(decode((PAGES / name / "page.html").read_bytes()).text), None)
    for element in page.root.iter("div", "p", "form", "span", "ul", "nav", "aside", "table", "section", "script"):
        left_out = is_noise(element) or is_comment_form(element) or is_questions(element)
        assert left_out == (why_noise(element) is not None)


def decide(html: str) -> list[Decision]:
    paragraphs = "".join(
        f"<p>Sáng {day}/3, xã Hạ Giang mở lại bến đò Ngã Ba, mỗi ngày đưa {day}00 lượt khách qua sông an toàn.</p>"
        for day in range(4, 8)
    )
    page = (
        '<html lang="vi"><head><title>Mở lại bến đò Ngã Ba sau lũ</title></head><body><h1>Mở lại bến đò Ngã Ba sau lũ'
        f'</h1><div class="detail" itemprop="articleBody">{paragraphs}{html}</div></body></html>'
    )
    return [one for one in explain(page).decisions if one.taken_for == "dropped"]


LINKS = "".join(f'<a href="/{number}.html">Bến đò số {number} mở lại</a> ' for number in range(5))


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (f'<div class="box-related">{LINKS}</div>', 'related list: 5 links (named "box-related")'),
        ('<div style="display:none"><p>Đang tải bản đồ</p></div>', "page furniture (hidden)"),
        ('<div class="social-share"><a href="#">Zalo</a></div>', 'share bar: 1 link (named "social-share")'),
        (
            "<form><p>Họ tên</p><textarea></textarea><input></form>",
            "page furniture: form of 2 fields (form to write in)",
        ),
        ("<p>Theo dõi Báo Nậm Tía trên Google News</p>", "wording: reading tools"),
        ("<p>Gửi bình luận</p>", "the tail begins: comment form"),
        (
            '<p><a href="/9.html">Bến đò Ngã Tư cũng sắp mở lại</a></p>',
            "a link and nothing else: title of another article",
        ),
        ("<p>>> Bến đò Ngã Tư cũng sắp mở lại</p>", "points to another article"),
        ("<h3>Tin nên đọc hôm nay</h3>", "heading with nothing under it"),
        ('<img src="/logo-bao.png">', "no picture: an icon, a logo or a banner"),
        ("<p>[ad_1]</p>", "marks that a system left unread"),
    ],
)
def test_what_was_dropped_says_what_told(html: str, why: str) -> None:
    assert [one.why for one in decide(html)] == [why]


def test_a_text_is_told_line_by_line() -> None:
    explanation = explain_text(TEXT)
    assert explanation.article == article_from_text(TEXT)
    assert [(one.taken_for, one.why, one.cut) for one in explanation.decisions] == [
        ("headline", "first line", None),
        ("paragraph", "paragraph", "(BTV)"),
        ("caption of figure 0", "short line among paragraphs", None),
        ("paragraph", "paragraph", None),
        ("byline", "credit glued to the line before", None),
        ("dropped", "heading of a list of other articles", None),
        ("dropped", "title in a list of other articles", None),
        ("dropped", "the tail begins: comment form", None),
        ("dropped", "behind the tail", None),
    ]
    assert [one.text for one in explanation.decisions if one.taken_for == "paragraph"] == explanation.article.body


def test_the_document_shows_what_is_printed(tmp_path: Path) -> None:
    page, shown = re.search(r"```html\n(.*?)```.*?```text\n(.*?)```", DOC, re.DOTALL).groups()  # type: ignore[union-attr]
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    printed = run("clean", str(path), "--explain")
    assert printed.exit_code == 0
    assert [line.rstrip() for line in printed.stdout.splitlines()] == shown.splitlines()


def test_json_is_the_same_for_programs() -> None:
    shown = run("clean", "-", "--explain", "--json", given=TEXT)
    assert shown.exit_code == 0
    explanation = json.loads(shown.stdout)
    assert explanation["fields"]["headline"] == {
        "value": "Mở lại bến đò Ngã Ba",
        "rule": "text: first line",
        "raw": "Mở lại bến đò Ngã Ba",
    }
    assert explanation["fields"]["bylines[0]"]["value"] == "Thu Hà (text)"
    assert len(explanation["decisions"]) == 9


@pytest.mark.parametrize(
    ("given", "reason", "ground"),
    [
        ("", "empty", "length"),
        ("Gửi bình luận\nNhập lại", "no text is left after cleaning", "lines of page furniture"),
        (f"<html><head><title>Thời sự</title></head><body>{LINKS * 4}</body></html>", "article links", "title and h1"),
        ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "feed", "encoding"),
    ],
)
def test_no_article_says_why_and_on_what_that_rests(given: str, reason: str, ground: str) -> None:
    shown = run("clean", "-", "--explain", given=given)
    assert shown.exit_code == 1
    assert shown.stdout.startswith("no article: ")
    assert reason in shown.stdout.splitlines()[0]
    assert ground in shown.stdout


def test_json_of_the_article_is_what_it_was() -> None:
    assert run("clean", "-", "--json", given=TEXT).stdout == run("clean", "-", given=TEXT).stdout


def test_every_page_of_the_corpus_can_be_explained(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("dev/**/*.html")):
        explanation = explain(path.read_bytes())
        if explanation.article is not None:
            kept = [one.text for one in explanation.decisions if one.taken_for in {"paragraph", "heading", "quote"}]
            lines = [block.text for block in blocks(explanation.article.blocks) if block.text]
            assert kept == lines, path


def blocks(outer: tuple[Block, ...]) -> list[Block]:
    return [each for block in outer for each in (block, *blocks(block.blocks))]
