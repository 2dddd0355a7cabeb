"""The tables of docs/scaling.md, out of results.md: no figure stands there that no run has written.

By hand: `python benchmarks/scaling/page.py`; `make proof` does it after each run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS, PAGE = ROOT / "benchmarks" / "results.md", ROOT / "docs" / "scaling.md"
_BEGIN, _END = "<!-- from results.md -->", "<!-- end -->"
_BETWEEN = re.compile(f"(?s)(?<={re.escape(_BEGIN)}\n).*?(?={re.escape(_END)})")
_COSTS = (
    "a page read", "a page read by a cluster", "a capture written", "a capture written, the cluster's client",
    "an article published", "a query", "a page in WARC", "a capture in news.db", "an article in public.db",
    "a gigabyte sent and read back",
)  # fmt: skip
_DAY = ("requests", "time asked, 1 s apart", "time asked, Crawl-delay 10", "extraction", "WARC")
_SIZES = ("WARC", "news.db", "public.db", "a build of it")


@dataclass(frozen=True)
class Section:
    """The rows of one benchmark."""

    cells: dict[str, list[str]]
    """What was measured → value, unit, ratio, note."""
    when: str
    """When it ended and how busy the machine was."""

    def value(self, what: str) -> str:
        """Value and unit, as printed."""
        value, unit, *_ = self.cells[what]
        return f"{value} {unit}".strip()


def read_section(results: str, name: str) -> Section:
    """One section of results.md; raises KeyError when no run has written it."""
    found = re.search(rf"(?ms)^## {name}\n(.*?)(?=^## |\Z)", results)
    if found is None:
        raise KeyError(name)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines() if line[:1] == "|"]
    when = re.search(r"Took .*", found[1])
    return Section({what: rest for what, *rest in rows[2:]}, when[0] if when else "")


def tables(results: str) -> str:
    """The tables of the page."""
    scale, cluster = read_section(results, "scale"), read_section(results, "cluster")
    parts = [
        ("What one of each costs", _table(("what", "cost", "note"), _costs(scale))),
        ("Pool and cluster on this machine, the same pages", _table(("", "1 worker", "2 workers"), _pools(scale))),
        ("A cluster that loses a machine", _table(("what", "found"), _kills(cluster))),
        (f"A day of all {scale.value('newspapers')} newspapers", _table(("articles a day each", *_DAY), _days(scale))),
        ("Captures read again", _table(("", "10 million", "100 million"), _millions(scale))),
    ]
    told = f"Costs and arithmetic: {_lower(scale.when)} Losing a machine: {_lower(cluster.when)}"
    return "\n".join([f"\n{told}\n", *(f"### {title}\n\n{table}\n" for title, table in parts)])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _costs(scale: Section) -> Iterator[Sequence[str]]:
    for what in _COSTS:
        yield what, scale.value(what), scale.cells[what][3]


def _pools(scale: Section) -> Iterator[Sequence[str]]:
    for what in ("pool", "cluster"):
        for suffix in ("", ": all"):
            keys = [f"{what}, {workers}{suffix}" for workers in ("1 worker", "2 workers")]
            if all(key in scale.cells for key in keys):
                ratios = [f" ({ratio})" if (ratio := scale.cells[key][2]) else "" for key in keys]
                yield what, *(scale.value(key) + ratio for key, ratio in zip(keys, ratios, strict=True))


def _kills(cluster: Section) -> Iterator[Sequence[str]]:
    yield from ((what, cluster.value(what)) for what in cluster.cells)


def _days(scale: Section) -> Iterator[Sequence[str]]:
    for articles in ("50", "100", "200"):
        yield articles, *(scale.value(f"{articles} articles a day each: {what}") for what in _DAY)


def _millions(scale: Section) -> Iterator[Sequence[str]]:
    """Notes tell where the writer, not the workers, is the limit."""
    for workers in ("1 worker", "2 workers", "8 workers", "32 workers", "128 workers"):
        keys = [f"{millions} million captures, {workers}" for millions in (10, 100)]
        yield workers, *(_noted(scale, key) for key in keys)
    for what in _SIZES:
        yield what, *(_noted(scale, f"{millions} million captures: {what}") for millions in (10, 100))


def _noted(scale: Section, what: str) -> str:
    note = scale.cells[what][3]
    return scale.value(what) + (f" ({note})" if note else "")


def written(page: str, results: str) -> str:
    """The page with the tables of these results."""
    return _BETWEEN.sub(lambda _: tables(results) + "\n", page)


def write_page() -> None:
    """Bring docs/scaling.md up to date."""
    PAGE.write_text(written(PAGE.read_text("utf-8"), RESULTS.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write_page()
