"""The headline on pages that nobody has described: what the head repeats, however both are written."""

from __future__ import annotations

import html

import pytest

from newsarchive.extraction import extract
from newsroom_story import TEXT

HEADLINES = (
    "Nông dân làm giàu từ sen",
    "THÔNG BÁO TUYỂN SINH LỚP 10 NĂM HỌC 2023 - 2024",
    "Vạn Đò - An Khê: Chung tay xây dựng nông thôn mới",
    "Khởi công cầu Vạn Đò | Mơ ước trăm năm",
    'Bí thư Tỉnh ủy: "Phải làm ngay, làm quyết liệt!"',
    "Nhiều hộ dân ở các xã vùng trũng huyện An Khê mạnh dạn chuyển đổi từ trồng lúa sang trồng sen kết hợp nuôi cá",
)
TITLES = (
    "{}", "{} - Báo Vạn Đò", "{} | Báo Vạn Đò điện tử", "Báo Vạn Đò Online - {}", "{} - Kinh tế - Báo Vạn Đò",
    "VẠN ĐÒ ĐIỆN TỬ | {}", "{} ::: Báo Vạn Đò", "Báo Vạn Đò",
)  # fmt: skip
LINES = {
    "heading": "<h1>{}</h1>",
    "second heading": "<h2 class='title'>{}</h2>",
    "div": "<div class='title'>{}</div>",
    "paragraph": "<p class='pTitle'>{}</p>",
    "below the logo": "<h1><a href='/'>Báo Vạn Đò</a></h1><h2>{}</h2>",
    "below the section": "<h1>Kinh tế</h1><h1>{}</h1>",
}


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("line", LINES)
def test_the_headline_and_the_moment_beside_it(line: str, title: str) -> None:
    for headline in HEADLINES:
        printed = LINES[line].format(html.escape(headline, quote=False))
        page = (
            f"<html lang='vi'><head><title>{html.escape(title.format(headline))}</title></head><body>"
            f"<div>{printed}<span>"
            f"15:28, 12/04/2023</span><div>{''.join(f'<p>{text}</p>' for text in TEXT)}</div></div></body></html>"
        )
        article = extract(page).article
        assert article is not None
        assert article.headline == headline
        if title != "Báo Vạn Đò":
            assert article.published is not None


def test_a_title_longer_than_any_headline_says_nothing() -> None:
    printed = "".join(f"<p>{text}</p>" for text in TEXT)
    for head in ("<title>{}</title>", "<meta property='og:title' content='{}'>"):
        told = head.format("Nông dân làm giàu từ sen, không tìm thấy đầu ra. " * 60)
        article = extract(f"<html lang='vi'><head>{told}</head><body>{printed}</body></html>").article
        assert article is not None
        assert article.headline is None
