"""Run every benchmark here at full size and write results.md: machine, versions, rows and ratios (`make proof`)."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from scaling.page import write_page

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.md"
VERSIONS = ("newsarchive", "lxml", "trafilatura", "fastwarc", "sqlite-utils", "datasette", "pebble", "scrapy")

Row = dict[str, object]
Benchmark = Callable[[], list[Row]]


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without a name) and write results.md; 1 when a row misses its expected value.

    With names the other sections of results.md stay as they are.
    """
    chosen = [path for path in sorted(HERE.glob("*.py")) if path != Path(__file__).resolve()]
    if names:
        chosen = [path for path in chosen if path.stem in names]
    measured: dict[str, str] = {}
    missed: list[str] = []
    for path in chosen:
        benchmark = _load(path)
        print(f"{path.stem}: running", file=sys.stderr, flush=True)
        started = time.monotonic()
        rows = benchmark()
        missed += [f"{path.stem}: {row['what']}: {row['value']}, not {row['expected']}" for row in rows if _misses(row)]
        measured[path.stem] = _section(path.stem, benchmark.__doc__ or "", rows, time.monotonic() - started)
        print(measured[path.stem], flush=True)
        # Read anew: another benchmark may have been measured meanwhile.
        sections = (_sections() if names else {}) | measured
        RESULTS.write_text("\n".join([_head(), *(sections[name] for name in sorted(sections))]), encoding="utf-8")
        write_page()
    for line in missed:
        print(f"MISSED {line}", file=sys.stderr)
    return 1 if missed else 0


def _load(path: Path) -> Benchmark:
    spec = importlib.util.spec_from_file_location(f"benchmark_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    # Child processes of a benchmark unpickle its functions by module name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    benchmark: Benchmark = module.main
    return benchmark


def _sections() -> dict[str, str]:
    """What results.md holds of each benchmark."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return {part.split(None, 2)[1]: part.rstrip("\n") + "\n" for part in re.split(r"(?m)^(?=## )", text)[1:]}


def _head() -> str:
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return (
        "# Results\n\n"
        "Written by `make proof`; every section says when, and how busy the machine was.\n"
        "Digits move with the machine and its load; ratios within one table and counts hold.\n\n"
        f"Machine: {platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB. "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.\n"
        f"Libraries: {libraries}.\n"
    )


def _section(name: str, doc: str, rows: list[Row], seconds: float) -> str:
    values = {row["what"]: row["value"] for row in rows}
    lines = [f"## {name}", "", " ".join(doc.split()), ""]
    lines += ["| what | value | unit | ratio | note |", "|---|---|---|---|---|"]
    for row in rows:
        cells = (row["what"], _number(row["value"]), row["unit"], _ratio(row, values), row.get("note") or "")
        lines.append("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |")
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} (UTC)"
    return "\n".join([*lines, "", f"Took {seconds:.0f} s until {when}; load average {os.getloadavg()[1]:.1f}.", ""])


def _ratio(row: Row, values: dict[object, object]) -> str:
    baseline = row.get("baseline")
    ours, theirs = row["value"], values.get(baseline)
    if not isinstance(ours, (int, float)) or not isinstance(theirs, (int, float)) or not theirs:
        return ""
    return f"{ours / theirs:.2f} × {baseline}"


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _misses(row: Row) -> bool:
    return "expected" in row and row["expected"] is not None and row["value"] != row["expected"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
