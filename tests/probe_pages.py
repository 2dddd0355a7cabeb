"""For the tests of the probe: the demo's stories in four invented markups that no layout of the registry describes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsarchive.demo.site.story import Part, Story, stories
from newsarchive.probe import Sample

# ruff: noqa: E501  (markup in one line is easier to read than wrapped markup)

HOST = "baosuoivang.vn"
_CLOCK = "Thứ Tư, 21/10/2026 11:00"
"""The hour of the visit in the header: never the time of publication."""


def articles(count: int = 5) -> list[Story]:
    """Stories with a picture first, each of its own."""
    wished = [story for story in stories() if story.day == 1 and not story.vanishes]
    return sorted(wished, key=lambda story: not any(part.kind == "picture" for part in story.body))[:count]


def text_of(story: Story) -> list[str]:
    """What the body must say."""
    return [part.text for part in story.body if part.kind in {"paragraph", "heading"}]


def captions_of(story: Story) -> list[str]:
    """The captions, without credits, which these markups do not print."""
    return [part.caption for part in story.body if part.kind == "picture"]


def samples(markup: Callable[[Story], str], count: int = 5) -> list[tuple[Story, Sample]]:
    """Stories and their pages."""
    chosen = articles(count)
    return [(story, Sample(_page(markup, story), f"https://{HOST}/{story.slug}-bv{story.id}.html")) for story in chosen]


def _page(markup: Callable[[Story], str], story: Story) -> str:
    return f"<!DOCTYPE html><html lang=vi>{markup(story)}</html>"


def _parts(story: Story, picture: Callable[[Part], str], *, between: str = "") -> str:
    done = []
    for number, part in enumerate(story.body):
        if part.kind == "picture":
            done.append(picture(part))
        elif part.kind in {"paragraph", "heading"}:
            tag = "p" if part.kind == "paragraph" else "h3"
            done.append(f"<{tag}>{part.text}</{tag}>")
        if number == 1:
            done.append(between)
    return "\n".join(done)


def _others(story: Story) -> Sequence[Story]:
    """Stories that a page names beside its own: not the same on every page."""
    every = stories()
    at = [each.id for each in every].index(story.id)
    return [every[(at + step) % len(every)] for step in (3, 7, 11)]


def _links(story: Story) -> str:
    return "".join(f'<li><a href="/{each.slug}-bv{each.id}.html">{each.headline}</a></li>' for each in _others(story))


def table_markup(story: Story) -> str:
    """An old system of tables: names in camel case, no metadata but the title."""

    def picture(part: Part) -> str:
        return f'<table class="AnhBai"><tr><td><img src="/anh/{part.picture}.jpg"></td></tr><tr><td class="GhiChuAnh">{part.caption}</td></tr></table>'

    return f"""<head><title>{story.headline} | Báo Suối Vàng</title></head><body>
<table id="KhungTrang"><tr><td class="DauTrang"><span class="DongHo">{_CLOCK}</span><a href="/">Trang chủ</a> <a href="/thoi-su/">Thời sự</a></td></tr>
<tr><td class="CotChinh"><div class="TieuDeBai">{story.headline}</div><div class="GioDang">Cập nhật {story.published:%d/%m/%Y %H:%M}</div>
<div class="TomTat">{story.lead}</div><div id="NoiDungBai">{_parts(story, picture)}
<div class="TinCu"><b>Các tin đã đăng</b><ul>{_links(story)}</ul></div></div><div class="TacGiaBai">{story.author}</div></td>
<td class="CotPhai"><b>Đọc nhiều</b><ul>{_links(story)}</ul></td></tr>
<tr><td class="ChanTrang">Giấy phép số 15/GP ngày 02/03/2019. Báo Suối Vàng giữ bản quyền nội dung trên trang này.</td></tr></table></body>"""


def built_markup(story: Story) -> str:
    """Classes made by a build, another on each page; what stays are a few ids, data and itemprop attributes."""
    made = f"css-{story.id % 97:x}q{story.id % 89:x}"

    def picture(part: Part) -> str:
        return f'<figure class="{made}"><img src="/anh/{part.picture}.jpg" alt=""><figcaption class="{made}k">{part.caption}</figcaption></figure>'

    promo = f'<aside class="newsletter-promo {made}"><p>Nhận bản tin sáng của Báo Suối Vàng qua thư điện tử mỗi ngày.</p></aside>'
    return f"""<head><title>{story.headline}</title><meta property="og:title" content="{story.headline}"><meta property="og:site_name" content="Báo Suối Vàng">
