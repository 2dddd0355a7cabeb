"""Further families and papers: portals, ASP.NET systems and national papers."""

from __future__ import annotations

from newsroom_story import DAY, FOOT, HEADLINE, HOUR, PUBLISHED, SIDE, Family, Story, description, page


def _bold_lead(story: Story) -> str:
    return f"<p style='text-align: justify;'><strong>{story.lead}</strong></p>" if story.lead else ""


def _liferay(story: Story) -> str:
    """The old Báo Bắc Ninh: no metadata, the comment form beside the text, the visit's day above it."""
    comments = (
        "<div class='bn-comment'><div class='bn-title'>Ý kiến bạn đọc - Gửi bình luận</div><form><input type='text'>"
        "<input type='text'><textarea></textarea><img src='/c/portal/captcha'><a href='#'>reset captcha</a>"
        "<input type='submit' value='Gửi bình luận'><input type='reset' value='Nhập lại'></form></div>"
    )
    body = (
        "<div id='wrapper'><header id='banner'><span class='bn-date'>Thứ Bảy, 15/2/2025</span></header>"
        "<div class='portlet-boundary' id='p_p_id_newsdetail_WAR_bacninhportlet_'><section class='portlet'>"
        f"<div class='portlet-body'><h3 class='header-title'><span>{HEADLINE}</span></h3>"
        f"<div class='journal-content-article'><div class='news-date'>{DAY} {HOUR}"
        f"</div>{_bold_lead(story)}{story.body}"
        "</div><div class='taglib-social-bookmarks'><ul><li>Tweet</li><li>Like</li></ul></div>"
        f"{comments}</div></section></div><div class='portlet-boundary' id='p_p_id_newsother_'><div "
        f"class='portlet-body'><h4>Các tin khác</h4>{SIDE}</div></div></div>"
    )
    return page("", body + FOOT)


def _ims_newsimg(story: Story) -> str:
    """Báo Yên Bái: .aspx in one form, frames of tables, the visit's clock, "Các tin khác" with days in brackets."""
    others = "".join(
        f"<li><a href='/12/20145{n}/Ban_tin.aspx'>Huyện Tân Phong khởi công tuyến đường liên xã số {n}</a> (11/4/2023)"
        for n in range(8)
    )
    body = (
        "<form name='aspnetForm' id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='/wEPDwUK'>"
        "<div id='ctl00_header'><span id='ctl00_lbNgay'>Thứ sáu, 02/10/2026 - 08:27</span></div><table><tr><td "
        f"valign='top'><div id='ctl00_Main_NewsDetail'><h1 class='title-news'>{HEADLINE}</h1><div class='cap-nhat'>"
        f"Cập nhật: Thứ tư, {DAY} | {HOUR}:00 PM</div>{_bold_lead(story)}<div class='noidung'>{story.body}</div>"
        "<div><a href='#'>Gửi bài viết</a> | <a href='#'>In bài viết</a></div></div>"
        f"<div><b>Các tin khác</b><ul>{others}</ul></div></td><td>{SIDE}</td></tr></table>{FOOT}</form>"
    )
    return page("", body)


def _tintuc_id(story: Story) -> str:
    """Báo Thái Bình, Báo Bình Phước: media.<host>/upload/news."""
    head = f"<meta property='og:type' content='article'><meta property='article:published_time' content='{PUBLISHED}'>"
    lead = f"<div class='detail-sapo'>{story.lead}</div>" if story.lead else ""
    body = (
        "<div class='breadcrumb'><a href='/'>Trang chủ</a><a href='/tin-tuc/4'>Kinh tế</a></div>"
        f"<div class='detail'><h1 class='detail-title'>{HEADLINE}</h1><div class='detail-time'>Thứ 4, {DAY} | {HOUR}"
        "</div><div class='listen'>Nghe đọc bài <a>Nữ miền Bắc</a><a>Nam miền Bắc</a></div>"
        f"{lead}<div class='detail-content'>{story.body}</div><div class='detail-tags'>Từ khóa: <a>trồng sen</a>"
        "</div>"
        f"<div class='detail-relate'><h2>Tin cùng chuyên mục</h2>{SIDE}</div></div>"
    )
    return page(head + description(story), body + FOOT)


