"""`newsarchive verify`: whatever is changed in an archive is found and named."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import ArchiveError
from newsarchive.fixity import Report, repair, verify
from newsarchive.rebuild import rebuild
from newsarchive.store.records import Import


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an imported file, and a segment of its own with saved pages."""
    place = tmp_path_factory.mktemp("whole")
    other = pressroom.write_warc(place, range(12), extras=True)
    saved = place / "saved"
    saved.mkdir()
    for number in range(20, 28):
        (saved / f"{number}.html").write_bytes(pressroom.article_page(number))
    with Archive.open(place / "kho", create=True, workers=0) as archive:
        archive.ingest(other)
        archive.ingest(saved)
    return place / "kho"


@pytest.fixture
def kho(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "kho")
    return tmp_path / "kho"


def found(report: Report) -> set[tuple[str, str]]:
    return {(problem.kind, problem.file) for problem in report.problems}


def own_segment(kho: Path) -> Path:
    return next((kho / "data" / "warc").glob("*.warc.gz"))


def imported(kho: Path) -> Path:
    return next((kho / "data" / "warc" / "imported").iterdir())


def shown(kho: Path, path: Path) -> str:
    return str(path.relative_to(kho / "data"))


def change(kho: Path, statement: str) -> None:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        assert db.execute(statement).rowcount > 0


def test_a_whole_archive_is_sound_and_the_check_is_noted(kho: Path) -> None:
    report = verify(kho)
    assert report.problems == []
    assert (report.files, report.captures, report.revisions) == (2, 26, 20)
    with Archive.open(kho, workers=0) as archive:
        last = archive.ledger.last()
        assert last is not None
        assert (last.kind, last.detail["found"]) == ("fixity-check", {})
    assert verify(kho).is_sound


def test_a_missing_byte_is_found_at_the_end(kho: Path) -> None:
    path = own_segment(kho)
    path.write_bytes(path.read_bytes()[:-1])
    report = verify(kho)
    assert ("damaged file", shown(kho, path)) in found(report)
    torn = [problem for problem in report.problems if problem.kind == "damaged record"]
    assert [problem.offset for problem in torn] == [
        problem.offset for problem in report.problems if problem.kind == "missing record"
    ]


def test_a_record_cut_off_whole_is_found(kho: Path) -> None:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        name, last = db.execute(
            "select warc_file, max(warc_offset) from capture where warc_file not like 'imported/%'"
        ).fetchone()
    path = kho / "data" / "warc" / name
    path.write_bytes(path.read_bytes()[:last])
    report = verify(kho)
    assert ("missing record", f"warc/{name}") in found(report)
    assert any("whole records" in problem.reason for problem in report.problems)


def test_a_missing_file_and_a_foreign_one_are_found(kho: Path) -> None:
    gone = imported(kho)
    strange = gone.parent.parent / "la.warc.gz"
    gone.rename(strange)
    report = verify(kho)
    assert ("missing file", shown(kho, gone)) in found(report)
    assert ("foreign file", shown(kho, strange)) in found(report)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("delete from capture where id = 3", "missing row"),
        ("update capture set warc_offset = warc_offset + 1 where id = 3", "missing record"),
        ("update capture set url = 'https://baodonghai.example/khac' where id = 3", "changed row"),
        ("update capture set fetched_at = '2020-01-01T00:00:00Z' where id = 3", "changed row"),
        ("update revision set headline = 'Khác' where id = 4", "changed row"),
        ("update revision set blocks = '[{' where id = 4", "changed row"),
        ("delete from byline where revision_id = 4", "changed row"),
        ("delete from article where id = 4", "changed row"),
        ("update event set subject = 'khac' where ledger_seq = 1", "changed row"),
    ],
)
def test_a_changed_row_is_found(kho: Path, statement: str, kind: str) -> None:
    change(kho, statement)
    report = verify(kho)
    assert kind in {problem.kind for problem in report.problems}


def test_a_changed_line_of_the_ledger_is_found_and_the_files_are_still_looked_at(kho: Path) -> None:
    path = kho / "data" / "ledger.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0].replace('"bytes":', '"bytes":1'), *lines[1:]]), encoding="utf-8")
    segment = own_segment(kho)
    segment.write_bytes(segment.read_bytes()[:-9])
    assert found(verify(kho)) >= {("damaged ledger", "ledger.jsonl"), ("damaged file", shown(kho, segment))}


def test_news_db_gone_or_torn_is_told_and_the_files_are_still_looked_at(kho: Path) -> None:
    database = kho / "data" / "news.db"
    database.write_bytes(database.read_bytes()[:5000])
    imported(kho).unlink()
    assert {kind for kind, _ in found(verify(kho))} >= {"damaged database", "missing file"}
    database.unlink()
    assert {kind for kind, _ in found(verify(kho))} >= {"damaged database", "missing file"}


