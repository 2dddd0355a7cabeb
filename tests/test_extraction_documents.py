"""What signs a printed document is its text; first headings, captions, hours and English bylines of many newsrooms."""

from __future__ import annotations

import pytest

from newsarchive.article import Article
from newsarchive.cleaning.byline import parse_byline
from newsarchive.extraction import extract
from newsroom_combinations import CAPTIONS, HEADLINES, TEXTS

BODY = [text.format(number) for number, text in enumerate(TEXTS[:5], 3)]
RIGHT = '<p style="text-align:right"><strong>{}</strong></p>'
NAME = "Trần Văn Bút"


def read(body: str, *, head: str = "", date: str = "") -> Article:
    html = (
        f'<html lang="vi"><head><title>{HEADLINES[0]} - Báo Vạn Đò</title>{head}</head><body><h1>{HEADLINES[0]}</h1>'
        f"{date}<div>{body}</div></body></html>"
    )
    article = extract(html).article
    assert article is not None
    return article


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "offices",
    [("TM. UBND TỈNH", "CHỦ TỊCH", "(Đã ký)"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("(Đã ký)",)],
)
def test_what_signs_a_document_is_text(offices: tuple[str, ...]) -> None:
    article = read(paragraphs(*BODY) + "".join(map(RIGHT.format, (*offices, NAME))))
    assert article.body == [*BODY, *offices, NAME]
    assert article.authors == []


def test_a_name_without_an_office_above_it_is_the_writer() -> None:
    article = read(paragraphs(*BODY) + RIGHT.format(NAME))
    assert (article.body, article.authors) == (BODY, [NAME])


def test_a_first_line_in_capitals_is_a_heading() -> None:
    lines = ["I. THỰC TRẠNG", *BODY[:2], "II. GIẢI PHÁP", *BODY[2:]]
    assert read(paragraphs(*lines)).body == lines


def test_captions_over_a_row_of_pictures_leave_the_paragraph_behind_it() -> None:
    captions = [*CAPTIONS, "Quang cảnh buổi lễ bàn giao nhà ở thôn Bãi Thượng"]
    row = "".join(
        f'<p style="text-align:center"><em>{caption}</em></p><p style="text-align:center"><img src="/{at}.jpg"></p>'
        for at, caption in enumerate(captions)
    )
    article = read(paragraphs(*BODY[:2]) + row + paragraphs(*BODY[2:]))
    assert article.body == BODY
    assert [figure.raw for figure in article.figures] == captions


@pytest.mark.parametrize(("claim", "hour"), [("00:00:00", "09:30"), ("10:15:00", "10:15")])
def test_midnight_in_the_metadata_is_a_day_without_an_hour(claim: str, hour: str) -> None:
    head = f'<meta property="article:published_time" content="2025-06-12T{claim}+07:00">'
    article = read(paragraphs(*BODY), head=head, date='<div class="date">12/06/2025 09:30</div>')
    assert str(article.published) == f"2025-06-12 {hour}:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "Written by Jane Doe", "Story by Jane Doe", "By Jane Doe, Political Correspondent",
        "By Jane Doe - Senior Reporter", "By Jane Doe for The Weston Courier", "Jane Doe in London",
        "By Jane Doe jane.doe@courier.example", "By Jane Doe @janedoe", "By Jane Doe – Translated by John Smith",
    ],
)  # fmt: skip
def test_english_bylines_name_the_writer_alone(line: str) -> None:
    assert [(byline.name, byline.role) for byline in parse_byline(line)] == [("Jane Doe", "text")]


@pytest.mark.parametrize("line", ["TM. UBND TỈNH", "KT. CHỦ TỊCH", "GIA ĐÌNH KÍNH BÁO", "Translated by Jane Doe"])
def test_offices_and_families_write_nothing(line: str) -> None:
    assert parse_byline(line) == ()


@pytest.mark.parametrize("line", ["12/06/2025 | 09:30 | Lượt xem: 1.234", "12/06/2025 09:30 (GMT+7) 0 bình luận"])
def test_a_count_of_readers_behind_the_date_hides_it_not(line: str) -> None:
    assert str(read(paragraphs(*BODY), date=f"<div>{line}</div>").published) == "2025-06-12 09:30:00+07:00"
