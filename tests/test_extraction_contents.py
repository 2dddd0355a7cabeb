"""What newsrooms put into a body: verse, interviews, letters, lists of names, laws, photo stories, lines that"
" point elsewhere.

Each in the markup of several families, read with the layout and without any.
"""

from __future__ import annotations

import pytest

from newsarchive.article import Article
from newsarchive.extraction import extract
from newsroom_families import HEADLINE, LEAD, SCENES, TEXT, paragraphs, read

FAMILIES = ("onecms", "fck-a", "dataimages", "epi", "dataimages-media", "vnexpress")
SIGNED = '<p style="text-align: right;"><strong>{}</strong></p>'
IMAGE = '<img src="https://img.bao.example/upload/{}.jpg" alt="">'
STANZAS = (
    (
        "Anh về qua bến sông xưa",
        "Nghe câu hò cũ lưa thưa cuối bờ",
        "Con đò nằm gối bãi mơ",
        "Mái chèo khua nước đợi chờ.",
    ),
    (
        "Mẹ ngồi vá áo bên hiên",
        "Chiều buông sợi khói hồn nhiên lên trời",
        "Tóc người bạc trắng mây trôi",
        "Ru con từ thuở.",
    ),
)
VERSES = [line for stanza in STANZAS for line in stanza]


def _said(articles: tuple[Article, Article]) -> list[list[str]]:
    return [list(article.body) for article in articles]


def _signed_by(articles: tuple[Article, Article]) -> list[list[str]]:
    return [list(article.authors) for article in articles]


def _check(
    family: str, body: str, expected: list[str], *, signed: str = "Thu Hoài", authors: tuple[str, ...] = ()
) -> None:
    articles = read(family, body + SIGNED.format(signed))
    assert _said(articles) == [expected, expected]
    assert _signed_by(articles) == [list(authors or (signed,))] * 2


@pytest.mark.parametrize(
    "form",
    [
        "".join(f"<p>{'<br>'.join(stanza)}</p>" for stanza in STANZAS),
        "".join(f"<p><em>{'<br>'.join(stanza)}</em></p>" for stanza in STANZAS),
        f"<p>{'<br><br>'.join('<br>'.join(stanza) for stanza in STANZAS)}</p>",
        "".join(f"<p style='text-align:center'>{line}</p>" for line in VERSES),
    ],
    ids=["stanzas", "italic stanzas", "one paragraph", "lines"],
)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_verse_is_a_line(family: str, form: str) -> None:
    _check(family, paragraphs(*TEXT[:2]) + form + paragraphs(*TEXT[2:]), [*TEXT[:2], *VERSES, *TEXT[2:]])


def test_a_couplet_and_two_lines_that_are_none() -> None:
    couplet = ["Trăm năm trong cõi người ta", "Chữ tài chữ mệnh khéo là ghét nhau"]
    address = "Hợp tác xã Sen Hồng<br>Thôn Bến Đò, xã Vạn Đò"
    body = paragraphs(TEXT[0], "<br>".join(couplet), TEXT[1], address, *TEXT[2:])
    _check("epi", body, [TEXT[0], *couplet, TEXT[1], address.replace("<br>", " "), *TEXT[2:]])


@pytest.mark.parametrize("asks", ["* ", "- ", "PV: ", "* PHÓNG VIÊN: "])
@pytest.mark.parametrize("family", FAMILIES)
def test_an_interview(family: str, asks: str) -> None:
    asked = [
        f"{asks}Thưa ông, vì sao xã chọn cây sen?",
        f"{asks}Bà con được hỗ trợ những gì?",
        f"{asks}Xin cảm ơn ông!",
    ]
    bold = [f"<p><strong>{line}</strong></p>" for line in asked]
    body = paragraphs(TEXT[0]) + bold[0] + paragraphs(TEXT[1]) + bold[1] + paragraphs(*TEXT[2:]) + bold[2]
    expected = [TEXT[0], asked[0], TEXT[1], asked[1], *TEXT[2:], asked[2]]
    _check(family, body, expected, signed="THU HOÀI (thực hiện)", authors=("THU HOÀI",))


