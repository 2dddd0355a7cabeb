"""One article in the markup of every family, with the forms of bylines, captions and leads that newsrooms print.

Names, places and texts are invented; the markup is that of the families' own pages.
"""

from __future__ import annotations

from newsarchive.article import Article
from newsarchive.extraction import extract
from newsroom_shells import SHELLS
from newsroom_story import (
    DAY,
    FOOT,
    HEADLINE,
    HOUR,
    LEAD,
    PUBLISHED,
    SCENES,
    SIDE,
    TEXT,
    Family,
    Story,
    description,
    page,
)

__all__ = ["FAMILIES", "HEADLINE", "LEAD", "PUBLISHED", "SCENES", "TEXT", "Family", "Story", "paragraphs", "read"]


def _onecms(story: Story) -> str:
    """Báo Hải Phòng: the header of a long-form article inside the body, American dates, the clock of the visit."""
    head = (
        "<meta property='og:type' content='website'><meta name='author' content='Báo Hải Phòng'>"
        "<meta name='article:published_time' content='4/12/2023 3:28:00 PM'>"
        "<meta property='datetimenow' content='10/1/2026 2:55:01 PM'>"
    )
    top = (
        f"<div class='sc-longform-header'><h1 class='sc-longform-header-title block-sc-title'>{HEADLINE}</h1>"
        f"<div class='sc-longform-header-meta'><span class='block-sc-author'>{story.signed}</span>"
        f"<span class='block-sc-text'>•</span><span class='block-sc-publish-time'>{DAY} {HOUR}</span></div>"
        f"<p class='sc-longform-header-sapo block-sc-sapo'>{story.lead}</p></div>"
    )
    below = (
        "<div class='c-author-page'><b>Nguồn suckhoe.example</b><span>Link bài gốc</span><a>Copy Link</a></div>"
        "<div class='c-box'><div class='c-box__title'><span class='c-box__title__name'>Bài liên quan</span></div>"
        f"{SIDE}</div><div class='onecms__comment'><span>(0) Bình luận</span><textarea></textarea></div>"
    )
    body = (
        f"<div class='b-maincontent'><div class='entry'>{top}{story.body}<div class='sc-empty-layer'></div></div></div>"
    )
    clock = "<header><div class='time-now'>Thứ năm, 01/10/2026 - 14:55</div></header>"
    return page(head + description(story), clock + body + below + FOOT)


def _onecms_empty_sapo(story: Story) -> str:
    """Báo Đà Nẵng: an empty lead in the header, the true one is the first bold paragraph of the text."""
    lead = f"<p><strong>{story.lead}</strong></p>" if story.lead else ""
    return _onecms(Story(lead + story.body, "", story.signed))


