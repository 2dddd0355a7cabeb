"""Lines that are others at every look: counters of readers and the visitor's clock."""

from __future__ import annotations

import pytest

from newsarchive import extract_article
from newsarchive.cleaning.counters import is_clock, is_counter
from newsarchive.cleaning.furniture import say

_COUNTERS = (
    "Số lượt đọc: 9.876", "Lượt đọc: 12", "Đã xem: 345", "Số lần xem: 345", "Đã đọc: 12 lần", "Số người xem: 33",
    "12 người đã xem", "Xem: 3.434", "Views: 123", "1,2K lượt xem", "Bài viết có 123 lượt xem", "( Số lần đọc: 423 )",
    "Lượt truy cập bài viết: 12", "Lượt người đọc: 12", "Tin đã đọc 12", "Lượt xem: 12 / Bình luận: 3",
    "12345 Lượt đọc", "Bài đã được xem 345 lần", "Đang online: 12", "Khách online: 12", "Thời gian đọc: 3 phút",
    "👁 1.204 lượt xem", "Trực tuyến: 12 - Hôm nay: 345 - Tổng: 3.456.789",
)  # fmt: skip
_CLOCKS = (
    "3 giờ trước", "Cập nhật 5 phút trước", "Cách đây 2 ngày", "Thứ Hai, 02/03/2026 05:00:12",
    "Bây giờ là 05:00:12, thứ Hai ngày 02/03/2026", "Hôm nay, ngày 02/03/2026", "Thứ Hai, 02/03/2026, 05:00 (GMT+7)",
)  # fmt: skip
_TEXT = (
    "Cả xã có 12 người đọc được chữ", "Trận đấu có 12.000 người xem", "Ngày 02/03/2026", "Xem 3 lần mới hiểu", "1.234",
    "Hôm nay, ngày 2/3, xã Nậm Tía khởi công", "Ba ngày trước", "Đã có 345 người tiêm", "Thứ Hai, 02/03/2026",
    "Tổng: 3.456.789 đồng", "Hôm nay: 345 ca mắc", "12 bạn đọc ủng hộ", "Số người dự: 33", "Lượt đi: 3-1",
)  # fmt: skip


@pytest.mark.parametrize("line", _COUNTERS)
def test_counters(line: str) -> None:
    assert is_counter(say(line))


@pytest.mark.parametrize("line", _CLOCKS)
def test_clocks(line: str) -> None:
    assert is_clock(say(line))


@pytest.mark.parametrize("line", _TEXT)
def test_text(line: str) -> None:
    assert not is_counter(say(line))
    assert not is_clock(say(line))


_PARAGRAPHS = (
    "Sáng nay, xã Nậm Tía khánh thành trạm bơm có vốn đầu tư 345 triệu đồng từ ngân sách huyện và của người dân.",
    "Công trình phục vụ 212 hộ dân của ba thôn vùng cao, dự kiến chạy hết công suất trước mùa mưa bão năm nay.",
    "Bà con trong thôn đều phấn khởi vì từ nay con em đi học không còn phải lội suối trong những ngày nước lớn.",
)
_MARKS = (
    '<b class="post-views">87</b>',
    '<span class="luot-xem">Đã có 87</span>',
    '<i class="icon-eye"></i> 1.204',
    "👁 12k",
)


@pytest.mark.parametrize("line", (*_COUNTERS, *_CLOCKS, *_MARKS))
@pytest.mark.parametrize("place", ["above", "below"])
def test_none_of_them_is_text_of_an_article(line: str, place: str) -> None:
    text = "".join(f"<p>{one}</p>" for one in _PARAGRAPHS)
    box = f"<div>{line}</div>"
    inside = f"{box}{text}" if place == "above" else f"{text}{box}"
    article = extract_article(f"<html><body><h1>Nậm Tía có trạm bơm</h1><article>{inside}</article></body></html>")
    assert article is not None
    assert tuple(article.body) == _PARAGRAPHS


def test_a_number_between_paragraphs_stays() -> None:
    text = "<p>1.234</p>".join(f"<p>{one}</p>" for one in _PARAGRAPHS)
    article = extract_article(f"<html><body><h1>Nậm Tía có trạm bơm</h1><article>{text}</article></body></html>")
    assert article is not None
    assert article.body.count("1.234") == 2


def test_a_number_in_a_box_of_the_article_stays() -> None:
    text = "".join(f"<p>{one}</p>" for one in _PARAGRAPHS)
    box = '<div class="box-content"><p>Số hộ được hưởng lợi:</p><p>212</p></div>'
    article = extract_article(f"<html><body><h1>Nậm Tía có trạm bơm</h1><article>{text}{box}</article></body></html>")
    assert article is not None
    assert article.body[-2:] == ["Số hộ được hưởng lợi:", "212"]
