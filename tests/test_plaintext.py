"""Plain text as a scraper leaves it → Article."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.article import Article, Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.extraction.plaintext import article_from_text, why_no_text
from tables import boilerplate

ONE = (
    "Sáng 5/3, tại xã Mỹ An, cây cầu mới bắc qua sông đã chính thức thông xe, nối hai bờ sau gần hai năm thi công, "
    "trong niềm vui của hàng nghìn người dân."
)
TWO = (
    "Theo Chủ tịch UBND xã, cây cầu dài 120 mét, rộng 7 mét, vốn đầu tư 45 tỷ đồng; từ nay học sinh không còn phải "
    "qua đò, nông sản được xe tải vào tận nơi thu mua."
)
SCRAPE = f"""
Cầu mới nối hai bờ sông

(BTV) {ONE}

Quang cảnh buổi lễ

{TWO}
Bà con đi trên cầu mới

{ONE}

\u00a0
Đức Mẫn, Thiên Hương

Ý kiến bạn đọc - Gửi bình luận

reset captcha

Gửi bình luận Nhập lại"""


def kinds(article: Article) -> list[str]:
    return [block.kind for block in article.blocks]


def test_a_scrape_becomes_an_article() -> None:
    article = article_from_text(SCRAPE)
    assert article.headline == "Cầu mới nối hai bờ sông"
    assert article.dateline == "(BTV)"
    assert article.body == [ONE, TWO, ONE]
    assert article.captions == ["Quang cảnh buổi lễ", "Bà con đi trên cầu mới"]
    assert article.authors == ["Đức Mẫn", "Thiên Hương"]
    assert kinds(article) == ["paragraph", "figure", "paragraph", "figure", "paragraph"]
    assert [block.figure for block in article.blocks if block.kind == "figure"] == [0, 1]
    assert not any(word in json.dumps(article.to_dict(), ensure_ascii=False) for word in ("captcha", "bình luận"))


def test_every_field_has_its_evidence() -> None:
    evidence = article_from_text(SCRAPE).evidence
    captions = {"figures", "figures[0].caption", "figures[1].caption"}
    bylines = {"bylines", "bylines[0]", "bylines[1]"}
    assert set(evidence) == {"headline", "dateline", "body"} | captions | bylines
    assert evidence["bylines"].rule == evidence["bylines[1]"].rule == "text: last line"
    assert evidence["bylines"].raw == evidence["bylines[1]"].raw == "Đức Mẫn, Thiên Hương"
    assert evidence["figures[1].caption"].raw == "Bà con đi trên cầu mới"


def test_a_credit_that_names_nobody_is_kept_as_evidence() -> None:
    article = article_from_text(SCRAPE.replace("Đức Mẫn, Thiên Hương", "Nhóm P.V"))
    assert article.bylines == ()
    assert article.evidence["bylines"] == Evidence("credit that names nobody", "Nhóm P.V")


def test_seed(shared: Path) -> None:
    """The scrape this project began with, exactly as read by hand."""
    folder = shared / "corpus" / "dev" / "seed-baobacninh-000"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    article = article_from_text((folder / "input.txt").read_text(encoding="utf-8"))
    assert article.headline == gold["title"]
    assert article.dateline == gold["dateline"]
    assert article.lead == gold["lead"]
    assert article.body == gold["body"]
    assert article.captions == [caption["text"] for caption in gold["captions"]]
    assert article.authors == gold["authors"]
    output = json.dumps(article.to_dict(), ensure_ascii=False)
    assert [phrase for phrase in gold["must_not"] if phrase in output] == []


@pytest.mark.parametrize("text", ["", "\n \n\u200b\n", "Gửi bình luận\nHọ tên\nEmail\nGửi"])
def test_nothing_gives_an_empty_article(text: str) -> None:
    assert article_from_text(text) == Article()


def test_one_paragraph_is_body() -> None:
    article = article_from_text(ONE)
    assert (article.headline, article.body) == (None, [ONE])


def test_a_headline_alone() -> None:
    article = article_from_text("Cầu mới nối hai bờ sông")
    assert (article.headline, article.body) == ("Cầu mới nối hai bờ sông", [])


def test_header_holds_byline_and_moment() -> None:
    article = article_from_text(f"Cầu mới\n\nNgân Hân - Đình Tuyến - 19/06/2025 18:33\n\n{ONE}")
    assert article.authors == ["Ngân Hân", "Đình Tuyến"]
    assert article.to_dict()["published"] == "2025-06-19T18:33:00+07:00"
    assert article.published_raw == "Ngân Hân - Đình Tuyến - 19/06/2025 18:33"
    assert article.body == [ONE]


def test_clock_of_the_visit_above_the_headline_is_no_date() -> None:
    article = article_from_text(f"Thứ hai, 05/01/2026 - 08:27\n\nThời sự\n\nCầu mới\n\n{ONE}")
    assert (article.headline, article.published, article.body) == ("Cầu mới", None, [ONE])


def test_moment_under_the_headline() -> None:
    article = article_from_text(f"Cầu mới\nThứ sáu: 15:00 ngày 09/02/2024\n\n{ONE}")
    assert article.to_dict()["published"] == "2024-02-09T15:00:00+07:00"
    assert article.body == [ONE]


def test_credited_and_several_captions() -> None:
    first, second = "Lễ thông xe", "Bà con qua cầu. Ảnh: Minh Đán"
    text = f"Cầu mới\n\n{ONE}\n\n{first}\n\n{second}\n\n{TWO}\n\nChú thích ảnh\nĐêm trên cầu.\n\n{ONE}"
    article = article_from_text(text)
    assert article.captions == ["Lễ thông xe", "Bà con qua cầu. Ảnh: Minh Đán", "Đêm trên cầu."]
    assert [figure.credit for figure in article.figures] == [None, "Minh Đán", None]
    assert article.body == [ONE, TWO, ONE]


def test_credit_glued_to_the_last_sentence() -> None:
    article = article_from_text(f"Cầu mới\n\n{ONE}\n\n{TWO} Bài và ảnh: Nguyễn Hường")
    assert article.authors == article.photographers == ["Nguyễn Hường"]
    assert article.body == [ONE, TWO]


@pytest.mark.parametrize(
    ("end", "authors"),
    [("./. Thu Hà", ["Thu Hà"]), (" P.Y", ["P.Y"]), (" Thu Hà, Minh Quân", ["Thu Hà", "Minh Quân"])],
)
def test_names_glued_to_the_last_sentence(end: str, authors: list[str]) -> None:
    article = article_from_text(
        f"Cầu mới nối hai bờ sông\n\n{ONE}\n\n{TWO.rstrip('.') if end.startswith('./.') else TWO}{end}\n\nGửi bình luận"
    )
    assert article.authors == authors
    assert article.body[-1] == TWO + ("/." if end.startswith("./.") else "")


def test_two_bylines_at_the_end() -> None:
    article = article_from_text(f"Cầu mới\n\n{ONE}\n\nBài: Thu Phượng\n\nẢnh: Đỗ Hiền")
    assert (article.authors, article.photographers, article.body) == (["Thu Phượng"], ["Đỗ Hiền"], [ONE])


def test_headings_and_lists() -> None:
    text = f"Cầu mới\n\n{ONE}\n\n1. Vì sao chậm\n\n{TWO}\n\nNiềm vui mới\n{ONE}\n\n- Dài 120 mét\n- Rộng 7 mét\n\n{TWO}"
    article = article_from_text(text)
    assert kinds(article) == ["paragraph", "heading", "paragraph", "heading", "paragraph", "list", "paragraph"]
    assert article.blocks[5].items == ("Dài 120 mét", "Rộng 7 mét")
    assert article.captions == []


def test_interview_dashes_are_no_list() -> None:
    text = f"Phỏng vấn\n\n{ONE}\n\nThưa ông, cầu có bền không?\n\n- Rất bền\n\nBao giờ xong?\n\n- Cuối năm\n\n{TWO}"
    article = article_from_text(text)
    assert "list" not in kinds(article)
    assert "- Rất bền" in article.body
    assert article.captions == []


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    wrapped = textwrap.fill(ONE, 72)
    article = article_from_text(f"Cầu mới\n\n{wrapped}\n\n{TWO}")
    assert article.body == [ONE, TWO]


def test_no_blank_lines_at_all() -> None:
    article = article_from_text(f"Cầu mới nối hai bờ sông\n{ONE}\nQuang cảnh buổi lễ\n{TWO}\nThu Hà")
    assert article.body == [ONE, TWO]
    assert article.captions == ["Quang cảnh buổi lễ"]
    assert article.authors == ["Thu Hà"]


def test_menus_of_a_whole_page_are_left_out() -> None:
    menu = "\n".join(
        ["Trang chủ", "Thời sự", "Kinh tế", "Xã hội", "Văn hóa", "Thể thao", "Pháp luật", "Giáo dục", "Media"]
    )
    title = "Cầu mới nối hai bờ sông"
    article = article_from_text(f"{menu}\n{title}\n19/06/2025 18:33\n\n{ONE}\n\n{TWO}\n\nĐức Mẫn\n\n{menu}\nLiên hệ")
    assert (article.headline, article.body, article.authors) == (title, [ONE, TWO], ["Đức Mẫn"])
    assert article.to_dict()["published"] == "2025-06-19T18:33:00+07:00"


def test_labelled_byline_above_what_is_left_of_the_page() -> None:
    article = article_from_text(f"Cầu mới\n\n{ONE}\n\nTin, ảnh: P.Y\n\nmột đuôi trang không tên gọi")
    assert article.authors == ["P.Y"]
    assert "Tin, ảnh: P.Y" not in article.body


def test_newspaper_brings_its_marks() -> None:
    article = article_from_text(f"Cầu mới\n\n(CTO) - {ONE}\n\nP.Y", newspaper="cantho")
    assert (article.newspaper, article.dateline, article.body) == ("cantho", "(CTO)", [ONE])


def test_unknown_newspaper() -> None:
    with pytest.raises(UnknownNewspaperError, match="khong-co"):
        article_from_text(ONE, newspaper="khong-co")


def test_no_author_rather_than_the_newspaper() -> None:
    article = article_from_text(f"Cầu mới\n\n{ONE}\n\nBáo Cần Thơ", newspaper="cantho")
    assert article.authors == []


FORM = [*boilerplate.FORM[:5], *boilerplate.FURNITURE[:20]]
CONTENT = [ONE, TWO, "Cầu mới", "Thu Hà", "Tin, ảnh: P.Y", f"(BTV) {ONE}", "- một", "19/06/2025 18:33", "Ảnh: Lê An"]
LINES = st.sampled_from(["", "", *CONTENT, *FORM])


@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=15).map("\n".join)))
def test_no_text_is_invented(text: str) -> None:
    article = article_from_text(text)
    fields = [article.headline or "", article.dateline or "", *article.body, *article.captions]
    fields += [byline.name for byline in article.bylines]
    given_words = set(clean_text(text).split())
    printed = clean_text(text)
    for words in (field.split() for field in fields):
        assert all(word in given_words or word in printed for word in words)


@given(st.lists(LINES, max_size=15).map("\n\n".join))
def test_no_form_remains(text: str) -> None:
    article = article_from_text(text)
    lines = [article.headline or "", *article.body, *article.captions]
    assert not set(lines) & set(FORM)


@pytest.mark.parametrize(
    "text",
    [
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n",
        'PRETTY_NAME="Linux 12"\nID=linux\nVERSION_ID="12"\nHOME_URL="https://www.example.org/"\n',
        "2025-06-12 09:30:11 INFO 12 pages\n2025-06-12 09:30:12 ERROR 404 /a/b/c.html\n",
        "",
    ],
    ids=["accounts", "settings", "log", "nothing"],
)
def test_a_file_of_a_machine_is_no_article(text: str) -> None:
    assert why_no_text(article_from_text(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Cầu mới thông xe",
        "Cầu mới thông xe\n\nSáng 5/3, cầu mới đã thông xe.",
        "Bến chờ\n\nChiều về trên bến Vạn Đò\nCon thuyền neo đậu câu hò ngày xưa\nMẹ ngồi đan áo dưới mưa",
        "港口大桥周一通车\n\n本报讯 六月十二日上午，港口大桥正式通车，数百名居民前来观礼。",
        "เปิดใช้สะพานใหม่\n\nเช้าวันที่ 12 มิถุนายน อำเภอท่าเรือเปิดใช้สะพานใหม่เชื่อมสองฝั่งแม่น้ำ",
    ],
    ids=["headline", "sentence", "verse", "Chinese", "Thai"],
)
def test_what_people_read_is_one(text: str) -> None:
    assert why_no_text(article_from_text(text)) is None
