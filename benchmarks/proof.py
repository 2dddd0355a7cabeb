"""Run every benchmark here at full size and write results.md: machine, versions, rows and ratios (`make proof`)."""

from __future__ import annotations

import importlib.util
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSIONS = ("newsarchive", "lxml", "trafilatura", "fastwarc", "sqlite-utils", "datasette", "pebble", "scrapy")

Row = dict[str, object]
Benchmark = Callable[[], list[Row]]


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without a name) and write results.md; 1 when a row misses its expected value."""
    chosen = [path for path in sorted(HERE.glob("*.py")) if path != Path(__file__).resolve()]
    if names:
        chosen = [path for path in chosen if path.stem in names]
    parts, missed = [_head()], []
    for path in chosen:
        benchmark = _load(path)
        print(f"{path.stem}: running", file=sys.stderr, flush=True)
        started = time.monotonic()
        rows = benchmark()
        missed += [f"{path.stem}: {row['what']}: {row['value']}, not {row['expected']}" for row in rows if _misses(row)]
        parts.append(_section(path.stem, benchmark.__doc__ or "", rows, time.monotonic() - started))
        if not names:
            (HERE / "results.md").write_text("\n".join(parts), encoding="utf-8")
    print("\n".join(parts))
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


def _head() -> str:
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return (
        "# Results\n\n"
        f"Written by `make proof` on {datetime.now(UTC):%Y-%m-%d} (UTC); load average then {os.getloadavg()[0]:.1f}.\n"
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
    return "\n".join([*lines, "", f"Took {seconds:.0f} s.", ""])


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
