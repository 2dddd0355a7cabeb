"""`newsarchive salvage`: every whole record of a damaged file, and the rest told."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressroom
from newsarchive.cli.app import app
from newsarchive.exceptions import UnreadableInputError
from newsarchive.fixity import salvage
from newsarchive.warc import Damage, Record, read_records


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pressroom.write_warc(tmp_path_factory.mktemp("warc"), range(20), extras=True)


def records(path: Path) -> list[Record]:
    found = list(read_records(path))
    assert not any(isinstance(item, Damage) for item in found)
    return [item for item in found if isinstance(item, Record)]


def test_a_whole_file_comes_out_byte_for_byte(warc: Path, tmp_path: Path) -> None:
    saved = salvage(warc, tmp_path / "new.warc.gz")
    assert saved.damages == ()
    assert saved.output.read_bytes() == warc.read_bytes()


@pytest.mark.parametrize("seed", range(20))
def test_every_record_that_the_damage_did_not_touch_is_saved(warc: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    whole, data = records(warc), bytearray(warc.read_bytes())
    at = dice.randrange(len(data))
    if seed % 2:
        del data[at:]
    else:
        data[at : at + 40] = dice.randbytes(40)[: len(data) - at]
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(data)
    untouched = {
        one.record_id
        for one in whole
        if (one.offset or 0) + (one.length or 0) <= at or (not seed % 2 and (one.offset or 0) >= at + 40)
    }
    saved = salvage(torn, tmp_path / "new.warc.gz")
    assert {one.record_id for one in records(saved.output)} >= untouched if untouched else saved.records == 0
    assert saved.records == len(untouched)
    assert bool(saved.damages) == (len(untouched) < len(whole) and at not in {one.offset for one in whole})


def test_one_changed_letter_is_told_by_the_digest(warc: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(warc.read_bytes()).replace("số 7".encode(), "số 8".encode(), 1))
    saved = salvage(plain, tmp_path / "new.warc.gz")
    assert saved.records == len(records(warc)) - 1
    assert "block digest" in saved.damages[0].reason


def test_records_in_one_gzip_member_are_parted(warc: Path, tmp_path: Path) -> None:
    packed = pressroom.pack_whole(warc, tmp_path / "whole.warc.gz")
    saved = salvage(packed, tmp_path / "new.warc.gz")
    assert [one.payload for one in records(saved.output)] == [one.payload for one in records(warc)]
    assert all(one.offset is not None for one in records(saved.output))


def test_the_command_tells_what_was_lost(warc: Path, tmp_path: Path) -> None:
    torn, output = tmp_path / "torn.warc.gz", tmp_path / "new.warc.gz"
    torn.write_bytes(warc.read_bytes()[:-100])
    done = CliRunner().invoke(app, ["salvage", str(torn), "--output", str(output)])
    assert done.exit_code == 1
    assert f"{len(records(warc)) - 1} whole records in" in done.stdout
    assert "incomplete" in done.stderr
    again = CliRunner().invoke(app, ["salvage", str(torn), "--output", str(output)])
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    output.unlink()
    told = json.loads(CliRunner().invoke(app, ["salvage", str(torn), "--output", str(output), "--json"]).stdout)
    assert told["records"] == len(records(warc)) - 1


class Pipe(io.RawIOBase):
    """Where a program writes a package without going back: sizes then stand behind each member."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def package(*warcs: Path, by: int = zipfile.ZIP_STORED) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as target:
        target.writestr("pages/pages.jsonl", "{}\n" * 40_000)
        for number, warc in enumerate(warcs):
            target.write(warc, f"archive/{number}.warc.gz", by)
        target.writestr("indexes/index.cdx.gz", gzip.compress(b"vn,vando)/ 20260801000000 {}\n"))
        target.writestr("datapackage.json", "{}")
    return bytes(pipe.written)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pressroom.write_warc(tmp_path_factory.mktemp("other"), range(30, 40))


def test_a_whole_package_gives_every_record(warc: Path, other: Path, tmp_path: Path) -> None:
    (tmp_path / "goi.wacz").write_bytes(package(warc, other))
    saved = salvage(tmp_path / "goi.wacz", tmp_path / "new.warc.gz")
    assert saved.damages == ()
    assert saved.output.read_bytes() == warc.read_bytes() + other.read_bytes()


@pytest.mark.parametrize("seed", range(12))
def test_every_whole_record_of_a_torn_package_is_saved(warc: Path, other: Path, tmp_path: Path, seed: int) -> None:
    dice, data = random.Random(seed), bytearray(package(warc, other))
    first, second = data.index(warc.read_bytes()), data.index(other.read_bytes())
    # Within one of the two files: what stands between them tells that the second begins.
    begin, path = dice.choice(((first, warc), (second, other)))
    at = begin + dice.randrange(path.stat().st_size - 40)
    lost = (len(data) - at, 1, 40)[seed % 3]
    if seed % 3 == 2:
        data[at : at + lost] = dice.randbytes(lost)
    else:
        del data[at : at + lost]
    places = [(one, first + (one.offset or 0)) for one in records(warc)]
    places += [(one, second + (one.offset or 0)) for one in records(other)]
    untouched = [one.record_id for one, start in places if start + (one.length or 0) <= at or start >= at + lost]
    torn = tmp_path / "torn.wacz"
    torn.write_bytes(data)
    saved = salvage(torn, tmp_path / "new.warc.gz")
    assert [one.record_id for one in (records(saved.output) if saved.records else ())] == untouched


def test_a_package_says_what_of_it_is_not_saved(warc: Path, tmp_path: Path) -> None:
    (tmp_path / "ep.wacz").write_bytes(package(warc, by=zipfile.ZIP_DEFLATED))
    saved = salvage(tmp_path / "ep.wacz", tmp_path / "new.warc.gz")
    assert (saved.records, [damage.reason for damage in saved.damages]) == (
        0,
        ["archive/0.warc.gz is compressed in the package"],
    )


@pytest.mark.parametrize("left", [100_000, 20])
def test_a_package_torn_before_its_first_warc_file(warc: Path, tmp_path: Path, left: int) -> None:
    torn = tmp_path / "torn.wacz"
    torn.write_bytes(package(warc)[:left])
    done = CliRunner().invoke(app, ["salvage", str(torn), "--output", str(tmp_path / "new.warc.gz")])
    assert (done.exit_code, "no WARC file begins" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", [b"", b"no records here", b"<html><p>trang</p></html>"])
def test_nothing_to_save_leaves_no_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "la.warc.gz").write_bytes(content)
    try:
        assert salvage(tmp_path / "la.warc.gz", tmp_path / "new.warc.gz").records == 0
    except UnreadableInputError as error:
        assert "salvage reads WARC" in error.reason
    assert sorted(path.name for path in tmp_path.iterdir()) == ["la.warc.gz"]
