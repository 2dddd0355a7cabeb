"""The hour and the zone in a printed moment."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone
from functools import lru_cache

from newsarchive.article import VIETNAM

CLOCK = re.compile(
    r"""
    (?P<hour> \d (?<![\d:/.]\d) \d? )
    (?: \s?(?: : | h | g | giờ )\s? (?P<minute>\d{1,2}) (?: [:.] (?P<second>\d{1,2}) (?:\.\d+)? )?
      | \s?(?:h|giờ)(?=\W|$) )
    (?![\d/]) (?: \s*phút | ['’′] )? (?: \s* (?P<half>[AP]\.?M\.?|SA|CH|sáng|trưa|chiều|tối|đêm)(?!\w) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
ZONE = re.compile(
    r"""
    (?= [(\[GUZI+\-\s] )
    (?: [(\[]\s* )?
    (?: (?:GMT|UTC) \s* (?P<named> [+-]?\s*\d{1,2} (?::?\d{2})? (?![\d:/.hg-]) )?
      | (?<=:\d\d) \s?\(? (?P<bare> [+-]\d{2}:?\d{2} | \+\d{1,2} ) (?![\d/.-])
      | (?<=\d)(?P<zulu>Z)
      | (?P<here> (?<!\w)ICT(?!\w) | giờ\s(?:Việt\sNam|VN|Hà\sNội) )
    ) \s* [)\]]?
    """,
    re.VERBOSE | re.IGNORECASE,
)

ABROAD = re.compile(r"\d(?=[\sAP])\s?(?:[AP]\.?M\.?)?\s(?:[ECMP][SD]?T|BST|CES?T|[JK]ST|AE[SD]T)(?!\w)", re.IGNORECASE)
"""A clock of a zone that is told by letters, whose offset depends on the season or the country."""


def find_clock(line: str) -> tuple[time | None, bool]:
    """The hour of day in the line and whether one is told at all ("25:99" is told, and none)."""
    found = CLOCK.search(line)
    if not found:
        return None, False
    hour = int(found["hour"])
    if found["half"]:
        hour = _of_day(hour, found["half"].casefold().replace(".", ""))
    return read_time(hour, int(found["minute"] or 0), int(found["second"] or 0)), True


def _of_day(hour: int, half: str) -> int:
    """The hour that stands with a half of the day, counted from midnight."""
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        return hour + 12
    return 0 if half in ("am", "sa") and hour == 12 else hour


def read_time(hour: int, minute: int, second: int) -> time | None:
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_zone(found: re.Match[str]) -> timezone:
    """The offset that a match of ZONE tells; "GMT" without a number is Greenwich itself."""
    if found["here"]:
        return VIETNAM
    return read_offset(found["named"] or found["bare"] or found["zulu"] or "+0")


@lru_cache(maxsize=64)
def read_offset(told: str | None) -> timezone:
    """ "+07:00", "+0700", "+7", "7" and "Z"; nothing told, or an offset no zone has, is Vietnam's."""
    if not told:
        return VIETNAM
    if told.upper() == "Z":
        return UTC
    digits = told.replace(" ", "").replace(":", "")
    sign, number = (-1 if digits[0] == "-" else 1), digits.lstrip("+-")
    hours, minutes = (int(number[:-2]), int(number[-2:])) if len(number) > 2 else (int(number), 0)
    if hours > 14 or minutes > 59:
        return VIETNAM
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
