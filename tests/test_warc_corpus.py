"""118 real WARC, ARC and WACZ files of many makers: each is read or explained, and the counts agree with warcio's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest

from conftest import SHARED
from newsarchive.warc import Damage, Record, open_records, read_record

CORPUS = SHARED / "corpus" if SHARED else None
pytestmark = pytest.mark.skipif(CORPUS is None, reason="needs the shared corpus beside the checkout (../shared)")

DEVIATIONS = {
    "webrecorder+warcio/test__data__example-bad-non-chunked.warc.gz": (
        "one gzip member; warcio stops after the first record",
        6,
    ),
    "webrecorder+warcio/test__data__example-wrong-chunks.warc.gz": ("warcio stops at bytes that are no record", 2),
    "webrecorder+warcio/test__data__example-space-in-url.arc": ("the last record is torn", 1),
    "webrecorder+pywb/sample_archive__waczs__invalid_example_1.wacz": ("holds no WARC file", 0),
    "iipc+webarchive-commons/src__test__resources__org__archive__format__arc__IAH-20080430204825-00000-blackbook-truncated.arc": (  # noqa: E501
        "no line between records; warcio stops after the first",
        9,
    ),
    "iipc+webarchive-commons/src__test__resources__org__archive__resource__html__link-extraction-test.warc": (
        "warcio stops at a wrong Content-Length",
        8,
    ),
    "oduwsdl+ipwb/samples__warcs__broken.warc": (
        "the last record has a wrong Content-Length; warcio reads its rest as records",
        6,
    ),
    "oduwsdl+ipwb/samples__warcs__redirect.warc": ("the last record is shorter than it says, so torn", 1),
    "archivesunleashed+aut/src__test__resources__arc__badexample.arc.gz": (
        "one gzip member; warcio stops after the first",
        5,
    ),
    "chatnoir-eu+chatnoir-resiliparse/tests__data__clipped.warc.gz": ("its only record is torn", 0),
    "nlnwa+gowarcserver/testdata__example-trunc.warc": ("warcio stops at a wrong Content-Length", 4),
    "nlnwa+gowarcserver/testdata__example.warc": ("warcio stops at a wrong Content-Length", 6),
    "netarchivesuite+solrwayback/src__test__resources__compressions_warc__transfer_compression_none_truncated.warc.gz": (  # noqa: E501
        "the last record is torn",
        2,
    ),
    "netarchivesuite+solrwayback/src__test__resources__example_warc__Evil-Warc-Headers.warc": (
        "its only record is torn",
        0,
    ),
}
"""Files whose count differs from the one in the manifest, which warcio made: why, and what we read."""


def manifest() -> list[dict]:
    if CORPUS is None:
        return [{"file": "warc/absent"}]
    rows = (json.loads(line) for line in (CORPUS / "warc" / "manifest.jsonl").read_text().splitlines())
    return [row for row in rows if "file" in row]


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["file"].removeprefix("warc/"))
def test_each_file_is_read_or_explained(row: dict) -> None:
    path = CORPUS / row["file"]
    types: Counter[str] = Counter()
    damages = []
    sample = None
    for item in open_records(path):
        if isinstance(item, Damage):
            damages.append(item)
            continue
        types[item.type] += 1
        assert len(item.content()) <= 64 << 20
        assert item.date.utcoffset() is not None
        sample = item if item.offset is not None and not item.truncated else sample
    assert types or damages
    assert all(damage.reason for damage in damages)
    if row["file"].removeprefix("warc/") in DEVIATIONS:
        assert types.total() == DEVIATIONS[row["file"].removeprefix("warc/")][1]
    else:
        assert dict(types) == row["types"]
    if sample:
        assert read_record(path, sample.offset) == sample


def test_there_are_118_and_the_deviations_are_among_them() -> None:
    files = {row["file"].removeprefix("warc/") for row in manifest()}
    assert len(files) == 118
    assert set(DEVIATIONS) <= files


def test_the_dev_file_is_read_whole() -> None:
    items = list(open_records(CORPUS / "dev.warc.gz"))
    assert not [item for item in items if isinstance(item, Damage)]
    assert all(isinstance(item, Record) and item.offset is not None for item in items)
    assert sum(item.type == "response" for item in items) >= 13


_READ_ALL = """
import resource, sys
from pathlib import Path
from newsarchive.warc import open_records
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        for item in open_records(path):
            pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
"""


def test_memory_stays_flat_over_the_corpus() -> None:
    command = [sys.executable, "-c", _READ_ALL, str(CORPUS / "warc")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 40_000, "25 MB of files, the largest record 2.5 MB"
