"""Newspapers of one's own beside the bundled ones: NEWSARCHIVE_PRESS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from newsarchive.press.loading import load_newspapers
from newsarchive.press.registry import BUNDLED

_OWN = """
name: Báo Suối Lộc
kind: national
host: suoiloc.example
layouts: [epi]
articles:
  - path: -(?P<id>post\\d+)\\.html$
"""


def _folder(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / "newspapers").mkdir(exist_ok=True)
    (tmp_path / "newspapers" / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_own_newspaper_stands_beside_the_bundled_ones(tmp_path: Path) -> None:
    papers = load_newspapers(BUNDLED, _folder(tmp_path, "suoiloc", _OWN))
    assert [paper.id for paper in papers] == sorted([*(p.id for p in load_newspapers(BUNDLED)), "suoiloc"])


def test_an_own_file_replaces_the_bundled_one_of_its_name(tmp_path: Path) -> None:
    papers = {paper.id: paper for paper in load_newspapers(BUNDLED, _folder(tmp_path, "plo", _OWN))}
    assert papers["plo"].host == "suoiloc.example"


def _ask(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from newsarchive.press import newspaper_for; print(newspaper_for('https://suoiloc.example/').id)"
    environment = {**os.environ, "NEWSARCHIVE_PRESS": str(folder)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    assert _ask(_folder(tmp_path, "suoiloc", _OWN)).stdout.strip() == "suoiloc"
    assert "names no folder" in _ask(tmp_path / "nowhere").stderr
