"""Extraction, ours and its peers', on the same pages in one run. By hand: `python benchmarks/extraction.py --help`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from extractors.environment import NoPeerError, python_with
from extractors.pages import Pages, find_pages, load_scorer, predictions
from extractors.tools import FLOOR, GENERIC, OURS, TOOLS
from rich.console import Console
from rich.table import Table

PEERS = "EXTRACTORS_PYTHON"
"""Names the Python of a venv with the peers; without it one is made, which takes a minute and a package index."""
PACKAGES = (
    "trafilatura>=2.3.1,<2.4",
    "newspaper4k>=0.9.6,<0.10",
    "news-please>=1.6.16,<1.7",
    "readability-lxml>=0.9,<0.10",
    "goose3>=3.1.22,<3.2",
    "lxml_html_clean",
    f"lxml=={version('lxml')}",
)
ROUNDS = 3
SCALE = "trafilatura default"
_HERE = (OURS, GENERIC, FLOOR)
_ASKED = {OURS: "at most 0.17 × is asked, 0.1 × aimed at", GENERIC: "at most 0.67 × is asked"}
_QUALITY = ("perfect", "body_f1", "paragraphs", "caption_f1", "authors", "published")

Row = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One tool over the pages: its answers, and the best of several processes."""

    tool: str
    rows: Sequence[Row]
    seconds: Mapping[str, float]
    """CPU by case."""
    warm_up: float
    """CPU seconds from the start of the interpreter to the first article."""
    peak: float
    """MiB."""
    scores: Mapping[str, float] = field(default_factory=dict)

    def cost(self, cases: frozenset[str]) -> float:
        """Milliseconds a page."""
        return 1000 * mean(self.seconds[case] for case in cases)

    @property
    def failed(self) -> list[Row]:
        """Pages on which the tool raised."""
        return [row for row in self.rows if "error" in row]


def main(cases: Path | None = None, rounds: int = ROUNDS) -> list[Row]:
    """CPU of each page by the best of three processes, warm-up and memory of a process, quality where gold is there.

    The peers get decoded text, we the bytes. Without a layout means: with an empty press registry, else the same.
    """
    pages, runs, missing = measure(cases, rounds)
    rows = [row for run in runs for row in _costs(run, runs, pages)]
    rows += [{"what": name, "value": "-", "unit": "ms/page", "note": f"skipped: {missing}"} for name in _absent(runs)]
    rows += [_row(f"warm-up: {run.tool}", run.warm_up, "s CPU") for run in runs]
    rows += [_row(f"memory: {run.tool}", run.peak, "MiB") for run in runs]
    scored = [run for run in runs if run.scores]
    rows += [_row(f"perfect pages: {run.tool}", run.scores["perfect"], "share", note=_said(run)) for run in scored]
    if not scored:
        rows.append({"what": "quality", "value": "-", "unit": "", "note": "skipped: needs ../shared (gold and scorer)"})
    return rows


