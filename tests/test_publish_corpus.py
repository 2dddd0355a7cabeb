"""A release of real pages that nobody here wrote passes its self-test and opens page by page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsarchive import Archive
from newsarchive.publish import publish
from newsarchive.reading import ArticlePage, SearchRequest, read_article, search


def test_the_shared_pages_are_published(shared: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest(shared / "corpus" / "dev.warc.gz")
        held = sum(1 for _ in archive.articles())
    published = publish(tmp_path)
    assert published.release.articles == held >= 10
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as db:
        for (uid,) in db.execute("SELECT uid FROM articles").fetchall():
            page = read_article(db, uid)
            assert isinstance(page, ArticlePage)
            assert page.blocks
            assert page.evidence_capture is not None
        words = {
            text for hit in search(db, SearchRequest("kinh te")).hits for text, hit_here in hit.snippet if hit_here
        }
        assert {word.lower() for word in words} == {"kinh tế"}
