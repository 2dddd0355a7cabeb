"""Designs that an invented newspaper may come to wear: page functions of (story, moving parts).

Written after what content systems of newsrooms send, and not after the rules of `newsarchive.probe`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsarchive.article import VIETNAM

# ruff: noqa: E501  (lines of a page are easier to read whole)


class Printed(Protocol):
    """What is printed of a story."""

    number: int
    at: datetime
    headline: str
    lead: str
    paragraphs: list[str]
    byline: str
    caption: str

    @property
    def url(self) -> str:
        """Its address."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What is other at every request."""

    now: datetime
    views: int
    related: list[Printed]

    @property
    def clock(self) -> str:
        """The visitor's time, as a masthead prints it."""
        here = self.now.astimezone(VIETNAM)
        return f"Thứ {('Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy')[here.day % 6]}, {here:%d/%m/%Y %H:%M:%S}"

    @property
    def links(self) -> str:
        """The related list as items."""
        return "".join(f'<li><a href="{one.url}">{one.headline}</a></li>' for one in self.related)


Design = Callable[[Printed, Moving], str]


def _paragraphs(story: Printed) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def _picture(story: Printed, moving: Moving) -> str:
    return f'<img src="/anh/{story.number}.jpg?v={moving.now.timestamp():.0f}" alt="">'


def first(story: Printed, moving: Moving) -> str:
    """The design that the newspaper's layout reads."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.headline} - Suối Nguồn</title>
<meta property="og:title" content="{story.headline}"></head><body><div class="dau-trang">
<b class="dong-ho">{moving.clock}</b>
<a href="/">Trang chủ</a> <a href="/thoi-su/">Thời sự</a></div><h1 class="tieu-de">{story.headline}</h1>
<span class="ngay-dang">{story.at:%d/%m/%Y %H:%M}</span> <span class="luot-xem">{moving.views} lượt xem</span>
<p class="sapo">{story.lead}</p><article class="bai-viet">{_paragraphs(story)}
<figure>{_picture(story, moving)}<figcaption>{story.caption}</figcaption></figure>
<p class="but-danh">{story.byline}</p></article>
<div class="tin-lien-quan"><h3>Tin liên quan</h3><ul>{moving.links}</ul></div>
</body></html>"""


def inside(story: Printed, moving: Moving) -> str:
    """The same names, but clock, counter, shares and related boxes stand inside the article."""
    half = len(story.paragraphs) // 2
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.headline} - Suối Nguồn</title>
<meta property="og:title" content="{story.headline}"></head><body><div class="dau-trang"><a href="/">Trang chủ</a></div>
<h1 class="tieu-de">{story.headline}</h1>
<span class="ngay-dang">{story.at:%d/%m/%Y %H:%M} | <i class="fa fa-eye"></i> {moving.views:,}</span>
<p class="sapo">{story.lead}</p><article class="bai-viet">
<div class="thanh-cong-cu"><span>{moving.clock}</span> <span>Lượt xem: {moving.views:,}</span> <span>{moving.views % 97} bình luận</span></div>
{"".join(f"<p>{text}</p>" for text in story.paragraphs[:half])}
<div class="tin-xem-them"><b>Xem thêm:</b><ul>{moving.links}</ul></div>
<p><a href="{moving.related[0].url}">>> {moving.related[0].headline}</a></p>
{"".join(f"<p>{text}</p>" for text in story.paragraphs[half:])}
<figure>{_picture(story, moving)}<figcaption>{story.caption}</figcaption></figure>
<p class="but-danh">{story.byline}</p><p>{moving.views:,} lượt xem</p>
<p>Đọc nhiều: {" • ".join(f'<a href="{one.url}">{one.headline}</a>' for one in moving.related)}</p></article></body></html>"""


def legacy(story: Printed, moving: Moving) -> str:
    """The same names on an old page: the clock beside the date, the counter under the author, links of the day in a
    table inside the article, the visitors online below."""
    rows = "".join(
        f'<tr><td>• <a href="{one.url}">{one.headline}</a> ({one.at:%d/%m})</td></tr>' for one in moving.related
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.headline}</title></head><body>
<table width="980"><tr><td>Hôm nay: {moving.clock}</td></tr><tr><td><h1 class="tieu-de">{story.headline}</h1>
<div class="ngay-dang">Cập nhật: {story.at:%d/%m/%Y %H:%M}</div><p class="sapo"><b>{story.lead}</b></p>
<article class="bai-viet">{_paragraphs(story)}<figure>{_picture(story, moving)}<figcaption>{story.caption}</figcaption></figure>
<p class="but-danh" align="right"><b>{story.byline}</b></p>
<table class="cung-chuyen-muc"><tr><td><b>Tin cùng chuyên mục</b></td></tr>{rows}</table>
<div align="right"><i>Số lượt đọc: {moving.views}</i></div></article></td></tr>
<tr><td>Đang online: {moving.views % 211} | Tổng lượt truy cập: {moving.views * 37}</td></tr></table></body></html>"""


def detail(story: Printed, moving: Moving) -> str:
    """Every element has another name, the author stands over the text, the lead in a heading."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.headline} | Suối Nguồn</title>
</head><body><header class="site-header"><span class="site-clock">{moving.clock}</span><a href="/">Trang chủ</a></header>
<main class="trang-bai"><h1 class="detail-title">{story.headline}</h1><div class="detail-info">
<span class="detail-author">{story.byline}</span> <span class="detail-time">{story.at:%d/%m/%Y %H:%M}</span>
<span class="detail-views">{moving.views} lượt xem</span></div><h2 class="detail-sapo">{story.lead}</h2>
<div class="detail-content">{_paragraphs(story)}
<figure class="detail-photo">{_picture(story, moving)}
<figcaption>{story.caption}</figcaption></figure></div></main><aside class="doc-them"><ul>{moving.links}</ul></aside>
</body></html>"""


