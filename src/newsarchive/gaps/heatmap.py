"""A calendar of weeks: one column a week, one row a weekday, as text for a terminal and as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from rich.text import Text

from newsarchive.gaps.records import Day, Gaps

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_STEPS = ("grey37", "dark_green", "green4", "green3", "bright_green")
_COLOURS = ("#d0d7de", "#9be9a8", "#40c463", "#30a14e", "#216e39")
_GAP = "#cf222e"
_CELL, _PITCH, _LEFT, _TOP = 12, 15, 28, 34
_ROOM = 4
"""Columns that a month with its year takes."""
_WEEKS, _WEEKS_OF_TEXT = 53, 26
"""Weeks beside each other; longer stretches go on below. Half a year fits a terminal of 80 columns."""


def to_text(gaps: Gaps) -> Iterator[Text]:
    """Lines of a terminal: ■ a day, the brighter the more is held; × a gap; · a day on which nothing comes out."""
    by_day = {day.day: day for day in gaps.days}
    for weeks in _bands(gaps, _WEEKS_OF_TEXT):
        yield Text("   " + _months(weeks))
        for weekday, name in enumerate(_WEEKDAYS):
            line = Text(f"{name} ")
            for monday in weeks:
                line.append(*_sign(by_day.get(monday + timedelta(days=weekday))))
            yield line


def to_svg(gaps: Gaps, title: str) -> str:
    """An SVG picture with a title and, for each day, a description; it needs nothing else."""
    by_day = {day.day: day for day in gaps.days}
    bands = list(_bands(gaps, _WEEKS))
    height = _TOP + len(bands) * (8 * _PITCH + 12)
    width = _LEFT + max(len(weeks) for weeks in bands) * _PITCH + 8
    cells = []
    for at, weeks in enumerate(bands):
        top = _TOP + at * (8 * _PITCH + 12)
        cells += [_label(_LEFT + column * _PITCH, top - 4, month) for column, month in _month_starts(weeks)]
        cells += [_label(4, top + row * _PITCH + 10, name) for row, name in enumerate(_WEEKDAYS)]
        for column, monday in enumerate(weeks):
            for row in range(7):
                day = by_day.get(monday + timedelta(days=row))
                cells += [_cell(day, _LEFT + column * _PITCH, top + row * _PITCH)] if day else []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" font-family="sans-serif" font-size="10">\n<title>{escape(title)}</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n<text x="4" y="14" font-size="12">{escape(title)}</text>\n'
        + "\n".join(cells)
        + "\n</svg>\n"
    )


def _bands(gaps: Gaps, count: int) -> Iterator[list[date]]:
    """The Mondays of the weeks, `count` at a time."""
    first, last = gaps.days[0].day, gaps.days[-1].day
    monday = first - timedelta(days=first.weekday())
    weeks = [monday + timedelta(weeks=at) for at in range((last - monday).days // 7 + 1)]
    for at in range(0, len(weeks), count):
        yield weeks[at : at + count]


def _month_starts(weeks: list[date]) -> Iterator[tuple[int, str]]:
    """(column, month) where a month begins."""
    months = [(monday.year, monday.month) for monday in weeks]
    starts = [column for column, month in enumerate(months) if column == 0 or month != months[column - 1]]
    for column in starts:
        if column == 0 and starts[1:] and starts[1] < _ROOM:
            continue  # the year would run into the next month's
        year, month = months[column]
        yield column, f"{month}/{year}" if month == 1 or column < _ROOM else str(month)


def _months(weeks: list[date]) -> str:
    line = [" "] * (2 * len(weeks) + 8)
    free = 0
    for column, month in _month_starts(weeks):
        if 2 * column >= free:
            line[2 * column : 2 * column + len(month)] = month
            free = 2 * column + len(month) + 1
    return "".join(line).rstrip()


def _sign(day: Day | None) -> tuple[str, str]:
    if day is None:
        return "  ", ""
    if day.is_gap:
        return "× ", "bold red"
    if day.held == 0:
        return "· ", "grey37"
    return "■ ", _STEPS[_step(day)]


def _step(day: Day) -> int:
    """0 nothing held; 1 to 4 by what was expected."""
    if not day.held:
        return 0
    share = day.held / day.expected if day.expected else 1.0
    return 1 + sum(share >= limit for limit in (0.5, 0.8, 1.2))


def _cell(day: Day, x: int, y: int) -> str:
    told = f"{day.day:%d/%m/%Y}: {day.held} held, {day.expected:.0f} expected"
    colour = _GAP if day.is_gap else _COLOURS[_step(day)]
    return f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="2" fill="{colour}"><title>{told}</title></rect>'


def _label(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y}" fill="#57606a">{text}</text>'