def measure(cases: Path | None, rounds: int) -> tuple[Pages, list[Run], str]:
    """The pages, a run of every tool that is there, and why others are not."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-extraction-") as name:
        folder = Path(name)
        pages = find_pages(folder, cases)
        (folder / "pages.json").write_text(json.dumps(pages.told), encoding="utf-8")
        pythons, missing = dict.fromkeys(_HERE, sys.executable), ""
        try:
            python = python_with(PACKAGES, folder / "venv", PEERS)
            pythons = {tool: pythons.get(tool, python) for tool in TOOLS}
        except NoPeerError as error:
            missing = str(error)
            pythons = {tool: sys.executable for tool in TOOLS if tool in pythons or tool.startswith("trafilatura")}
        # In turns: a noisy minute of the machine then falls on every tool.
        told = [{tool: _run(python, tool, folder) for tool, python in pythons.items()} for _ in range(rounds)]
    scorer = load_scorer() if pages.gold else None
    return pages, [_judged(tool, [turn[tool] for turn in told], pages, scorer) for tool in pythons], missing


def _run(python: str, tool: str, folder: Path) -> Row:
    out = folder / "out.json"
    script = Path(__file__).resolve().parent / "extractors" / "tools.py"
    command = [python, str(script), tool, str(folder / "pages.json"), str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    found: Row = json.loads(out.read_text(encoding="utf-8"))
    return found


def _judged(tool: str, turns: Sequence[Row], pages: Pages, scorer: ModuleType | None) -> Run:
    rows = turns[0]["rows"]
    seconds = {row["case"]: min(turn["rows"][at]["seconds"] for turn in turns) for at, row in enumerate(rows)}
    scores: dict[str, float] = {}
    if scorer is not None and pages.gold is not None and tool != FLOOR:
        report = scorer.evaluate(scorer.load_gold(pages.gold), predictions(scorer, rows))
        scores = {name: report["all"][name]["mean"] for name in _QUALITY}
    best = {key: min(turn[key] for turn in turns) for key in ("warm_up", "peak")}
    return Run(tool, rows, seconds, best["warm_up"], best["peak"], scores)


def _costs(run: Run, runs: Sequence[Run], pages: Pages) -> list[Row]:
    """The run's cost over all whole pages; for ours and the scale also over those whose layout we know."""
    known = _known(runs, pages)
    note = f"of {len(run.rows)} pages it failed on {len(run.failed)}: {run.failed[0]['error']}" if run.failed else ""
    what = f"{len(pages.whole)} whole pages of {pages.what}" if run.tool == OURS else note or _ASKED.get(run.tool, "")
    rows = [_row(run.tool, run.cost(pages.whole), "ms/page", None if run.tool == SCALE else SCALE, what)]
    if known and run.tool in (OURS, SCALE, FLOOR):
        where = ", layout known"
        note = f"{len(known)} pages; {_ASKED[OURS]}" if run.tool == OURS else ""
        rows.append(
            _row(run.tool + where, run.cost(known), "ms/page", None if run.tool == SCALE else SCALE + where, note)
        )
    return rows


def _known(runs: Sequence[Run], pages: Pages) -> frozenset[str]:
    """Whole pages whose body our run found by a layout."""
    ours = next(run for run in runs if run.tool == OURS)
    return pages.whole & {row["case"] for row in ours.rows if row.get("layout")}


def _absent(runs: Sequence[Run]) -> list[str]:
    return [tool for tool in TOOLS if tool not in {run.tool for run in runs}]


def _said(run: Run) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in run.scores.items() if name != "perfect")


def _row(what: str, value: float, unit: str, baseline: str | None = None, note: str = "") -> Row:
    row = {"what": what, "value": round(value, 3), "unit": unit, "note": note}
    return row | {"baseline": baseline} if baseline else row


def _print(pages: Pages, runs: Sequence[Run], missing: str) -> None:
    """The comparison as a table; ratios are times faster than trafilatura with its defaults."""
    known, scale = _known(runs, pages), next(run for run in runs if run.tool == SCALE)
    table = Table(title=f"{pages.what}; CPU over {len(pages.whole)} whole pages, {len(known)} of a known layout")
    for column in (
        "tool",
        "ms/page",
        "×",
        "known",
        "×",
        "warm-up s",
        "MiB",
        *(name.replace("_", " ") for name in _QUALITY),
    ):
        table.add_column(column, justify="left" if column == "tool" else "right")
    for run in runs:
        cells = [f"{run.cost(pages.whole):.1f}", f"{scale.cost(pages.whole) / run.cost(pages.whole):.1f}"]
        cells += [f"{run.cost(known):.1f}", f"{scale.cost(known) / run.cost(known):.1f}"] if known else ["", ""]
        cells += [f"{run.warm_up:.2f}", f"{run.peak:.0f}"]
        table.add_row(run.tool, *cells, *(f"{value:.3f}" for value in run.scores.values()))
    Console(width=150).print(table)
    for run in runs:
        for row in run.failed:
            print(f"{run.tool} failed on {row['case']}: {row['error']}")
    if missing:
        print(f"skipped: {', '.join(_absent(runs))}: {missing}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, help="a folder of cases with gold.json instead of ../shared/corpus/dev")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="processes per tool, the best of which counts")
    parser.add_argument("--json", action="store_true", help="rows as `make proof` gets them")
    asked = parser.parse_args()
    if asked.json:
        print(json.dumps(main(asked.cases, asked.rounds), ensure_ascii=False, indent=1))
    else:
        _print(*measure(asked.cases, asked.rounds))
