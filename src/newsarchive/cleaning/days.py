"""The day in a printed moment: numbers, words, English months; which of two numbers is the month."""

from __future__ import annotations

import re
from datetime import date

# No news page is older than the web; content systems print 0001, 1900 and 1970 for "not set".
FIRST_YEAR, LAST_YEAR = 1990, 2100
# A digit first and what stands before it second, here and below: a pattern that begins with a digit is tried at digits
# alone, one that begins with a look behind at every letter.
_NUMERIC = re.compile(
    r"(?P<first>\d(?<![\d/.]\d)(?<!\S-\d)\d?)\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
# Of the web's own century: "12/6/25 09:30". A telephone number has more before it.
_SHORT_YEAR = re.compile(
    r"(?P<first>\d(?<![\d/.:-]\d)\d?)(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{2})(?![\d/.:-]\d|\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_WORDED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*(?:tháng|thg|th)\s*(?P<month>\d{1,2})\s*(?:,|năm|-|/)?\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_SPELLED = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
# As WordPress prints it in Vietnamese: "12 Tháng Tư, 2023".
_NAMED_MONTH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*tháng\s+(?P<month>{'|'.join(sorted(_SPELLED, key=len, reverse=True))})"
    r"\s*(?:,|năm|-|/)?\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
# The order of English in Vietnamese words: "Tháng Tư 12, 2023", "tháng 4 12, 2023".
_MONTH_FIRST = re.compile(
    rf"(?<!\d\s)(?<!\d)tháng\s+(?P<month>\d{{1,2}}|{'|'.join(sorted(_SPELLED, key=len, reverse=True))})"
    r"\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENGLISH = re.compile(rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}))\b", re.IGNORECASE)
_ENGLISH_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:(?:st|nd|rd|th)?\s+(?:of\s+)?|[-/]){_MONTH}(?:,?\s+|[-/])(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
WEEKDAY = re.compile(
    r"(?=[tcmwfs])(?:thứ\s*(?P<number>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?!\w)|(?<!\w)T\.?(?P<letter>[2-7])(?=[,\s])|(?P<sunday>ch(?:ủ|úa)\s*nhật|(?<!\w)cn(?!\w))"
    r"|\b(?P<english>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b)",
    re.IGNORECASE,
)
_AMERICAN_CLOCK = re.compile(r"\s(\d{1,2}):\d{2}(:\d{2})?\s?[AP]M\b", re.IGNORECASE)
DAY_FORMS = (_NUMERIC, _SHORT_YEAR, _YEAR_FIRST, _WORDED, _NAMED_MONTH, _MONTH_FIRST, _ENGLISH, _ENGLISH_DAY_FIRST)
"""Numbers with the year last come first: only there the order of day and month is a question."""


def find_day(line: str, *, month_first: bool) -> tuple[date, tuple[int, int]] | None:
    """The first date in the line, with its place."""
    found = _NUMERIC.search(line) or _SHORT_YEAR.search(line)
    if found:
        day = _numeric_day(line, found, month_first=month_first or _is_american(line, found))
        return (day, found.span()) if day else None
    for form in DAY_FORMS[2:]:
        found = form.search(line)
        if found:
            day = read_day(int(found["year"]), _number(found["month"].casefold()), int(found["day"]))
            return (day, found.span()) if day else None
    return None


def _number(month: str) -> int:
    """The number of a month that is told as one, or in Vietnamese or English words."""
    if month.isdigit():
        return int(month)
    return (_SPELLED.index(month) if month in _SPELLED else _MONTHS.index(month[:3])) + 1


def _numeric_day(line: str, found: re.Match[str], *, month_first: bool) -> date | None:
    """Of the two readings the one that is possible, then the one the weekday confirms, then the usual order."""
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    year = 2000 + year if len(found["year"]) == 2 else year  # "01/01/0001" is what a system prints for "not set"
    day, month = (second, first) if month_first else (first, second)
    usual = read_day(year, month, day)
    if not usual:
        # "31/02/2024" is no date, "7/26/2026" is the other order: only a number above 12 in the month's place tells.
        return read_day(year, day, month) if month > 12 else None
    if day > 12 or day == month or (weekday := _weekday(line)) in (None, usual.weekday()):
        return usual
    rare = read_day(year, day, month)
    return rare if rare and rare.weekday() == weekday else usual


def _is_american(line: str, found: re.Match[str]) -> bool:
    """ "5/5/2021 3:28:00 PM": slashes, one blank, then a clock of twelve hours with seconds or without leading zeros.

    Vietnamese systems also print AM and PM, with dashes and day first: "28-07-2018 - 00:35 AM" (cafef).
    """
    clock = _AMERICAN_CLOCK.match(line, found.end()) if found["mark"] == "/" else None
    if not clock or not 1 <= int(clock[1]) <= 12:
        return False
    unpadded = not (found["first"].startswith("0") or found["second"].startswith("0"))
    return unpadded and (clock[2] is not None or not clock[1].startswith("0"))


def _weekday(line: str) -> int | None:
    """The printed day of the week, Monday 0."""
    found = None if is_wordless(line) else WEEKDAY.search(line)
    if not found:
        return None
    return 6 if found["sunday"] else _WEEKDAYS[(found["number"] or found["letter"] or found["english"]).casefold()]


def is_wordless(line: str) -> bool:
    """Whether it has digits and signs of ASCII alone, as most printed moments: no pattern of words is tried on them.

    >>> is_wordless("09/10/2025 - 17:55"), is_wordless("9/10/2025 5:55 PM"), is_wordless("© 2025")
    (True, False, False)
    """
    return line.isascii() and line.upper() == line.lower()


def read_day(year: int, month: int, day: int) -> date | None:
    """The date; None for one that is none, or that no news page has."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
