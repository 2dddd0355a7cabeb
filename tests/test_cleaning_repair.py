"""Text read in the wrong encoding is mended when that is certain, and left alone when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cleaning.letters import TCVN3, VNI
from newsarchive.cleaning.repair import repair
from newsarchive.extraction import article_from_text
from newsarchive.extraction.decode import decode

SENTENCE = (
    "Sáng nay, tại nhà văn hóa thôn Bến Đò, xã Mỹ Lạc, Hội Nông dân huyện đã tổ chức hội thảo đầu bờ, đánh giá mô hình"
    " trồng sen lấy hạt trên ruộng trũng; lãi khoảng 62 triệu đồng mỗi vụ, gấp đôi trồng lúa."
)
OLD = {"TCVN3": {new: old for old, new in TCVN3.items()}, "VNI": {new: old for old, new in VNI.items()}}


def encoded(text: str, name: str) -> str:
    """The text in an old encoding as Windows-1252 shows it."""
    return "".join(OLD[name].get(letter, letter) for letter in text)


def misread(text: str, page: str = "latin-1") -> str:
    """UTF-8 as a program shows it that takes it for a Western code page."""
    return text.encode("utf-8").decode(page, "strict" if page == "latin-1" else "replace")


@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
def test_an_old_encoding_is_converted(name: str) -> None:
    assert repair(encoded(SENTENCE, name)) == (SENTENCE, name)


def test_every_letter_of_the_tables_comes_back() -> None:
    assert set(TCVN3.values()) >= set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
    assert {letter.lower() for letter in VNI.values()} == set(TCVN3.values()) - set("ĂÂÊÔƠƯĐ")
    assert len(set(VNI.values())) == len(VNI)


@pytest.mark.parametrize("page", ["latin-1", "cp1258"])
def test_utf8_read_as_western_is_read_anew(page: str) -> None:
    text = "Hội thi bơi ở Mỹ Lộc" if page == "cp1258" else SENTENCE
    broken = misread(text, page)
    assert broken != text
    mended, told = repair(broken)
    assert mended == text
    assert told is not None and told.startswith("UTF-8 read as")


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "",
        "The café reopened after Noël; naïve visitors paid 5 µg ® of cuvée à volonté, señor.",
        "Le préfet a été reçu à l'hôtel de ville où l'évêque, très âgé, fêtait son élève. Déjà vu près du marché.",
        "Größere Änderungen für Bürger: Straßenbahn fährt künftig häufiger über die Brücke, müssen Gäste hören.",
        "Người dùng hay gặp chữ lỗi như Há»™i nghá»‹ triá»ƒn khai khi mở tệp cũ.",
        "Giá vàng hôm nay, báo cáo và thông báo, nhà máy, hàng hóa, có và không, quà và bánh",
        "®µ¸",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert repair(text) == (text, None)


def test_unicode_beside_an_old_text_is_kept() -> None:
    page = f"<a>Thông báo</a><a>Kinh tế</a><p>{encoded(SENTENCE, 'TCVN3')}</p>"
    assert repair(page)[0] == f"<a>Thông báo</a><a>Kinh tế</a><p>{SENTENCE}</p>"


@pytest.mark.parametrize("declared", ["text/html; charset=windows-1252", "text/html; charset=utf-8", "text/html", None])
def test_bytes_of_an_old_page_are_read_whatever_they_are_declared(declared: str | None) -> None:
    decoded = decode(f"<p>{encoded(SENTENCE, 'TCVN3')}</p>".encode("latin-1"), declared)
    assert SENTENCE in decoded.text
    assert decoded.rule.endswith("; repaired: TCVN3")


def test_plain_text_tells_that_it_was_mended() -> None:
    article = article_from_text("Mùa sen\n\n" + encoded(SENTENCE, "VNI"))
    assert article.body == [SENTENCE]
    assert article.evidence["encoding"].rule == "given as text; repaired: VNI"


@given(st.text(max_size=300))
def test_ascii_is_never_touched_and_nothing_raises(text: str) -> None:
    mended, told = repair(text)
    assert (mended == text) or told
    assert [c for c in mended if c.isascii()] == [c for c in text if c.isascii()] or told


def test_no_page_of_today_is_mended(shared: Path) -> None:
    """Every page of the corpus is Unicode: a repair would be an invention."""
    pages = sorted((shared / "corpus").rglob("*.html"))
    assert len(pages) > 200
    assert [page for page in pages if "repaired" in decode(page.read_bytes()).rule] == []
