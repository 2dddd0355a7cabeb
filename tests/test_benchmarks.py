"""The benchmarks of extraction, on a few pages: what `make proof` prints in full."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ROOT
from newsarchive.article import Article, Block, Evidence
from newsarchive.workers import Extracted

BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The two benchmarks as `make proof` loads them: from their own folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    loaded = ModuleType("loaded")
    for name in ("extraction", "hostile"):
        spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        setattr(loaded, name, module)
    return loaded


@pytest.fixture
def pages(load: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Pages as a stranger has them, without the corpus."""
    module = sys.modules["extractors.pages"]
    monkeypatch.setattr(module, "SHARED", tmp_path / "nowhere")
    found = module.find_pages(tmp_path)
    assert found.gold is None
    assert len(found.whole) == len(found.told) > 12
    return [row for row in found.told if "printed" in row["case"]][:2]


def run(tool: str, pages: list[dict[str, object]], folder: Path) -> dict[str, list[dict[str, object]]]:
    (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    command = [sys.executable, str(BENCHMARKS / "extractors" / "tools.py"), tool]
    done = subprocess.run(
        [*command, str(folder / "pages.json"), str(folder / "out.json")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return found


def test_with_the_registry_a_layout_reads_the_page_and_without_it_none(
    pages: list[dict[str, object]], tmp_path: Path
) -> None:
    known, generic = (run(tool, pages, tmp_path)["rows"] for tool in ("newsarchive", "newsarchive, no layout"))
    assert [row["layout"] for row in known] == [True, True]
    assert [row["layout"] for row in generic] == [False, False]
    assert [row["headline"] for row in known] == [row["headline"] for row in generic]
    assert all(float(str(row["seconds"])) > 0 for row in [*known, *generic])


def test_a_peer_on_the_same_pages_says_what_it_found(pages: list[dict[str, object]], tmp_path: Path) -> None:
    rows = run("trafilatura default", pages, tmp_path)["rows"]
    assert [row.get("error") for row in rows] == [None, None]
    assert all(len(str(row["body"])) > 200 for row in rows)


def test_a_tool_that_raises_is_told_and_goes_on(
    load: ModuleType, pages: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = sys.modules["extractors.tools"]

    def broken(page: dict[str, object]) -> dict[str, object]:
        raise ValueError("no such page")

    row = tools._extract(broken, pages[0])
    assert row["error"] == "ValueError: no such page"


def test_a_hostile_page_is_measured_in_its_worker(load: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (outcome,) = load.hostile.measure(["255 elements"])
    assert outcome.faults == []
    assert 0 <= outcome.seconds < 5
    assert 10 < outcome.mib < 400
    assert outcome.found.article is not None


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"seconds": 6.0}, "over 5 s"),
        ({"mib": 500.0}, "over 400 MB"),
        ({"found": Extracted(None, "killed", failed=True)}, "killed or broken"),
        ({"lost": True}, "empty where lexbor finds text"),
    ],
)
def test_an_offender_is_named(load: ModuleType, changed: dict[str, object], fault: str) -> None:
    article = Article(blocks=(Block("paragraph", "Sen được mùa."),), evidence={"body": Evidence("by hand")})
    fine = load.hostile.Outcome("sen", 1.0, 1.0, 50.0, Extracted(article), lost=False)
    assert fine.faults == []
    assert dataclasses.replace(fine, **changed).faults == [fault]
