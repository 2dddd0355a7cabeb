"""A timeline as points and lines on a sheet of 720 units' width; the template draws them, no script is needed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from newsarchive.reading.timeline import Period, Series, Timeline

WIDTH, HEIGHT = 720.0, 240.0
"""The sheet without what is written below it."""
LEFT, TOP = 44.0, 10.0
"""Room for the numbers of the scale, and above the highest point."""
_LABELS = 10
"""Names of periods below the chart, at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period in which something is held."""

    x: float
    y: float
    period: Period
    count: int
    rate: float
    is_open: bool
    """So little is held that the rate says nothing: drawn hollow, on no line."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One query: its points, and the lines between those that stand side by side without a gap."""

    text: str
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    """Each as the `points` of an SVG polyline."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All of it."""

    curves: tuple[Curve, ...]
    gaps: tuple[tuple[float, float, str], ...]
    """(x, width, name) of each run of periods of which nothing is held."""
    labels: tuple[tuple[float, str], ...]
    scale: tuple[tuple[float, str], ...]
    """(y, number) of the lines across, from 0."""


def draw(timeline: Timeline) -> Chart:
    """The chart of a timeline."""
    periods = timeline.periods
    step = (WIDTH - LEFT) / max(1, len(periods))
    top, marks = _scale(timeline.highest)
    places = [LEFT + step * (i + 0.5) for i in range(len(periods))]
    every = -(-len(periods) // _LABELS) if periods else 1
    return Chart(
        curves=tuple(_curve(series, periods, places, top) for series in timeline.series),
        gaps=_gaps(periods, step),
        labels=tuple((places[i], periods[i].name) for i in range(0, len(periods), every)),
        scale=tuple((_height(mark, top), f"{mark:g}") for mark in marks),
    )


def _curve(series: Series, periods: tuple[Period, ...], places: list[float], top: float) -> Curve:
    points: list[Point] = []
    runs: list[list[str]] = [[]]
    for x, period, count, rate in zip(places, periods, series.counts, series.rates, strict=True):
        if rate is None or period.says_little:
            runs.append([])
        if rate is None:
            continue
        point = Point(x, _height(min(rate, top), top), period, count, rate, period.says_little)
        points.append(point)
        if not point.is_open:
            runs[-1].append(f"{point.x:.1f},{point.y:.1f}")
    return Curve(series.text, tuple(points), tuple(" ".join(run) for run in runs if len(run) > 1))


def _gaps(periods: tuple[Period, ...], step: float) -> tuple[tuple[float, float, str], ...]:
    gaps: list[list[int]] = []
    for i, period in enumerate(periods):
        if period.held:
            continue
        if gaps and gaps[-1][1] == i:
            gaps[-1][1] = i + 1
        else:
            gaps.append([i, i + 1])
    return tuple((LEFT + step * first, step * (end - first), _named(periods[first:end])) for first, end in gaps)


def _named(periods: tuple[Period, ...]) -> str:
    first, last = periods[0].name, periods[-1].name
    return first if first == last else f"{first} – {last}"


def _scale(highest: float) -> tuple[float, tuple[float, ...]]:
    """(top of the scale, its marks): steps of 1, 2 or 5 times a power of ten, four to eight of them."""
    if highest <= 0:
        return 1.0, (0.0, 1.0)
    step = 10.0 ** math.floor(math.log10(highest))
    step *= next(factor for factor in (0.2, 0.5, 1.0, 2.0) if highest / (step * factor) <= 5)
    steps = math.ceil(highest / step)
    return step * steps, tuple(round(step * i, 6) for i in range(steps + 1))


def _height(rate: float, top: float) -> float:
    return TOP + (HEIGHT - TOP) * (1 - rate / top)
