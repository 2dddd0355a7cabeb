"""What a single line of page furniture says: the forms behind `boilerplate`, each matching a whole line or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import pairwise

from newsarchive.cleaning import wording, wording_english
from newsarchive.cleaning.counters import is_clock, is_counter, is_moving
from newsarchive.cleaning.text import clean_text, uniform_tone

_LONGEST = 400
_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"\W*(?:\d[\dk]*\W+)*(\w+)(?:\W+(\w+))?")
_BETWEEN = r"[\s|•·,:;!?.…»›>«<\[\]()/*+–—-]*"
_COUNT = r"\(?\s*\d{1,6}(?:[.,]\d{1,3})?[kK]?\s*\)?"
_COMMENTS = r"(?:bình\ luận|ý\ kiến(?:\ bạn\ đọc)?|comments?|phản\ hồi)"

# Forms with something variable in them, for a line in lower case with uniform tone placement.
_FORM_LINE = re.compile(
    rf"""
      (?:viết\ |gửi\ )?{_COMMENTS}\s*\(\s*\d+\s*\)                           # "Bình luận (3)", "Ý kiến bạn đọc (12)"
    | \(?\s*\d+\s*\)?\s*{_COMMENTS}                                          # "(0) Bình luận", "3 bình luận"
    | \*?\s*(?:vui\ lòng|xin)\ (?:nhập|gõ|chọn|điền)\ (?:đầy\ đủ\ )?
      (?:mã|họ|tên|email|e-mail|bình\ luận|ý\ kiến|nội\ dung|tiếng\ việt|captcha) (?:(?!,).){{0,60}}
    | ý\ kiến\ của\ bạn\ sẽ\ được\ (?:biên\ tập|kiểm\ duyệt|xét\ duyệt).{{0,120}}
    | (?:bạn\ )?còn\ \d+(?:/\d+)?\ ký\ tự
    """,
    re.VERBOSE,
)
_TOOL_LINE = re.compile(
    r"""
      theo\ dõi\ .{2,50}\ trên\ (?:google(?:\ news)?|facebook|zalo|youtube|tiktok|(?:các\ )?(?:kênh\ |trang\ )?
      mạng\ xã\ hội) .{0,30}
    | \d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2} [^.!?]{0,80}                                       # the player's clock
    | (?:liên\ hệ|thông\ tin)\ (?:giao\ dịch\ )?quảng\ cáo\b [^.]{0,80}
    | xem\ (?:tất\ cả|toàn\ bộ)\ .{0,20}bình\ luận
    | (?:trở\ thành|hãy\ là)\ người\ đầu\ tiên\ (?:tặng|bình\ luận|gửi).{0,60}
    | tặng\ sao\b.{0,40}
    | tặng\ (?:bài\ (?:viết|báo)|tin)\b [^.]{0,40}
    | (?:bạn\ )? (?:còn|có\ thể\ tặng) \ (?:\d+|một)\ (?:lượt|bài)\b [^.]{0,60} \b(?:tặng|tháng|bạn\ bè)\b
      [^.]{0,40} \.?
    | (?:thích|like)\ (?:trang|fanpage)\b .{0,40} \bfacebook\b .{0,80}
    | và\ \d+\ tác\ giả\ khác
    | tải\ (?:ứng\ dụng|app)\b [^.]{0,60}
    | quét\ mã\ qr\b [^.]{0,40} \b(?:tải|cài\ đặt|đọc\ báo|theo\ dõi|truy\ cập)\b [^.]{0,80}
    | (?:kính\ )?mời\ (?:quý\ )?(?:bạn\ đọc|độc\ giả|khán\ giả|quý\ vị|các\ bạn|bạn) .{0,20}
      \ (?:theo\ dõi|tải|quét|truy\ cập|đọc) \ .{0,100}
      \b(?:google\ news|zalo|facebook|fanpage|youtube|tiktok|ứng\ dụng|app)\b .{0,60}
    | (?:kính\ )?mời\ (?:quý\ )?(?:bạn\ đọc|độc\ giả|khán\ giả|quý\ vị|các\ bạn|bạn) .{0,20}
      \ (?:theo\ dõi|đón\ (?:xem|đọc)|xem|nghe|đọc)\ (?:thêm\ |tiếp\ |các\ |những\ )*
      (?:video|clip|chương\ trình|phóng\ sự|bản\ tin|bài\ viết|số\ báo|ấn\ phẩm)\b [^.?]{0,160} [.!…]*
    | (?:độc\ giả|bạn\ đọc)\ có\ thể\ (?:đọc|xem|theo\ dõi)\ (?:thêm\ )? .{0,60}\ tại\ đây\.?
    """,
    re.VERBOSE,
)
_IMPRINT_LINE = re.compile(
    r"""
      [®©]?\s*giấy\ phép\ (?:hoạt\ động\ |xuất\ bản\ )? (?:báo\ (?:chí\ )?(?:điện\ tử\ )?|trang\ .{2,40}\ )?
      số\s*:?\s*\d+(?=.*(?:gp|bttt|bộ\ (?:thông|tt|văn|vh)|cục\ báo|sở\ (?:thông|tt)))[\w/.-]*.{0,160}
    | (?:q\.\s*|quyền\ |phó\ )?tổng\ biên\ tập\s*[:：].{2,80}
    | (?:[®©]\s*)?(?:đề\ nghị\ )?(?:vui\ lòng\ )?ghi\ rõ\ nguồn\s*(?:["“«].*|(?:khi|nếu)\ .{3,160})
    | (?:toàn\ bộ\ )?bản\ quyền\ (?:thuộc\ (?:về\ )?|của\ )(?:báo|tạp\ chí|tòa\ soạn|vnexpress)\b [^.]{0,80} \.?
    | (?:©|copyright\b).{0,160}
    | (?:cơ\ quan\ chủ\ quản|cơ\ quan\ ngôn\ luận|phát\ triển\ bởi|thiết\ kế\ bởi|địa\ chỉ\ tòa\ soạn)\s*[:：].{2,160}
    | (?:hotline|fax)\s*[:：]?\s*[\d\s().+/,;–-]{7,60}
    | (?:email|e-mail|thư\ điện\ tử)\s*[:：]\s*\S*(?:toa-?soan|ban-?doc|bbt|quang-?cao|@bao)\S*
      (?:\s*[|;,–-]\s*.{2,80})?
    | chịu\ trách\ nhiệm\ (?:(?:về|chính|quản\ lý|xuất\ bản)\ )?(?:nội\ dung|chính|xuất\ bản)\s*[:：].{2,120}
    | liên\ hệ\ (?:giao\ dịch\ )?quảng\ cáo\b [^@]{0,60}\S+@\S+
    | liên\ hệ\ (?:để\ )?(?:cung\ cấp\ thông\ tin|gửi\ tin,?\ bài|cộng\ tác)\b [^.]{0,60} \.?
    | trang\ chủ\ báo\ (?:điện\ tử\ )?.{2,60}
    | mọi\ (?:phản\ ánh|ý\ kiến).{0,60}(?:xin|vui\ lòng)\ (?:gửi|liên\ hệ).{0,120}
    | mọi\ thông\ tin.{0,60}(?:xin|vui\ lòng)\ (?:gửi|liên\ hệ).{0,60}(?:tòa\ soạn|ban\ biên\ tập).{0,80}
    """,
    re.VERBOSE,
)
# These words stand anywhere in a line, so a line without them is not searched for them.
_FAX_LINE = re.compile(r".{0,120}\b(?:điện thoại|đt|tel)\.?\s*[:：]?\s*[(\d][\d\s().+-]{6,20}.{0,40}\bfax\b.{0,120}")
_RIGHTS_LINE = re.compile(r".{0,80}\ball rights reserved\b.{0,120}")
# A number to call is the paper's beside its imprint only: charity appeals and notices end with one of their own.
_NUMBER_LINE = re.compile(
    r"(?:điện thoại|đt|tel|đường dây nóng)\s*[:：]?\s*[\d\s().+/,;–-]{7,60}"
    r"|(?:email|e-mail|thư điện tử)\s*[:：]\s*\S+@\S+(?:\s*[|;,–-]\s*.{2,80})?"
)
_CONTACT_LINE = re.compile(
    r"(?:địa chỉ|trụ sở|tòa soạn|điện thoại|đt|tel|hotline|fax|e-?mail|website|liên hệ)\b.{0,20}[:：]"
)
_RELATED_LINE = re.compile(
    r"""
      (?: >>+ | » | ››? | &gt;&gt; | ➤ | ► | ☞ | =>+ )\s* \S.{3,250}
    | (?: (?:mời\ )?(?:xem|đọc)\ (?:thêm|tiếp|ngay) | (?:tin|bài|bài\ viết|tin\ bài)\ liên\ quan
        | có\ thể\ bạn\ quan\ tâm )
      \s* (?: [:：>]+ | [–—] | -\s ) \s* \S.{1,220}
    """,
    re.VERBOSE,
)
# English: what a line as a whole asks the reader to do, or where it sends him.
_ENGLISH_LINE = re.compile(
    r"""
      (?:story|article|content|report)\ continues\ (?:below|after) .{0,40}
    | continue\ reading\ (?:below|the\ main\ story|this\ story) .{0,40}
    | (?:sign\ up|subscribe) (?:\ here|\ now|\ today)? (?:\ for|\ to) \ .{0,120}
      \b(?:newsletters?|e?mails?|inbox|alerts|briefings?|podcasts?|channel)\b .{0,80}
    | click\ here\ (?:to|for)\ .{2,120}
    | (?:follow|like)\ (?:@\w+ | us | him | her | them | [\w.'’&\ -]{2,50}) (?:\ and\ .{2,40})?
      \ on\ (?:twitter|facebook|instagram|x|tiktok|linkedin|youtube|threads|bluesky|flipboard|whatsapp|google\ news)\b
      .{0,80}
    | download\ (?:our|the)\ .{2,40}\ app\b .{0,80}
    | (?:got|have)\ (?:you\ )?a\ (?:news\ |story\ )?(?:story|tip|idea)\b [^.?]{0,60} \? .{0,140}
    | \[?\s* (?:read|see|watch|listen|related|more|recommended|also\ read|don['’]t\ miss|in\ case\ you\ missed\ it
             |more\ on\ this|full\ coverage)
      (?:\ more|\ also|\ next|\ now|\ stories|\ story|\ articles?)? \s* [:：>|]+ \s* \S .{3,200}
    | (?:this\ (?:article|story)\ is\ more\ than\ \d+\ (?:years?|months?)\ old)\.?
    | this\ material\ may\ not\ be\ published,\ broadcast .{0,120}
    | \d{1,2}\ min(?:ute)?s?\ read
    | our\ standards:\ .{2,80}
    | (?:first\ published|last\ updated|published|updated)(?:\ on|\ at)? \s*:\s* (?=.{0,30}\b(?:19|20)\d\d\b)
      [\w\ ,.:|()/+-]{6,60}
    | (?:support|donate\ to|help\ fund)\ (?:our|local|independent|quality)\ (?:journalism|news\w*)\b .{0,80}
    | \(? except\ for\ the\ headline,\ this\ (?:story|article|report)\b .{0,140}
    """,
    re.VERBOSE,
)
_TAG_LINE = re.compile(
    r"(?:từ khóa|tags?|chủ đề|hashtag|keywords|thẻ|nhãn)(?: liên quan)?\s*[:：]\s*\S(?!.*[.!?]$).{0,300}"
)
_BACK_LINE = re.compile(r"(?:trở lại|quay lại|về trang)\s+(?:" + "|".join(wording.SECTIONS) + ")")
_READ_IN_LINE = re.compile(r"(?:đọc|xem|tin) nhiều(?: nhất)? (?:trong|về) .{2,30}")


@lru_cache(maxsize=128)
def say(line: str) -> str:
    """The line as the word lists are written; empty when it is too long to be furniture. Kept: a line is asked often.

    >>> say("  Từ khoá: ")
    'từ khóa:'
    """
    if len(line) > _LONGEST * 2:
        return ""
    said = uniform_tone(clean_text(line)).casefold()
    return said if len(said) <= _LONGEST else ""


def is_form(said: str) -> bool:
    """Comment form or captcha."""
    return _FORM_LINE.fullmatch(said) is not None or _consists_of("form", said)


def is_imprint(said: str) -> bool:
    """Who publishes the site and by which licence: the foot of the page."""
    return _IMPRINT_LINE.fullmatch(said) is not None or ("fax" in said and _FAX_LINE.fullmatch(said) is not None)


def is_contact(said: str) -> bool:
    """A postal address or a number to call: the paper's only above its imprint, elsewhere of the article."""
    return _CONTACT_LINE.match(said) is not None


def opens_comments(said: str) -> bool:
    """Comment form, or the heading over the comments."""
    return bool(said) and (is_form(said) or said.strip(" :()0123456789") in wording.COMMENTS)


def is_list_heading(said: str) -> bool:
    """The heading of a list of other articles: "Tin liên quan", "Đọc nhiều trong Kinh doanh"."""
    return _consists_of("lists", said) or _READ_IN_LINE.fullmatch(said) is not None


def is_furniture(said: str) -> bool:
    """Share bar, reading tools, advertising, tags, imprint, a line that points to another article."""
    return is_moving(said) or is_imprint(said) or _is_tool(said) or _consists_of("strong", said) or _is_bar(said)


def _is_tool(said: str) -> bool:
    """A line of a form that no article has."""
    for form in (_TOOL_LINE, _RELATED_LINE, _ENGLISH_LINE, _TAG_LINE, _BACK_LINE):
        if form.fullmatch(said):
            return True
    return "rights" in said and _RIGHTS_LINE.fullmatch(said) is not None


def name_furniture(said: str) -> str | None:
    """What kind of furniture a line is that `is_form`, `is_list_heading` or `is_furniture` knows; else None.

    >>> name_furniture(say("Gửi bình luận Nhập lại")), name_furniture(say("Từ khóa: bầu cử"))
    ('comment form', 'tags')
    """
    kinds: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("comment form", is_form),
        ("heading of a list of other articles", is_list_heading),
        ("counter of readers", is_counter),
        ("visitor's clock", is_clock),
        ("imprint", is_imprint),
        ("points to another article", _RELATED_LINE.fullmatch),
        ("tags", _TAG_LINE.fullmatch),
        ("way back to a section", _BACK_LINE.fullmatch),
        ("reading tools", _TOOL_LINE.fullmatch),
    )
    named = next((name for name, says in kinds if says(said)), None)
    if named or not is_furniture(said):
        return named
    return "share bar or other row of controls" if _is_bar(said) else "share bar, tools, advertising or tags"


def is_weak(said: str) -> bool:
    """What could also be the article's ("Facebook", "Gửi", "ĐT: 0912 …"): furniture only beside furniture."""
    return bool(said) and (_consists_of("weak", said) or _NUMBER_LINE.fullmatch(said) is not None)


def _is_bar(said: str) -> bool:
    """A row of three or more small controls, none of which would be sure alone: "Facebook Twitter Zalo Print"."""
    return is_weak(said) and len(_weak_words().findall(said)) >= 3


_FORM = wording.FORM + wording_english.FORM
_STRONG = (
    *wording.STRONG, *wording.TAGS, *wording_english.COMMENTS, *wording_english.TOOLS,
    *wording_english.ADVERTISING, *wording_english.IMPRINT,
)  # fmt: skip
_LISTS = wording.LISTS + wording_english.LISTS
_WEAK = wording.WEAK + wording_english.WEAK
_SURE = {"form": _FORM, "strong": _STRONG, "lists": _LISTS, "weak": _WEAK}
_COMPANY = {"form": _FORM + _STRONG + _WEAK, "strong": _STRONG + _LISTS + _WEAK, "lists": (), "weak": _WEAK}


def _consists_of(kind: str, said: str) -> bool:
    """The whole line is phrases of a kind. Asked of every short line, so nearly all are turned away by their words."""
    return kind in _kinds(said) and _phrases(kind).fullmatch(said) is not None


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=128)
def _kinds(said: str) -> frozenset[str]:
    """Kinds of phrases that a line may consist of: it begins like one of their company and holds the first two words of
    a sure one, or its only one; kept as `say` keeps it."""
    first, second = _open(said)
    kinds = _openings()
    begun = kinds.get((first, ""), _NONE) | kinds.get((first, second), _NONE)
    if not begun:
        return begun
    words = _WORD.findall(said)
    pairs = {*zip(words), *pairwise(words)}
    return frozenset(kind for kind in begun if not _heads(kind).isdisjoint(pairs))


@cache
def _openings() -> dict[tuple[str, str], frozenset[str]]:
    """By the first two words of a phrase, or its only one, the kinds in whose company it is, or which it is of."""
    heads = {kind: frozenset(map(_open, (*_SURE[kind], *_COMPANY[kind]))) for kind in _SURE}
    words = frozenset().union(*heads.values())
    return {pair: frozenset(kind for kind in heads if pair in heads[kind]) for pair in words}


def _open(said: str) -> tuple[str, str]:
    """The first two words of a line behind the counts it begins with; "" for one that it has not."""
    found = _OPENING.match(said)
    return (found[1], found[2] or "") if found else ("", "")


@cache
def _heads(kind: str) -> frozenset[tuple[str, ...]]:
    """The first two words of the sure phrases: a line that holds one has them side by side."""
    return frozenset(tuple(_WORD.findall(phrase)[:2]) for phrase in _SURE[kind])


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    """A whole line with at least one sure phrase of the kind, and beside it only phrases of its company and counts."""
    one = _either(_SURE[kind])
    if not _COMPANY[kind]:
        return re.compile(rf"{_BETWEEN}{one}{_BETWEEN}")
    other = rf"(?:{_either(_COMPANY[kind])}|{_COUNT}){_BETWEEN}"
    # Possessive at the end, few before: no line can make the match explode.
    return re.compile(rf"{_BETWEEN}(?:{other}){{0,4}}?{one}{_BETWEEN}(?:{other})*+")


@cache
def _weak_words() -> re.Pattern[str]:
    return re.compile(_either(_WEAK))


def _either(phrases: Iterable[str]) -> str:
    """Any of the phrases as whole words, the longest first, never given back."""
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return r"(?<!\w)(?>" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
