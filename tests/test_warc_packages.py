"""ARC files, WACZ packages, and telling a file by its content."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc import (
    Damage,
    Record,
    SegmentWriter,
    kind_of,
    open_records,
    read_arc,
    read_record,
    read_records,
    wacz,
    wacz_members,
)

CAPTURED = datetime(2008, 4, 30, 20, 48, 25, tzinfo=UTC)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Tin</p>"


def arc_record(url: str, block: bytes, *, length: int | None = None, mime: str = "text/html") -> bytes:
    size = len(block) if length is None else length
    return f"{url} 203.0.113.7 20080430204825 {mime} {size}\n".encode() + block + b"\n"


DESCRIPTION = arc_record(
    "filedesc://old.arc", b"1 0 Kho luu\nURL IP-address Archive-date Content-type Archive-length\n"
)
RECORDS = [
    DESCRIPTION,
    arc_record("dns:baobenloi.example", b"20080430204825\nbaobenloi.example. 589 IN A 203.0.113.7\n", mime="text/dns"),
    arc_record("http://baobenloi.example/a b", PAGE),
    arc_record("http://baobenloi.example/2", PAGE + b"!"),
]


def warc_segment(directory: Path) -> bytes:
    with SegmentWriter(directory, prefix="in", info={}) as writer:
        for number in range(3):
            writer.write_response(f"https://baobenloi.example/{number}", CAPTURED, PAGE[:-10], b"<p>%d</p>" % number)
    return writer.summaries[0].path.read_bytes()


def split(items) -> tuple[list[Record], list[str]]:
    items = list(items)
    return [i for i in items if isinstance(i, Record)], [i.reason for i in items if isinstance(i, Damage)]


@pytest.mark.parametrize(
    ("pack", "kind", "placed"),
    [
        (b"".join, "arc", True),
        (lambda parts: b"".join(map(gzip.compress, parts)), "arc.gz", True),
        (lambda parts: gzip.compress(b"".join(parts)), "arc.gz", False),
    ],
    ids=["plain", "gzip", "whole gzip"],
)
def test_arc_is_read_as_responses(tmp_path: Path, pack, kind: str, placed: bool) -> None:
    path = tmp_path / "old.arc"
    path.write_bytes(pack(RECORDS))
    assert kind_of(path) == kind
    records, damages = split(open_records(path))
    assert not damages
    assert [record.type for record in records] == ["warcinfo", "response", "response", "response"]
    assert [record.uri for record in records][1:3] == ["dns:baobenloi.example", "http://baobenloi.example/a%20b"]
    assert {record.date for record in records} == {CAPTURED}
    page = records[2]
    assert (page.http.status, page.payload, page.mime) == (200, b"<p>Tin</p>", "text/html")
    assert page.get("WARC-IP-Address") == "203.0.113.7"
    assert records[1].http is None
    assert all((record.offset is not None) == placed for record in records[1:])
    if placed:
        assert [read_record(path, record.offset) for record in records] == records


def test_arc_2_headers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "two.arc"
    header = f"http://baobenloi.example/ 203.0.113.7 20080430204825 text/html 200 - - 0 two.arc {len(PAGE)}\n"
    path.write_bytes(header.encode() + PAGE + b"\n")
    (record,), damages = split(read_arc(path))
    assert (record.payload, record.mime, damages) == (b"<p>Tin</p>", "text/html", [])


def test_arc_without_lines_between_records_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tight.arc"
    path.write_bytes(b"".join(part[:-1] for part in RECORDS))
    records, damages = split(read_arc(path))
    assert (len(records), damages) == (4, [])


def test_broken_arc_is_explained_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "bad.arc"
    wrong = [
        arc_record("http://baobenloi.example/w", PAGE, length=9),
        arc_record("http://baobenloi.example/n", PAGE, length=-1),
    ]
    path.write_bytes(b"".join([DESCRIPTION, *wrong, RECORDS[3]])[:-20])
    records, damages = split(open_records(path))
    assert [record.uri[-2:] for record in records] == ["rc", "/w", "/n"]
    assert [record.payload for record in records[1:]] == [b"<p>Tin</p>"] * 2
    assert "tells the length 9" in damages[0]
    assert "tells no length" in damages[1]
    assert "torn at byte" in damages[2]


def make_wacz(path: Path, members: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["archive/data.warc.gz", "archive/part/data.WARC"])
def test_wacz_offsets_reach_into_the_package(tmp_path: Path, name: str) -> None:
    data = warc_segment(tmp_path / "in")
    data = data if name.endswith("gz") else gzip.decompress(data)
    path = make_wacz(tmp_path / "x.wacz", {"pages/pages.jsonl": b"{}", name: data, "datapackage.json": b"{}"})
    assert kind_of(path) == "wacz"
    assert wacz_members(path) == (name,)
    records, damages = split(open_records(path))
    assert (len(records), damages) == (4, [])
    for record in records:
        assert read_record(path, record.offset).payload == record.payload
        assert data.startswith(path.read_bytes()[record.offset :][:20], record.offset - records[0].offset)


def test_compressed_members_are_read_without_offsets(tmp_path: Path) -> None:
    data = warc_segment(tmp_path / "in")
    path = make_wacz(tmp_path / "x.wacz", {"archive/data.warc.gz": data}, compression=zipfile.ZIP_DEFLATED)
    records, damages = split(open_records(path))
    assert (len(records), damages) == (4, [])
    assert {record.offset for record in records} == {None}


def test_names_that_reach_outside_write_nothing(tmp_path: Path) -> None:
    path = make_wacz(tmp_path / "x.wacz", {"archive/../../evil.warc": b"x"})
    before = sorted(tmp_path.rglob("*"))
    split(open_records(path))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("members", "reason"),
    [({"datapackage.json": b"{}"}, "holds no WARC file"), ({"archive/data.warc": b"no record"}, "no record begins")],
)
def test_packages_without_records_are_explained(tmp_path: Path, members: dict[str, bytes], reason: str) -> None:
    records, damages = split(open_records(make_wacz(tmp_path / "x.wacz", members)))
    assert not records
    assert reason in damages[0]


def test_a_torn_package_is_explained(tmp_path: Path) -> None:
    path = make_wacz(tmp_path / "x.wacz", {"archive/data.warc.gz": warc_segment(tmp_path / "in")})
    path.write_bytes(path.read_bytes()[:-30])
    assert kind_of(path) == "wacz"
    _, damages = split(open_records(path))
    assert "no whole zip file" in damages[0]
    with pytest.raises(UnreadableInputError, match="no whole zip file"):
        wacz_members(path)


def test_a_bomb_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "_BOMB_BYTES", 1 << 20)
    members = {"archive/bomb.warc": bytes(5 << 20), "archive/data.warc.gz": warc_segment(tmp_path / "in")}
    path = make_wacz(tmp_path / "x.wacz", members, compression=zipfile.ZIP_DEFLATED)
    records, damages = split(open_records(path))
    assert len(records) == 4
    assert damages == [f"archive/bomb.warc is passed over: it would unpack to {5 << 20} bytes"]


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_a_damaged_package_never_raises(tmp_path_factory, place: int, byte: int) -> None:
    folder = tmp_path_factory.mktemp("wacz")
    packing = zipfile.ZIP_DEFLATED if byte % 2 else zipfile.ZIP_STORED
    path = make_wacz(folder / "x.wacz", {"archive/data.warc.gz": warc_segment(folder)}, compression=packing)
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(bytes(data))
    for item in open_records(path):
        assert isinstance(item, Record | Damage)


def test_a_package_of_an_unknown_zip_version_is_explained(tmp_path: Path) -> None:
    path = make_wacz(tmp_path / "x.wacz", {"archive/data.warc.gz": warc_segment(tmp_path)})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 69  # "version needed to extract" 6.9: NotImplementedError in zipfile
    path.write_bytes(bytes(data))
    records, damages = split(open_records(path))
    assert not records
    assert "zip file version 6.9" in damages[0]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n", "warc"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html/>", "html"),
        (b"<!-- kept --> <html>", "html"),
        (b"Tin <p>mot</p> <p>hai</p>", "html"),
        ("<html lang='vi'>".encode("utf-16"), "html"),
        (b"<?xml version='1.0'?><!-- x --><rss version='2.0'></rss>", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        (b"<urlset xmlns='x'>", "feed"),
        ("Hội nghị sơ kết\n(BTV)".encode(), "text"),
        ("Hội nghị sơ kết".encode("utf-16"), "text"),
        (b"a < b and b > c", "text"),
        (b"Warning: in line 7\n\n<html><head><title>Tin", "html"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None),
        (gzip.compress(b"some text", mtime=0), None),
        (b"\x1f\x8b\x08broken", None),
        (b"PK\x03\x04broken", None),
        (b"", None),
        (b"  \n", None),
    ],
)
def test_kinds_are_told_by_content(tmp_path: Path, data: bytes, kind: str | None) -> None:
    path = tmp_path / "name.says.nothing"
    path.write_bytes(data)
    assert kind_of(path) == kind


def test_other_zip_files_are_no_packages(tmp_path: Path) -> None:
    assert kind_of(make_wacz(tmp_path / "x.docx", {"word/document.xml": b"<x/>"})) is None


def test_reading_what_is_no_archive_gives_one_reason(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<html><body>" + b"<p>dai</p>\n" * 5000)
    assert split(open_records(path)) == ([], ["no record begins at byte 0: found '<html><body><p>dai</p>\\n<'"])
    with pytest.raises(UnreadableInputError):
        list(read_records(tmp_path))
    with pytest.raises(UnreadableInputError):
        kind_of(tmp_path / "absent")
