"""Newspapers of one's own beside the bundled ones: NEWSARCHIVE_PRESS and the press/ folder of an archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.exceptions import ConfigurationError
from newsarchive.press import newspaper, newspaper_for, newspapers, press_of
from newsarchive.press.loading import load_newspapers
from newsarchive.press.own import ENVIRONMENT_NAME
from newsarchive.press.registry import BUNDLED
from newsarchive.workers import Page, Pool

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


def test_bundled_files_are_not_read_again_for_an_own_one(tmp_path: Path) -> None:
    bundled = load_newspapers(BUNDLED)
    own = _folder(tmp_path, "plo", _OWN)
    assert load_newspapers(BUNDLED, own, trusted=bundled) == load_newspapers(BUNDLED, own)
    same = {id(paper) for paper in bundled}
    assert [paper.id for paper in load_newspapers(BUNDLED, own, trusted=bundled) if id(paper) not in same] == ["plo"]
    taken = _OWN.replace("suoiloc.example", next(paper.host or "" for paper in bundled if paper.id == "cantho"))
    with pytest.raises(ConfigurationError, match=r"suoiloc\.yml:4: host .* already belongs to 'cantho'"):
        load_newspapers(BUNDLED, _folder(tmp_path, "suoiloc", taken), trusted=bundled)


def _ask(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from newsarchive.press import newspaper_for; print(newspaper_for('https://suoiloc.example/').id)"
    environment = {**os.environ, "NEWSARCHIVE_PRESS": str(folder)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    assert _ask(_folder(tmp_path, "suoiloc", _OWN)).stdout.strip() == "suoiloc"
    assert "names no folder" in _ask(tmp_path / "nowhere").stderr


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive directory with a newspaper of its own."""
    monkeypatch.delenv(ENVIRONMENT_NAME, raising=False)
    (tmp_path / "kho" / "press").mkdir(parents=True)
    _folder(tmp_path / "kho" / "press", "suoiloc", _OWN)
    return tmp_path / "kho"


def test_an_archive_brings_its_newspapers_while_it_is_open(archive: Path) -> None:
    count = len(newspapers())
    with Archive.open(archive, create=True, workers=0):
        assert newspaper("suoiloc").host == "suoiloc.example"
        assert len(newspapers()) == count + 1
    assert newspaper_for("https://suoiloc.example/") is None
    assert ENVIRONMENT_NAME not in os.environ


def test_an_edited_file_counts_from_the_next_opening(archive: Path) -> None:
    with press_of(archive):
        assert newspaper("suoiloc").host == "suoiloc.example"
    _folder(archive / "press", "suoiloc", _OWN.replace("suoiloc.example", "baosuoiloc.example"))
    with press_of(archive):
        assert newspaper("suoiloc").host == "baosuoiloc.example"


def test_a_mistake_in_an_own_file_names_file_and_line_and_leaves_nothing_behind(archive: Path) -> None:
    _folder(archive / "press", "suoiloc", _OWN + "layout: epi\n")
    with pytest.raises(ConfigurationError, match=r"suoiloc\.yml:8: layout: unknown key"), press_of(archive):
        pass
    assert ENVIRONMENT_NAME not in os.environ


def test_two_archives_may_be_closed_in_any_order(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "press").mkdir(parents=True)
    _folder(other / "press", "hoxanh", _OWN.replace("suoiloc", "hoxanh"))
    first, second = press_of(archive), press_of(other)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert newspaper_for("https://hoxanh.example/") is not None
    second.__exit__(None, None, None)
    assert ENVIRONMENT_NAME not in os.environ


def test_workers_see_them_although_their_fork_server_is_older(archive: Path) -> None:
    page = Page(b"<html><body><h1>Tin</h1></body></html>", newspaper="suoiloc")
    with Pool(workers=1) as before:
        assert "unknown newspaper" in (before.submit(page).result().reason or "")
    with press_of(archive), Pool(workers=1) as pool:
        assert "unknown newspaper" not in (pool.submit(page).result().reason or "")
