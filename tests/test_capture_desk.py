"""The desk: what ends it, and what it answers then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from newsarchive.capture import Desk, Order, Tally
from newsarchive.exceptions import ConfigurationError
from newsarchive.link import Link
from newsarchive.press import newspaper
from waiting import PATIENCE

CONTACT = "contact: luutru@suoiloc.example\n"


def _desk(folder: Path, failures: list[BaseException], config: str = CONTACT) -> Desk:
    folder.mkdir(exist_ok=True)
    (folder / "archive.yml").write_text(config, encoding="utf-8")
    desk = Desk(folder, failures.append, workers=0)
    desk.start()
    return desk


def test_a_run_hands_out_its_entry_points_and_is_over_when_they_are_given_back_and_stopped(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    desk = _desk(tmp_path / "kho", failures)
    answers: list[object] = []
    came = threading.Semaphore(0)

    def reply(value: object) -> None:
        answers.append(value)
        came.release()

    desk.open(Order("bacninh"), [Link("https://baobacninhtv.vn/", "section", "home page")], reply)
    assert came.acquire(timeout=PATIENCE)
    desk.lease("bacninh", 5, reply)
    assert came.acquire(timeout=PATIENCE)
    leases = answers[-1].leases  # type: ignore[attr-defined]
    assert [lease.url for lease in leases] == ["https://baobacninhtv.vn/"]
    desk.give_back("bacninh", [lease.id for lease in leases])
    desk.stop("bacninh", "enough")
    desk.lease("bacninh", 5, reply)
    assert came.acquire(timeout=PATIENCE)
    assert answers[-1].leases == ()  # type: ignore[attr-defined]
    desk.close("bacninh", reply)
    assert came.acquire(timeout=PATIENCE)
    assert isinstance(answers[-1], Tally)
    assert answers[-1].stopped == "enough"
    desk.finish()
    assert not failures


def test_without_a_contact_the_desk_ends_with_an_error_that_names_the_file(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    desk = _desk(tmp_path / "kho", failures, "operator: ai\n")
    desk.finish()
    assert isinstance(failures[0], ConfigurationError)
    assert "archive.yml" in str(failures[0])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_ends_the_desk_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[BaseException] = []

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("newsarchive.capture.desk.Paper", broken)
    desk = _desk(tmp_path / "kho", failures)
    desk.open(Order(newspaper("bacninh").id), (), lambda _opened: None)
    desk.finish()
    assert isinstance(failures[0], ZeroDivisionError)
