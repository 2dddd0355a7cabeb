"""Ingest: pages in, captures and articles out; twice changes nothing; an interruption loses nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

import pressroom
from command_line import run
from newsarchive.archive import Archive
from newsarchive.exceptions import StorageFullError, UnreadableInputError
from newsarchive.ingest import keep, records
from newsarchive.warc import SegmentWriter
from waiting import PATIENCE


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "kho", create=True, workers=0) as opened:
        yield opened


def count(archive: Archive, table: str) -> int:
    return int(archive.store.connection.execute(f'select count(*) from "{table}"').fetchone()[0])


def reopen(folder: Path) -> Archive:
    return Archive.open(folder, create=True, workers=0)


def test_each_record_is_stored_or_has_a_reason(archive: Archive, tmp_path: Path) -> None:
    summary = archive.ingest(pressroom.write_warc(tmp_path, range(3), extras=True))
    assert summary.recorded.outcomes == {
        "stored": 3, "listing": 2, "resource": 1, "error": 1, "redirect": 1, "skipped": 1,
    }  # fmt: skip
    assert summary.passed_over == {"warcinfo record": 1, "request record": 1}
    told = {path: archive.why(f"{pressroom.HOST}/{path}").captures[0].reason for path in ("rss", "anh.png", "mat.html")}
    assert told == {
        "rss": "feed, not an article", "anh.png": "image/png is not a page", "mat.html": "HTTP status 404 Not",
    }  # fmt: skip
    assert archive.why(f"{pressroom.HOST}/cu.html").captures[0].reason == (
        f"HTTP status 301 Not, to {pressroom.HOST}/moi.html"
    )
    assert "empty" in archive.why(f"{pressroom.HOST}/trong.html").verdict


def test_the_file_is_kept_unchanged_and_each_capture_can_be_read_again(archive: Archive, tmp_path: Path) -> None:
    from newsarchive.warc import read_record

    warc = pressroom.write_warc(tmp_path, range(2))
    archive.ingest(warc)
    (capture,) = archive.captures(pressroom.article_url(1))
    kept = archive.warc_directory / capture.warc_file
    assert kept.read_bytes() == warc.read_bytes()
    assert read_record(kept, capture.warc_offset).payload == pressroom.article_page(1)


def test_ingesting_twice_writes_nothing(tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path, range(4), extras=True)
    with reopen(tmp_path / "kho") as archive:
        archive.ingest(warc)
    before = pressroom.sizes(tmp_path / "kho")
    stamp = (tmp_path / "kho/data/news.db").stat().st_mtime_ns
    copy = shutil.copy(warc, tmp_path / "another-name.warc.gz")
    with reopen(tmp_path / "kho") as archive:
        for path in (warc, copy):
            summary = archive.ingest(path)
            assert (summary.known_files, summary.files) == (1, 0)
    assert pressroom.sizes(tmp_path / "kho") == before
    assert (tmp_path / "kho/data/news.db").stat().st_mtime_ns == stamp


def test_the_same_captures_in_another_file_add_nothing(archive: Archive, tmp_path: Path) -> None:
    first = pressroom.write_warc(tmp_path / "a", [1])
    archive.ingest(first)
    again = archive.ingest(pressroom.write_warc(tmp_path / "b", [1, 2]))
    assert (again.recorded.known, again.recorded.captures, again.recorded.articles) == (1, 1, 1)


def test_a_changed_page_is_a_revision_and_an_unchanged_one_is_not(archive: Archive, tmp_path: Path) -> None:
    archive.ingest(pressroom.write_warc(tmp_path / "a", [1]))
    same = archive.ingest(pressroom.write_warc(tmp_path / "b", [1], minutes=60))
    assert (same.recorded.captures, same.recorded.revisions, same.recorded.outcomes) == (1, 0, {"same": 1})
    note = "Bổ sung lúc 20 giờ: cầu tạm đóng một làn xe để hoàn thiện lan can phía thượng lưu."
    changed = archive.ingest(pressroom.write_warc(tmp_path / "c", [1], note=note, minutes=120))
    assert (changed.recorded.articles, changed.recorded.revisions) == (0, 1)
    uid = archive.uid(pressroom.article_url(1))
    assert [note in revision.article.body for revision in archive.revisions(uid)] == [False, True]


@pytest.mark.parametrize("later", [False, True], ids=["original first", "revisit first"])
def test_a_revisit_shows_the_revision_of_its_original(archive: Archive, tmp_path: Path, later: bool) -> None:
    with SegmentWriter(tmp_path / "r", prefix="other", info={}) as writer:
        writer.write_revisit(
            pressroom.article_url(1),
            pressroom.AT + timedelta(hours=1),
            pressroom.head(),
            profile="identical-payload-digest",
            payload_digest="sha256:77",
            refers_to_uri=pressroom.article_url(1),
            refers_to_date=pressroom.AT,
        )
        revisit = writer.close()
    assert revisit is not None
    files = [pressroom.write_warc(tmp_path / "o", [1]), revisit.path]
    for path in reversed(files) if later else files:
        archive.ingest(path)
    original, repeat = archive.captures(pressroom.article_url(1))
    assert (repeat.record_type, repeat.outcome, repeat.reason) == ("revisit", "same", None)
    assert repeat.revision == original.revision == 1


def test_a_torn_file_gives_what_can_be_read_and_says_where(archive: Archive, tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path, range(3))
    whole = warc.read_bytes()
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(whole[:-200])
    summary = archive.ingest(torn)
    assert (summary.recorded.articles, summary.damages) == (2, 1)
    assert summary.damage[0].offset is not None
    (known,) = archive.status().stock.damage
    assert (known["file"], known["offset"]) == ("torn.warc.gz", summary.damage[0].offset)
    torn.write_bytes(whole)
    mended = archive.ingest(torn)
    assert (mended.recorded.articles, mended.recorded.known, mended.damages) == (1, 2, 0)


def test_a_file_of_rubbish_named_warc_is_read_and_explained(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_text("this is no record\n" * 20)
    summary = archive.ingest(tmp_path / "x.warc")
    assert (summary.records, summary.recorded.captures) == (0, 0)
    assert "no record begins" in summary.damage[0].reason


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("none.warc", None, "No such file"), ("empty.warc", b"", "empty"), ("odd.bin", b"\0\1\2\3" * 50, "no kind")],
)
def test_what_cannot_be_read_is_refused(archive: Archive, tmp_path: Path, name: str, data: bytes, says: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableInputError, match=says):
        archive.ingest(tmp_path / name)


def test_a_whole_gzip_file_is_rewritten_and_its_original_named(archive: Archive, tmp_path: Path) -> None:
    packed = pressroom.pack_whole(pressroom.write_warc(tmp_path / "a", range(3)), tmp_path / "whole.warc.gz")
    summary = archive.ingest(packed)
    assert summary.recorded.articles == 3
    (capture,) = archive.captures(pressroom.article_url(1))
    record = next(records.read_records(archive.warc_directory / capture.warc_file, offset=capture.warc_offset))
    digest = keep.hash_file(packed)
    assert record.get("X-Newsarchive-Converted-From") == f"sha256:{digest}"
    imports = [line for line in archive.ledger.lines() if line.kind == "import"]
    assert imports[0].detail["rewritten"] is True
    assert imports[0].detail["sha256"] == f"sha256:{digest}"


def test_reference_keeps_no_copy(archive: Archive, tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path / "elsewhere", range(2))
    archive.ingest(warc, reference=True)
    assert not (archive.warc_directory / "imported").exists()
    (capture,) = archive.captures(pressroom.article_url(0))
    assert capture.warc_file == str(warc)


def test_an_import_goes_on_from_its_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsarchive.ingest.session.BATCH_RECORDS", 5)
    warc = pressroom.write_warc(tmp_path, range(40))

    class Stopped(BaseException):
        pass

    def stop(path: Path, done: int, total: int) -> None:
        if done > total * 0.7:
            raise Stopped

    archive = reopen(tmp_path / "kho")
    with pytest.raises(Stopped):
        archive.ingest(warc, progress=stop)
    before = count(archive, "capture")
    assert 0 < before < 40
    archive.close()
    with reopen(tmp_path / "kho") as archive:
        assert archive.status().stock.unfinished == (warc.name,)
        rest = archive.ingest(warc)
        assert rest.records < 40
        assert (count(archive, "capture"), count(archive, "revision")) == (40, 40)
        assert archive.status().stock.unfinished == ()


_KILLED = """
import sys
from newsarchive.archive import Archive
from newsarchive.ingest import session
session.BATCH_RECORDS = 10
session._PAGES_PER_WORKER = 2
with Archive.open(sys.argv[1], create=True, workers=1) as archive:
    archive.ingest(sys.argv[2], progress=lambda path, done, total: print(done, flush=True))
