"""Saved pages and texts from a disk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import pressroom
from newsarchive.archive import Archive
from newsarchive.exceptions import UnreadableInputError
from newsarchive.ingest.pages import find_saved, find_url, read_saved


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "kho", create=True, workers=0) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "trang"
    (folder / "co-dia-chi").mkdir(parents=True)
    (folder / "co-dia-chi/page.html").write_bytes(pressroom.article_page(1))
    headers = {"Content-Type": "text/html; charset=utf-8", "Date": "Thu, 08 Jan 2026 11:30:00 GMT"}
    meta = {"url": "https://baodonghai.example/a-1.html", "headers": headers}
    (folder / "co-dia-chi/meta.json").write_text(json.dumps(meta))
    (folder / "bai.htm").write_bytes(pressroom.article_page(2))
    (folder / "bai_files").mkdir()
    (folder / "bai_files/quang-cao.html").write_text("<p>quảng cáo</p>")
    (folder / "ghi.txt").write_text("Cầu mới thông xe\n\nSáng 5/3, cầu mới đã thông xe.\n\nThu Hà\n", encoding="utf-8")
    (folder / "kieu.css").write_text("p {}")
    return folder


def test_a_folder_gives_each_page_its_address(archive: Archive, folder: Path) -> None:
    summary = archive.ingest(folder)
    assert (summary.files, summary.recorded.articles) == (3, 3)
    assert summary.passed_over == {"not a page: .css": 1}
    (saved,) = archive.captures("https://baodonghai.example/a-1.html")
    assert (saved.record_type, saved.fetched_at) == ("resource", datetime(2026, 1, 8, 11, 30, tzinfo=UTC))
    assert archive.article(pressroom.article_url(2)) is not None
    text = archive.article((folder / "ghi.txt").as_uri())
    assert text is not None
    assert (text.headline, text.authors) == ("Cầu mới thông xe", ["Thu Hà"])
    kinds = {paper.id: paper.kind for paper in archive.status().stock.papers}
    assert kinds == {"baodonghai.example": "unlisted", "unlisted": "unlisted"}


def test_a_folder_ingested_twice_writes_nothing(tmp_path: Path, folder: Path) -> None:
    for _ in range(2):
        with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
            summary = archive.ingest(folder)
        sizes = pressroom.sizes(tmp_path / "kho")
        if summary.files:
            before = sizes
    assert (summary.files, summary.known_files) == (0, 3)
    assert sizes == before


def test_one_page_and_one_text_by_name(archive: Archive, folder: Path) -> None:
    assert archive.ingest(folder / "bai.htm").recorded.articles == 1
    assert archive.ingest(folder / "ghi.txt").recorded.articles == 1
    page = archive.ingest(folder / "co-dia-chi/page.html")
    assert page.recorded.articles == 1
    assert archive.captures("https://baodonghai.example/a-1.html")


def test_a_record_file_in_a_folder_is_taken_in(archive: Archive, folder: Path) -> None:
    pressroom.write_warc(folder, [7, 8])
    assert archive.ingest(folder).recorded.articles == 5


def test_the_saved_bytes_come_back_from_the_segment(archive: Archive, folder: Path) -> None:
    from newsarchive.warc import read_record

    archive.ingest(folder / "bai.htm")
    (capture,) = archive.captures(pressroom.article_url(2))
    record = read_record(archive.warc_directory / capture.warc_file, capture.warc_offset)
    assert record.payload == (folder / "bai.htm").read_bytes()


def test_bad_metadata_in_a_folder_is_damage_and_the_rest_goes_on(archive: Archive, folder: Path) -> None:
    (folder / "co-dia-chi/meta.json").write_text("{")
    summary = archive.ingest(folder)
    assert (summary.recorded.articles, summary.damages) == (2, 1)
    assert "not JSON" in summary.damage[0].reason
    with pytest.raises(UnreadableInputError, match="not JSON"):
        archive.ingest(folder / "co-dia-chi/page.html")


def test_an_unreadable_record_file_in_a_folder_keeps_nothing_else_out(archive: Archive, folder: Path) -> None:
    (folder / "a-rong.warc.gz").write_bytes(b"")
    pressroom.write_warc(folder, range(5, 6))
    summary = archive.ingest(folder)
    assert summary.recorded.articles == 4
    assert [(finding.file, finding.reason) for finding in summary.damage] == [("a-rong.warc.gz", "the file is empty")]


def test_files_of_a_saved_page_are_not_pages(folder: Path) -> None:
    names = [path.name for path in find_saved(folder)]
    assert names == ["bai.htm", "ghi.txt", "kieu.css", "page.html"]


@pytest.mark.parametrize(
    ("page", "url"),
    [
        (b"<!-- saved from url=(0031)https://example.org/bao/tin.htm -->", "https://example.org/bao/tin.htm"),
        (b'<link href="https://example.org/a?x=1&amp;y=2" rel="canonical">', "https://example.org/a?x=1&y=2"),
        (b"<link rel=canonical href=https://example.org/b>", "https://example.org/b"),
        (b'<meta content="https://example.org/c" property="og:url"/>', "https://example.org/c"),
        (b'<link rel="canonical" href="/d">', None),
        (b'<link rel="canonical" href="http://[x/">', None),
        (b"<p>no address</p>", None),
    ],
)
def test_the_address_a_page_names(page: bytes, url: str | None) -> None:
    assert find_url(page) == url


def test_a_file_without_a_time_is_dated_now(folder: Path) -> None:
    import os

    os.utime(folder / "bai.htm", (0, 0))
    assert read_saved(folder / "bai.htm", "html").fetched_at.year >= 2026
