"""The two languages of the reading room: words, numbers and dates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal

from newsarchive.article import VIETNAM

Code = Literal["vi", "en"]
CODES: tuple[Code, ...] = ("vi", "en")
IN_PATH = r"(?:/(?P<language>en))?"
"""Regular expression of what the path of a page begins with."""

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """Says things in one language. Paths of the English pages begin with /en."""

    code: Code = "vi"

    @property
    def prefix(self) -> str:
        """What paths begin with: nothing in Vietnamese."""
        return "" if self.code == "vi" else f"/{self.code}"

    def say(self, key: str, **values: object) -> str:
        """The words of `key` (strings.json) with `values` set in; raises KeyError for an unknown key."""
        return _strings()[key][CODES.index(self.code)].format(**values)

    def lookup(self, key: str, display: str) -> str:
        """A condition of Datasette's filters in words; signs ("=", "≥") are the same in every language.

        >>> Language("vi").lookup("contains", "contains"), Language("vi").lookup("gte", "≥")
        ('có chứa', '≥')
        """
        return self.say(f"lookup_{key}") if f"lookup_{key}" in _strings() else display

    def pick(self, text: str) -> str:
        """Its half of a text written as "Tiếng Việt / English"; a text in one language comes back whole.

        >>> Language("en").pick("Các báo / Newspapers"), Language("en").pick("Kho báo tỉnh X")
        ('Newspapers', 'Kho báo tỉnh X')
        """
        halves = text.split(" / ")
        return halves[CODES.index(self.code)] if len(halves) == len(CODES) else text

    def number(self, number: int) -> str:
        """With thousands parted as the language does.

        >>> Language("vi").number(12400), Language("en").number(12400)
        ('12.400', '12,400')
        """
        return f"{number:,}".replace(",", "." if self.code == "vi" else ",")

    def at_least(self, number: int, *, is_more: bool) -> str:
        """A count that may have been ended before the end.

        >>> Language("en").at_least(10_000, is_more=True), Language("vi").at_least(7, is_more=False)
        ('more than 10,000', '7')
        """
        return self.say("more_than", n=self.number(number)) if is_more else self.number(number)

    def decimal(self, number: float) -> str:
        """With one digit behind the point or comma, two below one.

        >>> Language("vi").decimal(1234.56), Language("en").decimal(0.25)
        ('1.234,6', '0.25')
        """
        text = f"{number:,.1f}" if number >= 1 or number == 0 else f"{number:.2f}"
        return text.translate(str.maketrans(",.", ".,")) if self.code == "vi" else text

    def day(self, day: str | None) -> str:
        """A day YYYY-MM-DD in words; other text comes back as it is.

        >>> Language("vi").day("2023-02-03"), Language("en").day("2023-02-03"), Language("vi").day(None)
        ('3/2/2023', '3 February 2023', 'không rõ ngày')
        """
        if not day:
            return self.say("undated")
        try:
            year, month, number = (int(part) for part in day[:10].split("-"))
            return f"{number}/{month}/{year}" if self.code == "vi" else f"{number} {_MONTHS[month - 1]} {year}"
        except (ValueError, IndexError):
            return day

    def moment(self, published: str | None, day: str | None = None) -> str:
        """A publication: the day, and the Vietnamese time where a time is told.

        >>> Language("vi").moment("2023-02-03T01:15:00Z")
        '3/2/2023, 08:15'
        """
        if not published or "T" not in published:
            return self.day(published or day)
        try:
            local = datetime.fromisoformat(published).astimezone(VIETNAM)
        except ValueError:
            return self.day(day or published)
        return f"{self.day(local.date().isoformat())}, {local:%H:%M}"

    def capture(self, fetched_at: str | None) -> str:
        """A moment of capture, in UTC as evidence has it.

        >>> Language().capture("2026-01-08T11:21:00.063000Z")
        '2026-01-08 11:21:00 UTC'
        """
        return f"{fetched_at[:19].replace('T', ' ')} UTC" if fetched_at else ""


@cache
def _strings() -> dict[str, list[str]]:
    text = files("newsarchive.reading").joinpath("strings.json").read_text(encoding="utf-8")
    strings: dict[str, list[str]] = json.loads(text)
    return strings
