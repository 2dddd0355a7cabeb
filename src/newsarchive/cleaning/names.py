"""Is this a person, an outlet, or a placeholder? The judgement behind bylines."""

from __future__ import annotations

import re

from newsarchive.cleaning import newsrooms
from newsarchive.cleaning.newsrooms import outlet_key
from newsarchive.cleaning.syllable import is_syllable
from newsarchive.cleaning.text import clean_text, uniform_tone
from newsarchive.cleaning.wording import SECTIONS

_OUTLETS = frozenset(map(outlet_key, (*newsrooms.OUTLETS, *newsrooms.AGENCIES)))
_AGENCIES = frozenset(map(outlet_key, newsrooms.AGENCIES))
_PROVINCES = frozenset(map(outlet_key, newsrooms.PROVINCES))
_PLACEHOLDERS = frozenset(newsrooms.PLACEHOLDERS)
_NEVER = frozenset(newsrooms.NOT_PERSONS) | _PLACEHOLDERS
_BODY = re.compile(r"(?:" + "|".join(map(re.escape, newsrooms.BODY_HEADS)) + r")(?!\w)")
# "Báo Tin tức", "Tạp chí điện tử Sông Lam"; no "Báo cáo kết quả …", no "Báo động lũ".
_PAPER = re.compile(r"(?:[Bb]áo|BÁO|[Tt]ạp chí|TẠP CHÍ)\s+(?:[Đđ]iện tử\s+|[Mm]ạng\s+)?(?P<initial>[^\W_])")
_BROADCASTERS = ("đài pt", "đài phát thanh", "đài truyền hình", "thông tấn xã")
_DOMAIN = re.compile(
    r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|gov|edu|tv|asia)(?:\.vn)?(?:/\S*)?", re.I
)
_TITLE = re.compile(
    r"(?:(?:(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng)"
    r"|luật sư|bác sĩ|bác sỹ|tiến sĩ|thạc sĩ|nhà báo|nhà văn|nhà thơ|họa sĩ|nghệ sĩ|kỹ sư|kiến trúc sư|giáo sư)\s+"
    r"|(?:(?:GS|PGS|TS|TSKH|ThS|BS|BSCK|CKI|CKII|NSND|NSƯT|NGƯT|KTS|LS|Th\.S|T\.S|B\.S)\.?\s*)+(?=\s|[A-ZÀ-Ỹ]))",
    re.IGNORECASE,
)
# "P.Y", "H.Y.T.", "B.NG", "P.Thảo", "Th.Hà", "LK", "M.C": initials, or initials before a given name.
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{0,7}|[^\W\d_]{2,4}|[^\W\d_](?:[-&][^\W\d_])+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)?")
_PARTICLES = frozenset(("de", "da", "del", "van", "von", "der", "den", "bin", "al", "el", "la", "le", "di"))
# No name begins with these; a line in lower case that does is a phrase: "bài viết", "của chúng tôi".
_NO_NAME = frozenset((
    "bài", "tin", "ảnh", "theo", "nguồn", "của", "và", "là", "có", "không", "được", "đã", "sẽ", "các", "những", "một",
    "xem", "đọc", "viết", "ghi", "người", "bạn", "với", "trong", "ngoài", "từ", "đến", "cho", "về", "tại", "ở", "bởi"
))  # fmt: skip
_JOINT = re.compile(r"\s*[-–—/,&+]\s*")
_MOST_WORDS = 6
_LONGEST = 48
_LONGEST_SYLLABLE = 7


def is_person(name: str) -> bool:
    """Whether `name` can be a person as printed in a byline: a name, a pen name or initials.

    Newspapers, agencies, desks, content systems and placeholders such as "PV" are no persons.

    >>> [is_person(name) for name in ("Đức Minh", "SONG MY", "P.Y", "H.Y.T.", "Th.Hà", "BS ĐOÀN HẢI", "John Smith")]
    [True, True, True, True, True, True, True]
    >>> [is_person(name) for name in ("Báo Bắc Ninh", "VCCorp vn", "Ban Thời sự", "Admin", "Web Desk", "baodaklak.vn")]
    [False, False, False, False, False, False]
    >>> [is_person(name) for name in ("PV", "Nhóm P.V", "Bút danh", "TTXVN", "MEDIATECH", "Điểm cầu Trung ương", "")]
    [False, False, False, False, False, False, False]
    """
    name = clean_text(name)
    key = uniform_tone(name).casefold()
    if not name or len(name) > _LONGEST or key in _NEVER or is_outlet_name(name) or _BODY.match(key):
        return False
    return not (_is_job(name) or _is_desk_name(name)) and _has_name_shape(_bare(name))