"""


@pytest.mark.parametrize("whole", [False, True], ids=["in place", "rewritten"])
def test_kill_minus_9_loses_and_doubles_nothing(tmp_path: Path, whole: bool) -> None:
    warc = pressroom.write_warc(tmp_path, range(60))
    if whole:
        warc = pressroom.pack_whole(warc, tmp_path / "whole.warc.gz")
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path / "kho"), str(warc)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for number, _ in enumerate(process.stdout):
        if number == 35:
            break
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    process.stdout.close()
    with reopen(tmp_path / "kho") as archive:
        assert not list(archive.warc_directory.glob("*.open"))
        archive.ingest(warc)
        counts = {table: count(archive, table) for table in ("capture", "article", "revision")}
        assert counts == {"capture": 60, "article": 60, "revision": 60}
        status = archive.status()
        assert status.ledger_problem is None
    before = pressroom.sizes(tmp_path / "kho")
    with reopen(tmp_path / "kho") as archive:
        archive.ingest(warc)
    assert pressroom.sizes(tmp_path / "kho") == before


def test_two_processes_ingest_at_once(tmp_path: Path) -> None:
    files = [pressroom.write_warc(tmp_path / "a", range(15)), pressroom.write_warc(tmp_path / "b", range(10, 25))]
    code = _KILLED.replace("lambda path, done, total: print(done, flush=True)", "None")
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "kho"), str(path)]) for path in (*files, files[0])
    ]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    with reopen(tmp_path / "kho") as archive:
        assert {table: count(archive, table) for table in ("capture", "article", "revision")} == {
            "capture": 25, "article": 25, "revision": 25,
        }  # fmt: skip
        assert archive.status().ledger_problem is None


def test_a_full_disk_while_keeping_leaves_nothing_behind(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warc = pressroom.write_warc(tmp_path, range(2))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keep, "_copy", full)
        with pytest.raises(StorageFullError, match="disk is full"):
            archive.ingest(warc)
    assert list((archive.warc_directory / "imported").iterdir()) == []
    assert archive.ingest(warc).recorded.articles == 2


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 1 MB."""
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path, tmp_path: Path) -> None:
    first = pressroom.write_warc(tmp_path / "a", [1])
    with reopen(small_disk / "kho") as archive:
        archive.ingest(first)
        folder = tmp_path / "trang"
        for number in range(2, 401):
            (folder / f"{number}").mkdir(parents=True)
            (folder / f"{number}/page.html").write_bytes(
                pressroom.article_page(number) + os.urandom(4_000).hex().encode()
            )
            (folder / f"{number}/meta.json").write_text(json.dumps({"url": pressroom.article_url(number)}))
        with pytest.raises(StorageFullError):
            archive.ingest(folder)
    with reopen(small_disk / "kho") as archive:
        assert archive.article(pressroom.article_url(1)) is not None
        assert archive.store.connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert archive.ledger.verify() >= 1
        status = archive.status()
        assert status.unread
        assert not status.is_sound
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    with reopen(small_disk / "kho") as archive:
        archive.ingest(folder)
        assert count(archive, "article") == count(archive, "revision") == 400
        assert archive.status().is_sound


