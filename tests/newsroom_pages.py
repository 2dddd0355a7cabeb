"""Article pages as newsrooms print them, composed at random for hypothesis. Names and places are invented."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

SUBJECTS = ("Đoàn kiểm tra", "Bà con xã Vạn Đò", "Hợp tác xã Sen Hồng", "Trường THCS Đồng Lạc", "Trạm y tế xã Nậm Tía")
DEEDS = (
    "đã bàn giao 12 căn nhà cho các hộ nghèo trước mùa mưa bão năm nay",
    "cho biết quảng cáo trên mạng xã hội khiến nhiều người mua nhầm giống lúa",
    "trồng thêm 35 ha sen lấy hạt, tăng 4,5% so với cùng kỳ năm 2025",
    "đón nhận bình luận trái chiều của bạn đọc về con đường mới mở",
    "khánh thành cây cầu dài 120 m bắc qua sông Vạn, tổng vốn 45 tỷ đồng",
    "phối hợp với công an huyện tuyên truyền an toàn giao thông cho học sinh",
)
ENDS = (
    "; công việc hoàn thành trong ngày 12/4.",
    ", theo báo cáo của ủy ban nhân dân xã.",
    " và sẽ tiếp tục ở ba thôn còn lại trong quý tới.",
    ", nhưng nhiều hộ vẫn chờ hỗ trợ vốn vay từ ngân hàng chính sách.",
)
PERSONS = ("Vũ Hoài", "Lò Thị Mai", "Đức Toàn", "Nguyễn Khải An", "Quỳnh Anh")
SCENES = ("Ruộng sen đầu vụ ở xã Vạn Đò", "Bà con đi trên cây cầu mới", "Lễ khởi công tuyến đường liên thôn")
LEADS = (
    None,
    '<h2 class="sapo">{}</h2>',
    '<div class="article-sapo"><p>{}</p></div>',
    '<p class="lead"><strong>{}</strong></p>',
)
FIGURES = (
    '<figure><img src="{0}"><figcaption>{1}</figcaption></figure>',
    '<figure class="image"><img src="{0}"><figcaption><p>{1}</p></figcaption></figure>',
    '<table class="image center"><tr><td><img src="{0}"></td></tr><tr><td class="image_desc">{1}</td></tr></table>',
    '<table class="ImageTable"><tr><td><img src="{0}"></td></tr><tr><td><p class="Image">{1}</p></td></tr></table>',
    '<div class="VCSortableInPreviewMode"><div><img src="{0}"></div>'
    '<div class="PhotoCMS_Caption"><p>{1}</p></div></div>',
    '<div class="wp-caption"><img src="{0}"><p class="wp-caption-text">{1}</p></div>',
    '<p style="text-align:center"><img src="{0}"></p><p style="text-align:center"><em>{1}</em></p>',
    '<table><tr><td><img src="{0}"></td></tr><tr><td class="media-caption">{1}</td></tr></table>',
)
PARAGRAPHS = ("<p>{}</p>", "<div>{}</div>", "{}<br><br>", '<p style="text-align:justify"><span>{}</span></p>')
INSIDE = (
    '<div class="box-related"><a href="/a3.html">Chợ phiên Suối Đăng mở lại sau ba năm vắng khách</a></div>',
    '<p>&gt;&gt; <a href="/a4.html">Người giữ nghề đan lát ở Bãi Thượng</a></p>',
    '<div class="advertisement"><a href="/qc"><img src="/qc/banner.gif"></a></div>',
    '<ul class="tin-lien-quan"><li><a href="/a5.html">Trạm bơm mới tưới cho 200 ha lúa</a></li></ul>',
)
HEADINGS = ("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>", '<p class="subtitle">{}</p>')
CROSSHEADS = ("Nước về đồng cạn", "Từ ruộng trũng thành hồ sen", "Chuyện ở Nậm Tía")
CREDITS = ("", ". Ảnh: {}", " (Ảnh: {})", ". Ảnh: {}/CTV")
BYLINES = (
    '<p style="text-align:right"><strong>{}</strong></p>',
    '<p class="author">{}</p>',
    "<p><b>{}</b></p>",
    '<p align="right">{}</p>',
    "<p>Bài và ảnh: {}</p>",
    '<div class="article-author"><span class="name">{}</span></div>',
)
BELOW = (
    '<div class="related-news"><h3>Tin liên quan</h3><ul><li><a href="/a1.html">Thông xe cầu Bến Vạn hai bờ</a></li>'
    '<li><a href="/a2.html">Mở lớp dạy nghề cho thanh niên nông thôn</a></li></ul></div>',
    '<div class="tags">Từ khóa: <a href="/t/sen">sen</a>, <a href="/t/cau">cầu mới</a></div>',
    '<div class="social-share"><a href="#">Facebook</a> <a href="#">Zalo</a> <a href="#">Copy link</a></div>',
    '<div class="comment-box"><h3>Ý kiến bạn đọc</h3><form><input name="ten" type="text" placeholder="Họ tên">'
    "<textarea></textarea><p>Nhập lại mã xác nhận</p><button>Gửi bình luận</button></form></div>",
    '<form class="frm"><p>Gửi ý kiến của bạn</p><textarea name="noidung"></textarea><img src="/captcha.png">'
    "<a>reset captcha</a><button>Gửi bình luận</button></form>",
)
WAYS = ("", "<b>{}</b>", '<a href="/x.html">{}</a>', "<span>{}</span>", "\ufeff{}", "{}&nbsp;")
FOOTER = "<footer><p>Giấy phép số 123/GP-BTTTT ngày 15/01/2021. Tổng biên tập: Trần Văn Bút</p></footer>"
MENU = '<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/thoi-su">Thời sự</a></li></ul></nav>'
FORBIDDEN = (
    "Tin liên quan", "Từ khóa", "Facebook", "Zalo", "Ý kiến bạn đọc", "mã xác nhận", "captcha", "Gửi bình luận",
    "Gửi ý kiến", "Suối Đăng", "đan lát", "Trạm bơm", "Giấy phép", "Tổng biên tập", "Trang chủ",
)  # fmt: skip


@dataclass(frozen=True)
class Newsroom:
    """A page and what its newsroom meant by it."""

    html: str
    headline: str
    lead: str | None
    paragraphs: Sequence[str]
    headings: Sequence[str]
    captions: Sequence[str]
    author: str | None


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """One paragraph of one or two sentences."""
    count = draw(st.integers(1, 2))
    return " ".join(
        f"{draw(st.sampled_from(SUBJECTS))} {draw(st.sampled_from(DEEDS))}{draw(st.sampled_from(ENDS))}"
        for _ in range(count)
    )


@st.composite
def newsroom_pages(draw: st.DrawFn) -> Newsroom:
    """An article with headline, lead, paragraphs, captioned pictures and a byline, and a newsroom's furniture."""
    headline = f"{draw(st.sampled_from(SUBJECTS))} mở hội mùa sen"
    lead_form = draw(st.sampled_from(LEADS))
    lead = draw(sentences()) if lead_form else None
    # A paragraph that repeats words of the lead is no paragraph of its own.
    told = lead or ""
    paragraphs = [text for text in draw(st.lists(sentences(), min_size=4, max_size=7, unique=True)) if text not in told]
    captions: list[str] = []
    headings: list[str] = []
    body: list[str] = []
    form = draw(st.sampled_from(PARAGRAPHS))
    for number, text in enumerate(paragraphs):
        body.append(form.format(_broken(draw, text)))
        if number == len(paragraphs) - 1:
            # A caption behind the last paragraph stands where bylines do, and a heading there announces nothing.
            break
        follows = draw(st.sampled_from(("picture", "heading", "furniture", "")))
        if follows == "picture" and len(captions) < len(SCENES):
            credit = draw(st.sampled_from(CREDITS)).format(draw(st.sampled_from(PERSONS)))
            captions.append(SCENES[len(captions)] + credit)
            body.append(draw(st.sampled_from(FIGURES)).format(f"/hinh/{number}.jpg", captions[-1]))
        elif follows == "heading" and len(headings) < len(CROSSHEADS):
            headings.append(CROSSHEADS[len(headings)])
            body.append(draw(st.sampled_from(HEADINGS)).format(headings[-1]))
        elif follows == "furniture":
            body.append(draw(st.sampled_from(INSIDE)))
    author = draw(st.sampled_from((None, *PERSONS)))
    signed = draw(st.sampled_from(BYLINES)).format(author) if author else ""
    below = "".join(draw(st.lists(st.sampled_from(BELOW), unique=True, max_size=4)))
    above = lead_form.format(lead) if lead_form else ""
    frame = draw(st.sampled_from(("article", 'div class="detail-content"', 'div id="abody"', "div")))
    inside = draw(st.booleans())
    tag = frame.partition(" ")[0]
    text = f"{above}<{frame}>{''.join(body)}{signed}{below if inside else ''}</{tag}>{'' if inside else below}"
    head = f'<head><meta charset="utf-8"><title>{headline} - Báo Vạn Đò</title></head>'
    html = f'<!DOCTYPE html><html lang="vi">{head}<body>{MENU}<h1>{headline}</h1>{text}{FOOTER}</body></html>'
    typed = draw(st.sampled_from(("NFC", "NFD")))
    return Newsroom(unicodedata.normalize(typed, html), headline, lead, paragraphs, headings, captions, author)


def _broken(draw: st.DrawFn, text: str) -> str:
    """The paragraph as editors leave it: bold words, links, hard blanks, invisible characters, spans."""
    words = text.split(" ")
    at = draw(st.integers(1, len(words) - 1))
    way = draw(
        st.sampled_from(("", "<b>{}</b>", '<a href="/x.html">{}</a>', "<span>{}</span>", "\ufeff{}", "{}&nbsp;"))
    )
    words[at] = way.format(words[at]) if way else words[at]
    return " ".join(words)
