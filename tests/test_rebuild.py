"""`newsarchive rebuild`: the database is derived, the WARC files and the ledger are not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import ArchiveError, LedgerError
from newsarchive.fixity import verify
from newsarchive.rebuild import rebuild

_CAPTURES = (
    "select url, fetched_at, record_type, status, warc_file, warc_offset, outcome, reason, payload_digest from capture"
)
_ARTICLES = (
    "select a.uid, a.key, a.url, a.withheld, r.number, r.content_digest, r.cause, r.section, r.evidence, r.word_count"
    " from article a join revision r on r.article_id = a.id"
)


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """An archive with an imported file, its revision, a packed one, saved pages and a text."""
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "trang.html").write_bytes(pressroom.article_page(30))
    text = (
        "Họp bàn mùa màng\n(BTV) - Sáng nay, huyện Đông Hải họp bàn vụ mùa với các xã ven sông và hợp tác xã.\nLê Vy\n"
    )
    (saved / "bai.txt").write_text(text, encoding="utf-8")
    (tmp_path / "later").mkdir()
    (tmp_path / "packed").mkdir()
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(tmp_path, range(8), extras=True))
        later = pressroom.write_warc(tmp_path / "later", [2, 3], note="Cầu thông xe chậm một ngày.", minutes=90)
        archive.ingest(later)
        more = pressroom.write_warc(tmp_path / "packed", [40, 41])
        archive.ingest(pressroom.pack_whole(more, tmp_path / "packed.warc.gz"))
        archive.ingest(saved)
    return tmp_path / "kho"


def rows(kho: Path, query: str) -> set[Any]:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        return set(db.execute(query))


def test_a_lost_database_comes_back_equal(kho: Path) -> None:
    captures, articles = rows(kho, _CAPTURES), rows(kho, _ARTICLES)
    assert len(articles) == 14
    for path in (kho / "data").glob("news.db*"):
        path.unlink()
    rebuilt = rebuild(kho, workers=0)
    assert (rebuilt.is_equal, rebuilt.missing, rebuilt.damage) == (None, (), [])
    assert rows(kho, _CAPTURES) == captures
    assert rows(kho, _ARTICLES) == articles
    assert verify(kho).problems == []


def test_a_database_that_is_there_is_compared_with(kho: Path) -> None:
    first = rebuild(kho, workers=0)
    assert first.is_equal
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        db.execute("update revision set content_digest = 'sha256:0' where id = 1")
    second = rebuild(kho, workers=0)
    assert second.is_equal is False
    assert second.digest == first.digest


def test_what_was_taken_in_is_not_taken_in_again(kho: Path, tmp_path: Path) -> None:
    rebuild(kho, workers=0)
    with Archive.open(kho, workers=0) as archive:
        for path in (tmp_path / "saved", tmp_path / "packed.warc.gz"):
            again = archive.ingest(path)
            assert (again.files, again.recorded.captures) == (0, 0)


def test_it_needs_the_archive_to_itself(kho: Path) -> None:
    with Archive.open(kho, workers=0):
        code = (
            f"from newsarchive.rebuild import rebuild; from pathlib import Path; rebuild(Path({str(kho)!r}), workers=0)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another process has it open" in done.stderr


def test_a_missing_file_is_refused_unless_allowed(kho: Path) -> None:
    next((kho / "data" / "warc" / "imported").iterdir()).unlink()
    before = rows(kho, _ARTICLES)
    with pytest.raises(ArchiveError, match="are gone"):
        rebuild(kho, workers=0)
    assert rows(kho, _ARTICLES) == before
    assert len(rebuild(kho, workers=0, allow_missing=True).missing) == 1


def test_a_broken_ledger_is_refused(kho: Path) -> None:
    path = kho / "data" / "ledger.jsonl"
    path.write_bytes(path.read_bytes()[:50] + b"x" + path.read_bytes()[51:])
    with pytest.raises(LedgerError):
        rebuild(kho, workers=0)


def test_a_torn_database_is_made_again(kho: Path) -> None:
    articles, path = rows(kho, _ARTICLES), kho / "data" / "news.db"
    path.write_bytes(path.read_bytes()[:3000])
    done = CliRunner().invoke(app, ["rebuild", "--archive", str(kho), "--workers", "0"])
    assert done.exit_code == 0, done.output
    assert "no database to compare with" in done.stdout
    assert rows(kho, _ARTICLES) == articles
