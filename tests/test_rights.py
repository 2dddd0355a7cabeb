"""Rights signals: read from headers, pages, robots.txt and tdmrep.json, kept with each capture, opening nothing."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner

import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.packages import Request, export
from newsarchive.packages.premis import NAMESPACE
from newsarchive.publish import publish
from newsarchive.reading import ArticlePage, read_article
from newsarchive.rebuild import rebuild
from newsarchive.rights import signals_of_headers, signals_of_page, signals_of_site
from newsarchive.warc import HttpHead, SegmentWriter

HEADERS = [
    ("X-Robots-Tag", "noai, noimageai"), ("X-ROBOTS-TAG", "googlebot: noarchive"), ("TDM-Reservation", "1"),
    ("tdm-policy", "https://bao.example/p.json"), ("Content-Usage", "train-ai=n"), ("Server", "nginx"),
    ("Link", '<https://bao.example/giay-phep>; rel="license", </next>; rel=next'),
    ("Link", "</style.css>; rel=preload"),
]  # fmt: skip


def test_header_fields() -> None:
    assert [(one.name, one.value) for one in signals_of_headers(HEADERS)] == [
        ("x-robots-tag", "noai, noimageai"),
        ("x-robots-tag", "googlebot: noarchive"),
        ("tdm-reservation", "1"),
        ("tdm-policy", "https://bao.example/p.json"),
        ("content-usage", "train-ai=n"),
        ("license", "https://bao.example/giay-phep"),
    ]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<meta name="robots" content="noai, noimageai">', ["meta robots noai, noimageai"]),
        ('<META CONTENT="NOARCHIVE" NAME=Robots>', ["meta robots NOARCHIVE"]),
        ('<meta name="robots" content="index, follow, max-image-preview:large">', []),
        ('<meta name="robots" content="index,follow,noarchive">', ["meta robots index,follow,noarchive"]),
        ('<meta name="CCBot" content="nofollow">', ["meta ccbot nofollow"]),
        ('<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/p">',
         ["meta tdm-reservation 1", "meta tdm-policy /p"]),
        ('<meta name="DC.rights" content="© Báo &amp; Đài">', ["meta dc.rights © Báo & Đài"]),
        ('<meta property="cc:license" content="https://cc.example/by">', ["meta cc:license https://cc.example/by"]),
        ("<link rel='license' href='https://cc.example/by'>", ["link license https://cc.example/by"]),
        ('<a href="https://cc.example/by-nc" rel="nofollow license">CC</a>', ["link license https://cc.example/by-nc"]),
        ('<a rel="nofollow" href="/license">Giấy phép</a>', []),
        ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "license": "https://x.example/l",'
         '"copyrightHolder": {"@type": "Organization", "name": "Báo Suối"}, "copyrightYear": 2026}]}</script>',
         ["json-ld license https://x.example/l", "json-ld copyrightHolder Báo Suối", "json-ld copyrightYear 2026"]),
        ('<script type="application/ld+json">{"license": [broken</script>', []),
        ('<script type="application/ld+json">{"license": ' + "[" * 90_000 + "</script>", []),
        ('<meta name="description" content="noai">', []),
    ],
)  # fmt: skip
def test_pages(html: str, told: list[str]) -> None:
    assert [f"{one.source} {one.name} {one.value}" for one in signals_of_page(html.encode())] == told


ROBOTS = """\ufeff# Báo Đông Hải
User-agent: *
Content-Signal: search=yes, ai-train=no
Disallow: /quan-tri/
User-agent: GPTBot
User-Agent: CCBot   # và bạn bè
Disallow: /