def blog(story: Printed, moving: Moving) -> str:
    """A blog system, whose theme prints the visitor's time in a <time> of its own."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{story.headline} &#8211; Suối Nguồn</title></head>
<body class="post-template-default single single-post postid-{story.number}"><div class="td-header">
<time class="td-now" datetime="{moving.now:%Y-%m-%dT%H:%M:%S+00:00}">{moving.clock}</time>
<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/thoi-su/">Thời sự</a></li></ul></div>
<article id="post-{story.number}" class="post type-post status-publish"><header class="entry-header">
<h1 class="entry-title">{story.headline}</h1>
<div class="entry-meta"><span class="author vcard">{story.byline}</span>
<time class="entry-date published" datetime="{story.at.isoformat()}">{story.at:%d/%m/%Y %H:%M}</time>
<span class="post-views">{moving.views}</span></div></header>
<div class="entry-content"><p class="entry-sapo"><strong>{story.lead}</strong></p>{_paragraphs(story)}
<div id="attachment_{story.number}" class="wp-caption aligncenter">{_picture(story, moving)}
<p class="wp-caption-text">{story.caption}</p></div></div></article>
<section class="related-posts"><h3>Bài liên quan</h3><ul>{moving.links}</ul></section></body></html>"""


def tables(story: Printed, moving: Moving) -> str:
    """An older system: the whole page in one form, fields in tables, the author in bold at the right."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.headline}</title></head><body>
<form name="aspnetForm" method="post" action="bai.aspx?id={story.number}" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="dDwtMTA4NzczMzUxNjs7Pg{story.number}">
<table width="1000" class="khung"><tr><td class="ngay">{moving.clock}</td></tr>
<tr><td><a href="/">Trang chủ</a> | <a href="/thoi-su/">Thời sự</a></td></tr>
<tr><td class="noidung"><span id="ctl00_lblTitle" class="TieuDeBai">{story.headline}</span>
<div class="ThoiGian">Cập nhật {story.at:%d/%m/%Y %H:%M} - Lượt xem: {moving.views}</div>
<div id="ctl00_lblSapo" class="TomTat">{story.lead}</div>
<div id="ctl00_divNoiDung" class="NoiDungBai">{_paragraphs(story)}
<table class="AnhBai" align="center"><tr><td>{_picture(story, moving)}</td></tr>
<tr><td class="ChuThich">{story.caption}</td></tr></table>
<p class="TacGia" style="text-align:right"><b>{story.byline}</b></p></div></td></tr>
<tr><td class="TinKhac"><b>Các tin khác</b><ul>{moving.links}</ul></td></tr></table></form></body></html>"""


def application(story: Printed, moving: Moving) -> str:
    """A page made by an application: names that say nothing, the facts in JSON-LD and microdata."""
    facts = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.headline,
        "datePublished": story.at.isoformat(), "dateModified": story.at.isoformat(),
        "author": {"@type": "Person", "name": story.byline}, "description": story.lead,
        "publisher": {"@type": "Organization", "name": "Báo Suối Nguồn"},
    }  # fmt: skip
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.headline} - Báo Suối Nguồn</title>
<meta name="description" content="{story.lead}"><meta property="og:title" content="{story.headline}">
<meta property="og:type" content="article"><meta property="article:published_time" content="{story.at.isoformat()}">
<script type="application/ld+json">{json.dumps(facts, ensure_ascii=False)}</script></head><body><div id="__next">
<div class="css-1q2w3e"><span class="css-clock9">{moving.clock}</span><nav class="css-nav77"><a href="/">Trang chủ</a></nav>
</div><main class="css-main42"><h1 class="css-ttl01" data-role="title">{story.headline}</h1>
<div class="css-meta5"><span data-role="author">{story.byline}</span><span data-role="publishdate">
{story.at:%d/%m/%Y %H:%M} GMT+7</span><span class="css-eye1">{moving.views}</span></div>
<p class="css-sp77" data-role="sapo">{story.lead}</p>
<div class="css-bd90" itemprop="articleBody">{_paragraphs(story)}
<figure class="css-fg3">{_picture(story, moving)}<figcaption class="css-fc4">{story.caption}</figcaption></figure></div>
</main><aside class="css-rl8"><ul>{moving.links}</ul></aside></div></body></html>"""


def editor(story: Printed, moving: Moving) -> str:
    """What an editor in the browser writes: the caption under its picture in one paragraph, the author the last line."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.headline} - Suối Nguồn điện tử</title>
</head><body><div id="top"><div class="toptime">{moving.clock}</div><a href="/">Trang chủ</a></div>
<div class="newsdetail"><h1 class="newstitle">{story.headline}</h1>
<div class="pubdate">{story.at:%d/%m/%Y} - {story.at:%H:%M}</div>
<div class="desc"><p class="fontd">{story.lead}</p></div>
<div id="newscontents"><div class="content-fck">{_paragraphs(story)}
<p class="note">{_picture(story, moving)}<br>{story.caption}</p>
<p class="author" align="right"><strong>{story.byline}</strong></p></div></div>
<div class="counter">Lượt xem: {moving.views}</div></div>
<div class="othernews"><div class="titletd">Tin khác</div><ul>{moving.links}</ul></div></body></html>"""


REDESIGNS: Mapping[str, Design] = {
    "detail": detail,
    "blog": blog,
    "tables": tables,
    "application": application,
    "editor": editor,
}
DESIGNS: Mapping[str, Design] = {"first": first, "inside": inside, "legacy": legacy, **REDESIGNS}
