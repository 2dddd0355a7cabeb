"""The pages of the load site: an article in the markup of a real content system, filled up to any size."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache

SHUT = "/noi-bo/"
"""Closed by robots.txt and linked on every page."""
_SUBJECTS = ("Con đường", "Cây cầu", "Trường học", "Trạm y tế", "Chợ phiên", "Cánh đồng", "Hồ chứa", "Nhà văn hóa")
_PLACES = ("xã Đồng Lạc", "xã Nậm Tía", "xã Vạn Đò", "xã Suối Đăng", "xã Bãi Thượng", "phường Cửa Đình", "xã Mường Đăm")
_PERSONS = ("Hà Vy", "Đức Toàn", "Lò Thị Mai", "Nguyễn Khải", "Bảo Châu", "Quỳnh Anh")
_SENTENCES = (
    "Công trình được người dân góp {a} ngày công và hoàn thành sau {b} tháng.",
    "Theo thống kê của địa phương, có {a} hộ được hưởng lợi, tăng {b} hộ so với năm trước.",
    "Kinh phí khoảng {a} triệu đồng, trong đó {b} phần trăm do các tổ chức trong tỉnh đóng góp.",
    "Lãnh đạo địa phương cho biết việc này sẽ tiếp tục ở {b} thôn còn lại với {a} hộ dân.",
    "Người dân nói trước đây phải đi vòng {b} km, mỗi ngày có chừng {a} lượt người qua lại.",
    "Trong {b} năm tới, tỉnh dự kiến nâng cấp thêm {a} công trình như thế.",
)


def article_path(number: int) -> str:
    """Address of article `number`: "/tin-thu-tai-so-12-post12.html"."""
    return f"/tin-thu-tai-so-{number}-post{number}.html"


def print_article(number: int, size: int, published: datetime, *, picture: bool) -> bytes:
    """The page of article `number`, filled to `size` bytes with what surrounds the text on real pages."""
    stamp = published.isoformat()
    subject, place, person = (_pick(choices, number, n) for n, choices in enumerate((_SUBJECTS, _PLACES, _PERSONS)))
    headline = f"{subject} ở {place} sau {_figure(number, 0)} ngày"
    image = f'<figure><img src="/hinh/tin-{number}.png"><figcaption>{subject} ở {place}.</figcaption></figure>'
    paragraphs = "".join(f"<p>{_paragraph(number, n)}</p>\n" for n in range(8))
    head = (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<meta property="article:published_time" content="{stamp}"></head><body><nav><a href="/">Trang nhất</a> '
        f'<a href="{SHUT}{number}.html">Bản tin nội bộ</a></nav><div class="breadcrumb"><h2 class="main">'
        f'<a href="/muc-1/">Tin tức</a></h2></div><article class="article"><h1 class="article__title cms-title">'
        f'{headline}</h1><div class="article__meta"><span class="author cms-author">{person}</span> '
        f'<time class="time" datetime="{stamp}">{published:%d/%m/%Y %H:%M}</time></div>'
        f'<div class="article__sapo cms-desc">{_sentence(number, 99)}</div>'
        f'<div class="article__body cms-body zce-content-body">{image if picture else ""}{paragraphs}</div></article>'
    ).encode()
    return head + _filling(max(0, size - len(head)))


def print_list(title: str, links: Sequence[tuple[str, str]], *, further: str | None = None) -> bytes:
    """A page of links (address, text); `further` is the next page of the list."""
    items = "".join(f'<h2><a href="{path}">{text}</a></h2>\n' for path, text in links)
    more = f'<a rel="next" class="next" href="{further}">Trang sau</a>' if further else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>\n{items}{more}</body></html>"
    ).encode()


@cache
def _filling(size: int) -> bytes:
    """Scripts, menus and comment forms up to `size` bytes, two thirds of it script as on the pages of the corpus."""
    parts, length, n = [b'<script type="application/json">[0'], 60, 0
    while length < size * 2 // 3:
        entry = {"id": n, "key": hashlib.sha256(str(n).encode()).hexdigest(), "title": _sentence(n, 7)}
        parts.append(("," + json.dumps(entry, ensure_ascii=False).replace("<", "")).encode())
        length += len(parts[-1])
        n += 1
    parts.append(b"]</script><aside>")
    while length < size - 400:
        parts.append(f'<div class="menu-item m{n}"><span data-n="{n}">Mục {n}</span></div>\n'.encode())
        length += len(parts[-1])
        n += 1
    tail = b"</aside></body></html>"
    body = b"".join(parts)
    return body + b" " * max(0, size - len(body) - len(tail)) + tail


def _paragraph(number: int, place: int) -> str:
    return " ".join(_sentence(number, place * 10 + n) for n in range(4))


def _sentence(number: int, place: int) -> str:
    template = _SENTENCES[(number + place + place // 10) % len(_SENTENCES)]
    return template.format(a=_figure(number, place), b=1 + _figure(number, place + 1) % 60)


def _pick(choices: Sequence[str], number: int, place: int) -> str:
    return choices[(number // (1 + 7 * place)) % len(choices)]


def _figure(number: int, place: int) -> int:
    """A figure that looks like any, the same each time."""
    return 3 + (number * 7919 + place * 104_729) % 997
