"""Feeds: entries in order, with their dates; what is no feed, or a trap."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.discovery import read_feed
from newsarchive.exceptions import UnreadableInputError
from suoivang import HOME, PAPER, RSS


def test_rss_entries_in_order_with_their_dates() -> None:
    links = read_feed(RSS.encode(), f"{HOME}/rss/home.rss", PAPER)
    assert [(link.url, link.kind, link.published and link.published.isoformat()) for link in links] == [
        (f"{HOME}/cau-ben-say-thong-xe-a101.html", "article", "2026-01-08T18:21:00+07:00"),
        (f"{HOME}/hai-xa-a102.html", "article", "2026-01-08T17:00:00+07:00"),
        (f"{HOME}/rao-vat/mua-ban", "page", "2026-01-08T09:30:00+07:00"),
        ("https://www.suoivangonline.vn/khong-ngay-a104.html", "article", None),
    ]
    assert links[0].title == "Cầu Bến Sậy thông xe"
    assert {link.found_as for link in links} == {"feed entry"}


def test_atom_tells_what_was_changed() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://baosuoivang.vn/muc/"><title>x</title>
    <entry><title>Một</title><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="../mot-a1.html"/>
    <published>2026-01-08T11:21:00Z</published><updated>2026-01-09T02:00:00+07:00</updated></entry></feed>"""
    (link,) = read_feed(atom.encode(), f"{HOME}/atom", PAPER)
    assert link.url == f"{HOME}/mot-a1.html"
    assert link.published is not None
    assert link.published.isoformat() == "2026-01-08T11:21:00+00:00"
    assert link.lastmod is not None
    assert link.lastmod.isoformat() == "2026-01-09T02:00:00+07:00"


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("</item>", "", 1),
        RSS.replace("thông xe", "thông xe & hết tắc <b>", 1),
        RSS[: RSS.index("<item><title>Rao")],
        "\n\n" + RSS,
        RSS.replace("<title>Báo Suối Vàng</title>", "<title>\x0b\x00</title>"),
    ],
)
def test_a_broken_feed_still_gives_what_it_holds(broken: str) -> None:
    assert f"{HOME}/hai-xa-a102.html" in [link.url for link in read_feed(broken.encode(), f"{HOME}/rss", PAPER)]


def test_a_feed_in_another_encoding() -> None:
    body = RSS.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_feed(body, f"{HOME}/rss", PAPER)[0].title == "Cầu Bến Sậy thông xe"


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"/etc/passwd", b"\x00\xff" * 50])
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="is no feed"):
        read_feed(body, f"{HOME}/rss", PAPER)


def test_a_feed_never_makes_us_read_a_file_or_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feed").write_text(RSS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableInputError):
        read_feed(b"feed", f"{HOME}/rss", PAPER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = RSS.replace("?>", f"?>{bomb}", 1).replace("UTF-8", encoding).encode(encoding)
    with pytest.raises(UnreadableInputError, match="declares entities"):
        read_feed(body, f"{HOME}/rss", PAPER)
    about = RSS.replace("Sáng 8/1", "Sáng 8/1 <!ENTITY a 'b'>")
    assert len(read_feed(about.encode(), f"{HOME}/rss", PAPER)) == 4


@pytest.mark.parametrize("inner", ["<x/>" * 300_000, "&" * 300_000, "<item>" * 300_000, "&lt;a&gt;" * 300_000])
def test_a_feed_that_would_cost_minutes_is_refused_at_once(inner: str) -> None:
    with pytest.raises(UnreadableInputError, match="holds more than 200,000 tags"):
        read_feed(f"<rss><channel><item><title>{inner}".encode(), f"{HOME}/rss", PAPER)


def test_feeds_of_real_papers(shared: Path) -> None:
    for folder in sorted((shared / "corpus/dev/rss").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["items"]
        url = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["url"]
        links = read_feed((folder / "feed.xml").read_bytes(), url)
        told = [(link.url, link.published and link.published.isoformat(), link.title) for link in links]
        assert told == [(item["url"], item["published"], item["title"]) for item in gold]
