"""Lines that newsrooms place where others do not: captions over pictures, numbers to call, entries of a live report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsarchive.article import Article
from newsarchive.cleaning.dateline import cut_mark
from newsarchive.extraction import extract
from newsarchive.press import newspaper

TEXT = (
    "Sáng 12/4, chợ phiên Suối Vàng đông nghịt người từ các bản xuống mua sắm cho ngày Tết sắp đến.",
    "Bà con mang theo nếp nương, mật ong, măng khô và nhiều thứ nông sản mà năm nay được mùa, được giá hơn hẳn.",
    "Theo Ban quản lý chợ, phiên cuối năm có hơn 400 gian hàng, nhiều nhất trong vòng năm năm trở lại đây.",
    "Chợ sẽ họp thêm hai phiên nữa trước khi nghỉ Tết, mở cửa từ 5 giờ sáng cho đến khi vãn khách.",
)
SAID = ("Người bản xuống chợ từ tinh mơ.", "Mật ong rừng được bày bán.", "Gian hàng thổ cẩm của chị Lò Thị Én.")
CENTRED = '<p style="text-align:center">'
ITALIC = CENTRED + "<em>{}</em></p>"
NAMED = '<p class="caption">{}</p>'


def read(body: str) -> Article:
    head = '<title>Chợ phiên Suối Vàng</title><meta property="og:type" content="article">'
    shown = f"<h1>Chợ phiên Suối Vàng</h1><div itemprop='articleBody'>{body}</div>"
    page = f"<html><head>{head}</head><body>{shown}</body></html>"
    article = extract(page).article
    assert article is not None
    return article


def picture(number: int) -> str:
    return f'{CENTRED}<img src="https://bao.example/{number}.jpg"></p>'


def paired(article: Article) -> list[tuple[str | None, str | None]]:
    return [(figure.src and figure.src[-5:-4], figure.raw) for figure in article.figures]


@pytest.mark.parametrize("form", [ITALIC, NAMED])
@pytest.mark.parametrize("apart", [True, False], ids=["between paragraphs", "one behind the other"])
def test_captions_over_their_pictures(form: str, *, apart: bool) -> None:
    shown = [form.format(said) + picture(number) for number, said in enumerate(SAID)]
    parted = "".join(f"{one}<p>{text}</p>" for one, text in zip(shown, TEXT[1:], strict=True))
    article = read(f"<p>{TEXT[0]}</p>" + (parted if apart else f"<p>{TEXT[1]}</p>" + "".join(shown)))
    assert paired(article) == [(str(number), said) for number, said in enumerate(SAID)]
    assert list(article.body) == list(TEXT if apart else TEXT[:2])


@pytest.mark.parametrize("form", [ITALIC, NAMED])
def test_captions_under_their_pictures(form: str) -> None:
    shown = "".join(picture(number) + form.format(said) for number, said in enumerate(SAID))
    article = read("".join(f"<p>{text}</p>" for text in TEXT) + shown)
    assert paired(article) == [(str(number), said) for number, said in enumerate(SAID)]


def test_captions_over_pictures_in_one_frame() -> None:
    cells = "".join(f"<tr><td>{said}</td></tr><tr><td>{picture(n)}</td></tr>" for n, said in enumerate(SAID))
    article = read(f"<p>{TEXT[0]}</p><table>{cells}</table><p>{TEXT[1]}</p><p>{TEXT[2]}</p>")
    assert paired(article) == [(str(number), said) for number, said in enumerate(SAID)]


def test_one_line_over_one_picture_is_text() -> None:
    article = read(f"<p>{TEXT[0]}</p>{ITALIC.format(SAID[0])}{picture(0)}<p>{TEXT[1]}</p>{picture(1)}<p>{TEXT[2]}</p>")
    assert SAID[0] in article.body
    assert article.captions == []


def test_words_of_somebody_over_pictures_are_text() -> None:
    said = [f"“{one}”" for one in SAID]
    shown = "".join(ITALIC.format(one) + picture(n) + f"<p>{TEXT[n]}</p>" for n, one in enumerate(said))
    assert [one for one in said if one in read(shown).body] == said


NUMBERS = ("ĐT: 0912 345 678.", "Điện thoại: 0203.3825.111", "Tel: 0912 345 678")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("behind", ["", f"<p>{TEXT[3]}</p>"], ids=["last", "amid"])
def test_a_number_to_call_stays(number: str, behind: str) -> None:
    asked = "Mọi sự giúp đỡ xin gửi về: bà Lò Thị Én, bản Suối Vàng."
    article = read("".join(f"<p>{text}</p>" for text in TEXT[:3]) + f"<p>{asked}</p><p>{number}</p>{behind}")
    assert list(article.body[3:5]) == [asked, number]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_of_the_newspaper_goes_with_its_imprint(number: str) -> None:
    imprint = f"<p>{number}</p><p>Giấy phép số 12/GP-BTTTT cấp ngày 3/2/2020.</p><p>Tổng biên tập: Lê Thị Mây</p>"
    article = read("".join(f"<p>{text}</p>" for text in TEXT) + imprint)
    assert list(article.body) == list(TEXT)


@pytest.mark.parametrize("clock", ["10:05", "Phút 12", "45+2'", "8h30"])
def test_entries_of_a_live_report_are_text(clock: str) -> None:
    entry = '<div class="comment-item"><span>{}</span><div class="comment-content"><p>{}</p></div></div>'
    article = read(
        f'<p>{TEXT[0]}</p><div class="list-comment">{"".join(entry.format(clock, t) for t in TEXT[1:])}</div>'
    )
    assert [text for text in TEXT if text in article.body] == list(TEXT)


@pytest.mark.parametrize("answer", ["<a>Trả lời</a>", "<textarea></textarea>"])
def test_comments_of_readers_are_none(answer: str) -> None:
    said = "Tôi cũng đã đi chợ này và thấy rất vui."
    one = f'<div class="comment-item"><span>10:05</span><p>{said}</p>{answer}</div>'
    named = f'<div class="comment-item"><b>Lò Văn Pao</b><span>10:05</span><p>{said}</p></div>'
    assert said not in read("".join(f"<p>{text}</p>" for text in TEXT) + one + named).body


@pytest.mark.parametrize("head", ["Suối Vàng - ", "(Suối Vàng) ", "Suối Vàng: "])
def test_a_mark_that_the_newspaper_is_known_for(head: str) -> None:
    mark = head.rstrip(" -:")
    paper = replace(newspaper("bentre"), datelines=("Suối Vàng", "(Suối Vàng)"))
    page = f"<html><body><h1>Chợ phiên</h1><div>{''.join(f'<p>{head}{t}</p>' for t in TEXT)}</div></body></html>"
    article = extract(page, newspaper=paper).article
    assert article is not None
    assert article.dateline == mark
    assert article.body[0] == TEXT[0]


def test_a_mark_is_no_beginning_of_a_word_or_sentence() -> None:
    for text in ("BTOX - Sáng 2/3, chợ họp.", "Suối Vàng sáng nay đông người.", "Suối Vàng - 2 đội vào chung kết."):
        assert cut_mark(text, ("Suối Vàng", "BTO")) == (None, text)