def is_outlet(name: str) -> bool:
    """Whether `name` is an agency, newspaper, broadcaster or site ("TTXVN", "VTC News", "Báo Tin tức", "soha.vn").

    >>> [is_outlet(name) for name in ("TTXVN", "VTC News", "Báo Tin tức", "TTXVN/Vietnam+", "soha.vn", "Thu Hà")]
    [True, True, True, True, True, False]
    >>> is_outlet("Báo cáo tổng kết năm"), is_outlet("báo điện tử Sông Lam")
    (False, True)
    """
    return (
        outlet_key(name) in _OUTLETS
        or name.casefold().startswith(_BROADCASTERS)
        or _is_paper(name)
        or ("." in name and _DOMAIN.fullmatch(name) is not None)
        or ("/" in name and _are_outlets(name.split("/")))
    )


def _are_outlets(parts: list[str]) -> bool:
    """Each is an outlet we know, or a single word before one: "Elitereaders/Dân Việt", not "Thu Hà/TTXVN"."""
    *before, last = (part.strip() for part in parts)
    known = outlet_key(last) in _OUTLETS
    return known and all(
        outlet_key(part) in _OUTLETS or (len(part) > _LONGEST_SYLLABLE and part.isascii()) for part in before
    )


def _is_paper(name: str) -> bool:
    """ "Báo" or "Tạp chí" with a capital behind."""
    found = _PAPER.match(name)
    return found is not None and len(name) <= _LONGEST and not found["initial"].islower()


def is_outlet_name(line: str) -> bool:
    """Whether a whole line names an outlet, known to us or told by its last word; parts of a line are no evidence.

    >>> [is_outlet_name(line) for line in ("Báo Sông Lam", "Sông Lam News", "Đời Mới Online", "Online", "Thu Hà")]
    [True, True, True, False, False]
    """
    words = line.split()
    told = 1 < len(words) <= _MOST_WORDS and words[-1].casefold() in newsrooms.OUTLET_TAILS
    return is_outlet(line) or (told and all(word[0].isupper() or word == "&" for word in words))


def is_agency(name: str) -> bool:
    """Whether `name` is a news agency, which a bare byline credits: "TTXVN", "TTXVN/Vietnam+", "AFP"."""
    return all(outlet_key(part) in _AGENCIES for part in name.split("/"))


def is_placeholder(name: str) -> bool:
    """Whether `name` says "our reporters" and names nobody: "PV", "Nhóm P.V", "CTV", "Nhóm PV Kinh tế".

    >>> [is_placeholder(name) for name in ("PV", "Nhóm P.V", "Nhóm phóng viên", "P.V", "P.Y")]
    [True, True, True, True, False]
    >>> [is_placeholder(name) for name in ("PV Thời sự", "Nhóm PV Báo Sông Lam", "PV Hoàng Nam")]
    [True, True, False]
    """
    if _is_job(name):
        return True
    key = uniform_tone(clean_text(name)).casefold()
    if not key.startswith(newsrooms.PLACEHOLDERS):
        return False
    if key in _PLACEHOLDERS or set(_JOINT.split(key)) <= _PLACEHOLDERS:
        return True
    words = key.split()
    heads = (" ".join(words[:count]) for count in range(1, min(4, len(words))))
    return any(head in _PLACEHOLDERS and _is_desk(name, len(head.split())) for head in heads)


def is_desk(line: str) -> bool:
    """Whether a whole line is the newsroom, a desk or an account of it, which signs texts and is nobody.

    >>> [is_desk(line) for line in ("Ban Thời sự", "TÒA SOẠN", "Phòng Bạn đọc", "Admin", "Ban Dân tộc", "Thời sự")]
    [True, True, True, True, False, False]
    """
    key = uniform_tone(clean_text(line)).casefold()
    head, _, rest = key.partition(" ")
    return key in newsrooms.DESKS or _is_desk_name(line) or (head in {"ban", "phòng"} and rest in newsrooms.DESK_NAMES)


