"""Where pages print two moments, or print one in a form of their own; in the markup of no known newspaper."""

from __future__ import annotations

import pytest

from newsarchive import extract_article
from newsroom_families import HEADLINE, TEXT, paragraphs

PRINTED = {
    "a short year": ('<div class="date">12/6/25 09:30</div>', "2025-06-12T09:30:00+07:00"),
    "a short year, bare": ("<p>Thứ Năm, 12-6-25, 9h30</p>", "2025-06-12T09:30:00+07:00"),
    "the change first": (
        '<div class="time">Cập nhật: 13/06/2025 10:00 - Đăng: 12/06/2025 09:30</div>',
        "2025-06-12T09:30:00+07:00",
    ),
    "the change in an element of its own": (
        '<span class="date">Cập nhật: 13/06/2025 10:00</span><span class="date">Đăng: 12/06/2025 09:30</span>',
        "2025-06-12T09:30:00+07:00",
    ),
    "nothing but the change": ('<p class="date">Cập nhật: 12/06/2025 09:30</p>', "2025-06-12T09:30:00+07:00"),
    "words": ("<div>9 giờ 30 ngày 12-6-2025</div>", "2025-06-12T09:30:00+07:00"),
    "unpadded": ("<span>Thứ Năm, 12 tháng 6 năm 2025 | 9:5</span>", "2025-06-12T09:05:00+07:00"),
    "zone in brackets": ("<time>12/06/2025 09:30 [GMT +7]</time>", "2025-06-12T09:30:00+07:00"),
}


@pytest.mark.parametrize("form", PRINTED)
def test_the_moment_of_publication(form: str) -> None:
    markup, moment = PRINTED[form]
    page = f"""<html lang="vi"><head><title>{HEADLINE}</title></head><body><div class="main"><h1>{HEADLINE}</h1>
    {markup}<div class="text">{paragraphs(*TEXT)}</div></div></body></html>"""
    article = extract_article(page)
    assert article is not None and article.to_dict()["published"] == moment
