"""The newsroom's mark at the head of a text: "(BTV) Chiều 3/2, …", "BHG - Sáng …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.cleaning import newsrooms
from newsarchive.cleaning.names import is_outlet, is_province
from newsarchive.cleaning.syllable import is_vietnamese

_BRACKETED = re.compile(
    r"\s*(?P<mark>\(\s*(?P<name>[^()]{2,30}?)\s*\)|\[\s*(?P<squared>[^()\[\]]{2,30}?)\s*\])\s*(?P<dash>[-–—:]*)\s*(?P<rest>.*)",
    re.DOTALL,
)
_BARE = re.compile(r"\s*(?P<mark>[A-ZĐ]{3,7}|[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:vn|VN))\s?[-–—]\s+(?P<rest>.*)", re.DOTALL)
_PLACED = re.compile(r"\s*(?P<mark>[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ .]{3,20}?)\s?[-–—]\s+(?P<rest>.*)", re.DOTALL)
_DASHED = re.compile(r"\s*[-–—:]+\s*[^\s\d]")
_ACRONYM = re.compile(r"(?=.*[^IVXLCDM\d])[A-ZĐ][A-ZĐ&\d-]{1,7}")
_DOMAIN = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:vn|VN|com|net|org)")
_OPENS = re.compile(r"""["“‘'«\[]?\s*[^\W_]""")
# Words that open a bracket which speaks about the text and signs nothing: "(Ảnh minh họa)", "(Tiếp theo kỳ trước)".
_REMARK = re.compile(
    r"(?:ảnh|hình|trích|tiếp|xem|theo|kỳ|bài|phần|tin|video|clip|nguồn|lược|dịch|còn|hết|cập nhật|đọc|nghe|kèm"
    r"|minh họa"
    r"|ý kiến|tặng|kính|thơ|truyện|ký|phóng sự|bút ký|về|đã|nay|từ|trừ|nhân|tổng hợp|đồ họa|infographic|photo)\b",
    re.IGNORECASE,
)
_INITIALS = frozenset("".join(word[0] for word in name.replace("-", " ").split()) for name in newsrooms.PROVINCES)
_KINDS = ("ĐTO", "ĐT", "TV", "O")


def parse_dateline(text: str) -> tuple[str | None, str]:
    """Split the newsroom's mark from the head of a paragraph: (mark as printed, rest); (None, text) without one.

    In brackets a mark is an acronym, a domain, an outlet's name, or a capitalised name with a dash behind. Without
    brackets it is a domain, or an acronym built as provincial newsrooms build theirs (B + province, province + ĐT, TV
    or O), with a spaced dash and a capital behind. Only Vietnamese text is read: "(AP) — Police said" stays as it is.
    Stamps of a place ("TP HCM") stand in markup and are found there.

    >>> parse_dateline("(BTV) Chiều 3/2, Thủ tướng chủ trì")
    ('(BTV)', 'Chiều 3/2, Thủ tướng chủ trì')
    >>> parse_dateline("(QBĐT) – Ngày 5/3, huyện tổ chức")
    ('(QBĐT)', 'Ngày 5/3, huyện tổ chức')
    >>> parse_dateline("(Baonghean.vn) -Trước thềm năm mới")
    ('(Baonghean.vn)', 'Trước thềm năm mới')
    >>> parse_dateline("BHG - Sáng 2/3, tại thị trấn")
    ('BHG', 'Sáng 2/3, tại thị trấn')
    >>> parse_dateline("(Ảnh minh họa) Một buổi chợ")
    (None, '(Ảnh minh họa) Một buổi chợ')
    >>> parse_dateline("CLB - Đội bóng của tỉnh đã thắng")
    (None, 'CLB - Đội bóng của tỉnh đã thắng')
    """
    found = _BRACKETED.fullmatch(text)
    if found:
        signs = _is_mark(found["name"] or found["squared"], dashed=bool(found["dash"]))
    else:
        found = _BARE.fullmatch(text) or _PLACED.fullmatch(text)
        signs = (
            found is not None
            and found["rest"][:1].isupper()
            and (_is_bare_mark(found["mark"]) or _is_place(found["mark"], found["rest"]))
        )
    if not found or not signs or not _begins_text(found["rest"]):
        return None, text
    return found["mark"], found["rest"]


def cut_mark(text: str, known: Sequence[str]) -> tuple[str | None, str]:
    """`parse_dateline` for a text of a newspaper known for these marks, whatever their shape.

    Without brackets such a mark needs a dash or colon behind it.

    >>> cut_mark("Suối Vàng - Sáng 2/3, tại thị trấn", ("Suối Vàng",))
    ('Suối Vàng', 'Sáng 2/3, tại thị trấn')
    """
    for mark in known:
        behind = text[len(mark) :] if text.startswith(mark) else ""
        if _DASHED.match(behind) or (mark.endswith(")") and behind[:1].isspace()):
            return mark, behind.lstrip(" -–—:")
    return parse_dateline(text)


def _is_mark(name: str, *, dashed: bool) -> bool:
    """Whether the bracketed name signs a newsroom."""
    if _ACRONYM.fullmatch(name) or _DOMAIN.fullmatch(name) or is_outlet(name):
        return True
    words = name.split()
    capitalised = words[0][0].isupper() and not name.isdigit()
    return dashed and capitalised and len(words) <= 3 and not _REMARK.match(name) and not any(c.isdigit() for c in name)


def _is_bare_mark(mark: str) -> bool:
    """B + the initials of a province, or these initials (with or without B) + ĐT, TV, O; an outlet's online; a domain.

    >>> [_is_bare_mark(mark) for mark in ("BHG", "BHP", "ĐNO", "TQĐT", "BGTV", "TTO", "Moitruong.net.vn", "VOV.VN")]
    [True, True, True, True, True, True, True, True]
    >>> [_is_bare_mark(mark) for mark in ("CLB", "USD", "WTO", "CEO", "UBND", "BHXH", "ASEAN")]
    [False, False, False, False, False, False, False]
    """
    if _DOMAIN.fullmatch(mark) or (mark.endswith("O") and is_outlet(mark)):
        return True
    if mark[0] == "B" and mark[1:] in _INITIALS:
        return True
    for kind in _KINDS:
        place = mark.removesuffix(kind)
        if place != mark and (place in _INITIALS or (place[:1] == "B" and place[1:] in _INITIALS)):
            return True
    return False


def _is_place(mark: str, rest: str) -> bool:
    """A province in capitals before a sentence: "BẮC GIANG - Từ 2.000 lon sữa", not "HÀ NỘI - HẢI PHÒNG: tuyến mới".

    >>> _is_place("BẮC GIANG", "Từ hai nghìn lon sữa"), _is_place("HÀ NỘI", "HẢI PHÒNG khánh thành tuyến đường")
    (True, False)
    """
    first = rest.split(maxsplit=1)[0] if rest.strip() else ""
    return mark.isupper() and is_province(mark) and first[:1].isupper() and (len(first) == 1 or not first.isupper())


def _begins_text(rest: str) -> bool:
    """Whether what follows is the beginning of a Vietnamese text; nothing at all is a mark on its own line."""
    if not rest:
        return False
    opening = _OPENS.match(rest)
    return opening is not None and not opening[0][-1].islower() and is_vietnamese(rest)
