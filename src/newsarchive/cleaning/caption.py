"""Captions and the credits printed behind them."""

from __future__ import annotations

import re

from newsarchive.article import Caption
from newsarchive.cleaning.credits import has_colon
from newsarchive.cleaning.names import is_outlet, is_person
from newsarchive.cleaning.text import clean_text, holds_any

_SHOT = (
    r"ảnh\s+(?:tư\s+liệu|minh\s+(?:họa|hoạ)|chụp\s+màn\s+hình|cắt\s+từ\s+(?:clip|video)|đồ\s+họa|lưu\s+niệm)"
    r"|nguồn\s+ảnh|hình\s+ảnh|ảnh\s+và\s+clip|ảnh,\s*clip|ảnh"
)
_LABEL = re.compile(
    rf"""
    (?P<open> ^ | [.!?…”")\]]\s* | \s[-–—|]\s* | \s* [(\[] \s* | \s )
    (?P<label> {_SHOT} | hình | nguồn | đồ\s(?:họa|hoạ) | clip | video | photos? | (?:photo\s)?credit | image )
    \s* [:：] \s*
    (?P<credit> [^:：]{{1,80}} (?: [-–—;,]\s*(?:đồ\shọa|clip|video|ảnh)\s*[:：][^:：]{{1,40}} )? )
    $
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "… năm 1995. Ảnh Sỹ Hợp": no colon, so only behind a full stop, a dash or a bracket and with a name behind.
_NO_COLON = re.compile(
    r"(?P<open>^|[.!?…”\")]\s*|\s[-–—]\s*|\s*\(\s*)(?P<label>(?-i:Ảnh|ảnh)(?:\s+tư\s+liệu|\s+minh\s+họa)?)\s+(?P<credit>[^:：.]{2,40}\.?\)?\.?)$"
)
_KIND_ONLY = re.compile(
    r"(?P<open>[.!?…”\")]\s*|\s[-–—]\s*|\s*\(\s*)(?:Ảnh|ảnh)\s+"
    r"(?P<credit>tư\s+liệu|TL|NVCC|CTV|(?:do\s+)?[^():.]{3,40}\scung\s+cấp|(?:chụp|cắt)\s+(?:màn\s+hình|từ\s+\w+))\)?\.?$"
)
_KIND_ALONE = re.compile(
    r"\(?(?:ảnh|hình)(?:\s*:)?\s+(?:chỉ\s+(?:có\s+tính|mang\s+tính(?:\s+chất)?)\s+)?(?:minh\s+(?:họa|hoạ)|tư\s+liệu|tl|nvcc|ctv"
    r"|internet|st|sưu\s+tầm)\)?\.?",
    re.IGNORECASE,
)
_UNPARTED = re.compile(r"(?<=[^\W\d_][.!?…”)])(?=(?:Ảnh|Nguồn|Hình|Clip|Video|Đồ họa)\b[^:：]{0,20}[:：])")
_UNLABELLED = (_NO_COLON, _KIND_ONLY)
_HINTS = ("ảnh", "hình", "nguồn", "đồ họa", "đồ hoạ", "clip", "video", "photo", "credit", "image")
_LONGEST_CREDIT, _LONGEST_UNLABELLED, _LONGEST_LABEL = 160, 80, 30
"""Characters that a credit takes at the end of a line at most, one without a colon, and what introduces it."""
_LONGEST_GLUED = 400
"""Within so many characters of a paragraph a caption that is glued to its head has its colon."""
_LONGEST_HEADING = 60
_HEADING = re.compile(r"^(?:chú\s+thích\s+ảnh|caption)\s*[:：]?\s*", re.IGNORECASE)
_ANY_SOURCE = ("nguồn", "credit")
_OF_TEXT = re.compile(r"(?:^|[\s.])(?:tin|bài)\s*(?:,|và|&|-|/)?$", re.IGNORECASE)
# What may stand for a photographer without being a name.
_NO_NAME = re.compile(
    r"(?:tư liệu|internet|mạng|st|sưu tầm|nvcc|nhân vật|gia đình|người dân|bạn đọc|độc giả|công an|tl|cắt từ"
    r"|chụp màn hình|facebook|fb|cơ quan|đơn vị|ban tổ chức"
    r"|btc|do |ảnh |từ |minh họa|tác giả|trích|website|trang |camera|pv|ctv)",
    re.IGNORECASE,
)
# A credit inside a paragraph whose end is certain: a bracket closes it, or a full stop does.
_GLUED = re.compile(
    rf"""
    ^(?P<caption> [^\n]{{0,300}}?
        (?: \( (?:{_SHOT}) \s*[:：]\s* (?P<bracketed>[^():：]{{2,50}}) \) \.?
          | (?:^|(?<=[.!?…”"\s])) (?:{_SHOT}) \s*[:：]\s* (?P<stopped>[^.:：]{{3,40}}) \. ) )
    \s+ (?P<rest> ["“]?[^\W\d_].{{40,}} )$
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[\"“]?[^\W\d_])")


def parse_caption(text: str) -> Caption:
    """Split a printed caption into its sentence and its credit.

    >>> parse_caption("Trung tâm thị xã năm 1995. Ảnh: Sỹ Hợp")
    Caption(text='Trung tâm thị xã năm 1995.', credit='Sỹ Hợp')
    >>> parse_caption("Đội hình ra quân (ảnh: Gia Hùng).")
    Caption(text='Đội hình ra quân', credit='Gia Hùng')
    >>> parse_caption("Một bó hoa giá 400.000 đồng - Ảnh: H.Y.T.")
    Caption(text='Một bó hoa giá 400.000 đồng', credit='H.Y.T.')
    >>> parse_caption("Ảnh minh họa: Internet")
    Caption(text=None, credit='Internet')
    >>> parse_caption("Điểm cầu Trung ương")
    Caption(text='Điểm cầu Trung ương', credit=None)
    >>> parse_caption("Ảnh: Người dân tập trung ở bến sông từ sáng sớm để chờ đò.")
    Caption(text='Ảnh: Người dân tập trung ở bến sông từ sáng sớm để chờ đò.', credit=None)
    """
    line = cut_heading(clean_text(text))
    found = _find_credit(line)
    return Caption(_before(line, found[0]), found[1]) if found else Caption(line or None, None)


def cut_heading(line: str) -> str:
    """The line without the words that announce a caption.

    >>> cut_heading("Chú thích ảnh: Cầu mới"), cut_heading("Cầu mới")
    ('Cầu mới', 'Cầu mới')
    """
    found = _HEADING.match(line)
    return line[found.end() :] if found else line


def part_credit(text: str) -> str:
    """The caption with a blank before a credit that an element of its own holds: "… đầu bờ.<span>Ảnh: Vũ Hoài</span>".

    >>> part_credit("Quang cảnh hội thảo đầu bờ.Ảnh: Vũ Hoài")
    'Quang cảnh hội thảo đầu bờ. Ảnh: Vũ Hoài'
    """
    return _UNPARTED.sub(" ", text) if has_colon(text) else text


def is_kind_of_picture(line: str) -> bool:
    """Whether a line of clean text says of a picture what it is and no more.

    >>> [is_kind_of_picture(line) for line in ("Ảnh minh họa", "(Ảnh: tư liệu)", "Ảnh tư liệu quý về làng")]
    [True, True, False]
    """
    return _KIND_ALONE.fullmatch(line) is not None


def split_credit(paragraph: str) -> tuple[str | None, str]:
    """Cut a caption with its credit that a scrape glued to the head of the next paragraph: (caption line, rest).

    Only where the end of the credit is certain, by a bracket or a full stop, and where what stands before is at most
    one sentence; otherwise (None, paragraph).

    >>> split_credit("Quang cảnh lễ hội. (Ảnh: Minh Đan) Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.")
    ('Quang cảnh lễ hội. (Ảnh: Minh Đan)', 'Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.')
    >>> split_credit("Ngôi nhà cổ (ảnh: Minh Đan) nằm bên sông đã được trùng tu từ năm ngoái bằng vốn tỉnh.")[0] is None
    True
    """
    head = paragraph[:_LONGEST_GLUED]
    found = _GLUED.match(clean_text(paragraph)) if has_colon(head) and holds_any(head, ("ảnh",)) else None
    if not found:
        return None, paragraph
    credit = found["bracketed"] or found["stopped"]
    before = parse_caption(found["caption"]).text or ""
    if not _is_credit(credit.strip()) or _SENTENCE_END.search(before) or not found["rest"].lstrip('"“')[0].isupper():
        return None, paragraph
    return found["caption"], found["rest"]


def has_credit(line: str) -> bool:
    """Whether a line of clean text ends with a photo credit, which makes it a caption wherever it stands.

    "Nguồn:" is none: it also stands under a text.

    >>> has_credit("Cầu mới khánh thành. Ảnh: Vinh Quý"), has_credit("Cầu mới khánh thành. Nguồn: Vinh Quý")
    (True, False)
    """
    found = _find_credit(line)
    return found is not None and found[0].groupdict().get("label", "").casefold() not in _ANY_SOURCE


def is_caption_label(line: str) -> bool:
    """Whether the line, clean text, only announces a caption: "Chú thích ảnh"."""
    return len(line) <= _LONGEST_HEADING and _HEADING.fullmatch(line) is not None


def _find_credit(line: str) -> tuple[re.Match[str], str] | None:
    """Where the credit begins, and its value."""
    end = line[-_LONGEST_CREDIT:]
    forms = [(_LABEL, _find_colon(line))] if has_colon(end) else []
    if "ảnh" in end or "Ảnh" in end:
        forms += [(form, len(line) - _LONGEST_UNLABELLED) for form in _UNLABELLED]
    if not forms or not holds_any(end, _HINTS):
        return None
    for form, behind in forms:
        found = form.search(line, behind - _LONGEST_LABEL)
        if found and not _credits_text(line, found.start()) and (credit := _read_credit(found, form)):
            return found, credit
    return None


def _find_colon(line: str) -> int:
    """Where the first colon of a line that has one stands."""
    return min(line.index(colon) for colon in ":：" if colon in line)


def _credits_text(line: str, end: int) -> bool:
    """ "Tin, ảnh: X" credits the text too: a byline, no caption. `end`: where the label of the pictures begins."""
    return _OF_TEXT.search(line, end - _LONGEST_LABEL, end) is not None


def _read_credit(found: re.Match[str], form: re.Pattern[str]) -> str | None:
    credit = _tidy(found["credit"])
    if form is _KIND_ONLY:
        return credit
    if form is _NO_COLON:
        return credit if is_person(credit) or is_outlet(credit) or is_outlet(credit.split("/")[-1]) else None
    # Behind a sentence "Ảnh:" can only credit; at the head of the line it may describe ("Ảnh: Người dân tập trung…").
    behind = found.start() > 0 and found["open"].strip() != ""
    return credit if credit and (_is_credit(credit) or (behind and credit[0].isupper())) else None


def _is_credit(credit: str) -> bool:
    """Names, outlets or the usual stand-ins; a clause in lower case behind "Ảnh:" is a sentence about the picture."""
    words = credit.split()
    if not words or len(words) > 10:
        return False
    if is_outlet(credit) or (_NO_NAME.match(credit) and (len(words) <= 4 or "cung cấp" in credit)):
        return True
    capitalised = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    return (
        capitalised >= len(words) / 2 and words[0][0].isupper() and (len(words) <= 5 or capitalised > len(words) * 0.7)
    )


def _tidy(credit: str) -> str:
    credit = credit.strip(" -–—,;")
    if credit.count(")") > credit.count("(") or credit.count("]") > credit.count("["):
        credit = credit.rstrip(").] ")
    if credit.endswith(".") and not re.search(r"(?:^|[\s.])[^\W\d_]\.$", credit):
        credit = credit.rstrip(".")
    return credit.strip()


def _before(line: str, found: re.Match[str]) -> str | None:
    """The sentence before the credit with its own final stop."""
    stop = found["open"].strip(" -–—|([")
    return (line[: found.start()] + stop).strip(" -–—|([") or None
