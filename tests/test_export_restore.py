"""The restore drill: from the preservation package alone an equal archive arises."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import package_archive as kept
import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import ArchiveError, LedgerError, UnreadableInputError
from newsarchive.fixity import verify
from newsarchive.packages import Request, export, restore
from newsarchive.rebuild import archive_digest, rebuild
from newsarchive.store import Ledger

FORMATS = {"bagit": "goi", "wacz": "goi.wacz"}
_OWN = """
name: Báo Đông Hải
kind: national
host: baodonghai.example
articles:
  - path: -(?P<id>\\d+)\\.html$
"""
_CAPTURES = "select url, fetched_at, record_type, status, warc_offset, outcome, payload_digest, record_id from capture"


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with all that can be in one: segments of its own, imports of every kind, one left in its place."""
    base = tmp_path_factory.mktemp("drill")
    (base / "kho" / "press" / "newspapers").mkdir(parents=True)
    (base / "kho" / "press" / "newspapers" / "donghai.yml").write_text(_OWN, encoding="utf-8")
    directory = kept.build(base / "kho", prefix="donghai/")
    for folder in ("left", "packed", "saved"):
        (base / folder).mkdir()
    left = pressroom.write_warc(base / "left", [50, 51])
    packed = pressroom.pack_whole(pressroom.write_warc(base / "packed", [60]), base / "packed.warc.gz")
    (base / "saved" / "trang.html").write_bytes(pressroom.article_page(70))
    with Archive.open(directory, workers=0) as archive:
        archive.ingest(left, reference=True)
        archive.ingest(packed)
        archive.ingest(base / "saved")
    return directory


