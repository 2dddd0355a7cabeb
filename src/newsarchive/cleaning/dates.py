"""The moment of publication, as pages print it and as their metadata say it.

Own expressions only: a general date library costs 1.8 s of CPU at its first free-text date, in every worker.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from newsarchive.article import VIETNAM, Precision, Published
from newsarchive.cleaning.clocks import ABROAD, CLOCK, ZONE, find_clock, read_offset, read_time, read_zone
from newsarchive.cleaning.days import DAY_FORMS, FIRST_YEAR, LAST_YEAR, WEEKDAY, find_day, is_wordless, read_day
from newsarchive.cleaning.text import clean_text, holds_any, uniform_tone

_SKEW = timedelta(hours=24)
_LONGEST = 160

_ISO = re.compile(
    r"""
    (?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})
    (?: (?:T|\s+|,\s*) (?P<hour>\d{2}):(?P<minute>\d{2}) (?: :(?P<second>\d{2}) (?:[.,]\d{1,9})? )? )?
    \s* (?P<zone> Z | [+-]\d{1,2} (?: :?\d{2} )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNIX = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?")
_AGO = re.compile(
    r"(?P<count>\d{1,3})\s*(?P<unit>phút|giờ|tiếng|ngày|minutes?|hours?|days?)\s*(?:trước|ago)", re.IGNORECASE
)
_NEAR_DAY = re.compile(r"(?<!\w)(?:(?P<today>hôm nay|today)|(?P<yesterday>hôm qua|yesterday))(?!\w)", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:cập nhật|chỉnh sửa|lần cuối|đăng|xuất bản|ngày đăng|ngày|lúc|vào|hồi|(?:first )?published"
    r"|(?:last )?(?:updated|modified)|posted|on|at|thời gian|giờ|gốc)\b",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?:(?<!\w)(?:thứ\s+\w+|chủ\s+nhật|ngày|lúc|cập\s+nhật|đăng|xuất\s+bản|thời\s+gian)\W{1,3}){0,3}"
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d|\d{1,2}(?:[:hg]|\s?giờ\s?)\d{2}|\d{1,2}\s+tháng\s+\d).*$",
    re.IGNORECASE,
)
_CHANGED = ("cập nhật", "chỉnh sửa", "updated", "modified")
_STATED = re.compile(
    rf"(?P<changed>{'|'.join(_CHANGED)})|(?:đăng(?!\s+(?:ký|kí|nhập))|xuất bản|published|posted)\b", re.IGNORECASE
)
"""What names a moment, where a line tells two of them."""
_STATING = (*_CHANGED, "đăng", "xuất bản", "published", "posted")
_DIGIT, _PRINTED = re.compile(r"\d"), re.compile(r"\d[/.:hgHG-]\d")
_NO_PUBLICATION = ("giấy phép", "copyright", "©")
_QUALIFYING = (*_NO_PUBLICATION, *_CHANGED)


def parse_published(text: str, *, captured_at: datetime | None = None) -> Published | None:
    """Read a moment of publication; None when the text tells none that can be believed.

    A datetime carries the zone told, else +07:00; a day without an hour gives a date. Numeric dates are day first,
    unless only the other order is possible, the printed weekday says so, or the form is the American one
    ("5/5/2021 3:28:00 PM"). With `captured_at` (naive means UTC) relative words are read, a moment up to 24 h after the
    capture is flagged, and a later one refused.

    >>> def read(text): return str(found.value) if (found := parse_published(text)) else None
    >>> read("2026-03-07T08:52:11.000 +07:00"), read("2021-12-01 11:51:00")
    ('2026-03-07 08:52:11+07:00', '2021-12-01 11:51:00+07:00')
    >>> read("08/01/2026 - 18:21"), read("Thứ sáu: 15:00 ngày 09/02/2024")
    ('2026-01-08 18:21:00+07:00', '2024-02-09 15:00:00+07:00')
    >>> read("Thứ ba, 25/1/2022, 06:00 (GMT+7)"), read("18h05, 21-2-2024")
    ('2022-01-25 06:00:00+07:00', '2024-02-21 18:05:00+07:00')
    >>> read("05/03/2024 6:05:00 CH"), read("5/5/2021 3:28:00 PM")
    ('2024-03-05 18:05:00+07:00', '2021-05-05 15:28:00+07:00')
    >>> read("ngày 5 tháng 3 năm 2024"), read("31/02/2024"), read("0001-01-01T00:00:00"), read("2 giờ trước")
    ('2024-03-05', None, None, None)
    """
    return _read(text, captured_at, month_first=False)


def parse_month_first(text: str, *, captured_at: datetime | None = None) -> Published | None:
    """`parse_published` for a layout whose numeric dates are known to put the month first.

    >>> parse_month_first("10/1/2026 2:55 PM").value.isoformat()
    '2026-10-01T14:55:00+07:00'
    """
    return _read(text, captured_at, month_first=True)


def is_moment(line: str) -> bool:
    """Whether a whole line is a printed moment and nothing else: weekday, date, hour, "Cập nhật lúc".

    >>> is_moment("Thứ sáu: 15:00 ngày 09/02/2024"), is_moment("Cập nhật lúc 18h05, 21-2-2024 (GMT+7)")
    (True, True)
    >>> is_moment("Sáng 5/3/2024, tỉnh khởi công cầu"), is_moment("Thu Hà - 19/06/2025 18:33")
    (False, False)
    """
    if parse_published(line) is None:
        return False
    rest = uniform_tone(clean_text(line))
    for form in (_ISO, *DAY_FORMS, ZONE, ABROAD, CLOCK, WEEKDAY, _AROUND):
        rest = form.sub(" ", rest)
    return not re.search(r"[^\W_]", rest)


