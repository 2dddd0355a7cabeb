"""docs/scaling.md tells what results.md has, and the arithmetic of it."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from conftest import ROOT

WORKERS = (1, 2, 8, 32, 128)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from scaling import page as module

    return module


@pytest.fixture
def simulate(page: ModuleType) -> ModuleType:
    from scaling import simulate as module

    return module


def test_the_tables_of_the_page_are_those_of_the_last_run(page: ModuleType) -> None:
    shown = page.PAGE.read_text("utf-8")
    assert page.written(shown, page.RESULTS.read_text("utf-8")) == shown
    assert shown.count("\n| ") > 40


def test_another_run_gives_another_page(page: ModuleType) -> None:
    shown, results = page.PAGE.read_text("utf-8"), page.RESULTS.read_text("utf-8")
    value = page.read_section(results, "scale").cells["a page read"][0]
    later = results.replace(f"| a page read | {value} |", "| a page read | 77.7 |")
    other = page.written(shown, later)
    assert "| a page read | 77.7 CPU ms |" in other
    assert page.written(other, later) == other != shown
    with pytest.raises(KeyError, match="scale"):
        page.tables(re.sub(r"(?ms)^## scale\n.*?(?=^## |\Z)", "", results))


def test_hours_of_the_page_follow_from_its_costs(page: ModuleType) -> None:
    """Within what rounding of the costs to three digits allows."""
    scale = page.read_section(page.RESULTS.read_text("utf-8"), "scale")

    def number(what: str) -> float:
        return float(scale.cells[what][0].replace(",", ""))

    read, write = (
        number(what) / 1e3 for what in ("a page read by a cluster", "a capture written, the cluster's client")
    )
    for millions in (10, 100):
        for workers in WORKERS:
            name = f"{workers} worker{'s' if workers > 1 else ''}"
            hours = millions * 1e6 * max(read / workers, write) / 3600
            assert number(f"{millions} million captures, {name}") == pytest.approx(hours, rel=0.02)


def test_a_day_of_a_newspaper_counts_every_request(simulate: ModuleType) -> None:
    cost = simulate.Measured(extract=0.01, read=0.03, write=0.005, warc=10_000, news=5_000, public=9_000, publish=0.01)
    none = simulate.simulate_day(cost, 63, 0, delay=1.0, pictures=2, picture=80_000)
    assert none.requests == 96, "lists alone, every quarter of an hour"
    day = simulate.simulate_day(cost, 63, 10, delay=1.0, pictures=2, picture=80_000)
    looks = simulate.visits_of_first_year() - 1
    assert day.requests == pytest.approx(96 + 10 * (3 + looks))
    slow = simulate.simulate_day(cost, 63, 10, delay=10.0, pictures=2, picture=80_000)
    assert slow.busy == pytest.approx(10 * day.busy)


def test_workers_help_until_the_one_writer_is_the_limit(simulate: ModuleType) -> None:
    cost = simulate.Measured(extract=0.01, read=0.03, write=0.005, warc=1, news=1, public=1, publish=0.01)
    assert simulate.useful_workers(cost) == 6
    assert simulate.rate(cost, 3) == pytest.approx(100)
    assert simulate.rate(cost, 6) == simulate.rate(cost, 600) == pytest.approx(200)
    assert simulate.hours(cost, 720_000, 6) == pytest.approx(1)
