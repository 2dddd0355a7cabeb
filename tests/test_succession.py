"""Newspapers that became others: an address of a former one leads to the copy that is held, and hosts about to go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import pressroom
from command_line import run
from newsarchive.archive import Archive
from newsarchive.frontier import End, Frontier, Outcome
from newsarchive.link import Link
from newsarchive.press import newspaper, press_of
from newsarchive.warc import SegmentWriter

FORMER = r"""
name: Báo Thượng Ngàn
kind: national
host: baothuongngan.example
merged_on: 2025-07-01
successor: tamgiang
articles:
  - path: '-(?P<id>post\d+)\.html$'
  - path: '^/tin/[^/]+\.html$'
"""
HEIR = r"""
name: Báo Tam Giang
kind: national
host: baotamgiang.example
articles:
  - path: '-(?P<id>post\d+)\.html$'
  - path: '^/tin/[^/]+\.html$'
"""
AT = datetime(2025, 9, 1, 3, tzinfo=UTC)
OLD, NEW = "https://baothuongngan.example", "https://baotamgiang.example"
HELD = ("/xa-hoi/khoi-cong-tram-bom-suoi-cat-post1204.html", "/tin/thu-hoach-lua-he-thu-som-hon-moi-nam.html")


@pytest.fixture
def kho(tmp_path: Path) -> Iterator[Path]:
    directory = tmp_path / "kho"
    for name, text in (("thuongngan", FORMER), ("tamgiang", HEIR)):
        path = directory / "press" / "newspapers" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with SegmentWriter(tmp_path, prefix="seg", info={}) as writer:
        for number, path in enumerate(HELD):
            writer.write_response(f"{NEW}{path}", AT, pressroom.head(), pressroom.article_page(number))
        for old, new in (("/cu/1.html", HELD[1]), ("/cu/2.html", "/"), ("/cu/3.html", "/khong/co-o-day-post9.html")):
            head = f"HTTP/1.1 301 Moved Permanently\r\nLocation: {NEW}{new}\r\n\r\n".encode()
            writer.write_response(f"{OLD}{old}", AT, head, b"")
        closed = writer.close()
    assert closed is not None
    with Archive.open(directory, create=True, workers=0) as archive:
        archive.ingest(closed.path)
    yield directory


def test_an_address_of_a_former_newspaper_leads_to_the_copy_of_its_successor(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        by_number = archive.article(f"{OLD}/chinh-tri/khoi-cong-tram-bom-suoi-cat-post1204.html")
        by_redirect = archive.article(f"{OLD}/cu/1.html")
        assert by_number is not None
        assert by_redirect is not None
        assert (by_number.canonical_url, by_redirect.canonical_url) == (f"{NEW}{HELD[0]}", f"{NEW}{HELD[1]}")
        told = archive.why(f"{OLD}/cu/1.html")
        assert told.successor is not None
        assert (told.successor.how, told.successor.newspaper) == ("redirect", "tamgiang")
    said = run("why", f"{OLD}/xa-hoi/khoi-cong-tram-bom-suoi-cat-post1204.html", "--archive", str(kho)).stdout
    assert f"at {NEW}{HELD[0]}, by same number and words" in said


@pytest.mark.parametrize(
    "path",
    [
        "/xa-hoi/khai-giang-lop-xoa-mu-chu-post1204.html",  # another article's number
        "/xa-hoi/khoi-cong-tram-bom-suoi-cat-post1205.html",  # the same words, another number: an agency's story
        "/tin/thu-hoach-lua-he-thu-som-hon-moi-nam.html",  # the same words without a number
        "/cu/2.html",  # the front page
        "/cu/3.html",  # an article that is not held
    ],
)
def test_nothing_is_guessed(kho: Path, path: str) -> None:
    with Archive.open(kho, workers=0) as archive:
        assert archive.article(f"{OLD}{path}") is None
        assert archive.why(f"{OLD}{path}").successor is None


def test_hosts_that_are_about_to_go_are_listed_with_dates_and_swept_oldest_first(kho: Path) -> None:
    now = datetime.now(UTC)
    with press_of(kho):
        _ask(kho, "thuongngan", OLD, ("error", "the host name cannot be resolved"), now - timedelta(days=6))
        _ask(kho, "tamgiang", NEW, ("stored", None), now)
    shown = run("endangered", "--archive", str(kho), "--json")
    assert shown.exit_code == 1, shown.output
    (one,) = json.loads(shown.stdout)["endangered"]
    assert (one["newspaper"], one["host"], one["kind"]) == ("thuongngan", "baothuongngan.example", "DNS")
    assert (one["successor"], one["since"][:10]) == ("tamgiang", f"{now - timedelta(days=6):%Y-%m-%d}")
    assert "2 known addresses are due now" not in shown.stdout
    swept = run("endangered", "--sweep", "--archive", str(kho))
    assert "thuongngan: 3 known addresses are due now" in swept.stdout
    with press_of(kho), Frontier.of(kho) as frontier, frontier.crawl("thuongngan") as crawl:
        asked = [lease.url.rpartition("post")[2] for lease in crawl.lease(9) if lease.kind == "article"]
    assert asked == ["3.html", "2.html", "1.html"]


def _ask(kho: Path, name: str, host: str, end: tuple[Outcome, str | None], at: datetime) -> None:
    """Its feed and a section asked at that moment; three articles of other years are known."""
    with Frontier.of(kho) as known:
        home = known.home
    with Frontier(home, clock=at.timestamp) as frontier:
        years = [
            Link(f"{host}/a-b-c-post{n}.html", "article", "feed", published=at - timedelta(days=400 * n))
            for n in (1, 2, 3)
        ]
        lists = [Link(f"{host}/rss", "feed", "entry"), Link(f"{host}/thoi-su", "section", "entry")]
        frontier.add(newspaper(name), [*lists, *years])
        with frontier.crawl(name) as crawl:
            crawl.done([End(one.id, end[0], None, end[1]) for one in crawl.lease(9) if one.kind != "article"])


def test_a_newspaper_that_fell_silent_is_endangered(kho: Path) -> None:
    with SegmentWriter(kho / "in", prefix="seg", info={}) as writer:
        for number in range(40):
            at = AT + timedelta(days=number // 2)
            writer.write_response(
                f"{NEW}/a-{number}-post{number + 20}.html", at, pressroom.head(), pressroom.article_page(number)
            )
        closed = writer.close()
    assert closed is not None
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(closed.path)
        archive.note_crawl("tamgiang", "2025-11-20T00:00:00Z", {"requests": {"same": 9}})
    (one,) = json.loads(run("endangered", "--archive", str(kho), "--json").stdout)["endangered"]
    assert (one["kind"], one["since"][:10]) == ("silent", f"{AT + timedelta(days=19):%Y-%m-%d}")
