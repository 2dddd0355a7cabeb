"""Every command that writes, on a disk that is full and on one that is read-only: told, and nothing kept is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import earlier
import package_archive as kept
import pressroom
from newsarchive.cli.app import app
from newsarchive.fixity import verify
from newsarchive.publish import publish
from newsarchive.warc import SegmentWriter
from small_disk import Disk, small_disk

_EVERYTHING = ("--audience", "preservation", "--force")
COMMANDS = {
    "ingest": ["ingest", "{more}", "--workers", "0"],
    "saved pages": ["ingest", "{pages}", "--workers", "0"],
    "reextract": ["reextract", "--workers", "0"],
    "purge": ["withhold", "{url}", "--level", "purge", "--reason", "bản án 7/2026", "--yes"],
    "hide": ["withhold", "{url}", "--level", "hide", "--reason", "đơn số 12"],
    "rebuild": ["rebuild", "--workers", "0"],
    "publish": ["publish"],
    "export wacz": ["export", "--format", "wacz", "--output", "{disk}/p.wacz", *_EVERYTHING],
    "export bagit": ["export", "--format", "bagit", "--output", "{disk}/p.bag", *_EVERYTHING],
    "prove": ["prove", "seal"],
}
ROOM = {"nothing": 0, "a little": 48 << 10, "some": 220 << 10}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, a release of it, and files to be taken in."""
    folder = tmp_path_factory.mktemp("disk")
    kept.build(folder / "kho")
    publish(folder / "kho")
    with SegmentWriter(folder / "more", prefix="them", info={}) as writer:
        for number in range(100, 140):
            writer.write_response(
                pressroom.article_url(number), pressroom.AT, pressroom.head(), kept.page(number) + b"x" * 4_000
            )
    (folder / "pages").mkdir()
    for number in range(200, 230):
        (folder / "pages" / f"{number}.html").write_bytes(kept.page(number) + b"y" * 4_000)
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


def copy(name: str, whole: Path, disk: Path) -> Path:
    """The archive on the disk; its readings are an earlier extractor's where they are to be read again."""
    kho = Path(shutil.copytree(whole / "kho", disk / "kho"))
    if name == "reextract":
        earlier.age(kho, lambda number: number % 2 == 1)
    return kho


def run(name: str, whole: Path, disk: Path) -> Result:
    """The command, on the archive on the disk."""
    places = {
        "more": next((whole / "more").glob("*.warc.gz")),
        "pages": whole / "pages",
        "url": pressroom.article_url(kept.PUBLIC),
        "disk": disk,
    }
    words = [word.format(**places) for word in COMMANDS[name]]
    done = CliRunner().invoke(app, [*words, "--archive", str(disk / "kho")])
    assert done.exception is None or isinstance(done.exception, SystemExit), (done.output, done.exc_info)
    return done


def digests(kho: Path) -> dict[tuple[str, int], str]:
    """What the archive says, by article and revision."""
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        rows = db.execute(
            "select a.uid, r.number, r.content_digest from revision r join article a on a.id = r.article_id"
        )
        return {(row[0], row[1]): row[2] for row in rows}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_and_nothing_is_lost(whole: Path, disk: Disk, name: str) -> None:
    outcomes = {}
    for room, size in ROOM.items():
        kho = copy(name, whole, disk.path)
        before = digests(kho)
        disk.leave(size)
        done = run(name, whole, disk.path)
        outcomes[room] = done.exit_code
        assert done.exit_code in {0, 4}, (room, done.output)
        if done.exit_code:
            assert "full" in done.output or "No space" in done.output, (room, done.output)
        disk.grow()
        again = run(name, whole, disk.path)
        assert again.exit_code == 0, (room, done.output, again.output)
        report = verify(kho)
        assert report.problems == [], (room, done.exit_code, report.problems)
        after = digests(kho)
        lost = {key for key in before if key not in after}
        assert not lost or name == "purge", (room, lost)
        assert not [path for path in disk.path.rglob("*") if ".partial" in path.name], room
        for path in disk.path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert outcomes["nothing"] == 4, outcomes


@pytest.mark.parametrize("name", COMMANDS)
def test_a_read_only_disk_is_told_and_nothing_changes(whole: Path, disk: Disk, name: str) -> None:
    kho = copy(name, whole, disk.path)
    before = {path: path.read_bytes() for path in kho.rglob("*") if path.is_file()}
    disk.lock()
    done = run(name, whole, disk.path)
    assert done.exit_code == 4, done.output
    assert "read-only" in done.output.lower() or "readonly" in done.output.lower(), done.output
    assert {path: path.read_bytes() for path in kho.rglob("*") if path.is_file()} == before
    disk.unlock()
    assert verify(kho).problems == []
    again = run(name, whole, disk.path)
    assert again.exit_code == 0, again.output
    assert verify(kho).problems == []