@pytest.mark.parametrize("reader", [["Nguyễn Thị Hoa", "(xã Vạn Đò, huyện An Khê)"], ["Nguyễn Thị Hoa (xã Vạn Đò)"]])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_reader_who_asks_is_no_author(family: str, reader: list[str]) -> None:
    asks = "".join(SIGNED.format(line) for line in reader)
    body = paragraphs(TEXT[0]) + asks + paragraphs("Trả lời: " + TEXT[1], *TEXT[2:])
    _check(family, body, [TEXT[0], *reader, "Trả lời: " + TEXT[1], *TEXT[2:]], signed="BS ĐOÀN VĂN HÀO")


@pytest.mark.parametrize("form", ["<ul><li>{}</li></ul>", "<p>{}</p>"])
@pytest.mark.parametrize("family", FAMILIES)
def test_names_above_the_byline_are_the_article_s(family: str, form: str) -> None:
    names = ["Nguyễn Văn Hòa", "Lò Thị Mai", "Trần Đức Toàn"]
    opened, closed = form.split("{}")
    inner = ("</li><li>" if "li" in form else "</p><p>").join(names)
    told = "Danh sách các hộ được khen thưởng gồm:"
    _check(family, paragraphs(*TEXT, told) + opened + inner + closed, [*TEXT, told, *names])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_law(family: str) -> None:
    law = ["Điều 1. Phạm vi điều chỉnh", "Quy định này quy định về hỗ trợ giống cây trồng trên địa bàn tỉnh.",
           "Điều 2. Đối tượng áp dụng", "1. Hộ gia đình có ruộng trũng từ 0,5 ha trở lên;", "a) Có trụ sở tại"
           " tỉnh."]  # fmt: skip
    lines = "".join(f"<p><strong>{line}</strong></p>" if line[0] == "Đ" else f"<p>{line}</p>" for line in law)
    _check(family, paragraphs(TEXT[0]) + lines + paragraphs(*TEXT[1:]), [TEXT[0], *law, *TEXT[1:]])


@pytest.mark.parametrize(
    "line",
    [
        "Quảng cáo sai sự thật về giống sen khiến nhiều hộ mua nhầm.",
        "Bình luận về việc này, ông Thái nói mọi người nên bình tĩnh.",
        "Ban biên tập tờ tin của xã đăng danh sách các hộ.",
        "Bản quyền hình ảnh thuộc về hợp tác xã.",
        "Ảnh: một nửa cánh đồng nằm dưới nước suốt ba tháng mùa mưa.",
        "Theo dõi trên màn hình, ông biết mực nước từng giờ.",
        "Xem thêm tại trang của xã, người dân có thể đăng ký giống.",
        "Tin liên quan đến giá sen được thương lái truyền tai nhau.",
        "Đường dây nóng của xã là 0203 3825 111.",
        "Đường dây nóng: 0203 3825 111.",
        "Email: vando@angiang.example.",
        "Địa chỉ: thôn Bến Đò, xã Vạn Đò.",
        "Giấy phép số 12 được cấp cho hợp tác xã năm 2020.",
        "Quét mã QR để thanh toán đã thành thói quen ở chợ quê.",
        "Tải ứng dụng về máy xong, bà Oanh vẫn chưa biết dùng.",
        "Mời bạn đọc sách cùng con mỗi tối là ý tưởng của thư viện xã.",
        "Mọi thông tin về cháu bé xin liên hệ: 0912 345 678.",
    ],
)
@pytest.mark.parametrize("family", ["onecms", "fck-a", "epi", "unknown"])
@pytest.mark.parametrize("last", [True, False], ids=["last", "amid"])
def test_a_sentence_with_the_words_of_furniture_stays(family: str, line: str, *, last: bool) -> None:
    expected = [*TEXT, line] if last else [*TEXT[:2], line, *TEXT[2:]]
    _check(family, paragraphs(*expected), expected)


