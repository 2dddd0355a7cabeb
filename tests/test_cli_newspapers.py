"""`newsarchive newspapers`: the list, one newspaper, and provinces by any of their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run
from newsarchive.press import newspapers


def ids(*args: str) -> set[str]:
    shown = run("newspapers", *args, "--json")
    assert shown.exit_code == 0
    return {paper["id"] for paper in json.loads(shown.stdout)}


def test_all_are_listed() -> None:
    shown = run("newspapers")
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert len(lines) == len(newspapers()) + 1
    assert lines[0].split()[:2] == ["id", "name"]
    assert all(any(line.startswith(paper.id + " ") for line in lines) for paper in newspapers())


def test_json_is_the_same_list() -> None:
    assert ids() == {paper.id for paper in newspapers()}


@pytest.mark.parametrize("name", ["can-tho", "Cần Thơ", "can tho", "CẦN THƠ", "Thành phố Cần Thơ", "tp. Cần Thơ"])
def test_a_province_has_many_spellings(name: str) -> None:
    assert ids("--province", name) == ids("--province", "can-tho")


def test_a_province_is_found_by_its_former_name() -> None:
    assert ids("--province", "Thừa Thiên Huế") == ids("--province", "hue") != set()


def test_a_province_that_took_in_others_shows_theirs() -> None:
    of_provinces = {paper.id: paper.province for paper in newspapers()}
    after = {of_provinces[each] for each in ids("--province", "bac-ninh")}
    assert after == {"bac-ninh", "bac-giang"}
    assert {of_provinces[each] for each in ids("--province", "Bắc Giang")} == {"bac-giang"}


def test_an_unknown_province_is_told_with_close_ones() -> None:
    shown = run("newspapers", "--province", "Bắc Nin")
    assert shown.exit_code == 2
    assert "bac-ninh" in shown.stderr


def test_one_newspaper_is_shown_whole() -> None:
    shown = run("newspapers", "cantho")
    assert shown.exit_code == 0
    assert "Báo Cần Thơ" in shown.stdout
    assert "baocantho.com.vn" in shown.stdout
    told = json.loads(run("newspapers", "cantho", "--json").stdout)
    assert told["host"] == "baocantho.com.vn"
    assert all(isinstance(pattern["path"], str) for pattern in told["patterns"])


def test_an_unknown_newspaper_is_told_with_close_ones() -> None:
    shown = run("newspapers", "canto")
    assert shown.exit_code == 2
    assert "Did you mean cantho" in shown.stderr


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An archive with a newspaper of its own."""
    folder = tmp_path / "press" / "newspapers"
    folder.mkdir(parents=True)
    (folder / "suoiloc.yml").write_text(
        "name: Báo Suối Lộc\nprovince: can-tho\nhost: baosuoiloc.example\n",
        encoding="utf-8",
    )
    return tmp_path


def test_newspapers_of_the_archive_s_own_are_among_them(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = ids()
    assert "suoiloc" not in bundled
    assert ids("--archive", str(own)) == bundled | {"suoiloc"}
    assert "suoiloc" in ids("--archive", str(own), "--province", "Cần Thơ")
    shown = run("newspapers", "suoiloc", "--archive", str(own))
    assert (shown.exit_code, "baosuoiloc.example" in shown.stdout) == (0, True)
    monkeypatch.setenv("NEWSARCHIVE_DIR", str(own))
    assert "suoiloc" in ids()
    monkeypatch.delenv("NEWSARCHIVE_DIR")
    assert run("newspapers", "suoiloc", "--archive", str(own / "khac")).exit_code == 2


def test_a_broken_file_of_the_archive_s_own_is_named_with_its_line(own: Path) -> None:
    path = own / "press" / "newspapers" / "suoiloc.yml"
    path.write_text("name: Báo Suối Lộc\nhots: baosuoiloc.example\n", encoding="utf-8")
    shown = run("newspapers", "--archive", str(own))
    assert shown.exit_code == 2
    assert f"{path}:2" in shown.stderr