@pytest.fixture(scope="module")
def packages(kho: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packages")
    for form, name in FORMATS.items():
        exported = export(kho, Request(form, folder / name, "preservation"))  # type: ignore[arg-type]
        assert (exported.damages, exported.articles) == (0, 9)
    return {form: folder / name for form, name in FORMATS.items()}


def rows(directory: Path, query: str) -> set[Any]:
    with closing(sqlite3.connect(directory / "data" / "news.db")) as db:
        return set(db.execute(query))


def digest(directory: Path) -> str:
    with closing(sqlite3.connect(directory / "data" / "news.db")) as db:
        return archive_digest(db)


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_equal_archive_arises_from_the_package_alone(
    kho: Path, packages: dict[str, Path], tmp_path: Path, form: str
) -> None:
    alone = tmp_path / "alone" / FORMATS[form]
    alone.parent.mkdir()
    copy = shutil.copytree if packages[form].is_dir() else shutil.copy
    copy(packages[form], alone)
    new = tmp_path / "new"
    outcome = CliRunner().invoke(app, ["ingest", "--archive", str(new), str(alone)])
    assert outcome.exit_code == 0, outcome.output
    assert "9 articles" in outcome.output
    assert digest(new) == digest(kho)
    assert rows(new, _CAPTURES) == rows(kho, _CAPTURES)
    withheld = "select key from article where withheld = 1"
    assert rows(new, withheld) == rows(kho, withheld) == {(f"donghai/{kept.WITHHELD}",)}
    assert (new / "archive.yml").read_bytes() == (kho / "archive.yml").read_bytes()
    assert verify(new).problems == []
    with Archive.open(new, workers=0) as archive:
        lines = list(archive.ledger.lines())
        assert archive.article(pressroom.article_url(50)) is not None
    old = (kho / "data" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    told = [line.to_json() for line in lines]
    assert told[: len(told) - 2] == old[: len(told) - 2]  # then the restore and the check of it
    assert [line.kind for line in lines[-2:]] == ["restore", "fixity-check"]
    assert str(tmp_path.parent) not in "".join(row[0] for row in rows(new, "select warc_file from capture"))
    rebuilt = rebuild(new, workers=0)
    assert (rebuilt.is_equal, rebuilt.missing) == (True, ())
    again = CliRunner().invoke(app, ["ingest", "--archive", str(new), str(alone), "--json"])
    assert (again.exit_code, json.loads(again.stdout)) == (0, {"known": True})


def test_segments_being_written_come_along(tmp_path: Path) -> None:
    """A crawl goes on while the package is made: what its snapshot knows is in it, the rest of the segment is not."""
    code = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import pressroom
from newsarchive.archive import Archive
from newsarchive.ingest.records import Place, take_record
from newsarchive.ingest import IngestSummary
from newsarchive.ingest.session import Session
from newsarchive.warc import read_record, segment_path
archive = Archive.open({str(tmp_path / "kho")!r}, create=True, workers=0)
writer = archive.open_writer()
session = Session(archive.store, archive.pool, IngestSummary(), writer.sync)
for number in (1, 2):
    url, page = pressroom.article_url(number), pressroom.article_page(number)
    at = writer.write_response(url, pressroom.AT, pressroom.head(), page)
    record = read_record(segment_path(archive.warc_directory, at.file), at.offset)
    take_record(record, Place(at.file, at.offset, at.length, at.record_id), session)
session.finish()
writer.write_response(pressroom.article_url(3), pressroom.AT, pressroom.head(), pressroom.article_page(3))
writer.sync()
print("ready", flush=True)
sys.stdin.read()
os._exit(9)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as crawl:
        assert crawl.stdout is not None
        assert crawl.stdout.readline() == b"ready\n"
        for form, name in FORMATS.items():
            export(tmp_path / "kho", Request(form, tmp_path / name, "preservation"))  # type: ignore[arg-type]
        crawl.kill()
    for form, name in FORMATS.items():
        new = tmp_path / f"new-{form}"
        assert restore(new, tmp_path / name) is not None
        with Archive.open(new, workers=0) as archive:
            assert archive.article(pressroom.article_url(2)) is not None
            assert archive.article(pressroom.article_url(3)) is None
        assert verify(new).problems == []


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_damaged_package_makes_no_archive(packages: dict[str, Path], tmp_path: Path, form: str) -> None:
    package = tmp_path / FORMATS[form]
    if packages[form].is_dir():
        shutil.copytree(packages[form], package)
        target = next((package / "data" / "warc" / "imported").iterdir())
    else:
        target = Path(shutil.copy(packages[form], package))
    data = bytearray(target.read_bytes())
    data[700] ^= 1
    target.write_bytes(data)
    with pytest.raises(UnreadableInputError, match="goi"):
        restore(tmp_path / "new", package)
    assert not (tmp_path / "new" / "data" / "news.db").exists()
    data[700] ^= 1
    target.write_bytes(data)
    assert restore(tmp_path / "new", package) is not None  # the same call goes on
    assert verify(tmp_path / "new").problems == []


def test_a_changed_ledger_makes_no_archive(packages: dict[str, Path], tmp_path: Path) -> None:
    package = shutil.copytree(packages["bagit"], tmp_path / "goi")
    ledger, manifest = package / "data" / "ledger.jsonl", package / "manifest-sha256.txt"
    before = ledger.read_bytes()
    ledger.write_bytes(before.replace(b'"captures":', b'"captured":', 1))
    digests = (sha256(before).hexdigest(), sha256(ledger.read_bytes()).hexdigest())
    manifest.write_text(manifest.read_text().replace(*digests))
    with pytest.raises(LedgerError):
        restore(tmp_path / "new", package)
    assert not (tmp_path / "new" / "data" / "news.db").exists()


def test_a_whole_package_goes_into_an_empty_folder_only(packages: dict[str, Path], tmp_path: Path) -> None:
    with Archive.open(tmp_path / "other", create=True, workers=0) as archive:
        for package in packages.values():
            with pytest.raises(UnreadableInputError, match="withheld"):
                archive.ingest(package)
            with pytest.raises(ArchiveError, match="empty folder"):
                restore(tmp_path / "other", package)
        assert archive.status().stock.papers == ()


@pytest.mark.parametrize(("form", "name"), FORMATS.items())
def test_a_public_package_is_taken_in_like_any_file(kho: Path, tmp_path: Path, form: Any, name: str) -> None:
    exported = export(kho, Request(form, tmp_path / name))
    with Archive.open(tmp_path / "new", create=True, workers=0) as archive:
        summary = archive.ingest(tmp_path / name)
        assert (summary.damages, summary.recorded.captures) == (0, exported.captures)
        ours = archive.article(pressroom.article_url(kept.PUBLIC))
        assert archive.article(pressroom.article_url(kept.WITHHELD)) is None
        assert archive.ingest(tmp_path / name).recorded.captures == 0
    with Archive.open(kho, workers=0) as archive:
        theirs = archive.article(pressroom.article_url(kept.PUBLIC))
    assert ours is not None
    assert theirs is not None
    assert ours.content_digest == theirs.content_digest
    assert verify(tmp_path / "new").problems == []


def test_a_bag_from_elsewhere_is_held_against_its_manifest(tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path / "made", [1])
    data = tmp_path / "bag" / "data" / "warcs"
    data.mkdir(parents=True)
    (tmp_path / "bag" / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    (data / "a.warc.gz").write_bytes(warc.read_bytes())
    (tmp_path / "bag" / "manifest-md5.txt").write_text(f"{'0' * 32}  data/warcs/a.warc.gz\n{'1' * 32} data/mat.warc\n")
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        summary = archive.ingest(tmp_path / "bag")
        assert (summary.recorded.articles, summary.damages) == (1, 2)
        (tmp_path / "bag" / "manifest-md5.txt").write_text(f"{'0' * 32}  data/../../etc.warc.gz\n")
        with pytest.raises(UnreadableInputError, match="not in the bag"):
            archive.ingest(tmp_path / "bag")


def test_a_package_cannot_write_outside_of_the_archive(packages: dict[str, Path], tmp_path: Path) -> None:
    """A ledger of somebody's own making, whose chain and digests all fit."""
    package = shutil.copytree(packages["bagit"], tmp_path / "goi")
    ledger, manifest = package / "data" / "ledger.jsonl", package / "manifest-sha256.txt"
    before = sha256(ledger.read_bytes()).hexdigest()
    told = {"bytes": 4, "records": 0, "sha256": f"sha256:{sha256(b'evil').hexdigest()}"}
    Ledger(ledger).append("segment-closed", "../../../escaped.warc.gz", told)
    (package / "data" / "warc" / "escaped.warc.gz").write_bytes(b"evil")
    lines = manifest.read_text().replace(before, sha256(ledger.read_bytes()).hexdigest())
    manifest.write_text(f"{lines}{sha256(b'evil').hexdigest()}  data/warc/escaped.warc.gz\n")
    with pytest.raises(UnreadableInputError, match="outside of the archive"):
        restore(tmp_path / "new", package)
    assert not (tmp_path / "escaped.warc.gz").exists()
    assert not (tmp_path / "new" / "data" / "news.db").exists()