_LINK = "<a href='/a-1.html'>Trạm bơm mới tưới cho 200 ha lúa ở Nậm Tía</a>"


@pytest.mark.parametrize(
    "line",
    [
        f"<p>&gt;&gt; {_LINK}</p>",
        f"<p><em>Đọc thêm: {_LINK}</em></p>",
        f"<p>[Đọc thêm] {_LINK}</p>",
        f"<p><strong>TIN LIÊN QUAN</strong></p><p>{_LINK}</p>",
        f"<h1>Tin liên quan</h1><ul><li>{_LINK}</li></ul>",
        f"<table class='article__related'><tr><td>{_LINK}</td></tr></table>",
        f"<div class='VCSortableInPreviewMode' type='RelatedOneNews'>{_LINK}<p>Bà con phấn khởi vì có nước.</p></div>",
        "<p>Quét mã QR để tải ứng dụng Báo Vạn Đò</p>",
        "<p>Mời bạn đọc theo dõi Báo Vạn Đò trên Google News</p>",
        "<p>Tải app Báo Vạn Đò để đọc tin nhanh nhất</p>",
    ],
)
@pytest.mark.parametrize("family", FAMILIES)
def test_lines_that_lead_elsewhere_go(family: str, line: str) -> None:
    _check(family, paragraphs(*TEXT[:2]) + line + paragraphs(*TEXT[2:]), list(TEXT))
    _check(family, paragraphs(*TEXT) + line, list(TEXT))


@pytest.mark.parametrize(
    "form",
    [
        "<figure>{img}<figcaption>{said}</figcaption></figure>",
        "<p style='text-align:center'>{img}</p><p style='text-align:center'><em>{said}</em></p>",
        "<table class='image center'><tr><td>{img}</td></tr><tr><td class='image_desc'>{said}</td></tr></table>",
        "<p style='text-align:center'>{img}<br>{said}</p>",
    ],
    ids=["figcaption", "italics", "table", "same paragraph"],
)
@pytest.mark.parametrize(
    "family", ["onecms", "onecms, empty lead", "fck-a", "dcontent", "dataimages-detail", "vnexpress"]
)
def test_a_photo_story(family: str, form: str) -> None:
    said = [*SCENES, "Người dân phơi hạt sen trước sân nhà văn hóa thôn.", "Một góc chợ sen họp vào buổi sớm."]
    shown = "".join(form.format(img=IMAGE.format(number), said=line) for number, line in enumerate(said))
    articles = read(family, paragraphs(TEXT[0]) + shown + SIGNED.format("Ảnh: Vũ Hoài"))
    assert _said(articles) == [[TEXT[0]]] * 2
    assert [list(article.captions) for article in articles] == [said] * 2
    assert [article.lead for article in articles] == [LEAD] * 2
    assert [list(article.photographers) for article in articles] == [["Vũ Hoài"]] * 2


