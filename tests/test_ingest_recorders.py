"""A recorder of others, run against a site on loopback: it gives the very article that our own writer gives."""

from __future__ import annotations

import http.client
from datetime import UTC, datetime
from pathlib import Path

from warcio.capture_http import capture_http

import pressroom
from newsarchive.archive import Archive
from newsarchive.warc import SegmentWriter
from test_ingest_dialects import site, take  # noqa: F401 - site is a fixture
from test_ingest_field import PAGE


def article_of(archive: Path) -> tuple[str, str]:
    """(uid, content digest) of the only revision that is held."""
    query = "select a.uid, r.content_digest from article a join revision r on r.article_id = a.id"
    with Archive.open(archive, workers=0) as opened:
        (found,) = opened.store.connection.execute(query).fetchall()
    return found[0], found[1]


def by_our_writer(folder: Path, url: str) -> tuple[str, str]:
    with SegmentWriter(folder / "own", prefix="own", info={}) as writer:
        writer.write_response(url, datetime.now(UTC), pressroom.head(), PAGE)
        closed = writer.close()
    assert closed is not None
    take(folder / "kho-own", closed.path)
    return article_of(folder / "kho-own")


def test_what_warcio_captured_of_http(tmp_path: Path, site: str) -> None:  # noqa: F811
    path, host = tmp_path / "rec.warc.gz", site.split("/")[2]
    with capture_http(str(path)):
        connection = http.client.HTTPConnection(host)
        connection.request("GET", site.removeprefix(f"http://{host}"))
        assert connection.getresponse().read() == PAGE
        connection.close()
    summary, captures = take(tmp_path / "kho", path)
    assert (summary.damages, captures) == (0, [("response", "stored")])
    assert article_of(tmp_path / "kho") == by_our_writer(tmp_path, site)
