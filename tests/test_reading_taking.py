"""Result sets taken away: all of them, in every format, with where they come from."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from newsarchive.publish import publish
from newsarchive.reading import taking
from newsarchive.reading.formats import FORMATS
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.pages import take_away
from newsarchive.reading.records import COLUMNS, Stamp
from newsarchive.reading.request import Ask
from newsarchive.reading.search import search
from newsarchive.reading.taking import take
from reading_room import STORIES, build_archive

STAMP = Stamp(
    "cải cách", "https://kho.example/tim-kiem?q=c%E1%BA%A3i", "20261123T185102Z-3fa9c1d2", "2026-11-24T01:02:03Z"
)
FORMULA = replace(STORIES[0], uid="bbbbbbbbbbbbbbb1", headline='=HYPERLINK("x") & <b> {cải} 100%', earlier=())
SECRET = replace(
    STORIES[1], uid="bbbbbbbbbbbbbbb2", newspaper="tinla", headline="Kín", paragraphs=("Mậtngữ.",), blocks=()
)
CONFIG = "publish: {access: {newspapers: {tinla: {access: metadata}}}}\n"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    archive = build_archive(tmp_path_factory.mktemp("taking"), [*STORIES, FORMULA, SECRET], CONFIG)
    with closing(sqlite3.connect(f"file:{publish(archive).path}?mode=ro", uri=True)) as connection:
        yield connection


def taken_bytes(db: sqlite3.Connection, form: str, request: SearchRequest = SearchRequest()) -> bytes:  # noqa: B008
    if form == "parquet":
        pytest.importorskip("pyarrow")
    download = take(request, form, STAMP, "https://kho.example")
    return b"".join(iter(lambda: download.next_piece(db), None))  # type: ignore[arg-type]


def taken(db: sqlite3.Connection, form: str, request: SearchRequest = SearchRequest()) -> str:  # noqa: B008
    """The file as text; of a table its rows."""
    data = taken_bytes(db, form, request)
    return str(rows_of(data)) if form == "parquet" else data.decode()


def rows_of(data: bytes) -> list[dict[str, Any]]:
    from pyarrow import BufferReader, parquet

    rows: list[dict[str, Any]] = parquet.read_table(BufferReader(data)).to_pylist()
    return rows


def test_csv_holds_every_hit_with_its_stamp(db: sqlite3.Connection) -> None:
    rows = list(
        csv.DictReader(io.StringIO(taken(db, "csv", SearchRequest("cai cach hanh chinh")).removeprefix("\ufeff")))
    )
    assert [row["uid"] for row in rows] == ["bbbbbbbbbbbbbbb1", "aaaaaaaaaaaaaaa1"]
    assert rows[0]["headline"] == "'" + FORMULA.headline
    assert rows[1]["authors"] == "Đức Minh"
    assert rows[1]["text"].startswith("Sáng 3/2, UBND huyện Sông Trăng")
    assert {(row["query"], row["release"], row["exported_at"]) for row in rows} == {
        (STAMP.query, STAMP.release, STAMP.exported_at)
    }


def test_batches_hold_everything_once(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = taken(db, "json")
    monkeypatch.setattr(taking, "BATCH", 2)
    assert json.loads(taken(db, "json")) == json.loads(whole)
    told = json.loads(whole)
    assert (
        len({record["uid"] for record in told["articles"]})
        == len(told["articles"])
        == search(db, SearchRequest()).total
    )
    assert (told["query"], told["release"]) == (STAMP.query, STAMP.release)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_a_file_as_well(db: sqlite3.Connection, form: str) -> None:
    text = taken(db, form, SearchRequest("khongcotunay"))
    assert "uid" not in text or form == "csv"
    if form == "json":
        assert json.loads(text)["articles"] == []


def test_lines_feeds_and_bibliographies(db: sqlite3.Connection) -> None:
    lines = [json.loads(line) for line in taken(db, "jsonl").splitlines()]
    assert {line["release"] for line in lines} == {STAMP.release}
    feed = ElementTree.fromstring(taken(db, "atom"))
    name = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{name}title") for entry in feed.iter(f"{name}entry")]
    assert len(titles) == len(lines)
    assert FORMULA.headline in titles
    assert all(
        entry.findtext(f"{name}updated") and entry.find(f"{name}author") is not None
        for entry in feed.iter(f"{name}entry")
    )
    assert r"title = {{=HYPERLINK(\"x\") \& <b> \{cải\} 100\%}}".replace(r"\"", '"') in taken(db, "bib")
    assert "author = {{Đức Minh}}" in taken(db, "bib")
    records = taken(db, "ris").split("ER  - \r\n")
    assert len(records) == len(lines) + 1
    assert f"N1  - {STAMP.line()}\r\n" in records[0]


def test_parquet_holds_every_hit_and_its_stamp(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns and values are those of JSON Lines; the stamp stands in the metadata; a batch is a row group."""
    monkeypatch.setattr(taking, "BATCH", 2)
    data = taken_bytes(db, "parquet")
    from pyarrow import BufferReader, parquet

    file = parquet.ParquetFile(BufferReader(data))
    lines = [json.loads(line) for line in taken(db, "jsonl").splitlines()]
    assert rows_of(data) == lines
    assert file.schema_arrow.names == list(COLUMNS)
    told = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
    assert told["newsarchive.query"] == STAMP.query
    assert told["newsarchive.search_url"] == STAMP.search_url
    assert (told["newsarchive.release"], told["newsarchive.exported_at"]) == (STAMP.release, STAMP.exported_at)
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [2, 2, 2]


def test_parquet_cut_short_is_no_file(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 2)
    parquet = pytest.importorskip("pyarrow.parquet")
    download = take(SearchRequest(), "parquet", STAMP, "https://kho.example")
    begun = b"".join(download.next_piece(db) or b"" for _ in range(3))
    with pytest.raises(ValueError, match="magic bytes"):
        parquet.ParquetFile(io.BytesIO(begun))


def test_a_server_without_pyarrow_says_so(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    page = take_away(db, Ask("/tim-kiem/tai-ve.parquet", {}, {"format": "parquet"}, "https://kho.example"))
    assert (page.status, page.taking) == (501, None)


@pytest.mark.parametrize("form", FORMATS)
def test_what_may_not_be_shown_is_in_no_file(db: sqlite3.Connection, form: str) -> None:
    text = taken(db, form)
    assert "Kín" in text
    assert "Mậtngữ" not in text


def test_a_download_names_its_search(db: sqlite3.Connection) -> None:
    ask = Ask("/tim-kiem/tai-ve.csv", {"q": "duong", "tu": "2024"}, {"format": "csv"}, "https://kho.example")
    page = take_away(db, ask)
    assert page.taking is not None
    assert page.taking.stamp.search_url == "https://kho.example/tim-kiem?q=duong&tu=2024"
    assert page.taking.filename == f"newsarchive-{page.taking.stamp.release}.csv"
    assert take_away(db, replace(ask, args={"q": "-"})).status == 400