<meta property="og:type" content="article"><meta property="article:published_time" content="{story.published.isoformat()}">
<link rel="alternate" type="application/rss+xml" href="/rss/moi.rss"></head><body><div id="app" class="{made}a"><nav class="{made}n"><a href="/">Trang chủ</a></nav>
<main class="{made}m"><header class="{made}h"><h1 class="{made}t">{story.headline}</h1><p class="standfirst {made}">{story.lead}</p>
<div class="{made}x"><a rel="author" class="{made}u" href="/tac-gia/1">{story.author}</a> <time datetime="{story.published.isoformat()}" class="{made}d">{story.published:%d/%m/%Y %H:%M}</time></div></header>
<section itemprop="articleBody" class="{made}b">{_parts(story, picture, between=promo)}</section><div class="{made}r"><ul>{_links(story)}</ul></div></main></div></body>"""


def blog_markup(story: Story) -> str:
    """A blog system: numbered classes beside plain ones, a share bar and a comment form."""

    def picture(part: Part) -> str:
        return f'<div id="attachment_{story.id}" class="wp-block-photo"><img src="/anh/{part.picture}.jpg"><p class="photo-legend">{part.caption}</p></div>'

    tags = " ".join(f'<a href="/tag/{word}" rel="tag">{word}</a>' for word in story.keywords)
    return f"""<head><title>{story.headline} - Báo Suối Vàng</title><meta property="og:title" content="{story.headline}"></head>
<body class="single postid-{story.id}"><header class="site-top"><a href="/">Báo Suối Vàng</a></header>
<article id="post-{story.id}" class="post post-{story.id} hentry"><span class="cat-links"><a href="/{story.section}/">{story.section}</a></span>
<h1 class="entry-headline">{story.headline}</h1><div class="entry-info"><span class="posted-when">{story.published:%H:%M} ngày {story.published:%d/%m/%Y}</span></div>
<div class="entry-text"><div class="entry-dek">{story.lead}</div>{_parts(story, picture)}
<div class="share-row">Chia sẻ bài này: <a href="#">Facebook</a> <a href="#">Zalo</a> <a href="#">In</a></div><p class="entry-writer"><strong>{story.author}</strong></p></div>
<footer class="entry-foot">{tags}</footer></article><div id="respond"><form action="/binh-luan"><textarea name="y-kien"></textarea><input type="text" name="ten"></form></div></body>"""


def bare_markup(story: Story) -> str:
    """Plain words as names, no metadata at all; an invitation and links to read on inside the text."""

    def picture(part: Part) -> str:
        return (
            f'<div class="hinh"><img src="/anh/{part.picture}.jpg"><p class="chu-thich-hinh">{part.caption}</p></div>'
        )

    more = f'<p class="moi-goi">Mời bạn đọc theo dõi Báo Suối Vàng trên các nền tảng khác.</p><div class="doc-tiep"><a href="/x-bv{_others(story)[0].id}.html">{_others(story)[0].headline}</a></div>'
    return f"""<head><title>Báo Suối Vàng</title></head><body><div class="dau"><span class="dong-ho">{_CLOCK}</span><ul><li><a href="/">Trang chủ</a></li><li><a href="/thoi-su/">Thời sự</a></li></ul></div>
<div class="giua"><div class="bai"><h1 class="ten-bai">{story.headline}</h1><p class="luc-dang">{story.published:%d/%m/%Y, %H:%M}</p><p class="chapo">{story.lead}</p>
<div class="noi-dung-bai">{_parts(story, picture, between=more)}<p class="nguoi-viet">{story.author}</p></div></div>
<div class="ben"><h4>Tin mới</h4><ul>{_links(story)}</ul></div></div><div class="cuoi"><p>Cơ quan chủ quản: Hội Nhà báo Suối Vàng. Giấy phép ngày 02/03/2019.</p></div></body>"""


MARKUPS = {"tables": table_markup, "built": built_markup, "blog": blog_markup, "bare": bare_markup}
SECTION_PAGE = f"""<!DOCTYPE html><html><head><title>Thời sự - Báo Suối Vàng</title></head><body><div class="giua"><h1>Thời sự</h1><ul>
{"".join(f'<li><h3><a href="/{story.slug}-bv{story.id}.html">{story.headline}</a></h3></li>' for story in stories()[:14])}</ul></div></body></html>"""