def _fck_angiang(story: Story) -> str:
    """Báo An Giang: the lead is a .content-fck before the one with the text."""
    head = (
        "<meta property='og:type' content='blog'><script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "headline": "{HEADLINE}", "datePublished": "{PUBLISHED}",'
        ' "author": {"@type": "Organization", "name": "Báo An Giang"}}</script>'
    )
    lead = f"<div class='content-fck detail-desc'><p class='fontd'>{story.lead}</p></div>" if story.lead else ""
    body = (
        f"<div id='newscontents'><div class='detail-title'><h1>{HEADLINE}</h1></div>"
        f"<div class='pubdate'>{DAY} - {HOUR}</div>{lead}"
        f"<div class='content-fck'><div class='content-fck-font-size' data='1'>{story.body}</div></div>"
        "<div class='detail-tag'><a class='tag_item'>trồng sen</a></div><div>Chia sẻ bài viết:</div></div>"
        "<div class='comment' id='postcomment'><form><textarea>Ý kiến của bạn</textarea></form></div>"
        f"<h3>Bạn có thể quan tâm</h3>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _fck_cantho(story: Story) -> str:
    """Báo Cần Thơ: everything in one form, the first heading is the section, no lead."""
    body = (
        "<form name='aspnetForm'><div id='colcate1'><div class='titlecate'><h1><a href='/thoi-su/'>Thời sự</a>"
        "</h1></div>"
        f"<h1 class='margintopbot10'>{HEADLINE}</h1><span class='pubdate'>{DAY} - {HOUR}</span>"
        f"<div id='newscontents'><div class='content-fck'>{story.body}</div></div>"
        "<div id='linkshare'>Chia sẻ bài viết</div><div id='comment'><div class='titletd'>BÌNH LUẬN</div></div>"
        "<div id='postcomment'><form id='frmComments'><textarea>Ý kiến của bạn</textarea></form></div>"
        "<div id='fcbcomment'><p>*Email (không hiển thị trên trang):</p><p>*Họ tên (hiển thị trên trang):</p>"
        f"<p>Vui lòng nhập mã xác nhận vào ô bên dưới.</p></div></div>{SIDE}{FOOT}</form>"
    )
    return page("", body)


def _dataimages(story: Story) -> str:
    """Phú Yên: a second <html> in the page, the lead twice, the time before the day, fixed text for a date above."""
    lead = f"<p class='reply'>{story.lead}</p>" if story.lead else ""
    again = f"<p><strong>{story.lead}</strong></p>" if story.lead else ""
    body = (
        "<div class='top'><span class='date-now'>Thứ 2, 21/10/2024</span></div><html><head></head><body>"
        f"<div id='content' class='content-detail'><div class='detail-main-title'><h1 class='title'>{HEADLINE}"
        f"</h1></div>"
        f"<div class='group-time'><time class='time'>{HOUR}, {DAY}</time></div>"
        f"<div id='page_info' style='display:none'>64112</div>{lead}"
        f"<div class='td-post-content tagdiv-type'>{again}{story.body}</div></div></body></html>"
        f"<h1>Tin liên quan</h1>{SIDE}"
    )
    return page(description(story), body + FOOT)


def _dataimages_detail(story: Story) -> str:
    """Báo Thái Nguyên."""
    lead = f"<p style='text-align: justify;'><strong>{story.lead}</strong></p>" if story.lead else ""
    body = (
        f"<div class='breadcrumb'><a class='title color1'>Kinh tế</a></div><h1 class='head_title'>{HEADLINE}</h1>"
        f"<div class='date'>{HOUR}, {DAY}</div><ul class='social'><li>Facebook</li></ul>"
        f"<div class='content-detail'>{lead}{story.body}</div><div class='bd02'><h3>Ý kiến bạn đọc</h3></div>{SIDE}"
    )
    return page("", body + FOOT)


def _dataimages_media(story: Story) -> str:
    """Báo Tuyên Quang."""
    lead = f"<p style='text-align: justify;'><strong>{story.lead}</strong></p>" if story.lead else ""
    body = (
        f"<a class='maincatetitle'>Kinh tế</a><div class='article_content'>"
        f"<h1 class='media-heading title5'>{HEADLINE}</h1>"
        f"<div class='date'>{HOUR}, {DAY}</div><div id='content'>{lead}{story.body}</div></div>"
        f"<div class='bd02'><h3>Ý kiến bạn đọc</h3></div>{SIDE}"
    )
    return page("", body + FOOT)


def _content_detail(story: Story) -> str:
    """Báo Tây Ninh: the lead cut at 300 characters runs on into the text; a second document inside the body."""
    head = (
        "<meta name='author' content='MEDIATECH'><meta property='og:type' content='article'>"
        f'<script type=\'application/ld+json\'>{{"@type": "NewsArticle", "headline": "{HEADLINE}", "author":'
        ' {"@type": "Person", "name": "longantv"}, "datePublished": "2023-04-12 15:28:00"}</script>'
    )
    cut = f"<div class='sapo'>{(story.lead + ' ' + TEXT[0])[:300]}</div>" if story.lead else ""
    lead = f"<p class='sapo'>{story.lead}</p>" if story.lead else ""
    body = (
        f"<div class='today'>Thứ 6 ngày 02/10/2026</div><h1 class='name'>{HEADLINE}</h1>"
        f"<div class='date font5'>{HOUR} - {DAY}</div>{cut}"
        f"<div id='content-detail'><!DOCTYPE html><html><body>{lead}{story.body}</body></html></div>"
        f"<div class='topics'>{SIDE}</div><div class='relates'>{SIDE}</div>"
        f"<div class='block-news-list'><h2>Cùng chuyên mục</h2>{SIDE}</div>"
    )
    return page(head, body + FOOT).replace("<html lang='vi'>", "<html lang='vi'></html>", 1)


def _epi(story: Story) -> str:
    """EPI CMS: Báo Hà Tĩnh, Lào Cai, Gia Lai."""
    head = (
        "<meta property='og:type' content='article'><meta property='article:author' content='Báo Hà Tĩnh'>"
        "<meta property='article:published_time' content='2023-04-12T15:28:00+0700'>"
    )
    signed = f"<span class='cms-author'>{story.signed}</span>" if story.signed else ""
    body = (
        f"<h1 class='article__title cms-title'>{HEADLINE}</h1><div class='article__meta'>{signed}"
        f"<time class='article__time' datetime='2023-04-12T15:28:00+0700'>{DAY} {HOUR}</time></div>"
        "<div class='article__audio'>Nghe đọc bài <span>Nữ miền Bắc</span><span>Nam miền Nam</span></div>"
        f"<div class='article__sapo cms-desc'>{story.lead}</div>"
        f"<div class='article__body zce-content-body cms-body' itemprop='articleBody'>{story.body}"
        "<div class='ads_middle'><a href='/qc'>Quảng cáo</a></div></div>"
        f"<div class='article__tag'><h3>Từ khóa:</h3></div><div class='related-news'><h3>Tin liên quan"
        f"</h3>{SIDE}</div>"
    )
    return page(head + description(story), body + FOOT)


def _dcontent(story: Story) -> str:
    """Báo Phú Thọ."""
    head = (
        "<meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2023-04-12T15:28:00'>"
    )
    lead = f"<p class='pHead'>{story.lead}</p>" if story.lead else ""
    body = (
        f"<h1 class='pTitle'>{HEADLINE}</h1><span class='pdate'>{HOUR} {DAY}</span>{lead}"
        f"<div id='dcontent'>{story.body}</div><div class='comment-box'><p>Ý kiến bạn đọc</p><textarea>"
        f"</textarea></div>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _suffix_aspnet(story: Story) -> str:
    """Báo Bắc Ninh on the .bbg system."""
    lead = f"<div class='news_detail_sapo'><p>{story.lead}</p></div>" if story.lead else ""
    body = (
        f"<form name='aspnetForm'><a class='post-meta'>Kinh tế</a><div class='news-details'>"
        f"<h1 class='news-details__title'>{HEADLINE}</h1><div class='news-detail__head'><span>{HOUR} {DAY}</span></div>"
        f"{lead}<div class='news-details__content link_content'>{story.body}</div>"
        f"<div class='news-related__list'>{SIDE}</div></div>{FOOT}</form>"
    )
    return page(description(story), body)


def _sonla(story: Story) -> str:
    """Báo Sơn La: the lead is bold by its class."""
    head = f"<meta property='article:published_time' content='{PUBLISHED}'>"
    lead = f"<p class='font-bold'>{story.lead}</p>" if story.lead else ""
    body = (
        f"<h1>{HEADLINE}</h1><div class='audio-article'>Nghe bài viết<div class='select-accent-wrap'>Nữ miền Bắc"
        f"</div></div>"
        f"<div class='fulltext'>{lead}<div id='editor-detail'>{story.body}</div></div>{SIDE}"
    )
    return page(head, body + FOOT)


def _vnexpress(story: Story) -> str:
    """VnExpress since 2019."""
    head = f"<meta property='og:type' content='article'><meta name='pubdate' content='{PUBLISHED}'>"
    lead = f"<p class='description'>{story.lead}</p>" if story.lead else ""
    body = (
        f"<span class='date'>Thứ tư, 12/4/2023, {HOUR} (GMT+7)</span><h1 class='title-detail'>{HEADLINE}</h1>{lead}"
        f"<article class='fck_detail'>{story.body}</article><div class='footer-content'>Trở lại Kinh doanh</div>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _dantri(story: Story) -> str:
    """Dân trí of 2021 to 2025; sent without line breaks."""
    head = f"<meta property='og:type' content='article'><meta property='article:published_time' content='{PUBLISHED}'>"
    lead = f"<h2 class='singular-sapo'>{story.lead}</h2>" if story.lead else ""
    body = (
        f"<h1 class='title-page detail'>{HEADLINE}</h1><div class='author-wrap'>"
        f"<div class='author-name'>{story.signed}</div>"
        f"<time class='author-time' datetime='2023-04-12 15:28'>Thứ tư, {DAY} - {HOUR}</time></div>{lead}"
        f"<div class='singular-content'>{story.body}</div><ul class='tags-wrap'><li><a>sen</a></li></ul>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _tuoitre(story: Story) -> str:
    """Tuổi Trẻ since 2022."""
    head = (
        "<meta property='og:type' content='article'><meta property='article:author' content='Tuổi Trẻ Online'>"
        f"<meta property='article:published_time' content='{PUBLISHED}'>"
    )
    body = (
        f"<h1 class='detail-title' data-role='title'>{HEADLINE}</h1>"
        f"<div data-role='publishdate'>{DAY} {HOUR} GMT+7</div>"
        f"<h2 class='detail-sapo' data-role='sapo'>{story.lead}</h2><div class='detail-cmain'>"
        f"<div class='detail-content afcbc-body' data-role='content'>{story.body}</div></div>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _unknown(story: Story) -> str:
    """A newspaper that nobody has described."""
    lead = f"<p class='sapo'>{story.lead}</p>" if story.lead else ""
    body = (
        f"<nav><a href='/'>Trang chủ</a><a href='/kt'>Kinh tế</a></nav><h1>{HEADLINE}</h1>"
        f"<span class='date'>{HOUR}, {DAY}</span>{lead}<div class='noi-dung'>{story.body}</div>{SIDE}"
    )
    return page(description(story), body + FOOT)


_SLUG = "trong-sen-tren-ruong-trung"
FAMILIES = SHELLS | {
    "onecms": Family(f"https://baohaiphong.vn/{_SLUG}-91234.html", "(HPĐT)- ", _onecms),
    "onecms, empty lead": Family(f"https://baodanang.vn/{_SLUG}-3012345.html", "ĐNO - ", _onecms_empty_sapo),
    "fck-a": Family(f"https://baoangiang.com.vn/{_SLUG}-a367890.html", "(AGO) - ", _fck_angiang),
    "fck-a, no lead": Family(f"https://baocantho.com.vn/{_SLUG}-a196671.html", "(CTO) - ", _fck_cantho, has_lead=False),
    "dataimages": Family(f"https://phuyen.baodaklak.vn/kinh-te/202304/{_SLUG}-64112a7/", "PYO - ", _dataimages),
    "dataimages-detail": Family(f"https://baothainguyen.vn/kinh-te/202304/{_SLUG}-64112a7/", "", _dataimages_detail),
    "dataimages-media": Family(
        f"https://baotuyenquang.com.vn/kinh-te/202304/{_SLUG}-64112a7/", "BHG - ", _dataimages_media
    ),
    "content-detail": Family(f"https://baotayninh.vn/{_SLUG}-88701.html", "(BTN) - ", _content_detail),
    "epi": Family(f"https://baohatinh.vn/{_SLUG}-post139172.html", "(Baohatinh.vn) - ", _epi),
    "dcontent": Family(f"https://baophutho.vn/{_SLUG}-205628.htm", "(PTĐT) - ", _dcontent),
    "suffix-aspnet": Family(f"https://baobacninhtv.vn/{_SLUG}-postid413098.bbg", "(BGĐT)-", _suffix_aspnet),
    "sonla": Family(f"https://baosonla.vn/kinh-te/{_SLUG}-Ab12.html", "", _sonla),
    "vnexpress": Family(f"https://vnexpress.net/{_SLUG}-4672309.html", "", _vnexpress),
    "dantri": Family(f"https://dantri.com.vn/kinh-doanh/{_SLUG}-20230412152800340.htm", "(Dân trí) - ", _dantri),
    "tuoitre": Family(f"https://tuoitre.vn/{_SLUG}-20230412152800174.htm", "TTO - ", _tuoitre),
    "unknown": Family(f"https://baovando.example/{_SLUG}-64112.html", "(BVĐ) - ", _unknown),
}


def read(family: str, body: str, *, lead: bool = True, mark: bool = False, signed: str = "") -> tuple[Article, Article]:
    """The story of this body as the family prints it, read with the newspaper's layout and without any."""
    kind = FAMILIES[family]
    said = (kind.mark if mark else "") + LEAD if lead and kind.has_lead else ""
    page = kind.print(Story(body, said, signed)).encode()
    known, unknown = extract(page, url=kind.url).article, extract(page, choose=lambda *_: None).article
    assert known is not None
    assert unknown is not None
    return known, unknown


def paragraphs(*texts: str, tag: str = "p", style: str = ' style="text-align: justify;"') -> str:
    return "".join(f"<{tag}{style}>{text}</{tag}>" for text in texts)
