"""What a single line of page furniture says: the forms behind `boilerplate`, each matching a whole line or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from newsarchive.cleaning import wording
from newsarchive.cleaning.counters import is_clock, is_counter, is_moving
from newsarchive.cleaning.phrases import consists_of, count_weak
from newsarchive.cleaning.text import clean_text, uniform_tone

_LONGEST = 400
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
_TOOL = r"""
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
"""
_IMPRINT = r"""
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
"""
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
_RELATED = r"""
      (?: >>+ | » | ››? | &gt;&gt; | ➤ | ► | ☞ | =>+ )\s* \S.{3,250}
    | (?: (?:mời\ )?(?:xem|đọc)\ (?:thêm|tiếp|ngay) | (?:tin|bài|bài\ viết|tin\ bài)\ liên\ quan
        | có\ thể\ bạn\ quan\ tâm )
      \s* (?: [:：>]+ | [–—] | -\s ) \s* \S.{1,220}
"""
# English: what a line as a whole asks the reader to do, or where it sends him.
_ENGLISH = r"""
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
"""
_TAGS = r"""
      (?:từ\ khóa|tags?|chủ\ đề|hashtag|keywords|thẻ|nhãn)(?:\ liên\ quan)?\s*[:：]\s*\S(?!.*[.!?]$).{0,300}
"""
_BACK = rf"(?:trở\ lại|quay\ lại|về\ trang)\s+(?:{'|'.join(map(re.escape, wording.SECTIONS))})"
# One pattern for all of them: a line is asked once, and the group tells which it is.
_LINE = re.compile(
    rf"(?P<imprint>{_IMPRINT})|(?P<pointer>{_RELATED})|(?P<tags>{_TAGS})|(?P<back>{_BACK})|(?P<tools>{_TOOL})|{_ENGLISH}",
    re.VERBOSE,
)
_NAMES = {
    "imprint": "imprint",
    "pointer": "points to another article",
    "tags": "tags",
    "back": "way back to a section",
    "tools": "reading tools",
}
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
    return _FORM_LINE.fullmatch(said) is not None or consists_of("form", said)


def is_imprint(said: str) -> bool:
    """Who publishes the site and by which licence: the foot of the page."""
    return _name(said) == "imprint"


def is_contact(said: str) -> bool:
    """A postal address or a number to call: the paper's only above its imprint, elsewhere of the article."""
    return _CONTACT_LINE.match(said) is not None


def opens_comments(said: str) -> bool:
    """Comment form, or the heading over the comments."""
    return bool(said) and (is_form(said) or said.strip(" :()0123456789") in wording.COMMENTS)


def is_list_heading(said: str) -> bool:
    """The heading of a list of other articles: "Tin liên quan", "Đọc nhiều trong Kinh doanh"."""
    return consists_of("lists", said) or ("nhiều" in said and _READ_IN_LINE.fullmatch(said) is not None)


def is_furniture(said: str) -> bool:
    """Share bar, reading tools, advertising, tags, imprint, a line that points to another article."""
    return is_moving(said) or _name(said) is not None or consists_of("strong", said) or _is_bar(said)


def _name(said: str) -> str | None:
    """What a line is by its form, of which no article has any; "" for one that has no name of its own."""
    if "fax" in said and _FAX_LINE.fullmatch(said):
        return "imprint"
    found = _LINE.fullmatch(said)
    if found:
        return found.lastgroup or ""
    return "" if "rights" in said and _RIGHTS_LINE.fullmatch(said) else None


def name_furniture(said: str) -> str | None:
    """What kind of furniture a line is that `is_form`, `is_list_heading` or `is_furniture` knows; else None.

    >>> name_furniture(say("Gửi bình luận Nhập lại")), name_furniture(say("Từ khóa: bầu cử"))
    ('comment form', 'tags')
    """
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("comment form", is_form),
        ("heading of a list of other articles", is_list_heading),
        ("counter of readers", is_counter),
        ("visitor's clock", is_clock),
    )
    named = next((name for name, says in kinds if says(said)), None) or _NAMES.get(_name(said) or "")
    if named or not is_furniture(said):
        return named
    return "share bar or other row of controls" if _is_bar(said) else "share bar, tools, advertising or tags"


def is_weak(said: str) -> bool:
    """What could also be the article's ("Facebook", "Gửi", "ĐT: 0912 …"): furniture only beside furniture."""
    return bool(said) and (consists_of("weak", said) or _NUMBER_LINE.fullmatch(said) is not None)


def _is_bar(said: str) -> bool:
    """A row of three or more small controls, none of which would be sure alone: "Facebook Twitter Zalo Print"."""
    return is_weak(said) and count_weak(said) >= 3
