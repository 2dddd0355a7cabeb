"""Segments that a killed writer left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.warc import Damage, SegmentWriter, adopt, read_records

CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
_WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from newsarchive.warc import SegmentWriter
writer = SegmentWriter(Path(sys.argv[1]), prefix="kill", info={}, max_bytes=40_000)
for number in range(100_000):
    writer.write_resource(f"urn:x:{number}", datetime.now(UTC), "application/octet-stream", os.urandom(3000))
    if number % 5 == 0:
        writer.sync()
        os.write(1, b"%d\\n" % number)
"""


def leave_open(directory: Path, count: int = 4) -> tuple[Path, list[int]]:
    """A segment as a killed writer leaves it, and the offsets at which its records end."""
    writer = SegmentWriter(directory, prefix="left", info={})
    places = [writer.write_resource(f"urn:x:{n}", CAPTURED, "text/plain", b"tin %d" % n) for n in range(count)]
    held = writer._segment
    assert held is not None
    os.close(held._file)  # lets go of the lock, as death does
    return held.path, [places[0].offset, *(place.offset + place.length for place in places)]


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_loses_nothing_it_synced(tmp_path: Path, seed: int) -> None:
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE) as writer:
        first = writer.stdout.readline()
        time.sleep(random.Random(seed).uniform(0.001, 0.15))
        writer.send_signal(signal.SIGKILL)
        told = [int(line) for line in (first + writer.stdout.read()).split()]
    adopted = adopt(tmp_path)
    assert not list(tmp_path.glob("*.open"))
    held = []
    for path in sorted(tmp_path.iterdir()):
        items = list(read_records(path))
        assert not [item for item in items if isinstance(item, Damage)]
        held += [item.uri for item in items if item.type == "resource"]
    assert held == [f"urn:x:{number}" for number in range(len(held))]
    assert len(held) > told[-1]
    assert len(adopted) <= 1
    for one in adopted:
        data = one.summary.path.read_bytes()
        assert (one.summary.bytes, one.summary.sha256) == (len(data), sha256(data).hexdigest())


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(min_value=0, max_value=3000))
def test_any_truncation_is_cut_to_the_last_whole_record(tmp_path_factory, cut: int) -> None:
    directory = tmp_path_factory.mktemp("adopt")
    path, ends = leave_open(directory)
    size = max(0, ends[-1] - cut)
    os.truncate(path, size)
    adopted = adopt(directory)
    whole = [end for end in ends if end <= size]
    if not whole:
        assert adopted == []
        assert not list(directory.iterdir())
        return
    (one,) = adopted
    assert (one.summary.bytes, one.summary.records, one.cut) == (whole[-1], len(whole), size - whole[-1])
    assert one.damages == ()
    assert len(list(read_records(one.summary.path))) == len(whole)


def test_a_segment_in_use_is_left_alone(tmp_path: Path) -> None:
    with SegmentWriter(tmp_path, prefix="busy", info={}) as writer:
        writer.write_resource("urn:x", CAPTURED, "text/plain", b"x")
        assert adopt(tmp_path) == []
        writer.write_resource("urn:y", CAPTURED, "text/plain", b"y")
    assert writer.summaries[0].records == 3


def test_an_empty_segment_is_removed(tmp_path: Path) -> None:
    (tmp_path / "left-1-00000-host.warc.gz.open").touch()
    assert adopt(tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_damage_before_whole_records_is_told_and_nothing_cut(tmp_path: Path) -> None:
    path, ends = leave_open(tmp_path)
    data = bytearray(path.read_bytes())
    data[(ends[1] + ends[2]) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    (one,) = adopt(tmp_path)
    assert (one.summary.bytes, one.cut, one.summary.records) == (len(data), 0, len(ends) - 1)
    assert len(one.damages) == 1


def test_adopting_again_or_nothing_does_nothing(tmp_path: Path) -> None:
    leave_open(tmp_path)
    assert len(adopt(tmp_path)) == 1
    before = sorted(tmp_path.iterdir())
    assert adopt(tmp_path) == []
    assert sorted(tmp_path.iterdir()) == before
    assert adopt(tmp_path / "absent") == []
