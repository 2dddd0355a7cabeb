"""`newsarchive clean`: what goes in, the three forms that come out, and what is said when there is no article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run
from newsarchive.article import Article, Block, Byline, Figure
from newsarchive.cli.render import to_markdown, to_text

PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Mở lại bến đò Ngã Ba</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Mở lại bến đò Ngã Ba",
"datePublished": "2025-03-04T09:00:00+07:00"}</script></head><body><div class="menu"><a href="/">Trang chủ</a></div>
<article><h1>Mở lại bến đò Ngã Ba</h1><div class="content">
<p>Sáng 4/3, xã Hạ Giang mở lại bến đò Ngã Ba sau hai tháng sửa chữa, phục vụ hơn 400 lượt khách mỗi ngày.</p>
<p>Bến mới có cầu tàu bê tông dài 24 m, mái chờ và phao cứu sinh; đò chạy từ 5 giờ đến 21 giờ, giá vé giữ nguyên.</p>
<p>Theo ông Trần Văn Bến, chủ đò, bà con hai bờ đã góp 60 triệu đồng để lát lại đường xuống bến trước mùa mưa.</p>
<p style="text-align:right"><strong>Lê Thị Sông</strong></p></div></article>
<div id="comment"><h3>Ý kiến bạn đọc</h3><form><textarea></textarea><input name="captcha"><a>reset captcha</a>
<button>Gửi bình luận</button></form></div></body></html>"""

TEXT = """Mở lại bến đò Ngã Ba

(BTV) - Sáng 4/3, xã Hạ Giang mở lại bến đò Ngã Ba sau hai tháng sửa chữa.

Bến mới có cầu tàu bê tông dài 24 m, mái chờ và phao cứu sinh.

Ý kiến bạn đọc
reset captcha
Gửi bình luận Nhập lại
"""


def test_a_page_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bến đò.html"
    path.write_text(PAGE, encoding="utf-8")
    shown = run("clean", str(path), "--url", "https://bao.example/mo-lai-ben-do-1.html")
    assert shown.exit_code == 0
    article = json.loads(shown.stdout)
    assert article["headline"] == "Mở lại bến đò Ngã Ba"
    assert len(article["body"]) == 3
    assert article["authors"] == ["Lê Thị Sông"]
    assert article["url"] == "https://bao.example/mo-lai-ben-do-1.html"
    assert "captcha" not in shown.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_from_a_pipe(encoding: str) -> None:
    shown = run("clean", "-", "--format", "text", given=PAGE.encode(encoding))
    assert shown.exit_code == 0
    assert shown.stdout.startswith("Mở lại bến đò Ngã Ba\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_from_a_pipe(encoding: str) -> None:
    shown = run("clean", "-", given=TEXT.encode(encoding))
    assert shown.exit_code == 0
    article = json.loads(shown.stdout)
    assert article["headline"] == "Mở lại bến đò Ngã Ba"
    assert article["dateline"] == "(BTV)"
    assert len(article["body"]) == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"  \n\t\n", "empty", id="blanks"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither a page nor text", id="picture"),
        pytest.param("<html><body><p>Xin chào</p></body></html>".encode(), "no article found: ", id="empty-page"),
    ],
)
def test_no_article_is_exit_code_1_and_a_reason(given: bytes, reason: str) -> None:
    shown = run("clean", "-", given=given)
    assert shown.exit_code == 1
    assert shown.stdout == ""
    assert shown.stderr.startswith("Error: no article found: ")
    assert reason in shown.stderr


@pytest.mark.parametrize("path", ["missing.html", "."])
def test_what_cannot_be_read_is_exit_code_2(path: str, tmp_path: Path) -> None:
    shown = run("clean", str(tmp_path / path))
    assert shown.exit_code == 2
    assert shown.stderr.startswith("Error: ")


def test_an_unknown_newspaper_is_told() -> None:
    shown = run("clean", "-", "--newspaper", "canthoo", given=TEXT)
    assert shown.exit_code == 2
    assert "Did you mean cantho" in shown.stderr


ARTICLE = Article(
    headline="Mở lại bến đò",
    lead="Bến đò mở lại.",
    dateline="(BTV)",
    blocks=(
        Block("paragraph", "Sáng 4/3, đò chạy."),
        Block("figure", figure=0),
        Block("heading", "Giá vé", level=3),
        Block("list", items=("người lớn", "trẻ em")),
        Block("table", rows=(("Giờ", "Chuyến"), ("5", "1|2"), ("6",))),
        Block("quote", "Mừng lắm."),
        Block("box", "Hỏi đáp", blocks=(Block("paragraph", "Mấy giờ?"),)),
    ),
    figures=(Figure("https://a.example/b.jpg", "Bến đò", "An", "Bến đò. Ảnh: An"), Figure(None, "Đò", None, "Đò")),
    bylines=(Byline("An", "text", "Tin, ảnh: An"), Byline("An", "photo", "Tin, ảnh: An")),
)


def test_markdown_of_every_kind_of_block() -> None:
    assert to_markdown(ARTICLE) == (
        "# Mở lại bến đò\n\n**Bến đò mở lại.**\n\n(BTV) Sáng 4/3, đò chạy.\n\n"
        "![Bến đò](https://a.example/b.jpg)\n*Bến đò. Ảnh: An*\n\n### Giá vé\n\n- người lớn\n- trẻ em\n\n"
        "| Giờ | Chuyến |\n|---|---|\n| 5 | 1\\|2 |\n| 6 |  |\n\n> Mừng lắm.\n\n> **Hỏi đáp**\n>\n> Mấy giờ?\n\n"
        "*Đò*\n\n— Tin, ảnh: An\n"
    )


def test_text_has_every_word_once() -> None:
    assert to_text(ARTICLE).split("\n\n") == [
        "Mở lại bến đò",
        "Bến đò mở lại.",
        "(BTV) Sáng 4/3, đò chạy.",
        "Giá vé",
        "người lớn",
        "trẻ em",
        "Giờ | Chuyến",
        "5 | 1|2",
        "6",
        "Mừng lắm.",
        "Hỏi đáp",
        "Mấy giờ?",
        "Bến đò. Ảnh: An",
        "Đò",
        "Tin, ảnh: An",
    ]


def test_an_empty_article_is_empty_text() -> None:
    assert to_text(Article()) == ""
    assert to_markdown(Article()).strip() == ""
