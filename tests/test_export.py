"""What leaves an archive: for the public what a release may show, for preservation everything, always whole files."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import package_archive as kept
import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import ConfigurationError, LedgerError, MissingLibraryError, StorageFullError
from newsarchive.packages import Request, export
from newsarchive.packages import tables as tables_module
from newsarchive.warc import Record, read_record, read_records

OUTPUTS = {
    "wacz": "p.wacz", "bagit": "p.bag", "cdxj": "p.cdxj", "warc": "p.warc.gz", "jsonl": "p.jsonl", "csv": "p.csv",
    "parquet": "p.parquet", "dataset": "p-dataset", "premis": "p.xml",
}  # fmt: skip


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept.build(tmp_path_factory.mktemp("export") / "kho")


def run(kho: Path, folder: Path, form: Any, audience: Any = "public", **asked: Any) -> tuple[Path, Any]:
    output = folder / f"{audience}-{OUTPUTS[form]}"
    return output, export(kho, Request(form, output, audience, **asked))


def read_all(path: Path) -> bytes:
    """Every byte of a package, unpacked."""
    if path.is_dir():
        return b"".join(read_all(file) for file in sorted(path.rglob("*")) if file.is_file())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return b"".join(_unpacked(package.read(name)) for name in package.namelist())
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return json.dumps(parquet.read_table(path).to_pylist(), ensure_ascii=False).encode()
    return _unpacked(path.read_bytes())


def _unpacked(data: bytes) -> bytes:
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.mark.parametrize("form", list(OUTPUTS))
def test_what_is_withheld_or_above_its_access_level_is_in_no_public_export(
    kho: Path, tmp_path: Path, form: Any
) -> None:
    if form in {"parquet", "dataset"}:
        pytest.importorskip("pyarrow")
    path, _ = run(kho, tmp_path, form)
    everything = read_all(path)
    assert kept.CANARY.encode() not in everything
    assert kept.uid(kept.WITHHELD).encode() not in everything
    assert kept.picture_url(kept.WITHHELD).encode() not in everything
    assert f"so {kept.PUBLIC}".encode() in everything or pressroom.article_url(kept.PUBLIC).encode() in everything
    restricted, _ = run(kho, tmp_path, form, "preservation")
    told = read_all(restricted)
    assert (pressroom.article_url(kept.WITHHELD) if form in {"cdxj", "premis"} else kept.CANARY).encode() in told


def test_a_public_warc_holds_public_captures_byte_for_byte(kho: Path, tmp_path: Path) -> None:
    path, exported = run(kho, tmp_path, "warc")
    records = [item for item in read_records(path) if isinstance(item, Record)]
    assert records[0].type == "warcinfo"
    told = sorted((record.type, record.uri or "") for record in records[1:])
    shown = [kept.PUBLIC, kept.BORROWER, kept.BORROWED]
    pages = [("response", pressroom.article_url(number)) for number in (*shown, kept.PUBLIC)]
    revisits = [("revisit", pressroom.article_url(kept.PUBLIC)), ("revisit", kept.picture_url(kept.BORROWED))]
    pictures = [("response", kept.picture_url(kept.PUBLIC)), ("response", f"{pressroom.HOST}/anh/kho.png")]
    assert told == sorted([*pages, *revisits, *pictures])
    assert exported.captures == len(records) - 1
    # The picture of BORROWER is held under an address that only the withheld article shows: neither goes out.
    assert exported.left_out == {"revisit whose original is not in the package": 1}
    held = next((kho / "data" / "warc" / "imported").iterdir()).read_bytes()
    data = path.read_bytes()
    assert all(data[one.offset : one.offset + one.length] in held for one in records[1:])  # type: ignore[operator]


def test_embargo_counts_for_exports_as_for_a_release(kho: Path, tmp_path: Path) -> None:
    other = tmp_path / "kho"
    other.mkdir()
    (other / "data").symlink_to(kho / "data")
    rule = "publish: {access: {newspapers: {baodonghai.example: {embargo_days: 36000}}}}\n"
    (other / "archive.yml").write_text(rule, encoding="utf-8")
    path, exported = run(other, tmp_path, "jsonl")
    assert exported.articles == 1
    assert json.loads(path.read_bytes())["newspaper"] is None
    assert run(other, tmp_path, "warc")[1].captures == 1


def test_rows_of_articles(kho: Path, tmp_path: Path) -> None:
    path, exported = run(kho, tmp_path, "jsonl")
    rows = {row["uid"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    assert exported.articles == len(rows) == 4
    row = rows[kept.uid(kept.PUBLIC)]
    with Archive.open(kho, workers=0) as archive:
        article = archive.article(pressroom.article_url(kept.PUBLIC))
    assert article is not None
    assert article.to_dict().items() <= row.items()
    assert (row["revision"], row["content_digest"]) == (2, article.content_digest)
    place = row["provenance"]
    record = read_record(kho / "data" / "warc" / place["warc_file"], place["warc_offset"])
    assert (record.record_id, record.payload_digest) == (place["record_id"], place["payload_digest"])
    (narrow,) = [row for row in rows.values() if row["access"] == "excerpt"]
    assert (narrow["body"], narrow["figures"], narrow["evidence"]) == ([], [], {})
    assert narrow["lead"].startswith("Sáng 8/1")
    flat, _ = run(kho, tmp_path, "csv")
    with flat.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [one["uid"] for one in table] == list(rows)
    assert table[0]["body"].split("\n\n") == next(iter(rows.values()))["body"]


def test_parquet_holds_the_same_rows(kho: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path, exported = run(kho, tmp_path, "parquet", "preservation")
    rows = {row["uid"]: row for row in parquet.read_table(path).to_pylist()}
    assert len(rows) == exported.articles == 5
    with Archive.open(kho, workers=0) as archive:
        article = archive.article(pressroom.article_url(kept.WITHHELD))
    assert article is not None
    row = rows[kept.uid(kept.WITHHELD)]
    assert (row["body"], row["authors"], row["withheld"]) == (article.body, article.authors, True)
    assert json.loads(row["figures"])[0]["src"] == kept.picture_url(kept.WITHHELD)


def test_without_pyarrow_it_says_what_to_install(kho: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'newsarchive\[parquet\]'"):
        run(kho, tmp_path, "parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "articles"),
    [
        ({"newspaper": "baokhac.example"}, 1),
        ({"newspaper": "baodonghai.example"}, 4),
        ({"first": "2026-01-08", "last": "2026-01-08"}, 5),
        ({"first": "2026-01-09"}, 0),
        ({"last": "2026-01-07"}, 0),
    ],
)
def test_newspaper_and_days(kho: Path, tmp_path: Path, asked: dict[str, Any], articles: int) -> None:
    days = {key: date.fromisoformat(value) if key != "newspaper" else value for key, value in asked.items()}
    _, exported = run(kho, tmp_path, "warc", "preservation", **days)
    assert exported.articles == articles
    assert (exported.captures == 0) == (articles == 0)


def test_an_unknown_newspaper_is_refused(kho: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="khong-co"):
        run(kho, tmp_path, "jsonl", newspaper="khong-co")


def test_nothing_is_overwritten_without_force(kho: Path, tmp_path: Path) -> None:
    for form in ("jsonl", "bagit"):
        path, _ = run(kho, tmp_path, form)
        with pytest.raises(ConfigurationError, match="--force"):
            run(kho, tmp_path, form)
        run(kho, tmp_path, form, force=True)
        assert path.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["public-p.bag", "public-p.jsonl"]


def test_the_ledger_knows_of_an_export(kho: Path, tmp_path: Path) -> None:
    _, exported = run(kho, tmp_path, "cdxj")
    with Archive.open(kho, workers=0) as archive:
        line = archive.ledger.last()
        row = archive.store.connection.execute("select kind, agent, subject from event order by id desc").fetchone()
    assert line is not None
    assert (line.kind, line.subject, line.detail["sha256"]) == ("export", "public-p.cdxj", exported.sha256)
    assert line.detail["version"]
    assert tuple(row) == ("export", line.agent, "public-p.cdxj")


def test_a_broken_ledger_stops_an_export(kho: Path, tmp_path: Path) -> None:
    other = tmp_path / "kho"
    (other / "data").mkdir(parents=True)
    with (
        closing(sqlite3.connect(kho / "data" / "news.db")) as db,
        closing(sqlite3.connect(other / "data" / "news.db")) as copy,
    ):
        db.backup(copy)
    ledger = (kho / "data" / "ledger.jsonl").read_bytes()
    (other / "data" / "ledger.jsonl").write_bytes(ledger.replace(b'"captures"', b'"captured"', 1))
    with pytest.raises(LedgerError):
        run(other, tmp_path, "jsonl")
    assert [one.name for one in tmp_path.iterdir()] == ["kho"]


def test_a_full_disk_leaves_nothing_behind(kho: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables_module, "_flat", full)
    with pytest.raises(StorageFullError):
        run(kho, tmp_path, "csv")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_left_out_and_told(kho: Path, tmp_path: Path) -> None:
    held = next((kho / "data" / "warc" / "imported").iterdir())
    whole = held.read_bytes()
    place = next(
        item for item in read_records(held) if isinstance(item, Record) and item.uri == kept.picture_url(kept.PUBLIC)
    )
    assert place.offset is not None
    at = place.offset + 200
    held.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    try:
        path, exported = run(kho, tmp_path, "warc")
        outcome = CliRunner().invoke(
            app, ["export", "--archive", str(kho), "--format", "cdxj", "--output", str(tmp_path / "x.cdxj")]
        )
    finally:
        held.write_bytes(whole)
    assert exported.damages == 1
    assert str(place.offset) in exported.damage[0]
    assert kept.picture_url(kept.PUBLIC) not in [r.uri for r in read_records(path) if isinstance(r, Record)]
    assert outcome.exit_code == 1
    assert "could not be read" in outcome.stderr


def test_the_command_prints_json(kho: Path, tmp_path: Path) -> None:
    output = tmp_path / "t.jsonl"
    asked = ["export", "--archive", str(kho), "--format", "jsonl", "--output", str(output), "--json"]
    outcome = CliRunner().invoke(app, [*asked, "--from", "2026-01-08", "--to", "2026-01-08"])
    assert outcome.exit_code == 0
    told = json.loads(outcome.stdout)
    assert (told["articles"], told["bytes"]) == (4, output.stat().st_size)
    again = CliRunner().invoke(app, asked)
    assert (again.exit_code, "--force" in again.stderr) == (2, True)


def test_the_coverage_statement_names_newspaper_and_month(kho: Path, tmp_path: Path) -> None:
    path, _ = run(kho, tmp_path, "bagit")
    said = (path / "data" / "coverage.txt").read_text(encoding="utf-8")
    assert "public audience" in said
    assert ["2026-01", "3", "8"] in [line.split() for line in said.splitlines()]
    assert "restricted" not in said
    info = (path / "bag-info.txt").read_text(encoding="utf-8")
    assert "Newsarchive-Package: part" in info
    restricted, _ = run(kho, tmp_path, "bagit", "preservation")
    assert "Newsarchive-Package: whole" in (restricted / "bag-info.txt").read_text(encoding="utf-8")
    assert "Access: restricted" in (restricted / "bag-info.txt").read_text(encoding="utf-8")
    ledger = (restricted / "data" / "ledger.jsonl").read_bytes()
    assert (kho / "data" / "ledger.jsonl").read_bytes().startswith(ledger)


@pytest.mark.parametrize("audience", ["public", "preservation"])
def test_a_wacz_has_the_coverage_statement_of_a_bag(kho: Path, tmp_path: Path, audience: str) -> None:
    bag, _ = run(kho, tmp_path, "bagit", audience)
    path, _ = run(kho, tmp_path, "wacz", audience)
    with zipfile.ZipFile(path) as package:
        told = package.read("premis/coverage.txt").decode()
        listed = [one["path"] for one in json.loads(package.read("datapackage.json"))["resources"]]
    said = (bag / "data" / "coverage.txt").read_text(encoding="utf-8")
    assert [line for line in told.splitlines() if "Made" not in line] == [
        line for line in said.splitlines() if "Made" not in line
    ]
    assert "premis/coverage.txt" in listed


def test_a_wacz_index_finds_its_records(kho: Path, tmp_path: Path) -> None:
    path, exported = run(kho, tmp_path, "wacz")
    with zipfile.ZipFile(path) as package:
        lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
        warc = package.read("archive/records.warc.gz")
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]
        stored = {info.filename: info.compress_type for info in package.infolist()}
    assert lines == sorted(lines)
    assert len(lines) == exported.captures
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        at = int(told["offset"])
        member = gzip.GzipFile(fileobj=io.BytesIO(warc[at : at + int(told["length"])])).read()
        assert f"WARC-Target-URI: {told['url']}\r\n".encode() in member
    assert stored["archive/records.warc.gz"] == stored["indexes/index.cdx.gz"] == zipfile.ZIP_STORED
    assert {page["id"] for page in pages[1:]} == {kept.uid(n) for n in (kept.PUBLIC, kept.BORROWER, kept.BORROWED)}


def test_a_warc_export_in_several_files_holds_each_record_once(kho: Path, tmp_path: Path) -> None:
    whole, _ = run(kho, tmp_path, "warc", "preservation")
    records = [item for item in read_records(whole) if isinstance(item, Record) and item.type != "warcinfo"]
    limit = whole.stat().st_size // 3
    exported = export(kho, Request("warc", tmp_path / "nhieu", "preservation", split=limit))
    files = sorted((tmp_path / "nhieu").glob("nhieu-0*.warc.gz"))
    assert len(files) >= 3
    parts = [list(read_records(file)) for file in files]
    assert all(isinstance(part[0], Record) and part[0].type == "warcinfo" for part in parts)
    found = [item for part in parts for item in part[1:]]
    assert found and all(isinstance(item, Record) for item in found)
    assert [item.record_id for item in found if isinstance(item, Record)] == [item.record_id for item in records]
    held = [sum(item.length or 0 for item in part[1:] if isinstance(item, Record)) for part in parts]
    assert all(size <= limit or len(part) == 2 for size, part in zip(held, parts, strict=True))
    sums = dict(line.split("  ")[::-1] for line in (tmp_path / "nhieu" / "SHA256SUMS").read_text().splitlines())
    assert sums == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert exported.bytes == sum(file.stat().st_size for file in files)
    assert exported.captures == len(records)
    with pytest.raises(ConfigurationError, match="only a warc export"):
        export(kho, Request("wacz", tmp_path / "a.wacz", split=limit))


def test_digests_of_a_maker_that_never_fitted_leave_nothing_out(tmp_path: Path) -> None:
    plain = gzip.decompress(pressroom.write_warc(tmp_path, [50, 51]).read_bytes())
    for field in (b"WARC-Payload-Digest", b"WARC-Block-Digest"):
        plain = plain.replace(field + b": sha256:", field + b": sha256:00")
    (tmp_path / "other.warc").write_bytes(plain)
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        assert archive.ingest(tmp_path / "other.warc").recorded.articles == 2
    path, exported = run(tmp_path / "kho", tmp_path, "warc", "preservation")
    assert (exported.captures, exported.damages) == (2, 0)
    pages = [item for item in read_records(path) if isinstance(item, Record) and item.type == "response"]
    assert [page.payload_digest for page in pages] == [
        item.payload_digest
        for item in read_records(tmp_path / "other.warc")
        if isinstance(item, Record) and item.type == "response"
    ]
    (held,) = (tmp_path / "kho" / "data" / "warc" / "imported").iterdir()
    data = bytearray(held.read_bytes())
    data[data.index("Bến Vạn".encode())] ^= 1
    held.write_bytes(data)
    _, exported = run(tmp_path / "kho", tmp_path, "cdxj", "preservation")
    assert exported.captures == 0, "since then it was damaged: no digest of its records can be believed"