User-agent: Google-Extended
Disallow: /
User-agent: Googlebot
Disallow: /tim
user-agent: claudebot
Allow: /tin/
Disallow: /
Content-Usage: train-ai=n
"""


def test_robots_of_machines_in_a_robots_txt() -> None:
    found = signals_of_site("https://bao.example/robots.txt", ROBOTS.encode())
    assert [(one.name, one.value) for one in found] == [
        ("Content-Signal", "search=yes, ai-train=no"),
        ("Content-Usage", "train-ai=n (for claudebot)"),
        ("GPTBot, CCBot, Google-Extended", "Disallow: /"),
        ("claudebot", "Allow: /tin/; Disallow: /"),
    ]
    assert signals_of_site("https://bao.example/robots.txt", b"User-agent: *\nDisallow: /") == ()
    assert signals_of_site("https://bao.example/tin/robots.txt", ROBOTS.encode()) == ()


def test_tdmrep_json() -> None:
    body = b'[{"location": "/tin/*", "tdm-reservation": 1, "tdm-policy": "https://bao.example/p"}, {"location": "/"}]'
    found = signals_of_site("https://bao.example/.well-known/tdmrep.json", body)
    assert [(one.name, one.value) for one in found] == [
        ("tdm-reservation", "1 for /tin/*, policy https://bao.example/p")
    ]
    for broken in (b"", b"\xff\xfe", b"[" * 90_000, b'"x"', b"{}", b"null"):
        assert signals_of_site("https://bao.example/.well-known/tdmrep.json", broken) == ()


@pytest.mark.parametrize("body", [b"<meta name=robots content=" * 20_000, b"<a rel=license " * 20_000, b"<" * 500_000])
def test_hostile_pages_take_no_time(body: bytes) -> None:
    assert len(signals_of_page(body)) <= 40
    assert len(signals_of_headers([("X-Robots-Tag", "x" * 10_000_000)])[0].value) == 500


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """A page whose server, page, robots.txt and tdmrep.json all speak, captured again after the robots.txt changed."""
    at, later = pressroom.AT, pressroom.AT + timedelta(days=1)
    url, page = pressroom.article_url(1), pressroom.article_page(1)
    said = page.replace(b"</head>", b'<meta name="robots" content="noarchive"></head>')
    reserved = (*pressroom.head().headers, ("TDM-Reservation", "1"))
    text = HttpHead(200, "OK", (("Content-Type", "text/plain"),))
    with SegmentWriter(tmp_path / "source", prefix="quyen", info={}) as writer:
        writer.write_response(f"{pressroom.HOST}/robots.txt", at - timedelta(hours=1), text, ROBOTS.encode())
        writer.write_response(url, at, pressroom.head(headers=reserved), said)
        writer.write_response(
            f"{pressroom.HOST}/robots.txt", later - timedelta(hours=1), text, b"User-agent: *\nAllow: /"
        )
        writer.write_response(url, later, pressroom.head(), pressroom.article_page(1, note="Đính chính."))
        writer.write_response(pressroom.article_url(2), at, pressroom.head(headers=reserved), pressroom.article_page(2))
    folder = tmp_path / "kho"
    with Archive.open(folder, create=True, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
    return folder


def kept(folder: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "data" / "news.db")) as db:
        query = """select c.url, c.fetched_at, r.source, r.name, r.value
            from rights r join capture c on c.id = r.capture_id order by c.url, c.fetched_at, r.position"""
        return db.execute(query).fetchall()


def test_they_are_kept_with_each_capture_and_by_a_rebuild(kho: Path) -> None:
    before = kept(kho)
    by_url = {(url, source, name) for url, _, source, name, _ in before}
    assert (pressroom.article_url(1), "header", "tdm-reservation") in by_url
    assert (pressroom.article_url(1), "meta", "robots") in by_url
    assert (f"{pressroom.HOST}/robots.txt", "robots.txt", "Content-Signal") in by_url
    for path in (kho / "data").glob("news.db*"):
        path.unlink()
    rebuild(kho, workers=0)
    assert kept(kho) == before


def test_why_tells_what_held_at_the_latest_capture(kho: Path) -> None:
    told = CliRunner().invoke(app, ["why", pressroom.article_url(2), "--archive", str(kho)])
    assert "rights (header): tdm-reservation: 1" in told.output
    assert "rights (robots.txt): Content-Signal: search=yes, ai-train=no" in told.output
    told = CliRunner().invoke(app, ["why", pressroom.article_url(1), "--archive", str(kho)])
    assert "rights (" not in told.output, "the later robots.txt and page reserve nothing"


def test_they_are_published_and_open_nothing(kho: Path) -> None:
    (kho / "archive.yml").write_text("publish: {access: {default: excerpt}}\n", encoding="utf-8")
    publish(kho)
    with closing(sqlite3.connect(kho / "public.db")) as db:
        rows = db.execute("SELECT a.url, r.name FROM rights AS r JOIN articles AS a ON a.id = r.article_id").fetchall()
        assert {url for url, _ in rows} == {pressroom.article_url(2)}
        assert ("GPTBot, CCBot, Google-Extended") in {name for _, name in rows}
        page = read_article(db, db.execute("SELECT uid FROM articles").fetchone()[0])
        assert isinstance(page, ArticlePage)
        assert (page.access, page.blocks) == ("excerpt", ())


@pytest.mark.parametrize("audience", ["public", "preservation"])
def test_exports_tell_them_of_each_article(kho: Path, tmp_path: Path, audience: Any) -> None:
    export(kho, Request("jsonl", tmp_path / "a.jsonl", audience))
    rows = {row["url"]: row["rights"] for row in map(json.loads, (tmp_path / "a.jsonl").read_text().splitlines())}
    assert {"source": "header", "name": "tdm-reservation", "value": "1"} in rows[pressroom.article_url(2)]
    assert "GPTBot, CCBot, Google-Extended" in {one["name"] for one in rows[pressroom.article_url(2)]}
    assert rows[pressroom.article_url(1)] == [], "the later robots.txt and page reserve nothing"
    export(kho, Request("csv", tmp_path / "a.csv", audience))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["url"]: json.loads(row["rights"]) for row in csv.DictReader(file)} == rows


@pytest.mark.parametrize("audience", ["public", "preservation"])
def test_premis_tells_them_of_each_capture(kho: Path, tmp_path: Path, audience: Any, shared: Path) -> None:
    export(kho, Request("premis", tmp_path / "a.xml", audience))
    root = etree.parse(tmp_path / "a.xml").getroot()
    schema = etree.XMLSchema(file=shared / "standards" / "premis-v3-0.xsd")
    assert schema.validate(root), schema.error_log
    p = f"{{{NAMESPACE}}}"
    addresses = {
        one.findtext(f".//{p}objectIdentifierValue"): one.findtext(
            f"{p}significantProperties/{p}significantPropertiesValue"
        )
        for one in root.iter(f"{p}object")
    }
    told = {
        (addresses[one.findtext(f".//{p}linkingObjectIdentifierValue")], note.text)
        for one in root.iter(f"{p}rightsStatement")
        for note in one.iter(f"{p}otherRightsNote")
    }
    page = pressroom.article_url(1)
    assert {(page, "header, tdm-reservation: 1"), (page, "meta, robots: noarchive")} <= told
    assert (page, "robots.txt, Content-Signal: search=yes, ai-train=no") in told
    assert ((f"{pressroom.HOST}/robots.txt") in {url for url, _ in told}) == (audience == "preservation")


def test_a_purge_takes_them_along(kho: Path) -> None:
    options = [
        "withhold",
        pressroom.article_url(2),
        "--level",
        "purge",
        "--reason",
        "x",
        "--yes",
        "--archive",
        str(kho),
    ]
    assert CliRunner().invoke(app, options).exit_code == 0
    assert pressroom.article_url(2) not in {row[0] for row in kept(kho)}
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        assert db.execute("select 1 from rights where capture_id not in (select id from capture)").fetchone() is None
