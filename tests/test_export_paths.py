"""Where a file lies that was left in its place, and what a whole file holds, is nobody else's business."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import package_archive as kept
import pressroom
from newsarchive.archive import Archive
from newsarchive.packages import AUDIENCES, FORMATS, Request, export
from newsarchive.packages.request import Audience, Format
from newsarchive.publish import publish
from newsarchive.warc import SegmentWriter
from test_export import OUTPUTS, read_all

FOLDER = "kho-rieng-cua-nguoi-giu"


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one file of its own and two of one name that were left elsewhere, one beside what is withheld."""
    folder = kept.build(tmp_path_factory.mktemp("paths") / "kho")
    elsewhere = tmp_path_factory.mktemp("mnt") / FOLDER
    with Archive.open(folder, workers=0) as archive:
        for number in (31, 32):
            with SegmentWriter(elsewhere / str(number), prefix="dia", info={}) as writer:
                url = pressroom.article_url(number)
                writer.write_response(url, pressroom.AT, pressroom.head(), pressroom.article_page(number))
            archive.ingest(
                writer.summaries[0].path.rename(elsewhere / str(number) / "cung-ten.warc.gz"), reference=True
            )
    return folder


def _told(kho: Path, folder: Path, form: Format, audience: Audience) -> bytes:
    if form in {"parquet", "dataset"}:
        pytest.importorskip("pyarrow")
    output = folder / f"{audience}-{OUTPUTS[form]}"
    export(kho, Request(form, output, audience))
    return read_all(output)


def _digests(kho: Path) -> list[str]:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        found = db.execute("select json_extract(detail, '$.sha256') from event where kind = 'import'").fetchall()
    assert len(found) == 3
    return [str(row[0]).removeprefix("sha256:") for row in found]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_ledger_and_database_know_the_folder_of_a_file_left_in_its_place(
    kho: Path, tmp_path: Path, form: Format, audience: Audience
) -> None:
    told = _told(kho, tmp_path, form, audience)
    assert b"/thoi-su/" in told or b"Article" in told
    if audience == "preservation" and form in {"bagit", "wacz", "premis"}:
        assert FOLDER.encode() in told  # the ledger, its copy in the database, and the events that say what it says
    else:
        assert FOLDER.encode() not in told
        assert str(kho.parent).encode() not in told


@pytest.mark.parametrize("form", FORMATS)
def test_no_public_export_tells_size_and_digest_of_a_whole_file(kho: Path, tmp_path: Path, form: Format) -> None:
    told = _told(kho, tmp_path, form, "public").decode("utf-8", "replace")
    assert not [digest for digest in _digests(kho) if digest in told]
    sizes = [path.stat().st_size for path in (kho / "data" / "warc").rglob("*.warc.gz")]
    assert not [size for size in sizes if re.search(rf">{size}<", told)]


def test_nor_does_the_release(kho: Path) -> None:
    publish(kho)
    told = (kho / "public.db").read_bytes()
    assert FOLDER.encode() not in told
    assert not [digest for digest in _digests(kho) if digest.encode() in told]


@pytest.mark.parametrize("form", ["cdxj", "premis"])
def test_two_files_of_one_name_are_told_apart(kho: Path, tmp_path: Path, form: Any) -> None:
    told = _told(kho, tmp_path, form, "public").decode()
    assert set(re.findall(r"cung-ten\.warc\.gz(?:~\d)?", told)) == {"cung-ten.warc.gz", "cung-ten.warc.gz~2"}
