"""A small archive to be exported: public, embargoed, withheld and excerpted articles, pictures, revisits, a list."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pressroom
from newsarchive.archive import Archive
from newsarchive.press import article_key, article_uid
from newsarchive.warc import HttpHead, SegmentWriter

CANARY = "wàngyến"
"""Planted in the withheld and the excerpted article and in the list; in no public export."""
PUBLIC, WITHHELD, EXCERPT, BORROWER, BORROWED = 1, 2, 3, 4, 5
"""BORROWER shows a picture that was held already, under an address that only the withheld article shows; BORROWED one
that was held under an address of no article."""
EXCERPT_HOST = "https://baokhac.example"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
_IMAGE = HttpHead(200, "OK", (("Content-Type", "image/png"),))


def picture_url(number: int) -> str:
    """The picture of an article."""
    return f"{pressroom.HOST}/anh/{number}.png"


def page(number: int, *, note: str = "") -> bytes:
    """An article with a picture."""
    figure = f'<figure><img src="{picture_url(number)}"><figcaption>Cầu Bến Vạn {note}</figcaption></figure>'
    return pressroom.article_page(number, note=note).replace(
        b'<p class="author">', figure.encode() + b'<p class="author">'
    )


def build(directory: Path, *, prefix: str = "") -> Path:
    """The archive, made through ingest; `prefix` begins the article keys where the newspaper is a listed one."""
    source = directory.parent / "source"
    with SegmentWriter(source, prefix="mau", info={"operator": "Thư viện thử"}) as writer:
        _write(writer)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "archive.yml").write_text(
        "operator: Thư viện thử\npublish:\n  access:\n    newspapers:\n      baokhac.example: {access: excerpt}\n",
        encoding="utf-8",
    )
    with Archive.open(directory, create=True, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
    _withhold(directory, f"{prefix}{WITHHELD}" if prefix else article_key(pressroom.article_url(WITHHELD)))
    return directory


def uid(number: int) -> str:
    """The uid of an article of the first newspaper."""
    return article_uid(article_key(pressroom.article_url(number)))


def _write(writer: SegmentWriter) -> None:
    at, later = pressroom.AT, pressroom.AT + timedelta(hours=1)
    for number in (PUBLIC, WITHHELD):
        note = CANARY if number == WITHHELD else "hai bờ"
        url = pressroom.article_url(number)
        place = writer.write_response(url, at, pressroom.head(), page(number, note=note))
        writer.write_revisit(
            url, later, pressroom.head(), profile="identical-payload-digest", payload_digest=place.payload_digest,
            refers_to_uri=url, refers_to_date=at,
        )  # fmt: skip
    writer.write_response(picture_url(PUBLIC), at, _IMAGE, PNG)
    for number, original in ((BORROWER, picture_url(WITHHELD)), (BORROWED, f"{pressroom.HOST}/anh/kho.png")):
        held = writer.write_response(original, at, _IMAGE, PNG + b"%d" % number)
        writer.write_response(pressroom.article_url(number), later, pressroom.head(), page(number))
        writer.write_revisit(
            picture_url(number), later, _IMAGE, profile="identical-payload-digest", payload_digest=held.payload_digest,
            refers_to_uri=original, refers_to_date=at,
        )  # fmt: skip
    excerpted = page(EXCERPT, note=CANARY).replace(pressroom.HOST.encode(), EXCERPT_HOST.encode())
    writer.write_response(
        pressroom.article_url(EXCERPT).replace(pressroom.HOST, EXCERPT_HOST), at, pressroom.head(), excerpted
    )
    writer.write_response(f"{pressroom.HOST}/thoi-su", at, pressroom.head(), pressroom.section_page() + CANARY.encode())
    changed = pressroom.article_url(PUBLIC)
    writer.write_response(changed, later + timedelta(hours=1), pressroom.head(), page(PUBLIC, note="thông xe chậm"))


def _withhold(directory: Path, key: str) -> None:
    with closing(sqlite3.connect(directory / "data" / "news.db")) as db, db:
        assert db.execute("UPDATE article SET withheld = 1 WHERE key = ?", (key,)).rowcount == 1
