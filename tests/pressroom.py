"""Pages of invented newspapers, and WARC files of them, for the tests of ingest."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.warc import HttpHead, SegmentWriter

AT = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
HOST = "https://baodonghai.example"
_HTML = (("Content-Type", "text/html; charset=utf-8"),)

_SENTENCES = (
    "Sáng 8/1, Uỷ ban nhân dân huyện Đông Hải tổ chức lễ thông xe cầu Bến Vạn, nối hai bờ sông sau ba năm thi công.",
    "Công trình dài 412 m, rộng 12 m, do Ban Quản lý dự án giao thông huyện làm chủ đầu tư, vốn 186 tỷ đồng.",
    "Phát biểu tại buổi lễ, lãnh đạo huyện yêu cầu các xã hai đầu cầu giữ hành lang an toàn và bố trí đèn chiếu sáng.",
    "Người dân xã Hải Thượng cho biết từ nay học sinh không phải qua đò, nông sản ra chợ huyện nhanh hơn một giờ.",
)


def article_page(number: int, *, note: str = "") -> bytes:
    """An article; `note` is a last paragraph that makes it another revision."""
    body = "".join(f"<p>{text}</p>" for text in (*_SENTENCES, *([note] if note else [])))
    title = f"Thông xe cầu Bến Vạn số {number}"
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title} | Báo Đông Hải</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<link rel="canonical" href="{article_url(number)}">
<meta property="article:published_time" content="2026-01-08T17:00:00+07:00"></head>
<body><div class="menu"><a href="/">Trang chủ</a></div>
<article><h1 class="title">{title}</h1><div class="content detail-content">{body}
<p class="author">Lê Khánh Vy</p></div></article></body></html>""".encode()


def section_page() -> bytes:
    """A list of links."""
    links = "".join(
        f'<li><h3><a href="{article_url(n)}">Tin số {n} của huyện hôm nay có gì mới</a></h3></li>' for n in range(30)
    )
    return f"<!DOCTYPE html><html><head><title>Thời sự</title></head><body><ul>{links}</ul></body></html>".encode()


def article_url(number: int) -> str:
    """Where article `number` stands."""
    return f"{HOST}/thoi-su/thong-xe-cau-ben-van-{number}.html"


def head(status: int = 200, headers: tuple[tuple[str, str], ...] = _HTML) -> HttpHead:
    """An HTTP head."""
    return HttpHead(status, "OK" if status == 200 else "Not", headers)


def write_warc(
    folder: Path, articles: Iterable[int], *, note: str = "", minutes: int = 0, extras: bool = False
) -> Path:
    """A closed WARC file of articles; with `extras` a section page, a feed, a picture, errors and a request too."""
    when = AT + timedelta(minutes=minutes)
    with SegmentWriter(folder, prefix="other", info={"operator": "Thư viện thử"}) as writer:
        for number in articles:
            writer.write_response(article_url(number), when, head(), article_page(number, note=note))
        if extras:
            _write_extras(writer, when)
        summary = writer.close()
    assert summary is not None
    return summary.path


def _write_extras(writer: SegmentWriter, when: datetime) -> None:
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>x</title></item></channel></rss>'
    writer.write_request(f"{HOST}/thoi-su", when, b"GET /thoi-su HTTP/1.1\r\nHost: baodonghai.example\r\n\r\n")
    writer.write_response(f"{HOST}/thoi-su", when, head(), section_page())
    writer.write_response(f"{HOST}/rss", when, head(headers=(("Content-Type", "application/rss+xml"),)), feed)
    writer.write_response(f"{HOST}/anh.png", when, head(headers=(("Content-Type", "image/png"),)), b"\x89PNG")
    writer.write_response(f"{HOST}/mat.html", when, head(404), b"<p>404</p>")
    writer.write_response(f"{HOST}/cu.html", when, head(301, (("Location", f"{HOST}/moi.html"),)), b"")
    writer.write_response(f"{HOST}/trong.html", when, head(), b"")


def sizes(folder: Path) -> dict[str, int]:
    """Every file below a folder with its size."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def pack_whole(warc: Path, target: Path) -> Path:
    """A WARC file packed as one gzip member."""
    target.write_bytes(gzip.compress(gzip.decompress(warc.read_bytes())))
    return target
