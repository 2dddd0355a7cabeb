"""Captions, credit lines and furniture in the forms of many newsrooms, each in the markup of several families.

Every page is read with its layout and without any.
"""

from __future__ import annotations

import pytest

from newsarchive.article import Article
from newsroom_families import HEADLINE, LEAD, SCENES, TEXT, paragraphs, read

FAMILIES = ("onecms", "dataimages-media", "liferay", "unknown")
NAME = "Thu Hoài"
RIGHT = '<p style="text-align: right;">{}</p>'
SIGNED = RIGHT.format("<strong>{}</strong>")
CENTRED = '<p style="text-align:center">{}</p>'
BOTTOM = "Nông dân thu hoạch sen ở cánh đồng Bãi Thượng"
SAID, CREDITED = SCENES


def image(number: int = 1, alt: str = "") -> str:
    return f'<img src="https://img.bao.example/upload/{number}.jpg" alt="{alt}">'


FIGURES = {
    "two pictures, one caption": (f"<figure>{image(0)}{image(1)}<figcaption>{SAID}</figcaption></figure>", SAID),
    "a table of two": (
        f"<table><tr><td>{image(0)}</td><td>{image(1)}</td></tr><tr><td colspan='2'><em>{SAID}</em></td></tr></table>",
        SAID,
    ),
    "two paragraphs of pictures": (
        CENTRED.format(image(0)) + CENTRED.format(image(1)) + CENTRED.format(f"<em>{CREDITED}</em>"),
        CREDITED,
    ),
    "italics without a break": (f"<p>{image()}<em>{SAID}</em></p>", SAID),
    "italics behind a break": (CENTRED.format(f"{image()}<br><em>{SAID}</em>"), SAID),
    "divs": (f"<div style='text-align:center'>{image()}</div><div align='center'><i>{SAID}</i></div>", SAID),
    "headline as alt": (CENTRED.format(f'<img src="/a.jpg" alt="{HEADLINE}" title="{HEADLINE}">'), None),
    "name of a file as alt": (CENTRED.format(image(1, "trong-sen-1.jpg")), None),
    "credit alone": (CENTRED.format(image()) + CENTRED.format("<em>Ảnh: Vũ Hoài</em>"), "Ảnh: Vũ Hoài"),
    "kind of picture": (f"<p>{image()}</p><p>Ảnh minh họa</p>", "Ảnh minh họa"),
    "plain": (f"<p>{image()}</p><p>{BOTTOM}</p>", BOTTOM),
    "plain, a full stop": (f"<p>{image()}</p><p>{BOTTOM}.</p>", f"{BOTTOM}."),
    "plain, in brackets": (f"<p>{image()}</p><p>{BOTTOM} (Ảnh: Vũ Hoài)</p>", f"{BOTTOM} (Ảnh: Vũ Hoài)"),
    "credit in a span": (
        f"<figure>{image()}<figcaption>{BOTTOM}.<span class='credit'>Ảnh: Vũ Hoài</span></figcaption></figure>",
        f"{BOTTOM}. Ảnh: Vũ Hoài",
    ),
    "credit in a span, no stop": (
        f"<figure>{image()}<figcaption>{BOTTOM}<span class='credit'>Ảnh: Vũ Hoài</span></figcaption></figure>",
        f"{BOTTOM} Ảnh: Vũ Hoài",
    ),
    "a name cited": (
        f"<figure>{image()}<figcaption><b>Nông</b> dân<i> hái</i> sen<cite>Vũ Hoài/TTXVN</cite></figcaption></figure>",
        "Nông dân hái sen Vũ Hoài/TTXVN",
    ),
    "bold italics": (CENTRED.format(image()) + CENTRED.format(f"<strong><em>{SAID}</em></strong>"), SAID),
    "small heading": (CENTRED.format(image()) + f'<h6 style="text-align:center">{SAID}</h6>', SAID),
    "a film": (
        "<div class='VCSortableInPreviewMode' type='VideoStream'><video poster='/v.jpg'></video>"
        f"<div class='VideoCMS_Caption'><p>{SAID}</p></div></div>",
        SAID,
    ),
    "a player": (
        CENTRED.format("<iframe src='https://www.youtube.com/embed/x'></iframe>")
        + CENTRED.format("<em>Video: Thu hoạch sen ở Bãi Thượng</em>"),
        "Video: Thu hoạch sen ở Bãi Thượng",
    ),
    "box-dou": (
        f"<div class='box-image box-dou'>{image(0)}{image(1)}<div class='box-desc'>{CREDITED}</div></div>",
        CREDITED,
    ),
    "quotes that break a tag": (
        f"<table class='image center'><tr><td><a href='/1.jpg' data-title=\"Lễ \"Hạ điền\" đầu vụ\">{image()}</a>"
        "</td>"
        f"</tr><tr><td class='desc'>{SAID}</td></tr></table>",
        SAID,
    ),
    "fonts": (f"<p align='center'>{image()}</p><p align='center'><font size='2'>{SAID}</font></p>", SAID),
    "from a word processor": (
        f"<p class='MsoNormal' align='center'>{image()}</p><p class='MsoNormal' align='center'><i><span>{SAID}<o:p>"
        "</o:p></span></i></p>",
        SAID,
    ),
    "bold": (CENTRED.format(image()) + CENTRED.format(f"<strong>{CREDITED}</strong>"), CREDITED),
    "pCaption": (f"<p class='pImage'>{image()}</p><p class='pCaption'>{SAID}</p>", SAID),
    "lazy": (
        "<figure><picture><source srcset='https://img.bao.example/0.webp 1x'><img src='data:image/gif;base64,R0lG' "
        f"data-src='https://img.bao.example/0.jpg'></picture><figcaption>{SAID}</figcaption></figure>",
        SAID,
    ),
}


