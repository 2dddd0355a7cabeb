"""Articles told in pictures: stories of captioned photographs, and a drawing that is the whole article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsarchive.extraction import extract
from newsroom_families import HEADLINE, LEAD, TEXT, paragraphs, read

PAPERS = ("epi", "fck-a", "liferay", "unknown")
SCENES = [f"Cảnh thứ {number} trên cánh đồng Bãi Thượng, xã Vạn Đò" for number in range(1, 9)]
IMAGE = '<img src="https://img.bao.example/upload/{}.jpg" alt="">'
SIGNED = '<p style="text-align: right;"><strong>Thu Hoài</strong></p>'
FORMS: dict[str, Callable[[str, str], str]] = {
    "figures": "<figure>{}<figcaption>{}</figcaption></figure>".format,
    "tables": "<table class='image center'><tr><td>{}</td></tr><tr><td class='image_desc'>{}</td></tr></table>".format,
    "italics": "<p align='center'>{}</p><p align='center'><em>{}</em></p>".format,
    "plain": "<p>{}</p><p>{}</p>".format,
    "one paragraph": "<p>{}<br>{}</p>".format,
}


def pictures(form: str, stop: str) -> str:
    return "".join(FORMS[form](IMAGE.format(number), said + stop) for number, said in enumerate(SCENES))


@pytest.mark.parametrize("stop", ["", "."], ids=["bare", "sentences"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("family", PAPERS)
def test_a_story_of_one_paragraph_and_its_pictures(family: str, form: str, stop: str) -> None:
    for article in read(family, paragraphs(TEXT[0]) + pictures(form, stop) + SIGNED):
        assert (article.lead, list(article.body)) == (LEAD, [TEXT[0]])
        assert article.captions == [said + stop for said in SCENES]
        assert [figure.src for figure in article.figures if figure.src] == [
            f"https://img.bao.example/upload/{number}.jpg" for number in range(len(SCENES))
        ]
        assert article.authors == ["Thu Hoài"]


def test_paragraphs_with_pictures_between_them_are_text() -> None:
    body = "".join(f"<p>{IMAGE.format(number)}</p><p>{text}</p>" for number, text in enumerate(TEXT))
    for article in read("unknown", body):
        assert list(article.body) == list(TEXT)
        assert article.captions == []


@pytest.mark.parametrize("said", ["", "<figcaption>Đồ họa: Thu Hoài</figcaption>"], ids=["bare", "credited"])
@pytest.mark.parametrize("family", ["epi", "unknown"])
def test_a_drawing_is_an_article(family: str, said: str) -> None:
    for article in read(family, f"<figure>{IMAGE.format(1)}{said}</figure>"):
        assert (article.headline, article.lead, list(article.body)) == (HEADLINE, LEAD, [])
        assert [figure.src for figure in article.figures] == ["https://img.bao.example/upload/1.jpg"]
        assert article.captions == (["Đồ họa: Thu Hoài"] if said else [])


TITLED = '<p><img src="https://img.bao.example/upload/{}.jpg" title="{}" alt="canh-dong-sen"></p>'


@pytest.mark.parametrize("family", PAPERS)
def test_titles_of_images_are_captions_where_none_is_printed(family: str) -> None:
    body = "".join(TITLED.format(number, said) + f"<p>{TEXT[number]}</p>" for number, said in enumerate(SCENES[:3]))
    for article in read(family, body):
        assert article.captions == SCENES[:3]
        assert [article.evidence[f"figures[{n}].caption"].rule for n in range(3)] == ["img title"] * 3
        assert list(article.body) == list(TEXT[:3])


@pytest.mark.parametrize(
    "titles",
    [
        (HEADLINE, HEADLINE),
        (f"{HEADLINE} - Ảnh 1.", f"{HEADLINE} - Ảnh 2."),
        (HEADLINE[: len(HEADLINE) // 2], HEADLINE.upper()),
        ("Nông dân Vạn Đò làm giàu từ sen",) * 2,
        ("hai_san_dong_lanh-2024.jpg", "Đồng sen Vạn Đò"),
    ],
    ids=["headline", "numbered", "cut", "the same twice", "names"],
)
def test_a_headline_or_a_name_of_a_file_is_no_caption(titles: tuple[str, str]) -> None:
    body = "".join(TITLED.format(number, said) + f"<p>{TEXT[number]}</p>" for number, said in enumerate(titles))
    for article in read("unknown", body + f"<p>{TEXT[2]}</p>"):
        assert article.captions == []
        assert len(article.figures) == 2


def test_a_title_beside_printed_captions_is_none() -> None:
    body = TITLED.format(1, SCENES[0]) + f"<p>{TEXT[0]}</p>" + pictures("figures", ".") + f"<p>{TEXT[1]}</p>"
    for article in read("unknown", body):
        assert article.captions == [f"{said}." for said in SCENES]


def test_what_is_said_of_a_picture_above_the_text_is_no_lead() -> None:
    said = "Nông dân xã Vạn Đò thu hoạch sen trên cánh đồng Bãi Thượng trong buổi sáng đầu vụ."
    page = (
        f"<html lang='vi'><head><title>{HEADLINE}</title></head><body><div><h1>{HEADLINE}</h1><div class='x2'>"
        f"{IMAGE.format(1)}<p>{said}</p></div><div class='x3'>{paragraphs(*TEXT)}</div></div></body></html>"
    )
    article = extract(page).article
    assert article is not None
    assert article.lead is None
    assert list(article.body) == list(TEXT)