def _is_desk_name(name: str) -> bool:
    """What an English newsroom signs for itself: "Web Desk", "Post Staff"."""
    words = name.split()
    return 1 < len(words) <= _MOST_WORDS and words[-1].casefold() in newsrooms.DESK_TAILS and words[0][0].isupper()


def _is_job(name: str) -> bool:
    """What the newsroom calls the writer, behind the name: "Political Correspondent", "Senior Reporter"."""
    words = name.split()
    return 1 < len(words) <= _MOST_WORDS and words[-1].casefold() in newsrooms.JOBS


def _is_desk(name: str, first: int) -> bool:
    """What stands from this word on is a section, a desk or an outlet."""
    desk = " ".join(name.split()[first:])
    key = uniform_tone(desk).casefold()
    return key in SECTIONS or key.startswith("ban ") or is_outlet_name(desk)


def is_province(name: str) -> bool:
    """Whether `name` is one of the 63 provinces before July 2025."""
    return outlet_key(name) in _PROVINCES


def is_vietnamese_name(name: str) -> bool:
    """Whether every word has the shape of a Vietnamese syllable, or the name is written with dotted initials.

    >>> [is_vietnamese_name(name) for name in ("MỘC LAM", "T.Hà", "SCMP", "Daily Planet", "Trần John")]
    [True, True, False, False, False]
    """
    words = name.split()
    return all("." in word or is_syllable(word) for word in words)


def is_pen_name(line: str) -> bool:
    """Whether a line is a name in lower case throughout, as some columnists sign: two or three syllables, one marked.

    Only a place where nothing but names stands makes it one.

    >>> [is_pen_name(line) for line in ("thu hoài", "lê an vy", "thời sự", "longantv", "và", "Thu Hoài", "by john")]
    [True, True, False, False, False, False, False]
    """
    words = line.split()
    if not (2 <= len(words) <= 3 and line.islower() and not line.isascii() and all(map(is_syllable, words))):
        return False
    key = uniform_tone(line)
    return key not in _NEVER and not _BODY.match(key) and words[0] not in _NO_NAME


def is_name_like(name: str) -> bool:
    """Stricter than `is_person`, for lines without a label: every word Vietnamese, or two to three capitalised ones.

    >>> [is_name_like(name) for name in ("Thiên Thanh", "MAI QUẾ", "P.Y", "Thảo", "Hà Nội", "Hotline", "Park Hang Seo")]
    [True, True, True, True, False, False, True]
    >>> is_name_like("BS ĐOÀN HẢI")
    True
    """
    if not is_person(name) or (is_province(name) and name.isupper()):
        return False
    words = _bare(clean_text(name)).replace(".", " ").split()
    return all(map(is_syllable, words)) or _is_initials(name) or "." in name or len(words) in (2, 3)


def _bare(name: str) -> str:
    """The name without the titles before it: "BS ĐOÀN HẢI" → "ĐOÀN HẢI"."""
    return _TITLE.sub("", name, count=1).strip() if _TITLE.match(name) else name


def _has_name_shape(name: str) -> bool:
    words = name.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    if len(words) == 1:
        return _is_single_name(words[0])
    return _is_capitalised(words[0]) and all(_is_capitalised(word) or word in _PARTICLES for word in words[1:])


def _is_single_name(word: str) -> bool:
    """One word alone: initials, or one Vietnamese syllable. A foreign single word is an account or a vendor."""
    if _is_initials(word):
        return True
    return word[0].isupper() and (word[1:].islower() or word.isupper()) and is_syllable(word)


def _is_capitalised(word: str) -> bool:
    if _is_initials(word):
        return True
    if not _WORD.fullmatch(word) or not word[0].isupper():
        return False
    return all(_is_even(part) for part in re.split(r"['’-]", word))


def _is_even(part: str) -> bool:
    """Upper case throughout, or a capital and lower case: not the CamelCase of an account or a brand."""
    return part.isupper() or part[1:].islower() or len(part) == 1 or part.startswith(("Mc", "Mac", "O"))


def _is_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word) is not None and (word.isupper() or ("." in word and word[0].isupper()))
