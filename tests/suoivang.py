"""For the tests of discovery: Báo Suối Vàng, an invented newspaper, its feed and its section pages."""

from __future__ import annotations

import re
from dataclasses import replace

from newsarchive.link import Link
from newsarchive.press import ArticlePattern, Newspaper

# ruff: noqa: E501  (pages in one line are easier to read than wrapped ones)

HOME = "https://baosuoivang.vn"
PAPER = Newspaper(
    id="suoivang",
    name="Báo Suối Vàng",
    host="baosuoivang.vn",
    hosts=("baosuoivang.vn", "suoivangonline.vn"),
    patterns=(ArticlePattern(re.compile(r"-(?P<id>a\d+)\.html$")),),
)
UNKNOWN = replace(PAPER, patterns=())


def urls(links: tuple[Link, ...], kind: str | None = None) -> list[str]:
    """Addresses without the host."""
    return [link.url.removeprefix(HOME) for link in links if kind in {None, link.kind}]


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Báo Suối Vàng</title>
<link>https://baosuoivang.vn</link><pubDate>Thu, 08 Jan 2026 19:00:00 +0700</pubDate>
<item><title>Cầu Bến Sậy   thông xe</title><link>https://baosuoivang.vn/cau-ben-say-thong-xe-a101.html</link>
<pubDate>Thu, 08 Jan 2026 18:21:00 +0700</pubDate>
<description><![CDATA[<a href="https://baosuoivang.vn/x-a9.html"><img src="https://anh.example/1.jpg"></a> Sáng 8/1]]></description></item>
<item><title><![CDATA[Hai xã vùng cao có đường mới]]></title><link> /hai-xa-a102.html?utm_source=rss </link>
<pubDate>Thu, 08 Jan 2026 17:00:00 GMT+7</pubDate></item>
<item><title>Rao vặt</title><link>https://baosuoivang.vn/rao-vat/mua-ban</link><pubDate>2026-01-08 09:30:00</pubDate></item>
<item><title>Báo bạn</title><link>https://baobensay.vn/tin-a5.html</link></item>
<item><title>Không ngày</title><guid isPermaLink="true">https://www.suoivangonline.vn/khong-ngay-a104.html</guid></item>
<item><title>Lần hai</title><link>http://www.baosuoivang.vn/cau-ben-say-thong-xe-a101.html</link></item>
</channel></rss>
"""

HEADLINES = [
    ("cau-ben-say-thong-xe-sau-hai-nam-thi-cong", "Cầu Bến Sậy thông xe sau hai năm thi công"),
    ("hai-xa-vung-cao-co-duong-moi-truoc-tet", "Hai xã vùng cao có đường mới trước Tết"),
    ("nong-dan-lam-giang-trung-mua-quyt-som", "Nông dân Lâm Giang trúng mùa quýt sớm"),
    ("truong-noi-tru-don-hon-ba-tram-hoc-sinh", "Trường nội trú đón hơn ba trăm học sinh"),
    ("giai-viet-da-mo-rong-khoi-tranh-tai-suoi-vang", "Giải việt dã mở rộng khởi tranh tại Suối Vàng"),
    ("khoi-cong-ke-chong-sat-lo-ha-luu-song-lam", "Khởi công kè chống sạt lở hạ lưu sông Lam"),
]
MENU = """<nav><a href="/">Trang chủ</a> <a href="/thoi-su/">Thời sự</a> <a href="/kinh-te/">Kinh tế</a>
<a href="/kinh-te/nong-nghiep/">Nông nghiệp</a> <a href="/tim-kiem/">Tìm kiếm</a> <a href="/rss/">RSS</a>
<a href="/lien-he.html">Liên hệ</a> <a href="https://baobensay.vn/">Báo Bến Sậy</a> <a href="/thoi-su/?p=2">2</a>
<a href="mailto:toasoan@baosuoivang.vn">Thư</a> <a href="javascript:void(0)">Thêm tin khác của chúng tôi</a> <a>x</a></nav>"""
FOOT = """<a href="/tag/ben-say.html">Bến Sậy</a><a href="/chu-de/tet-nguyen-dan-binh-ngo-2026.html">Tết Bính Ngọ 2026</a>
<a href="/anh/cau.jpg">ảnh</a><a href="https://www.facebook.com/sharer?u=x">Chia sẻ</a>"""


def listing(form: str, *, head: str = "", tail: str = "") -> bytes:
    """A section page whose articles have addresses of one form."""
    items = "".join(
        f'<li><a href="{form.format(slug=slug, n=4100 + n)}"><img src="/a.jpg" alt=""></a>'
        f'<h3><a href="{form.format(slug=slug, n=4100 + n)}?utm_source=trangchu">{headline}</a></h3></li>'
        for n, (slug, headline) in enumerate(HEADLINES)
    )
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{MENU}<ul>{items}</ul>{tail}{FOOT}</body></html>"
    return page.encode()
