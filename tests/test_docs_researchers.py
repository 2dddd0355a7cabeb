"""docs/for-researchers.md: every example is run against a served archive and prints what the page says it prints."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import run
from newsarchive.archive import Archive
from newsarchive.demo import PRESS, pages, write_captures
from newsarchive.publish import publish
from serving_process import serving

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "for-researchers.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8001"
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^newsarchive (.+)$", re.MULTILINE)


def test_every_example_prints_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newspapers of the demo that are bundled; the one that the demo crawls has nothing of before 2026."""
    for library in ("pandas", "pyarrow"):
        pytest.importorskip(library)
    monkeypatch.chdir(tmp_path)
    archive = tmp_path / "newsarchive-demo"
    archive.mkdir()
    shutil.copytree(PRESS, archive / "press")
    with Archive.open(archive, create=True, workers=0) as opened:
        opened.ingest(write_captures(tmp_path / "captures", pages()))
    publish(archive)
    examples = EXAMPLE.findall(PAGE)
    assert len(examples) == PAGE.count("```python") >= 10
    for command in COMMAND.findall(PAGE):
        assert run(*command.split()).exit_code == 0, command
    names: dict[str, Any] = {}
    with serving(archive) as served:
        for code, expected in examples:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(code.replace(ADDRESS, f"http://127.0.0.1:{served.port}"), names)
            assert printed.getvalue() == expected, code


def test_the_page_speaks_both_languages() -> None:
    """A heading in each, and after each paragraph the same in the other."""
    headings = re.findall(r"^##? (.+)$", PAGE, re.MULTILINE)
    assert [heading for heading in headings if " / " not in heading] == []
    assert len(re.findall(r"^\*[A-Z]", PAGE, re.MULTILINE)) >= len(headings)


def test_the_language_of_queries_is_as_the_page_says(tmp_path: Path) -> None:
    """Each line of the table is understood as it stands there."""
    from newsarchive.reading.query import compile_query

    typed = [
        query.replace("\\|", "|")
        for row in re.findall(r"^\| (`.+`) \|", PAGE, re.MULTILINE)
        for query in re.findall(r"`([^`]+)`", row)
    ]
    assert len(typed) == 8
    assert all(compile_query(query).folded for query in typed)
