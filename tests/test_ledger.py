"""The ledger: what is written stays, and what was altered is found."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from newsarchive.exceptions import LedgerError, StorageFullError
from newsarchive.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.create()
    for number in range(1, 6):
        ledger.append("withhold", f"uid{number}", {"why": "đề nghị của toà soạn", "n": number})
    return ledger


def rewrite(ledger: Ledger, change) -> None:
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(change(lines)))


def test_lines_come_back_in_order(ledger: Ledger) -> None:
    assert [(line.seq, line.subject) for line in ledger.lines()] == [(n, f"uid{n}") for n in range(1, 6)]
    assert ledger.verify() == 5
    assert json.loads(ledger.path.read_text().splitlines()[0])["prev"] is None


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(LedgerError, match="a folder stands in its place"):
        Ledger(tmp_path / "ledger.jsonl").verify()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: [lines[0].replace(b"uid1", b"uid9"), *lines[1:]], "line 1 was changed"),
        (lambda lines: [*lines[:2], *lines[3:]], "line 3 has number 4"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "line 1 has number 2"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "line 3 has number 2"),
        (lambda lines: [*lines[:2], b"{}\n", *lines[3:]], "line 3 is not a ledger line"),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], "line 3 is not a ledger line"),
        (lambda lines: [lines[0].replace(b'{"agent"', b'{ "agent"'), *lines[1:]], "line 1 was changed"),
    ],
    ids=["changed", "removed", "swapped", "doubled", "foreign", "blank", "respaced"],
)
def test_any_altered_line_is_found_and_named(ledger: Ledger, change, says: str) -> None:
    rewrite(ledger, change)
    with pytest.raises(LedgerError, match=says):
        ledger.verify()


def test_a_line_forged_with_a_right_hash_breaks_the_chain(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger(tmp_path / "other.jsonl")
    other.create()
    for _ in range(3):
        other.append("withhold", "forged", {})
    forged = other.path.read_bytes().splitlines(keepends=True)[2]
    rewrite(ledger, lambda lines: [*lines[:2], forged, *lines[3:]])
    with pytest.raises(LedgerError, match="line 3 does not follow"):
        ledger.verify()


def test_a_removed_last_line_is_found_through_the_head(ledger: Ledger) -> None:
    *_, last = ledger.lines()
    head = (last.seq, last.hash)
    assert ledger.verify(head) == 5
    rewrite(ledger, lambda lines: lines[:-1])
    assert ledger.verify() == 4
    with pytest.raises(LedgerError, match="line 5 is missing"):
        ledger.verify(head)


def test_a_ledger_rewritten_whole_is_found_through_the_head(ledger: Ledger) -> None:
    *_, last = ledger.lines()
    ledger.path.write_bytes(b"")
    for _ in range(5):
        ledger.append("withhold", "rewritten", {})
    with pytest.raises(LedgerError, match="rewritten"):
        ledger.verify((last.seq, last.hash))


@pytest.mark.parametrize("keep", [1, 40])
def test_a_torn_last_line_is_cut_back_and_said(ledger: Ledger, keep: int) -> None:
    rewrite(ledger, lambda lines: [*lines[:-1], lines[-1][:keep]])
    assert ledger.verify() == 4
    ledger.append("withhold", "uid6", {})
    kinds = [(line.seq, line.kind) for line in ledger.lines()]
    assert kinds[-2:] == [(5, "ledger-repaired"), (6, "withhold")]
    assert ledger.verify() == 6


def test_nothing_is_added_to_a_ledger_whose_last_line_was_changed(ledger: Ledger) -> None:
    rewrite(ledger, lambda lines: [*lines[:-1], lines[-1].replace(b"uid5", b"uid9")])
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerError, match="the last line was changed"):
        ledger.append("withhold", "uid6", {})
    assert ledger.path.read_bytes() == before


def test_a_missing_ledger_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="missing"):
        Ledger(tmp_path / "ledger.jsonl").verify()
    with pytest.raises(LedgerError, match="missing"):
        Ledger(tmp_path / "ledger.jsonl").append("withhold", "uid", {})


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = ledger.path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageFullError, match="disk is full"):
            ledger.append("withhold", "uid6", {})
    assert ledger.path.read_bytes() == before
    ledger.append("withhold", "uid6", {})
    assert ledger.verify() == 6


def test_a_long_line_is_chained_on(ledger: Ledger) -> None:
    ledger.append("run", "ingest", {"text": "dài " * 50_000})
    ledger.append("run", "ingest", {})
    assert ledger.verify() == 7


def _append(path: Path, name: str) -> None:
    for number in range(20):
        Ledger(path).append("run", f"{name}{number}", {})


def test_two_processes_append_without_breaking_the_chain(ledger: Ledger) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_append, args=(ledger.path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert ledger.verify() == 45
