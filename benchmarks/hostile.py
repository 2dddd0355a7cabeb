"""Hostile pages through the pool: CPU, memory, lost text. By hand: `python benchmarks/hostile.py [WORD ...]`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from newsarchive.workers import Extracted

TESTS = Path(__file__).resolve().parent.parent / "tests"
SECONDS, MIB = 5.0, 400
"""CPU and memory of the worker that no page may need."""
_LEXBOR = """
import sys
from pathlib import Path
from selectolax.lexbor import LexborHTMLParser
body = LexborHTMLParser(Path(sys.argv[1]).read_bytes()).body
sys.exit(0 if body is not None and sys.argv[2] in body.text() else 3)
"""
_PATIENCE, _LONGEST = 20, 90
"""Seconds by the clock for lexbor, which hangs on some of these pages, and for us on a machine with other work."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What one page cost and gave."""

    name: str
    megabytes: float
    seconds: float
    mib: float
    found: Extracted
    lost: bool
    """Lexbor finds the article's text and we have neither an article nor a list of links to speak of."""

    @property
    def faults(self) -> list[str]:
        """Why `make proof` is to fail; none is right."""
        told = [("killed or broken", self.found.failed), (f"over {SECONDS:g} s", self.seconds > SECONDS)]
        told += [(f"over {MIB} MB", self.mib > MIB), ("empty where lexbor finds text", self.lost)]
        return [fault for fault, true in told if true]

    @property
    def said(self) -> str:
        """What came out, in words."""
        article = self.found.article
        if article is None:
            return self.found.reason or ""
        return f"{len(article.blocks)} blocks; {article.evidence['body'].rule}"


def main() -> list[Row]:
    """Each page in a worker of its own that has read one page before, links included: its CPU and peak memory."""
    outcomes = list(measure())
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    largest = max(outcomes, key=lambda outcome: outcome.mib)
    lexbor = "" if find_spec("selectolax") else "selectolax is not installed: every page is taken to show its text"
    faults = ("killed or broken", f"over {SECONDS:g} s", f"over {MIB} MB", "empty where lexbor finds text")
    return [
        {"what": "pages", "value": len(outcomes), "unit": "pages", "note": lexbor},
        *(_count(fault, [outcome.name for outcome in outcomes if fault in outcome.faults]) for fault in faults),
        {"what": "slowest", "value": round(slowest.seconds, 2), "unit": "s CPU", "note": slowest.name},
        {"what": "largest", "value": round(largest.mib), "unit": "MiB", "note": largest.name},
    ]


def measure(words: Sequence[str] = ()) -> Iterator[Outcome]:
    """The pages whose name holds one of the words, all without a word."""
    sys.path.insert(0, str(TESTS))
    from hostile_pages import CASES, SENTENCE  # noqa: PLC0415  (these lie beside the tests that use them in small)
    from worker_costs import extract_apart  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="newsarchive-hostile-") as name:
        for case in CASES:
            if words and not any(word in case.name for word in words):
                continue
            sent = case.page()
            page = Path(name) / "page.html"
            page.write_bytes(sent)
            found, seconds, mib = extract_apart(sent, CASES[0].page(), timeout=_LONGEST)
            # A page of pictures has captions for its text.
            nothing = found.article is None or not (found.article.body or found.article.captions)
            may = case.is_list and (found.reason or "").startswith("section page")
            lost = nothing and not may and _shows(page, SENTENCE)
            yield Outcome(case.name, len(sent) / 1e6, seconds, mib, found, lost)


def _shows(page: Path, text: str) -> bool:
    """Whether lexbor finds the text; yes when it is not installed or does not come to an end."""
    if not find_spec("selectolax"):
        return True
    command = [sys.executable, "-c", _LEXBOR, str(page), text]
    try:
        return subprocess.run(command, timeout=_PATIENCE, capture_output=True, check=False).returncode != 3
    except subprocess.TimeoutExpired:
        return True


def _count(what: str, names: Sequence[str]) -> Row:
    return {"what": what, "value": len(names), "unit": "pages", "expected": 0, "note": "; ".join(names)[:300]}


def _print(outcomes: Iterator[Outcome]) -> int:
    table = Table("page", "MB", "s CPU", "MiB", "found", "fault", title="Hostile pages through the pool")
    offenders = 0
    for outcome in outcomes:
        offenders += bool(outcome.faults)
        cells = (f"{outcome.megabytes:.1f}", f"{outcome.seconds:.2f}", f"{outcome.mib:.0f}", outcome.said[:70])
        table.add_row(outcome.name, *cells, ", ".join(outcome.faults))
    Console(width=180).print(table)
    return offenders


if __name__ == "__main__":
    sys.exit(1 if _print(measure(sys.argv[1:])) else 0)
