"""`verify --replay`: what was read of a record when it came, held against what is read of it now; pictures not held."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import package_archive as kept
import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.reextract import REPLAY, replay
from newsarchive.store import Ledger
from newsarchive.warc import HttpHead, SegmentWriter


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = kept.build(tmp_path_factory.mktemp("replay") / "kho")
    with SegmentWriter(folder.parent / "more", prefix="anh", info={}) as writer:
        gone = HttpHead(404, "Not Found", (("Content-Type", "text/html"),))
        writer.write_response(kept.picture_url(kept.BORROWED), pressroom.AT - timedelta(hours=1), gone, b"khong co")
        writer.write_response(kept.picture_url(8), pressroom.AT, gone, b"khong co")
        for number in (8, 9):
            writer.write_response(pressroom.article_url(number), pressroom.AT, pressroom.head(), kept.page(number))
    with Archive.open(folder, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
    return folder


@pytest.fixture
def kho(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "kho"))


def change(kho: Path, statement: str) -> None:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        assert db.execute(statement).rowcount > 0


def test_every_article_comes_out_as_it_did(kho: Path) -> None:
    with Archive.open(kho, workers=1) as archive:
        seen: list[tuple[int, int]] = []
        found = replay(archive, progress=lambda done, total: seen.append((done, total)))
        articles = archive.store.connection.execute("select count(*) from article").fetchone()[0]
    assert found.is_sound
    assert found.readings.equal == found.readings.captures > articles
    assert (found.revisits, found.lost_revisits, found.other) == (2, [], 0)
    assert seen[-1] == (len(seen), len(seen))
    (line,) = [one for one in Ledger(kho / "data" / "ledger.jsonl").lines() if one.kind == REPLAY]
    assert line.detail["equal"] == found.readings.equal
    assert "src" not in json.dumps(dict(line.detail))


def test_pictures_that_nobody_holds_are_listed_with_what_became_of_them(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        found = replay(archive)
    missing = {one.src: one.why for one in found.missing}
    assert missing[kept.picture_url(8)].startswith("HTTP status 404")
    assert missing[kept.picture_url(9)] == "never asked for"
    assert kept.picture_url(kept.PUBLIC) not in missing
    assert kept.picture_url(kept.BORROWED) not in missing  # a revisit holds it, in spite of the error before
    assert found.missing_pictures == len(found.missing) == sum(found.missing_by.values())
    assert found.pictures > found.missing_pictures


def test_another_reading_is_told(kho: Path) -> None:
    number = "(select r.id from revision r join article a on a.id = r.article_id where a.url like '%-3%' limit 1)"
    change(kho, f"update revision set headline = 'Khác hẳn', content_digest = 'sha256:0' where id = {number}")
    done = CliRunner().invoke(app, ["verify", "--replay", "--workers", "0", "--archive", str(kho), "--json"])
    told = json.loads(done.stdout)["replay"]
    assert done.exit_code == 1
    assert told["changed"] >= 1
    assert told["fields"]["headline"] >= 1
    assert any(sample["before"] == "Khác hẳn" for sample in told["samples"])


def test_what_other_rules_read_is_not_compared(kho: Path) -> None:
    change(kho, "update capture set extractor = 'cũ' where url like '%-3%'")
    with Archive.open(kho, workers=0) as archive:
        found = replay(archive)
    assert found.other >= 1
    assert found.is_sound


def test_a_revisit_without_its_original_is_told(kho: Path) -> None:
    change(kho, f"update capture set revision_id = null where url = '{kept.picture_url(kept.BORROWED)}'"
           " or (record_type = 'response' and url like '%-1%' and fetched_at like '2026-01-08T11:%')")  # fmt: skip
    with Archive.open(kho, workers=0) as archive:
        found = replay(archive)
    assert not found.is_sound
    assert [one.reason for one in found.lost_revisits] == [
        "the capture that this revisit speaks of shows something else"
    ]


def test_a_sample_is_one_and_people_can_read_it(kho: Path) -> None:
    command = ["verify", "--replay", "--sample", "3", "--workers", "0", "--archive", str(kho)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "captures read again" in done.stdout
    assert "pictures in these articles" in done.stdout
    told = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)["replay"]
    assert told["captures"] + told["revisits"] == told["sampled"] == 3


def test_a_damaged_record_is_told_and_the_rest_goes_on(kho: Path) -> None:
    (path,) = (kho / "data" / "warc" / "imported").glob("*-mau-*")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    with Archive.open(kho, workers=0) as archive:
        found = replay(archive)
    assert found.readings.damages >= 1
    assert found.readings.equal >= 3
    assert not found.is_sound
