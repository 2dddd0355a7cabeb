"""Lines that are others at every look at a page: "Số lượt đọc: 1.234", "Đang trực tuyến: 12", "3 giờ trước"."""

from __future__ import annotations

import re

_JUST = "vừa xong"
_DIGIT = re.compile(r"\d")
_COUNT = r"\(?\s*\d{1,3}(?:(?:[.,]\d{3})+|\d{0,6}(?:[.,]\d)?)\s*(?:k|m|tr|nghìn|triệu)?(?!\w)\s*\)?"
_DOES = r"(?:xem|đọc|truy\ cập|truy\ nhập|yêu\ thích|thích|bình\ luận|chia\ sẻ|nghe|tải(?:\ về)?|view|like|share|click)"
_WHO = r"(?:người|bạn(?:\ đọc)?|độc\ giả|khách)"
_WHAT = rf"""
    (?: (?:tổng\ )?(?:số\ )? (?:lượt|lần|{_WHO}) (?:\ {_WHO})? (?:\ đã|\ đang)? \ {_DOES}
      | (?:đã|đang)\ (?:xem|đọc) )
    (?:\ (?:bài|tin)(?:\ viết)?(?:\ này)?)?
"""
_PAGE = r"(?:(?:bài|tin)(?:\ (?:viết|báo|tức))?(?:\ này)?\ )?(?:đã\ )?(?:(?:có|được)\ )?"
_READERS = rf"""
    (?: {_PAGE} {_WHAT} \s*[:：–-]?\s* {_COUNT} (?:\s*(?:lượt|lần|người)(?:\ {_DOES})?)?
      | {_PAGE} {_COUNT} \s* (?: {_WHAT} | chia\ sẻ )
      | {_PAGE} {_DOES} \s {_COUNT} \s (?:lượt|lần)
      | (?:xem|đọc|truy\ cập|thích|chia\ sẻ|bình\ luận|ý\ kiến|views?|hits?|likes?|shares?) \s*[:：]\s*
        {_COUNT} (?:\s*(?:lượt|lần))?
      | views? \s* {_COUNT}
      | {_COUNT} \s* (?:views?|hits?|likes?|shares?|comments?|bình\ luận)
      | thời\ gian\ đọc \s*[:：]?\s* (?:khoảng\ )?\d{{1,3}}\ (?:phút|giây) | \d{{1,3}}\ phút\ đọc
      | (?:(?:số\ )?(?:{_WHO}|thành\ viên)\ )? (?:đang\ )? (?:online|trực\ tuyến) \s*[:：]\s* {_COUNT} )
"""
_SUMS = rf"(?:hôm\ nay|hôm\ qua|tuần(?:\ này)?|tháng(?:\ này)?|tổng(?:\ cộng|\ số)?)\s*[:：]\s*{_COUNT}"
_COUNTER = re.compile(
    rf"[\s(\[|•·*👁👀-]*{_READERS}(?:[\s|•·,;/–-]+(?:{_READERS}|{_SUMS})){{0,4}}[\s)\]|•·.]*", re.VERBOSE
)
_AT_END = re.compile(rf"[\s(\[|•·*,;-]+{_READERS}[\s)\]|•·.]*$", re.VERBOSE | re.IGNORECASE)
_AGO = r"(?:cách\ đây\ )? \d{1,3}\ (?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm)"
_TIME = (
    r"\d{1,4} | [\s,:/|()+.–-] | (?:thứ|hai|ba|tư|năm|sáu|bảy|chủ|nhật|ngày|tháng|giờ|phút|giây|h|am|pm|sa|ch|gmt)\b"
)
_CLOCK = re.compile(
    rf"""
      (?:(?:cập\ nhật|đăng)(?:\ lúc)?\s*[:：]?\s*)? (?: {_AGO}\ trước | cách\ đây\ {_AGO} | vừa\ xong )
    | (?:bây\ giờ\ là|hôm\ nay(?:\ là)?|giờ\ hiện\ tại) \s*[:：,]?\s* (?:thứ|chủ\ nhật|ngày|\d)
      (?:{_TIME}){{1,24}}
    | (?:thứ\ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\ nhật) [\s,]+ (?:ngày\s)? \d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}
      [\s,|–-]+ \d{{1,2}}[:h]\d{{2}}(?::\d{{2}})? (?:\s?(?:am|pm|sa|ch))? (?:\s*\(?gmt\s?\+\s?0?7(?::00)?\)?)?
    """,
    re.VERBOSE,
)


def is_counter(said: str) -> bool:
    """Whether a whole line, as `furniture.say` writes it, tells how often pages are read, liked or shared.

    >>> is_counter("số lượt đọc: 1.234"), is_counter("cả xã có 12 người đọc được chữ")
    (True, False)
    """
    return _DIGIT.search(said) is not None and _COUNTER.fullmatch(said) is not None


def is_moving(said: str) -> bool:
    """Whether a whole line is a counter or a clock; nearly every line has no digit, which is asked once for both."""
    counted = _DIGIT.search(said) is not None
    return (counted and _COUNTER.fullmatch(said) is not None) or (
        (counted or said.endswith(_JUST)) and _CLOCK.fullmatch(said) is not None
    )


def cut_counter(said: str) -> str:
    """The line without the count of its readers at the end.

    >>> cut_counter("12/06/2025 | 09:30 | lượt xem: 1.234"), cut_counter("12/06/2025 09:30")
    ('12/06/2025 | 09:30', '12/06/2025 09:30')
    """
    found = _AT_END.search(said)
    return said[: found.start()] if found else said


def is_clock(said: str) -> bool:
    """Whether a whole line is the visitor's time, or how long ago something was.

    >>> is_clock("cập nhật 5 phút trước"), is_clock("thứ hai, 02/03/2026 05:00:12"), is_clock("ngày 02/03/2026")
    (True, True, False)
    """
    return (_DIGIT.search(said) is not None or said.endswith(_JUST)) and _CLOCK.fullmatch(said) is not None