def check(articles: tuple[Article, Article], *, extra: tuple[str, ...] = ()) -> None:
    for article in articles:
        assert article.headline == HEADLINE
        assert article.lead == LEAD
        assert list(article.body) == [*TEXT, *extra]


@pytest.mark.parametrize("form", FIGURES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_picture(family: str, form: str) -> None:
    shown, caption = FIGURES[form]
    articles = read(family, paragraphs(TEXT[0]) + shown + paragraphs(*TEXT[1:]) + SIGNED.format(NAME))
    check(articles)
    assert [(article.captions, article.authors) for article in articles] == [([caption] if caption else [], [NAME])] * 2


CREDITS: dict[str, tuple[str, list[str], list[str]]] = {
    "two lines": (SIGNED.format("Bài: Thu Hoài") + SIGNED.format("Ảnh: Minh Quân"), [NAME], ["Minh Quân"]),
    "two lines in one": (SIGNED.format("Bài: Thu Hoài<br>Ảnh: Minh Quân"), [NAME], ["Minh Quân"]),
    "source below": (SIGNED.format(NAME) + RIGHT.format("<em>(Theo Báo Sông Lam)</em>"), [NAME], []),
    "source behind": (SIGNED.format("Thu Hoài (theo Báo Sông Lam)"), [NAME], []),
    "address below": (SIGNED.format(NAME) + RIGHT.format("thuhoai@bao.example"), [NAME], []),
    "related title below": (
        SIGNED.format(NAME) + "<p>&gt;&gt; <a href='/a.html'>Nghề đan lát ở làng</a></p>",
        [NAME],
        [],
    ),
    "float": (f"<p><span style='float:right'><strong>{NAME}</strong></span></p>", [NAME], []),
    "class": (f"<p class='text-right'><strong>{NAME}</strong></p>", [NAME], []),
    "plain": ("<p>THU HOÀI</p>", ["THU HOÀI"], []),
    "heading": (f"<h4 style='text-align:right'>{NAME}</h4>", [NAME], []),
    "between dashes": (RIGHT.format(f"- {NAME} -"), [NAME], []),
    "link to the source": (RIGHT.format("Nguồn: <a href='/x'>https://baosonglam.example/x</a>"), [], []),
    "three": (SIGNED.format("Thu Hoài, Minh Quân và Lê An"), [NAME, "Minh Quân", "Lê An"], []),
    "agency": (SIGNED.format("Thu Hoài/TTXVN"), [NAME], []),
    "a desk": (SIGNED.format("Thực hiện: Nhóm PV Kinh tế"), [], []),
    "what was done": (SIGNED.format("THU HOÀI (Lược ghi)"), ["THU HOÀI"], []),
    "dash for a colon": (SIGNED.format("Bài, ảnh - Thu Hoài"), [NAME], [NAME]),
    "capitals": (SIGNED.format("TIN, ẢNH: THU HOÀI"), ["THU HOÀI"], ["THU HOÀI"]),
    "photographer alone": (SIGNED.format("Ảnh: Minh Quân"), [], ["Minh Quân"]),
    "paper behind": (SIGNED.format("Chí Lâm - BBL"), ["Chí Lâm"], []),
    "pAuthor": (f"<p class='pAuthor'>{NAME}</p>", [NAME], []),
}


@pytest.mark.parametrize("form", CREDITS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_credit_line(family: str, form: str) -> None:
    line, authors, photographers = CREDITS[form]
    articles = read(family, paragraphs(*TEXT) + line)
    check(articles)
    assert [(article.authors, article.photographers) for article in articles] == [(authors, photographers)] * 2


def test_a_credit_glued_to_the_last_caption() -> None:
    said = "Nông dân xã Vạn Đò thu hoạch sen."
    glued = f"<figure>{image()}<figcaption>{said} Bài, ảnh: NGUYỄN HƯỜNG</figcaption></figure>"
    for family in FAMILIES:
        articles = read(family, paragraphs(*TEXT) + glued)
        check(articles)
        assert [(article.captions, article.authors) for article in articles] == [([said], ["NGUYỄN HƯỜNG"])] * 2


@pytest.mark.parametrize("line", ["(Còn nữa)", "Kỳ sau: Chuyện của người giữ hồ", "Vạn Đò, tháng 4/2023"])
@pytest.mark.parametrize("below", [True, False], ids=["below the name", "above it"])
@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_told_of_the_text_stays(family: str, line: str, *, below: bool) -> None:
    told, signed = f"<p><em>{line}</em></p>", SIGNED.format(NAME)
    articles = read(family, paragraphs(*TEXT) + (signed + told if below else told + signed))
    check(articles, extra=(line,))
    assert [article.authors for article in articles] == [[NAME]] * 2


FURNITURE = {
    "gift window": (
        "<div class='modal gift-modal'><h4>Tặng bài viết</h4><p>Bạn có thể tặng 5 bài viết trong tháng này cho "
        "bạn bè."
        "</p><button>Sao chép liên kết</button></div>"
    ),
    "gift, by its words": (
        "<div class='x1'><p>Tặng bài viết này cho bạn bè</p><p>Còn 5 lượt tặng trong tháng</p></div>"
    ),
    "paywall": (
        "<div class='box-paywall'><h3>Bạn đang xem phiên bản xem thử của bài viết</h3><p>Vui lòng đăng nhập để "
        "đọc tiếp"
        "</p><p>Gói tháng 99.000 đồng</p><a>Đăng ký ngay</a></div>"
    ),
    "stars": "<div class='star'><p>Tặng sao cho tác giả</p><p>Trở thành người đầu tiên tặng sao cho bài viết</p></div>",
    "reading aloud": (
        "<div class='audio-player'><span>Nghe đọc bài</span><ul><li>Nữ miền Bắc</li><li>Nam miền Bắc</li></ul>"
        "<span>0:00 / 3:25</span><span>Tốc độ 1x</span></div>"
    ),
    "reading aloud, by its words": (
        "<div class='x7'><p>Nghe đọc bài</p><ul><li>Nữ miền Bắc</li><li>Nam miền Nam</li></ul><p><span>0:00 / 3:25"
        "</span><span>Tốc độ 1x</span></p></div>"
    ),
    "related box": (
        "<div class='box'><h3>Tin liên quan</h3><ul><li><a href='/1.html'>Huyện Tân Phong khởi công tuyến đường "
        "liên xã"
        "</a></li><li><a href='/2.html'>Xã Nậm Tía thông xe cầu mới sau tám tháng</a></li></ul></div>"
    ),
    "lines that point elsewhere": (
        "<p>&gt;&gt; <a href='/1.html'>Huyện Tân Phong khởi công tuyến đường</a></p><p>&gt;&gt;&gt; Xem thêm: "
        "<a href='/2.html'>Xã Nậm Tía thông xe cầu mới</a></p>"
    ),
    "titles with their days": (
        "<p><b>CÁC TIN KHÁC</b></p><ul><li><a href='/1.html'>Xã Nậm Tía thông xe cầu mới để tránh lũ</a> (12/8/2019)"
        "</li><li><a href='/2.html'>Huyện Tân Phong khởi công tuyến đường</a> <span>(11/8/2019)</span></li></ul>"
    ),
    "page to like": "<p>Thích trang Facebook của Báo Vạn Đò để cập nhật tin tức</p>",
    "advertising": "<div class='ads-inline'><p>Quảng cáo</p><a href='https://shop.example'><img src='/b.gif'></a>"
    "</div>",
}


@pytest.mark.parametrize("form", FURNITURE)
@pytest.mark.parametrize("below", [True, False], ids=["below", "amid"])
@pytest.mark.parametrize("family", FAMILIES)
def test_furniture_is_no_text(family: str, form: str, *, below: bool) -> None:
    inside, behind = ("", FURNITURE[form]) if below else (FURNITURE[form], "")
    body = paragraphs(TEXT[0]) + inside + paragraphs(*TEXT[1:]) + SIGNED.format(NAME) + behind
    articles = read(family, body)
    check(articles)
    assert [article.authors for article in articles] == [[NAME]] * 2


@pytest.mark.parametrize(
    "said", ["Bà con tặng bài viết tay cho cô giáo.", "Đội còn 2 lượt đấu trong tháng này.", "Ông thích trang trại ấy."]
)
def test_a_sentence_with_their_words_is_text(said: str) -> None:
    for family in FAMILIES:
        articles = read(family, paragraphs(*TEXT, said) + SIGNED.format(NAME))
        check(articles, extra=(said,))


@pytest.mark.parametrize("hint", ["Vui lòng nhập tiếng Việt có dấu", "Bạn còn 1000 ký tự", "Mã xác nhận"])
def test_a_hint_of_a_form_amid_the_text_ends_nothing(hint: str) -> None:
    for family in FAMILIES:
        check(read(family, paragraphs(TEXT[0]) + f"<p>{hint}</p>" + paragraphs(*TEXT[1:])))


@pytest.mark.parametrize("control", ["Facebook", "Zalo", "Gửi"])
def test_a_control_is_a_link_and_a_sub_heading_is_none(control: str) -> None:
    for family in FAMILIES:
        check(read(family, paragraphs(*TEXT) + f"<p><a href='#'>{control}</a></p>"))
    headed = f"<p><strong>{control}</strong></p>"
    for article in read("unknown", paragraphs(TEXT[0]) + headed + paragraphs(*TEXT[1:])):
        assert list(article.body) == [TEXT[0], control, *TEXT[1:]]