@pytest.mark.parametrize("family", FAMILIES)
def test_pictures_side_by_side_have_their_captions_under_them(family: str) -> None:
    images = "".join(f"<td>{IMAGE.format(number)}</td>" for number in range(2))
    lines = "".join(f"<td class='image_desc'>{said}</td>" for said in SCENES)
    shown = f"<table class='image center'><tr>{images}</tr><tr>{lines}</tr></table>"
    for article in read(family, paragraphs(*TEXT[:2]) + shown + paragraphs(*TEXT[2:])):
        assert [(figure.src and figure.src[-5:-4], figure.raw) for figure in article.figures] == [
            (str(number), said) for number, said in enumerate(SCENES)
        ]


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("Thứ sáu: 15:00 ngày 09/02/2024", "2024-02-09T15:00"),
        ("10:30, 15/05/2011", "2011-05-15T10:30"),
        ("Thứ Tư, 15/01/2020 08:22 Gốc", "2020-01-15T08:22"),
        ("Cập nhật lúc 18h05, 21-2-2024 (GMT+7)", "2024-02-21T18:05"),
        ("05/03/2024 6:05:00 CH", "2024-03-05T18:05"),
        ("Thứ năm, 05 Tháng 3 2020 06:05", "2020-03-05T06:05"),
        ("Thu Hoài | 05/03/2020 06:05", "2020-03-05T06:05"),
        ("Hà Nội, 06:05 ngày 05/03/2020", "2020-03-05T06:05"),
        ("Lượt xem: 1.203 | 05/03/2020 06:05", "2020-03-05T06:05"),
    ],
)
@pytest.mark.parametrize("holder", ["<span class='date'>{}</span>", "<p>{}</p>", "<div class='meta'><i>{}</i></div>"])
@pytest.mark.parametrize("frame", ["<div class='noi-dung'>{}</div>", "{}"], ids=["framed", "bare"])
def test_the_moment_that_a_page_prints_below_its_headline(printed: str, moment: str, holder: str, frame: str) -> None:
    clock = "<div class='topbar'><span class='date-now'>Thứ bảy, 28/11/2026 - 08:00</span></div>"
    head = f"<html lang='vi'><head><title>{HEADLINE}</title></head><body>{clock}<h1>{HEADLINE}</h1>"
    page = f"{head}{holder.format(printed)}<p class='sapo'>{LEAD}</p>{frame.format(paragraphs(*TEXT))}</body></html>"
    article = extract(page).article
    assert article is not None
    assert article.to_dict()["published"] == f"{moment}:00+07:00"
    assert list(article.body) == list(TEXT)


_PLAIN = "Quang cảnh hội thảo đầu bờ tại thôn Bến Đò"


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (f"<p>{_PLAIN}</p>", _PLAIN),
        (f"<p style='text-align: justify;'>{_PLAIN}</p>", _PLAIN),
        ("<p style='text-align:right'><em>Ảnh: Vũ Hoài</em></p>", "Ảnh: Vũ Hoài"),
        (
            f"<p align='center'><em>{_PLAIN}.</em></p><p align='center'><em>Ảnh: Vũ Hoài</em></p>",
            f"{_PLAIN}. Ảnh: Vũ Hoài",
        ),
    ],
    ids=["unmarked", "justified", "credit at the right", "credit on its own line"],
)
@pytest.mark.parametrize("family", ["onecms", "fck-a", "dataimages", "dataimages-detail", "unknown"])
def test_lines_right_behind_a_picture(family: str, behind: str, said: str) -> None:
    body = paragraphs(*TEXT[:2]) + f"<p>{IMAGE.format(1)}</p>{behind}" + paragraphs(*TEXT[2:])
    for article in read(family, body + SIGNED.format("Thu Hoài")):
        assert list(article.captions) == [said]
        assert list(article.body) == list(TEXT)


def test_an_item_and_a_sub_heading_behind_a_picture_are_text() -> None:
    for line in ("- Từ ruộng trũng thành hồ sen rộng", "Nước về đồng cạn"):
        body = paragraphs(*TEXT[:2]) + f"<p>{IMAGE.format(1)}</p><p>{line}</p>" + paragraphs(*TEXT[2:])
        _check("epi", body, [*TEXT[:2], line, *TEXT[2:]])


def test_a_short_sentence_behind_a_picture_is_text_where_others_are_as_short() -> None:
    line, other = "Cây cầu dài 42 m, rộng 5 m.", "Cầu nối hai bờ sông."
    body = paragraphs(TEXT[0], other, TEXT[1]) + f"<p>{IMAGE.format(1)}</p><p>{line}</p>" + paragraphs(*TEXT[2:])
    _check("epi", body, [TEXT[0], other, TEXT[1], line, *TEXT[2:]])


@pytest.mark.parametrize("family", FAMILIES)
def test_what_a_system_left_unread_leaves_no_gap(family: str) -> None:
    begin, blank, end = TEXT[1].partition(" bắt đầu ")
    told = f"<p>{begin} [ad_1]{blank}{end}{{{{ related }}}}</p>"
    _check(family, paragraphs(TEXT[0]) + told + paragraphs(*TEXT[2:]), list(TEXT))
