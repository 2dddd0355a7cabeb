"""The frame of the command line: help, versions, and that no error reaches a user as a traceback."""

from __future__ import annotations

import errno
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from command_line import run
from conftest import ROOT
from newsarchive import exceptions
from newsarchive.cli.app import COMMANDS, reporting_errors


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_in_its_help(name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert f"Examples:\n    newsarchive {name}" in shown.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_in_one_sentence(name: str) -> None:
    module, function = COMMANDS[name].split(":")
    command = getattr(importlib.import_module(module), function)
    told = command.info.help if isinstance(command, typer.Typer) else command.__doc__
    first = told.splitlines()[0]
    assert 20 < len(first) <= 125


def test_help_lists_every_command_and_the_exit_codes() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    assert all(f"\n  {name} " in shown.stdout for name in COMMANDS)
    assert "130\n  interrupted" in shown.stdout or "130 interrupted" in shown.stdout


def test_version() -> None:
    shown = run("--version")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("newsarchive 0.")


def test_a_misspelt_command_is_put_right() -> None:
    shown = run("ingset")
    assert shown.exit_code == 2
    assert "Did you mean 'ingest'" in shown.stderr


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom typer.testing import CliRunner\nfrom newsarchive.cli import app\n"
        "CliRunner().invoke(app, ['--help'])\n"
        "heavy = ('datasette', 'scrapy', 'trafilatura', 'lxml', 'sqlite_utils', 'pebble')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("begin", ["from newsarchive.cli import main", "import crawler.settings"])
def test_a_program_does_not_load_pandas_for_sqlite_utils(begin: str) -> None:
    pytest.importorskip("pandas")
    script = (
        f"import sys; {begin}\nif 'main' in dir():\n    try: main(['--version'])\n    except SystemExit: pass\n"
        "import newsarchive.archive; print([name in sys.modules for name in ('sqlite_utils', 'pandas', 'numpy')])\n"
        "import pandas; print('for others it is there')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.endswith("[True, False, False]\nfor others it is there\n")


def test_as_a_module_it_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsarchive", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("newsarchive ")


ERRORS = [
    (exceptions.ConfigurationError("archive.yml", "no", 3), 2, "archive.yml:3: no"),
    (exceptions.UnknownNewspaperError("x", ("y",)), 2, "Did you mean y?"),
    (exceptions.UnreadableInputError("p", "gone"), 2, "p: gone"),
    (exceptions.ArchiveError("d", "locked"), 3, "d: locked"),
    (exceptions.LedgerError("d", "broken"), 3, "d: broken"),
    (exceptions.StorageFullError("d", "full"), 4, "d: full"),
    (OSError(errno.ENOSPC, "No space left on device", "news.db"), 4, "news.db: No space left"),
    (OSError(errno.EROFS, "Read-only file system", "data"), 4, "data: Read-only"),
    (PermissionError(errno.EACCES, "Permission denied", "data"), 4, "data: Permission denied"),
    (OSError(errno.ENAMETOOLONG, "File name too long", "aaa"), 3, "aaa: File name too long"),
]


@pytest.mark.parametrize(("error", "code", "line"), ERRORS, ids=lambda value: type(value).__name__)
def test_an_error_is_one_line_and_its_exit_code(
    error: Exception, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as left, reporting_errors():
        raise error
    assert left.value.exit_code == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Error: ")
    assert line in shown.err
    assert shown.err.count("\n") == 1


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), reporting_errors():
        raise ZeroDivisionError


def test_interrupted_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: object, **_options: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsarchive.press.newspapers", interrupt)
    assert run("newspapers").exit_code == 130


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m newsarchive newspapers | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr


class TestInit:
    def test_writes_a_file_that_is_read_back(self, tmp_path: Path) -> None:
        from newsarchive.config import load_config

        folder = tmp_path / "kho" / "báo"
        shown = run("init", "--archive", str(folder), "--operator", "Thư viện X", "--contact", "a@b.example")
        assert shown.exit_code == 0
        assert str(folder / "archive.yml") in shown.stdout
        assert load_config(folder).operator == "Thư viện X"

    def test_never_overwrites(self, tmp_path: Path) -> None:
        run("init", "--archive", str(tmp_path))
        before = (tmp_path / "archive.yml").read_text(encoding="utf-8")
        shown = run("init", "--archive", str(tmp_path), "--operator", "another")
        assert shown.exit_code == 3
        assert "is there already" in shown.stderr
        assert (tmp_path / "archive.yml").read_text(encoding="utf-8") == before

    def test_refuses_what_would_not_be_read_back(self, tmp_path: Path) -> None:
        shown = run("init", "--archive", str(tmp_path / "new"), "--contact", "nobody")
        assert shown.exit_code == 2
        assert "contact: must be" in shown.stderr
        assert not (tmp_path / "new").exists()

    def test_a_file_in_the_way_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "kho").write_text("")
        for place in (tmp_path / "kho", tmp_path / "kho" / "deeper"):
            shown = run("init", "--archive", str(place))
            assert shown.exit_code == 3
            assert "a file stands" in shown.stderr

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
    def test_a_disk_that_takes_nothing_is_exit_code_4(
        self, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(path: Path, *_args: object, **_options: object) -> NoReturn:
            raise OSError(number, os.strerror(number), str(path))

        monkeypatch.setattr(Path, "mkdir", refuse)
        shown = run("init", "--archive", str(tmp_path / "kho"))
        assert shown.exit_code == 4
        assert os.strerror(number) in shown.stderr
