"""An archive with one article, captured many times, that has a canary in every field, its address and its pictures."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pressroom
from newsarchive.archive import Archive
from newsarchive.press import article_key, article_uid
from newsarchive.warc import HttpHead, SegmentWriter

CANARY = "zqkanarie77"
LIBEL = "zqverleumdung"
"""In the second revision alone."""
URL = f"{pressroom.HOST}/thoi-su/{CANARY}-9001.html"
UID = article_uid(article_key(URL))
PICTURE = f"{pressroom.HOST}/anh/{CANARY}.png"
SHARED = f"{pressroom.HOST}/anh/chung.png"
PNG = b"\x89PNG\r\n\x1a\n" + CANARY.encode()
_IMAGE = HttpHead(200, "OK", (("Content-Type", "image/png"),))
_LONG = (
    "Sáng 8/1, Uỷ ban nhân dân huyện Đông Hải tổ chức lễ thông xe cầu Bến Vạn, nối hai bờ sông sau ba năm thi công.",
    "Công trình dài 412 m, rộng 12 m, do Ban Quản lý dự án giao thông huyện làm chủ đầu tư, vốn 186 tỷ đồng.",
)


def page(*, note: str = "", advertisement: str = "") -> bytes:
    """The article; `note` makes another revision, `advertisement` other bytes only."""
    body = "".join(f"<p>{text}</p>" for text in (*_LONG, f"Đoạn có {CANARY} ở giữa câu.", *([note] if note else [])))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Tin {CANARY} | Báo Đông Hải</title>
<meta property="og:title" content="Tin {CANARY}"><meta property="og:type" content="article">
<meta name="keywords" content="{CANARY}, cầu Bến Vạn"><meta property="article:section" content="Mục {CANARY}">
<meta name="author" content="{CANARY}"><meta name="copyright" content="© {CANARY}">
<meta property="og:description" content="Lời dẫn {CANARY}"><meta name="robots" content="noarchive, {CANARY}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Tin {CANARY}", "license": "{URL}#{CANARY}",
"author": {{"name": "Lê {CANARY.title()}"}}, "articleSection": "Mục {CANARY}"}}</script>
<link rel="canonical" href="{URL}"><!-- {CANARY} {advertisement} -->
<meta property="article:published_time" content="2026-01-08T17:00:00+07:00"></head>
<body><article><h1 class="title">Tin {CANARY}</h1><div class="date">08/01/2026 17:00 {CANARY}</div>
<p class="sapo">Lời dẫn {CANARY} về cầu Bến Vạn và hai bờ sông.</p>
<div class="content detail-content">{body}
<h2>Tít phụ {CANARY}</h2><blockquote>Trích {CANARY} trong lễ thông xe</blockquote><ul><li>Mục {CANARY} một</li></ul>
<table><caption>Bảng {CANARY}</caption><tr><th>Cột {CANARY}</th><td>412 {CANARY}</td></tr></table>
<div class="box"><h3>Hộp {CANARY}</h3><p>Báo Đông Hải ({CANARY.upper()}) giải thích hộp {CANARY} này.</p></div>
<figure>
<img src="{PICTURE}" alt="Thế chữ {CANARY}" title="Nhan {CANARY}">
<figcaption>Chú thích {CANARY}. Ảnh: {CANARY}</figcaption></figure>
<figure><img src="{SHARED}"><figcaption>Cầu Bến Vạn</figcaption></figure>
<p class="author">Lê {CANARY.title()}</p></div></article></body></html>""".encode()


def build(folder: Path) -> Path:
    """The archive: WARC, packed WARC, WACZ and a saved page, all with the article and something else."""
    kho = folder / "kho"
    with Archive.open(kho, create=True, workers=0) as archive:
        archive.ingest(_captures(folder / "a"))
        archive.ingest(again(folder / "b", "uncompressed"))
        archive.ingest(pressroom.pack_whole(again(folder / "c", "packed", hours=3), folder / "packed.warc.gz"))
        archive.ingest(_wacz(again(folder / "d", "wacz", hours=5), folder / "goi.wacz"))
        archive.ingest(_saved(folder / "saved"))
    return kho