def test_a_read_only_archive_can_be_read_and_says_why_it_takes_nothing_in(tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path, [1])
    with reopen(tmp_path / "kho") as archive:
        archive.ingest(warc)
    place = tmp_path / "ro"
    for folder in (place, tmp_path / "new"):
        folder.mkdir()
    commands = (["mount", "--bind", str(tmp_path / "kho"), str(place)], ["mount", "-o", "remount,bind,ro", str(place)])
    if any(subprocess.run(command, capture_output=True, check=False).returncode for command in commands):
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)
        pytest.skip("needs the right to mount")
    try:
        for command in ("status", "why"):
            arguments = [command] + [pressroom.article_url(1)] * (command == "why")
            done = run(*arguments, "--archive", str(place))
            assert done.exit_code == 0, done.stderr
        with reopen(place) as archive:
            assert archive.article(pressroom.article_url(1)) is not None
            with pytest.raises(StorageFullError, match="read-only"):
                archive.ingest(pressroom.write_warc(tmp_path / "new", [2]))
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_mistyped_path_makes_no_archive(tmp_path: Path) -> None:
    done = run("ingest", str(tmp_path / "none.warc"), "--archive", str(tmp_path / "kho"))
    assert done.exit_code == 2
    assert "none.warc: no such file or folder" in done.stderr
    assert not (tmp_path / "kho").exists()
