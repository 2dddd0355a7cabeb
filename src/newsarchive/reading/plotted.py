"""A timeline's points and the rows of its table as markup, written at once: a template takes 0.1 ms for each of them,
and twenty years of months have a thousand.

All in it is numbers, months and our own words, but for the query, which is escaped once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from newsarchive.reading.chart import Curve
from newsarchive.reading.language import Language
from newsarchive.reading.timeline import Series, Timeline


def plot_points(curve: Curve, mark: str, address: str, lang: Language) -> str:
    """The points of a curve as SVG, each a link to its articles, those without articles a mark alone.

    `mark` is "round" or "square", `address` that of the search of all periods, not escaped.
    """
    text, found_at = escape(curve.text), escape(address)
    parts: list[str] = []
    for point in curve.points:
        shown = _mark("open" if point.is_open else mark, f"{point.x:.1f}", f"{point.y:.1f}")
        if not point.count:
            parts.append(shown)
            continue
        name = point.period.name
        says = f"{text}, {name}: {lang.number(point.count)} / {lang.number(point.period.held)}"
        parts.append(
            f'<a href="{_narrowed(found_at, name)}" aria-label="{says}">'
            f'<circle class="field" cx="{point.x:.1f}" cy="{point.y:.1f}" r="9"/>{shown}<title>{says}</title></a>'
        )
    return "".join(parts)


def table_rows(found: Timeline, addresses: Sequence[str], lang: Language) -> str:
    """The rows of the table beside the chart, a period each; `addresses` are those of each series' search."""
    columns = [
        _column(found, series, escape(address), lang) for series, address in zip(found.series, addresses, strict=True)
    ]
    gap = escape(lang.say("gap"))
    heads = (
        f'<th scope="row">{period.name}</th><td class="number">{lang.number(period.held) if period.held else gap}</td>'
        for period in found.periods
    )
    return "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(heads, *columns, strict=True))


def _column(found: Timeline, series: Series, found_at: str, lang: Language) -> Iterator[str]:
    """Articles found, and how many of a thousand that is, period by period."""
    text = escape(series.text)
    for period, count, rate in zip(found.periods, series.counts, series.rates, strict=True):
        shown = lang.number(count) if period.held else ""
        if count:
            says = f"{text}, {period.name}: {shown}"
            shown = f'<a href="{_narrowed(found_at, period.name)}" aria-label="{says}">{shown}</a>'
        share = "" if rate is None else lang.decimal(rate)
        yield f'<td class="number">{shown}</td><td class="number">{share}</td>'


def _narrowed(found_at: str, name: str) -> str:
    return f"{found_at}&amp;tu={name}&amp;den={name}"


def _mark(kind: str, x: str, y: str) -> str:
    if kind == "square":
        return f'<path transform="translate({x} {y})" d="M-3-3h6v6h-6z"/>'
    hollow = ' class="open"' if kind == "open" else ""
    return f'<circle{hollow} cx="{x}" cy="{y}" r="3"/>'