def _captures(folder: Path) -> Path:
    """Two revisions, a revisit of the first, a redirect, requests, pictures of its own and shared ones."""
    at, head = pressroom.AT, pressroom.head()
    with SegmentWriter(folder, prefix="a", info={"operator": "Thư viện thử"}) as writer:
        writer.write_response(pressroom.article_url(1), at, head, _with_shared(pressroom.article_page(1)))
        writer.write_response(SHARED, at, _IMAGE, b"\x89PNG chung")
        for name, content_type, body in _lists():
            head_of_list = HttpHead(200, "OK", (("Content-Type", content_type),))
            writer.write_response(f"{pressroom.HOST}/{name}", at, head_of_list, body)
        writer.write_response(f"{pressroom.HOST}/the-thao", at, head, pressroom.section_page())
        first = writer.write_response(URL, at, head, page())
        writer.write_request(URL, at, _request(), concurrent_to=first.record_id)
        writer.write_response(PICTURE, at, _IMAGE, PNG)
        writer.write_request(PICTURE, at, b"GET / HTTP/1.1\r\nReferer: " + URL.encode() + b"\r\n\r\n")
        moved = HttpHead(301, "Moved", (("Location", URL),))
        writer.write_response(f"{pressroom.HOST}/cu.html", at, moved, b"")
        writer.write_revisit(
            URL, at + timedelta(hours=1), head, profile="identical-payload-digest",
            payload_digest=first.payload_digest, refers_to_id=first.record_id, refers_to_uri=URL, refers_to_date=at,
        )  # fmt: skip
        writer.write_response(URL, at + timedelta(hours=2), head, page(note=f"Đính chính {LIBEL}."))
        writer.write_response(pressroom.article_url(2), at, head, pressroom.article_page(2))
    return writer.summaries[0].path


def _lists() -> tuple[tuple[str, str, bytes], ...]:
    """A section, a feed and a sitemap that name the article."""
    link = f'<li><h3><a href="/thoi-su/{CANARY}-9001.html">Tin {CANARY}</a></h3><p>Lời dẫn {CANARY}</p></li></ul>'
    section = pressroom.section_page().replace(b"</ul>", link.encode())
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel><item><title>Tin {CANARY}</title><link>{URL}</link>
<description>Lời dẫn {CANARY}</description></item></channel></rss>"""
    sitemap = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{URL}</loc>
</url></urlset>"""
    return (
        ("thoi-su", "text/html; charset=utf-8", section),
        ("rss/thoi-su.rss", "application/rss+xml", feed.encode()),
        ("sitemap.xml", "application/xml", sitemap.encode()),
    )


def again(folder: Path, name: str, hours: int = 8) -> Path:
    """The article with other bytes, between two others."""
    at = pressroom.AT + timedelta(hours=hours)
    with SegmentWriter(folder, prefix=name, info={}) as writer:
        writer.write_response(
            pressroom.article_url(hours * 10), at, pressroom.head(), pressroom.article_page(hours * 10)
        )
        writer.write_response(URL, at, pressroom.head(), page(advertisement=name))
        writer.write_response(pressroom.article_url(3), at, pressroom.head(), pressroom.article_page(3))
    path = writer.summaries[0].path
    if name != "uncompressed":
        return path
    plain = path.with_suffix("")
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    return plain


def _wacz(warc: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        package.write(warc, "archive/data.warc.gz")
        package.writestr("pages/pages.jsonl", f'{{"format": "json-pages-1.0"}}\n{{"url": "{URL}"}}\n')
    return target


def _saved(folder: Path) -> Path:
    folder.mkdir()
    (folder / f"{CANARY}.html").write_bytes(page(advertisement="saved"))
    (folder / "khac.html").write_bytes(pressroom.article_page(70))
    return folder


def _with_shared(html: bytes) -> bytes:
    figure = f'<figure><img src="{SHARED}"><figcaption>Cầu</figcaption></figure><p class="author">'
    return html.replace(b'<p class="author">', figure.encode())


def _request() -> bytes:
    return f"GET /thoi-su/{CANARY}-9001.html HTTP/1.1\r\nHost: baodonghai.example\r\n\r\n".encode()


def found_in(folder: Path, word: str = CANARY) -> list[str]:
    """Files below a folder that hold the canary (or another word), also packed; in upper or lower case."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and word.encode() in _bytes(path).lower()
    )


def _bytes(path: Path) -> bytes:
    """The file as it is, and everything that any gzip member in it holds."""
    data = path.read_bytes()
    parts, at = [data], data.find(b"\x1f\x8b\x08")
    while at >= 0:
        inflater = zlib.decompressobj(31)
        with contextlib.suppress(zlib.error):
            parts.append(inflater.decompress(data[at:]))
        at = data.find(b"\x1f\x8b\x08", at + 1)
    return b"\n".join(parts)