def says_published(line: str) -> bool:
    """Whether a line calls its moment that of the publication.

    >>> says_published("Đăng lúc 09:30"), says_published("Cập nhật: 10:00"), says_published("09:30")
    (True, False, False)
    """
    if is_wordless(line) or not holds_any(line, _STATING):
        return False
    said = _STATED.search(uniform_tone(line))
    return said is not None and not said["changed"]


def cut_moment(line: str) -> str:
    """The line without the moment it ends with: "PV•28/01/2025 08:22" → "PV"; a moment alone leaves nothing.

    >>> cut_moment("Ngân Hà - Đình Tùng - 19/06/2025 18:33"), cut_moment("Thứ Năm, 17/12/2020 - 19:14")
    ('Ngân Hà - Đình Tùng', '')
    >>> cut_moment("Từ 1/11/2017: rượu phải dán tem")
    'Từ 1/11/2017: rượu phải dán tem'
    """
    found = _AT_END.search(line) if _PRINTED.search(line) else None
    return line[: found.start()].rstrip(" •|,-–—(") if found and is_moment(found[0]) else line


def _read(text: str, captured_at: datetime | None, *, month_first: bool) -> Published | None:
    raw = clean_text(text)
    if not raw or len(raw) > _LONGEST:
        return None
    if iso := _read_iso(raw):
        return _believe(iso, raw, _aware(captured_at))
    numbered = _DIGIT.search(raw) is not None
    if not (numbered or captured_at):
        return None
    line = uniform_tone(raw)
    if not is_wordless(raw) and holds_any(raw, _QUALIFYING):
        if holds_any(raw, _NO_PUBLICATION):
            return None
        line = _first_published(line)
    captured = _aware(captured_at)
    told = _read_iso(line) if line != raw else None
    if numbered:
        told = told or _read_printed(line, month_first=month_first)
    value = told or _read_relative(line, captured)
    return _believe(value, raw, captured) if value else None


def _first_published(line: str) -> str:
    """What a line tells of the publication, where it tells of a change beside it: "Cập nhật: … Đăng: …".

    >>> _first_published("Cập nhật: 13/06/2025 10:00 Đăng: 12/06/2025 09:30")
    'Đăng: 12/06/2025 09:30'
    """
    if not holds_any(line, _CHANGED):
        return line
    labels = list(_STATED.finditer(line))
    first = next((at for at, label in enumerate(labels) if not label["changed"]), None)
    if first is None:
        return line
    end = labels[first + 1].start() if first + 1 < len(labels) else len(line)
    part = line[labels[first].start() : end]
    return part if _DIGIT.search(part) else line


def _read_iso(line: str) -> datetime | date | None:
    """ISO 8601, with a blank before the offset as some systems print it, and Unix time in seconds or milliseconds."""
    unix = _UNIX.fullmatch(line)
    if unix:
        moment = datetime.fromtimestamp(int(unix["seconds"]), VIETNAM)
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None
    found = _ISO.fullmatch(line)
    if not found:
        return None
    year, month, of_month, hour, minute, second, zone = found.groups()
    day = read_day(int(year), int(month), int(of_month))
    if not day or not hour:
        return day
    clock = read_time(int(hour), int(minute), int(second or 0))
    return datetime.combine(day, clock, read_offset(zone)) if clock else None


def _read_printed(line: str, *, month_first: bool) -> datetime | date | None:
    """A printed day, with the hour beside it if there is one."""
    zone = ZONE.search(line)
    plain = line[: zone.start()] + " " + line[zone.end() :] if zone else line
    found = find_day(plain, month_first=month_first)
    if not found:
        return None
    day, (start, end) = found
    clock, told = find_clock(plain[:start] + " | " + plain[end:])
    if not told or not (is_wordless(plain) or ABROAD.search(plain) is None):
        return day
    return datetime.combine(day, clock, read_zone(zone) if zone else VIETNAM) if clock else None


def _read_relative(line: str, captured: datetime | None) -> datetime | date | None:
    """ "5 phút trước", "2 giờ trước", "Hôm qua, 15:30", counted from the capture; hours tell the day only."""
    if captured is None:
        return None
    here = captured.astimezone(VIETNAM)
    ago = _AGO.search(line)
    if ago:
        count, unit = int(ago["count"]), ago["unit"].casefold()
        if unit.startswith(("phút", "minute")):
            return (here - timedelta(minutes=count)).replace(second=0, microsecond=0)
        return (here - timedelta(**{"days" if unit.startswith(("ngày", "day")) else "hours": count})).date()
    near = _NEAR_DAY.search(line)
    if not near:
        return None
    day = here.date() - timedelta(days=1 if near["yesterday"] else 0)
    clock, _ = find_clock(line)
    return datetime.combine(day, clock, VIETNAM) if clock else day


def _believe(value: datetime | date, raw: str, captured: datetime | None) -> Published | None:
    """Refuse what lies more than a day after the capture, flag what lies less."""
    precision: Precision = "minute" if isinstance(value, datetime) else "day"
    if captured is None:
        return Published(value, precision, raw)
    if isinstance(value, datetime):
        ahead = value - captured
    else:
        ahead = timedelta(days=(value - captured.astimezone(VIETNAM).date()).days)
    if ahead > _SKEW:
        return None
    return Published(value, precision, raw, clock_skew=ahead > timedelta(0))


def _aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment
