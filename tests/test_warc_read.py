"""Reading WARC of any maker: odd headers, tears, damage, foreign bytes, sizes."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc import Damage, Record, cut, kind_of, members, open_records, read_record, read_records
from newsarchive.warc.head import _parse_oddly, parse_fields

CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
_LINES = (
    "Server: nginx", "server:nginx", "Set-Cookie: a=1; path=/ ", "Set-Cookie: b", "X-Empty:", "X-Blank:  \t", "A:b:c",
    "Two words: x", " continued: y", "\tmore", "no colon", ":nothing", "X-Odd\r: z", "X-Mid: a\rb", "X: a \r", "X :y",
    "X-Việt: z".encode().decode("iso-8859-1"), "Ngày: ".encode().decode("iso-8859-1"), "", " ", "\r",
    "X-Vt: a\x0bb\x0c", "X-Nel: a\x85b", "X-Sep: \x1ca",
)  # fmt: skip
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def make_record(block: bytes, *, fields: bytes = b"", length: int | None = None, end: bytes = b"\r\n") -> bytes:
    """A response record as a maker with the line end `end` would write it."""
    size = len(block) if length is None else length
    lines = [
        b"WARC/1.0",
        b"WARC-Type: response",
        b"WARC-Target-URI: https://baobenloi.example/tin/1.html",
        b"WARC-Date: 2026-01-08T11:21:00Z",
        b"WARC-Record-ID: <urn:uuid:0f4c9d5e-0000-4000-8000-000000000001>",
        b"Content-Type: application/http; msgtype=response",
        *([fields] if fields else []),
        b"Content-Length: %d" % size,
    ]
    return end.join(lines) + end * 2 + block + end * 2


def read(path: Path, data: bytes) -> tuple[list[Record], list[str]]:
    """Everything read from a file of these bytes: records, and the reasons of damage."""
    path.write_bytes(data)
    items = list(read_records(path))
    return (
        [item for item in items if isinstance(item, Record)],
        [item.reason for item in items if isinstance(item, Damage)],
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "foreign.warc"


PAGES = [make_record(HTTP + f"<p>Trang {n}</p>".encode() * (n + 1)) for n in range(4)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_offsets_and_lengths_tile_the_file(file: Path, pack) -> None:
    parts = [pack(page) for page in PAGES]
    records, damages = read(file, b"".join(parts))
    assert not damages
    assert [record.length for record in records] == [len(part) for part in parts]
    assert [record.offset for record in records] == [sum(map(len, parts[:n])) for n in range(4)]
    for record in records:
        assert read_record(file, record.offset) == record
    assert list(read_records(file, offset=records[2].offset)) == records[2:]


def test_fields_of_a_response(file: Path) -> None:
    head = b"HTTP/1.1 200 Tot lam\r\nset-cookie: a\r\nSet-Cookie: b\r\nContent-Type: Text/HTML; charset=utf-8\r\n\r\n"
    (record,), _ = read(file, make_record(head + b"<html>"))
    assert record.type == "response"
    assert record.uri == "https://baobenloi.example/tin/1.html"
    assert record.date == CAPTURED
    assert record.record_id == "<urn:uuid:0f4c9d5e-0000-4000-8000-000000000001>"
    assert record.http is not None
    assert (record.http.status, record.http.reason) == (200, "Tot lam")
    assert record.http.headers[:2] == (("set-cookie", "a"), ("Set-Cookie", "b"))
    assert record.mime == "text/html"
    assert record.payload == b"<html>"
    assert record.payload_digest == f"sha256:{hashlib.sha256(b'<html>').hexdigest()}"


@pytest.mark.parametrize(
    ("field", "uri"),
    [
        (b"WARC-Target-URI: <https://a.example/x>", "https://a.example/x"),
        (b"WARC-Target-URI: https://a.example/b c d", "https://a.example/b%20c%20d"),
        (b"warc-target-uri:https://a.example/", "https://a.example/"),
        (b"WARC-Target-URI: https://a.example/\r\n  tiep", "https://a.example/%20tiep"),
        ("WARC-Target-URI: https://a.example/hội".encode(), "https://a.example/hội"),
        (b"WARC-Target-URI: https://a.example/h\xf4i", "https://a.example/hôi"),
    ],
    ids=["brackets", "blanks", "case", "folded", "utf-8", "latin-1"],
)
def test_target_uri_of_odd_makers(file: Path, field: bytes, uri: str) -> None:
    page = make_record(HTTP).replace(b"WARC-Target-URI: https://baobenloi.example/tin/1.html", field)
    (record,), damages = read(file, page)
    assert (record.uri, damages) == (uri, [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\r\n"], ids=["LF", "CRLF", "CRCRLF"])
def test_line_ends_of_any_maker(file: Path, end: bytes) -> None:
    page = make_record(b"HTTP/1.0 302" + end + b"Location: /x" + end * 2, end=end)
    records, damages = read(file, page + page)
    assert [
        (record.http.status, record.http.reason, record.http.get("location")) for record in records if record.http
    ] == [(302, "", "/x")] * 2
    assert not damages


@pytest.mark.parametrize(
    ("told", "iso"),
    [
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-03-04", "2026-03-04T00:00:00+00:00"),
        ("2026-03-04T05:06", "2026-03-04T05:06:00+00:00"),
        ("20260304050607", "2026-03-04T05:06:07+00:00"),
        ("2026-03-04T05:06:07.5+07:00", "2026-03-03T22:06:07.500000+00:00"),
    ],
)
def test_dates_cut_short(file: Path, told: str, iso: str) -> None:
    (record,), _ = read(file, make_record(HTTP).replace(b"2026-01-08T11:21:00Z", told.encode()))
    assert record.date.isoformat() == iso


def test_record_without_date_is_told_and_the_next_one_read(file: Path) -> None:
    undated = make_record(HTTP).replace(b"2026-01-08T11:21:00Z", b"hom qua")
    records, damages = read(file, undated + PAGES[0])
    assert len(records) == 1
    assert "no readable WARC-Date" in damages[0]


def test_record_without_id_has_an_empty_one(file: Path) -> None:
    page = make_record(HTTP).replace(b"WARC-Record-ID: <urn:uuid:0f4c9d5e-0000-4000-8000-000000000001>\r\n", b"")
    (record,), damages = read(file, page)
    assert (record.record_id, damages) == ("", [])


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        (b"3\r\nabc\r\n2;q=1\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\r\nabc\r\n0\r\nExpires: 0\r\nX-Sum: 1\r\n\r\n", b"abc"),
        (b"<html>stored decoded</html>", b"<html>stored decoded</html>"),
        (b"3\r\nabc\r\nzz\r\n", b"abczz\r\n"),
        (b"ff\r\ncut short", b"cut short"),
        (b"", b""),
    ],
    ids=["chunks", "trailers", "not chunked", "broken half way", "torn chunk", "empty"],
)
def test_chunked_bodies(file: Path, body: bytes, payload: bytes) -> None:
    (record,), _ = read(file, make_record(HTTP[:-2] + b"Transfer-Encoding: chunked\r\n\r\n" + body))
    assert record.payload == payload


@pytest.mark.parametrize("wrong", [-3, 5, 400])
def test_wrong_content_length_is_mended_and_told(file: Path, wrong: int) -> None:
    block = HTTP + b"<p>Ban tin sang</p>"
    records, damages = read(file, make_record(block, length=len(block) + wrong) + PAGES[1] + PAGES[2])
    assert records[0].payload == b"<p>Ban tin sang</p>"
    assert len(records) == 3
    assert damages == [
        f"the record at byte 0 tells the length {len(block) + wrong}, but the next one begins after {len(block)} bytes"
    ]


def test_missing_content_length_is_mended_and_told(file: Path) -> None:
    page = make_record(HTTP + b"abc").replace(b"Content-Length: %d\r\n" % len(HTTP + b"abc"), b"")
    records, damages = read(file, page + PAGES[1])
    assert records[0].payload == b"abc"
    assert "tells no length" in damages[0]


def test_foreign_bytes_between_records_are_told_and_passed(file: Path) -> None:
    records, damages = read(file, PAGES[0] + b"rubbish from elsewhere\r\n" + PAGES[1])
    assert [record.payload for record in records] == [b"<p>Trang 0</p>", b"<p>Trang 1</p>" * 2]
    assert damages == [f"no record begins at byte {len(PAGES[0])}: found 'rubbish from elsewhere\\r\\n'"]
    assert records[0].length == len(PAGES[0])


def test_foreign_bytes_between_members_are_told_and_passed(file: Path) -> None:
    members = [gzip.compress(page) for page in PAGES]
    records, damages = read(file, members[0] + b"rubbish" + members[1] + b"\0" * 300)
    assert len(records) == 2
    assert f"no gzip member at byte {len(members[0])}" in damages[0]
    assert "only zero bytes" in damages[1]


def test_every_truncation_of_a_gzip_file_is_noticed(file: Path) -> None:
    members = [gzip.compress(page) for page in PAGES]
    data, ends = b"".join(members), [sum(map(len, members[: n + 1])) for n in range(4)]
    for size in range(1, len(data)):
        records, damages = read(file, data[:size])
        assert len(records) == sum(end <= size for end in ends), size
        # A tear exactly between two members leaves a shorter whole file: nothing in it can tell.
        assert bool(damages) == (size not in ends), size
        assert all(f"torn at byte {size}" in reason for reason in damages) or size < 3


def test_every_truncation_of_a_plain_file_is_noticed(file: Path) -> None:
    data, ends = b"".join(PAGES), [sum(map(len, PAGES[: n + 1])) for n in range(4)]
    for size in range(1, len(data)):
        records, damages = read(file, data[:size])
        whole = sum(end <= size for end in ends)
        # In its closing blank lines the record is whole already, and the doubt is told.
        assert whole <= len(records) <= whole + 1
        assert bool(damages) == (size not in ends), size
        assert len(records) == sum(end - 4 <= size for end in ends), size
        assert len(damages) <= 1
        assert all("torn" in reason for reason in damages), (size, damages)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(min_value=0, max_value=10**6), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_costs_one_record_at_most(tmp_path_factory, place: int, bit: int) -> None:
    members = [gzip.compress(page, mtime=0) for page in PAGES]
    data = bytearray(b"".join(members))
    place %= len(data)
    data[place] ^= 1 << bit
    records, damages = read(tmp_path_factory.mktemp("flip") / "flip.warc.gz", bytes(data))
    originals = [gzip.decompress(member).split(b"\r\n\r\n", 2)[-1][:-4] for member in members]
    read_back = [record.payload for record in records]
    assert len(records) >= 3
    assert [payload for payload in originals if payload in read_back] == read_back, "altered bytes given as whole"
    assert len(records) == 4 or damages


def test_whole_file_gzip_is_read_without_offsets(file: Path) -> None:
    records, damages = read(file, gzip.compress(b"".join(PAGES)))
    assert kind_of(file) == "whole-gzip-warc"
    assert len(records) == 4
    assert not damages
    assert [(record.offset, record.length) for record in records[1:]] == [(None, None)] * 3


def test_whole_file_gzip_torn_keeps_what_came_before(file: Path) -> None:
    records, damages = read(file, gzip.compress(b"".join(PAGES))[:-10])
    assert len(records) == 3
    assert "torn at byte" in damages[0]


def test_a_gzip_file_under_a_plain_name_is_read(file: Path) -> None:
    records, _ = read(file, gzip.compress(PAGES[0]))
    assert (kind_of(file), len(records)) == ("warc.gz", 1)


def test_records_over_the_cap_are_cut_and_passed_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "PAYLOAD_CAP", 1000)
    big = make_record(HTTP + b"x" * 200_000)
    for pack in (bytes, gzip.compress):
        records, damages = read(file, pack(big) + pack(PAGES[0]))
        assert [record.truncated for record in records] == [True, False]
        assert len(records[0].payload) == 1000 - len(HTTP)
        assert not damages


@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=600),
    start=st.sampled_from([b"", b"WARC/1.0\r\n", PAGES[0], gzip.compress(PAGES[0]), b"\x1f\x8b\x08"]),
)
def test_never_raises_on_any_bytes(tmp_path_factory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.warc.gz"
    path.write_bytes(start + data)
    items = [*read_records(path), *open_records(path)]
    assert all(isinstance(item, Record | Damage) for item in items)
    assert items or not (start + data).strip(b"\r\n")


def test_a_hostile_file_of_wrong_lengths_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsarchive.warc.source._PATIENCE", 10_000)
    _, damages = read(file, make_record(HTTP, length=10**6) * 500)
    assert damages[-1].startswith("given up")


def test_revisits_tell_what_they_repeat(file: Path) -> None:
    fields = (
        b"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n"
        b"WARC-Refers-To-Target-URI: <https://baobenloi.example/cu>\r\nWARC-Refers-To-Date: 2025-12-31T00:00:00Z"
    )
    page = make_record(HTTP, fields=fields).replace(b"WARC-Type: response", b"WARC-Type: Revisit ")
    (record,), _ = read(file, page)
    assert record.type == "revisit"
    assert record.refers_to == ("https://baobenloi.example/cu", datetime(2025, 12, 31, tzinfo=UTC))
    assert record.http is not None


def test_missing_file_and_missing_record_are_told(file: Path) -> None:
    with pytest.raises(UnreadableInputError, match="No such file"):
        list(read_records(file))
    file.write_bytes(PAGES[0])
    with pytest.raises(UnreadableInputError, match="no record at byte 7: no record begins"):
        read_record(file, 7)
    with pytest.raises(UnreadableInputError, match="file ends before"):
        read_record(file, 10**6)


_PEAK = """
import resource, sys
from pathlib import Path
from newsarchive.warc import Record, read_records
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(isinstance(item, Record) for item in read_records(Path(sys.argv[1])))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
"""


@pytest.mark.parametrize("whole", [False, True], ids=["members", "one member"])
def test_memory_stays_flat(file: Path, whole: bool) -> None:
    page = make_record(HTTP + bytes(range(256)) * 4000)
    with file.open("wb") as out:
        if whole:
            with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
                for _ in range(100):
                    packed.write(page)
        else:
            member = gzip.compress(page, 1)
            for _ in range(100):
                out.write(member)
    done = subprocess.run([sys.executable, "-c", _PEAK, str(file)], capture_output=True, text=True, check=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 100
    assert kilobytes < 24_000, "100 MB of records must not be held"


def test_a_damaged_beginning_costs_only_what_it_hits(file: Path) -> None:
    members = [gzip.compress(page) for page in PAGES]
    records, damages = read(file, b"\0\0" + b"".join(members)[2:])
    assert kind_of(file) is None or kind_of(file) == "warc.gz"
    assert len(records) == 3
    assert "no gzip member at byte 0" in damages[0]
    records, _ = read(file, b"x" + b"".join(PAGES)[1:])
    assert len(records) == 3


@pytest.mark.parametrize("gap", [0, 1, 63, 64, 65, 65_472, 65_535, 65_536, 65_537, 200_001])
def test_the_next_header_is_found_behind_any_gap(file: Path, gap: int) -> None:
    for filler in (b"x", b"\n", b"WARC/1.0 \n"):
        rubbish = (filler * gap)[:gap]
        records, _ = read(file, PAGES[0] + b"?" + rubbish + b"\n" + PAGES[1])
        assert [record.payload for record in records][-1] == b"<p>Trang 1</p>" * 2
        assert records[-1].offset == len(PAGES[0]) + gap + 2


@given(st.lists(st.sampled_from(_LINES), max_size=8), st.sampled_from(["\r\n", "\n", "\r\r\n"]))
def test_usual_header_lines_are_read_as_odd_ones_are(lines: list[str], end: str) -> None:
    text = end.join(lines)
    slow = _parse_oddly(text.strip("\r\n"))
    assert parse_fields(text.encode("iso-8859-1"), "iso-8859-1") == tuple(slow)


def _streamed(_data: memoryview, _limit: int) -> None:
    """In place of `inflate_whole`: no member is ever inflated at once."""


_MEMBERS = [gzip.compress(page) for page in PAGES]
_ODD_MEMBERS = [
    gzip.compress(make_record(HTTP + bytes(range(256)) * 4, fields=b"X-Odd: 1"), compresslevel=0),
    gzip.compress(make_record(HTTP + b"\x1f\x8b\x08\x00" * 50), compresslevel=0),  # like the beginnings of members
    gzip.compress(make_record(HTTP + b"<p>two</p>") + make_record(HTTP + b"<p>in one</p>")),
    gzip.compress(make_record(HTTP + b"0" * 1_500_000)),
    gzip.compress(make_record(HTTP + hashlib.sha256(b"x").digest() * 100_000), compresslevel=0),
    gzip.compress(b""),
    _MEMBERS[0] + bytes(64),
]


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.sampled_from([*_MEMBERS, *_ODD_MEMBERS]), min_size=1, max_size=6),
    harm=st.sampled_from(["none", "flip", "cut", "drop", "insert"]),
    where=st.floats(0, 1, exclude_max=True),
)
def test_a_member_inflated_at_once_is_read_as_one_inflated_in_pieces(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], harm: str, where: float
) -> None:
    data = bytearray(b"".join(parts))
    at = int(where * len(data))
    if harm == "flip":
        data[at] ^= 1 << int(where * 1e6) % 8
    elif harm == "cut":
        del data[at:]
    elif harm == "drop":
        del data[at]
    elif harm == "insert":
        data[at:at] = b"\x1f\x8b\x08\x00"
    path = tmp_path_factory.getbasetemp() / "at-once.warc.gz"
    path.write_bytes(data)
    at_once = list(read_records(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "inflate_whole", _streamed)
        assert at_once == list(read_records(path))


@pytest.mark.parametrize("at", range(12))
@pytest.mark.parametrize("numbers", [(0, 1, 2), (0, 0, 2)], ids=["others", "the same twice"])
def test_a_damaged_header_hides_no_member_of_equal_length(file: Path, at: int, numbers: tuple[int, ...]) -> None:
    parts = [gzip.compress(make_record(HTTP + b"<p>Trang %d</p>" % number), mtime=0) for number in numbers]
    data = bytearray(b"".join(parts))
    data[len(parts[0]) + at] ^= 0x21
    records, damages = read(file, bytes(data))
    payloads = [record.payload for record in records]
    assert payloads[0] == b"<p>Trang 0</p>"
    assert payloads[-1] == b"<p>Trang 2</p>"
    assert records[0].length == len(parts[0])
    assert len(payloads) + len(damages) == 3


@pytest.mark.parametrize("size", [0, 1, 5_000_000, 2**32 - 1])
def test_a_length_that_a_member_does_not_have_costs_no_memory(file: Path, size: int) -> None:
    forged = _MEMBERS[3][:-4] + size.to_bytes(4, "little")
    tracemalloc.start()
    try:
        _, damages = read(file, forged + _MEMBERS[0])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(damages) == 1
    assert "byte 0" in damages[0]
    assert peak < 8 << 20
