"""The pages that extractors are compared on: hand-made gold where it is there, else pages of our own."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from newsarchive.demo.loadpage import article_path, print_article

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
_PUBLISHED = datetime.fromisoformat("2026-10-20T11:00:00+07:00")
_SIZE, _PRINTED = 175_000, 12
"""Characters of a page (the median of real ones), and how many are printed when there is no corpus."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Pages:
    """Some pages, and what they are."""

    told: Sequence[Row]
    """For extractors/tools.py: case, file, url, site, content_type, fragment, text."""
    what: str
    gold: Path | None = None
    """The folder of cases with gold.json."""

    @property
    def whole(self) -> frozenset[str]:
        """Cases that are whole pages: fragments and plain text say nothing about the cost of a page."""
        return frozenset(row["case"] for row in self.told if not row["fragment"] and not row["text"])


def find_pages(folder: Path, cases: Path | None = None) -> Pages:
    """The cases of a folder (the development set when it is there), else pages of our own, printed into `folder`."""
    gold = cases or SHARED / "corpus" / "dev"
    if any(gold.glob("*/gold.json")):
        told = [_case(path.parent) for path in sorted(gold.glob("*/gold.json"))]
        return Pages(told, f"{len(told)} cases with hand-made gold", gold)
    told = [*_printed(folder), *_fixtures(ROOT / "tests" / "pages")]
    return Pages(
        told, f"{_PRINTED} printed pages of {_SIZE // 1000} kB and {len(told) - _PRINTED} small ones of our own"
    )


def load_scorer() -> ModuleType | None:
    """score.py from beside the checkout; None in a stranger's clone."""
    path = SHARED / "score" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def predictions(scorer: ModuleType, rows: Sequence[Row]) -> Mapping[str, Row]:
    """Found fields as the scorer takes them, by case.

    A peer's description counts as the lead when its body does not hold it: it is not to suffer for leaving it there.
    """
    return {row["case"]: row if "lead" in row else _with_lead(scorer, row) for row in rows}


def _with_lead(scorer: ModuleType, row: Row) -> Row:
    body, lead = row.get("body") or [], scorer.norm(row.get("description")) or None
    if lead and body and scorer.likeness(lead, scorer.norm(body[0])) >= 0.9:
        body = body[1:]
    elif lead and lead[:80] in scorer.norm(" ".join(body)):
        lead = None
    return {**row, "lead": lead, "body": body}


def _case(folder: Path) -> Row:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    text = meta["kind"] == "text"
    return {
        "case": folder.name,
        "file": str(folder / ("input.txt" if text else "page.html")),
        "url": meta.get("url"),
        "site": meta["site"],
        "content_type": meta.get("headers", {}).get("Content-Type"),
        "fragment": bool(meta.get("fragment")),
        "text": text,
    }


def _printed(folder: Path) -> list[Row]:
    rows = []
    for number in range(1, _PRINTED + 1):
        path = folder / f"printed-{number}.html"
        path.write_bytes(print_article(number, _SIZE, _PUBLISHED, picture=True))
        rows.append(_own(path.stem, path, f"https://thu-tai.example{article_path(number)}"))
    return rows


def _fixtures(folder: Path) -> list[Row]:
    rows = []
    for path in sorted(folder.glob("*/*/page.html")):
        expected = json.loads((path.parent / "article.json").read_text(encoding="utf-8"))
        if "body" in expected:
            rows.append(_own("-".join(path.parts[-3:-1]), path, expected["url"]))
    return rows


def _own(case: str, path: Path, url: str) -> Row:
    return {
        "case": case,
        "file": str(path),
        "url": url,
        "site": "",
        "content_type": None,
        "fragment": False,
        "text": False,
    }