def _plo(story: Story) -> str:
    """Pháp Luật TP. Hồ Chí Minh of 2019."""
    head = "<meta property='og:site_name' content='PLO'><meta name='author' content='PLO'>"
    head += "<meta property='og:type' content='article'>"
    body = (
        "<header><h1 class='logo'><a href='/'>PLO</a></h1><span class='date'>Thứ Bảy, 1/6/2019</span></header>"
        f"<div class='main'><h1 class='main-title cms-title'>{HEADLINE}</h1><div class='meta'><time>{DAY} - {HOUR}"
        "</time>"
        f"<div class='share'>Chia sẻ</div></div><div class='sapo cms-desc'>{story.lead}</div>"
        f"<div id='abody' class='cms-body'>{story.body}</div><ul class='tags'><li><a>sen</a></li></ul>"
        "<div class='comment'><h4>Bình luận (2)</h4><textarea></textarea></div><div class='relate'><h4>Đọc thêm</h4>"
        f"{SIDE}</div></div>"
    )
    return page(head + description(story), body + FOOT)


def _vietnamnet(story: Story) -> str:
    """VietNamNet since 2022: author box above the lead, the hour without zone in the head."""
    head = (
        "<meta property='og:site_name' content='Vietnamnet.vn'><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2023-04-12T15:28:00'>"
    )
    author = (
        "<div class='article-detail-author-wrapper'><p class='article-detail-author__info'><span class='name'><a>"
        f"{story.signed}</a></span></p><a>Xem các bài viết của tác giả</a></div>"
    )
    body = (
        "<div class='bread-crumb-detail'><ul><li><a href='/'>Trang chủ</a></li><li><a href='/kinh-doanh'>Kinh "
        "doanh</a>"
        f"</li></ul><div class='bread-crumb-detail__time'><p>Thứ Tư, {DAY} - {HOUR}</p></div></div>"
        f"<div class='content-detail'><h1 class='content-detail-title'>{HEADLINE}"
        f"</h1>{author if story.signed else ''}"
        f"<div class='share-social'><span>Sao chép liên kết</span><div class='publish-date'>{DAY} {HOUR} (GMT+07:00)"
        f"</div></div><h2 class='content-detail-sapo'>{story.lead}</h2><div class='banner-advertisement'>Quảng cáo"
        "</div>"
        f"<div class='maincontent main-content' id='maincontent'>{story.body}</div>"
        "<div class='tag-cotnent'><h3><a>sen</a></h3></div><div class='comment'><textarea></textarea></div>"
        f"</div>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _cafef(story: Story) -> str:
    """CafeF: the vendor signs the head, the author stands below the text."""
    head = (
        "<meta property='og:type' content='article'><meta name='author' content='VCCorp.vn'>"
        f"<meta property='article:author' content='VCCorp.vn'><meta property='article:published_time' "
        f"content='{PUBLISHED}'>"
    )
    signed = f"<p class='author'>{story.signed}</p>" if story.signed else ""
    body = (
        f"<div class='left_cate totalcontentdetail'><h1 class='title' data-role='title'>{HEADLINE}</h1><p "
        "class='dateandcat'><span class='pdate' data-role='publishdate'>12-04-2023 - 15:28 PM</span> | <a "
        "class='category-page__name cat' data-role='cate-name'>Doanh nghiệp</a></p><div class='af-tts'></div>"
        f"<h2 class='sapo' data-role='sapo'>{story.lead}</h2><div class='contentdetail'><div id='mainContent'>"
        f"<div class='detail-content afcbc-body' data-role='content'>{story.body}<p class='NLPlaceholderShow'></p>"
        "</div>"
        f"</div></div><div class='t-contentdetail content_source'>{signed}<p class='source'>Nhịp sống thị trường</p>"
        "</div><div class='link-source-wrapper'><a>Theo Nhịp sống thị trường</a><span>Copy link</span><p>Link bài gốc"
        "</p></div><div class='tagdetail'><a>sen</a></div></div><div class='tincungmuc'><h3>CÙNG CHUYÊN MỤC"
        f"</h3>{SIDE}"
        "</div>"
    )
    return page(head + description(story), body + FOOT)


def _vccorp(story: Story) -> str:
    """Any paper on VCCorp's system."""
    head = f"<meta property='og:type' content='article'><meta property='article:published_time' content='{PUBLISHED}'>"
    signed = f"<div class='detail-author' data-role='author'>{story.signed}</div>" if story.signed else ""
    body = (
        f"<div class='detail-cate'><a data-role='cate-name'>Đời sống</a></div><h1 class='detail-title' "
        f"data-role='title'>{HEADLINE}</h1>{signed}<div class='detail-time'><div data-role='publishdate'>{DAY} "
        f"{HOUR} "
        f"GMT+7</div></div><h2 class='detail-sapo' data-role='sapo'>{story.lead}</h2><div class='detail-cmain'>"
        f"<div class='detail-content afcbc-body' data-role='content'>{story.body}</div></div>{SIDE}"
    )
    return page(head + description(story), body + FOOT)


def _uploads_image(story: Story) -> str:
    """Báo Hậu Giang."""
    body = (
        "<div class='header'><div class='box-date'>Thứ Sáu, 02/10/2026 16:20 GMT+7</div></div><div "
        "class='box-breadcrumb'>"
        f"<a href='/xa-hoi-4.html'>Xã hội</a></div><div class='news-details-content'><h1>{HEADLINE}</h1>"
        f"<div class='date'>Thứ Tư, {DAY} | {HOUR}</div><div class='box-share'><a>Facebook</a><a>Zalo</a></div>"
        f"<div class='contentView'>{_bold_lead(story)}{story.body}</div><div class='news-comments'><h4>Ý kiến bạn "
        "đọc</h4>"
        "<form><textarea>Nội dung</textarea><input type='text' name='captcha'><a>Làm mới mã</a></form></div></div>"
        f"<div class='box-related'><h3>Các tin khác</h3>{SIDE}</div>"
    )
    return page("<meta property='og:type' content='article'>", body + FOOT)


def _viewer_aspx(story: Story) -> str:
    """Báo Bình Định: the headline is a paragraph, the hour stands before the day with a stroke."""
    title = f"{HEADLINE} - Báo Bình Định điện tử"
    body = (
        "<form name='aspnetForm' id='aspnetForm'><div id='header'><div class='floatRight fontsize12'>Thứ Năm, "
        "3/10/2019, "
        "08:26</div></div><div id='main'><div class='left'><div class='clear'><span class='floatLeft fontsize12 "
        "color10'>"
        f"{HOUR}', {DAY} (GMT+7)</span><span class='floatRight'><a>In bài viết</a></span></div><p "
        f"class='pTitle'>{HEADLINE}"
        f"</p><div id='divContent'>{_bold_lead(story)}{story.body}</div><div class='clear'><a>Gửi cho bạn bè</a> "
        "| <a>In"
        f" bài viết</a></div><div class='itemtinbaikhac'><b>CÁC TIN, BÀI ĐÃ ĐƯA</b>{SIDE}</div></div></div>{FOOT}"
        "</form>"
    )
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


def _laichau(story: Story) -> str:
    """Báo Lai Châu: the clock of the visit is the first line."""
    head = f"<meta property='article:published_time' content='{PUBLISHED}'>"
    lead = f"<div class='sapo'>{story.lead}</div>" if story.lead else ""
    body = (
        "<div class='top'>Thứ hai, 05/01/2026 - 08:27</div><div id='post-content'><div class='post-detail'>"
        f"<div class='post-info'><h1 class='title'>{HEADLINE}</h1>{lead}<div class='body'>{story.body}</div></div>"
        "</div>"
        f"</div><a class='blc-post__link'>Xem thêm</a>{SIDE}<p>Mail tòa soạn</p><p>Hotline: (02133) 878 436</p>"
    )
    return page(head, body + FOOT)


_SLUG = "trong-sen-tren-ruong-trung"
SHELLS = {
    "liferay": Family(f"https://baobacninh.com.vn/web/guest/news/-/details/20182/{_SLUG}", "(BTV) ", _liferay),
    "ims-newsimg": Family(f"http://baoyenbai.com.vn/12/201453/{_SLUG}.aspx", "YBĐT - ", _ims_newsimg),
    "tintuc-id": Family(f"https://baothaibinh.com.vn/tin-tuc/4/165432/{_SLUG}", "", _tintuc_id),
    "plo": Family(f"https://plo.vn/kinh-te/{_SLUG}-836572.html", "(PL)- ", _plo),
    "vietnamnet": Family(f"https://vietnamnet.vn/{_SLUG}-2131287.html", "", _vietnamnet),
    "cafef": Family(f"https://cafef.vn/{_SLUG}-188230412152800142.chn", "", _cafef),
    "vccorp": Family(f"https://baovando.example/{_SLUG}-188230412152800142.htm", "", _vccorp),
    "uploads-image": Family(f"https://baohaugiang.com.vn/xa-hoi/{_SLUG}-123456.html", "(HGO) - ", _uploads_image),
    "viewer-aspx": Family("https://baobinhdinh.vn/viewer.aspx?macm=8&macmp=8&mabb=131765", "(BĐ) - ", _viewer_aspx),
    "laichau": Family(f"https://baolaichau.vn/kinh-te/{_SLUG}-123456", "(BLC) - ", _laichau),
}