def test_a_sample_reads_captures_by_offset(kho: Path) -> None:
    report = verify(kho, sample=5)
    assert (report.problems, report.captures, report.sampled) == ([], 5, 5)
    change(kho, "update capture set payload_digest = 'sha256:0' || id")
    assert len(verify(kho, sample=5).problems) == 5


def test_digests_that_never_fitted_and_an_import_under_way_are_no_damage(kho: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    plain = gzip.decompress(pressroom.write_warc(tmp_path / "other", [50, 51]).read_bytes())
    for field in (b"WARC-Payload-Digest", b"WARC-Block-Digest"):
        plain = plain.replace(field + b": sha256:", field + b": sha256:00")
    (tmp_path / "other.warc").write_bytes(plain)
    with Archive.open(kho, workers=0) as archive:
        assert archive.ingest(tmp_path / "other.warc").recorded.articles == 2
        (kho / "data" / "warc" / "imported" / "half.warc").write_bytes(plain)
        archive.store.begin_import(Import("0" * 64, "half.warc", "imported/half.warc", len(plain), "warc"))
    assert verify(kho).problems == []
    assert verify(kho, sample=100).problems == []


def _flip(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])


def _take_out(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    at = dice.randrange(len(data))
    path.write_bytes(data[:at] + data[at + 1 :])


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("damage", [_flip, _cut, _take_out])
def test_any_damage_of_a_file_is_found_and_its_file_named(
    kho: Path, damage: Callable[[Path, random.Random], None], seed: int
) -> None:
    dice = random.Random(seed)
    path = dice.choice([own_segment(kho), imported(kho), kho / "data" / "ledger.jsonl"])
    damage(path, dice)
    assert shown(kho, path) in {problem.file for problem in verify(kho).problems}


def test_the_command_tells_where(kho: Path) -> None:
    run = CliRunner().invoke
    sound = run(app, ["verify", "--archive", str(kho)])
    assert sound.exit_code == 0
    assert "all is as it was taken in" in sound.stdout
    path = imported(kho)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    damaged = run(app, ["verify", "--archive", str(kho)])
    assert damaged.exit_code == 1
    assert f"damaged record: {shown(kho, path)}, byte " in damaged.stderr
    assert "`newsarchive verify --repair-from COPY`" in damaged.stderr
    nowhere = run(app, ["verify", "--archive", str(kho), "--repair-from", str(kho / "khong-co")])
    assert (nowhere.exit_code, nowhere.stderr) == (3, f"Error: {kho / 'khong-co'}: no such folder to repair from\n")
    told = json.loads(run(app, ["verify", "--archive", str(kho), "--json"]).stdout)
    assert told["problems"][0]["file"] == shown(kho, path)
    assert run(app, ["verify", "--archive", str(kho / "khong-co")]).exit_code == 3


def test_what_is_damaged_or_gone_comes_back_from_a_second_copy(kho: Path, tmp_path: Path) -> None:
    shutil.copytree(kho, tmp_path / "copy")
    segment, file, ledger = own_segment(kho), imported(kho), kho / "data" / "ledger.jsonl"
    segment.write_bytes(segment.read_bytes()[:-7])
    file.unlink()
    ledger.write_bytes(ledger.read_bytes()[:40] + b"x" + ledger.read_bytes()[41:])
    done = CliRunner().invoke(app, ["verify", "--archive", str(kho), "--repair-from", str(tmp_path / "copy")])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("brought back: ") == 3
    assert segment.read_bytes() == own_segment(tmp_path / "copy").read_bytes()
    assert verify(kho).is_sound


def test_files_come_back_first_then_a_lost_database(kho: Path, tmp_path: Path) -> None:
    shutil.copytree(kho, tmp_path / "copy")
    imported(kho).unlink()
    for path in (kho / "data").glob("news.db*"):
        path.unlink()
    (outcome,) = repair(kho, tmp_path / "copy", verify(kho))
    assert outcome.problem is None
    assert not (kho / "data" / "news.db").exists()
    rebuild(kho, workers=0)
    assert verify(kho).problems == []


def test_a_copy_that_is_damaged_too_takes_no_place(kho: Path, tmp_path: Path) -> None:
    segment = own_segment(kho)
    segment.write_bytes(segment.read_bytes()[:-7])
    shutil.copytree(kho, tmp_path / "copy")
    own_segment(tmp_path / "copy").write_bytes(b"other")
    before = segment.read_bytes()
    (outcome,) = repair(kho, tmp_path / "copy", verify(kho))
    assert "another digest" in str(outcome.problem)
    assert segment.read_bytes() == before


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        verify(tmp_path)
