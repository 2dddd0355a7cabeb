"""Unicode form, blanks, folding, tone placement."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cleaning.syllable import is_syllable
from newsarchive.cleaning.text import clean_text, fold, uniform_tone

LETTERS = [chr(point) for point in [*range(0x00C0, 0x0250), *range(0x1EA0, 0x1EFA)]]
VIETNAMESE = st.text(alphabet=["a", "b", "h", "n", "o", "q", "t", "u", "y", " ", "-", *LETTERS], max_size=60)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Qua\u0302n u\u0309y Trung \u01b0o\u031bng", "Quân ủy Trung ương"),
        ("H\u00f4\u0303 tr\u01a1\u0323", "Hỗ trợ"),
        ("a\u00a0\u2003b\u3000c\td", "a b c d"),
        ("\ufeffTh\u00adu\u200b H\u200cà\u2060", "Thu Hà"),
        ("một\r\nhai\u2028ba", "một hai ba"),
        ("kinh tế - xã hội; “hoà”…", "kinh tế - xã hội; “hoà”…"),
        ("\x00\x1fa\x00b", "a b"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.lists(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ", min_size=1, max_size=7), max_size=20))
def test_cleaning_removes_no_word(words: list[str]) -> None:
    assert clean_text("\u00a0 ".join(words)).split() == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đường Điện Biên Phủ", "duong dien bien phu"), ("Ðà Nẵng", "da nang"), ("ẮẰẲẴẶ", "aaaaa"), ("ß Ω Й", "ß ω и")],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_fold_is_one_to_one(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_has_no_mark_left(text: str) -> None:
    marked = [character for character in fold(text) if len(unicodedata.normalize("NFD", character)) > 1]
    assert marked == []


@pytest.mark.parametrize(
    ("text", "uniform"),
    [
        ("hoà bình", "hòa bình"),
        ("Hoà Bình", "Hòa Bình"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ, toả, goá, doạ, xoã", "khỏe, tỏa, góa, dọa, xõa"),
        ("thuỷ, huỷ, tuý, luỹ, tuỵ, uý lạo", "thủy, hủy, túy, lũy, tụy, úy lạo"),
        ("quý, quỳ, quỷ, quỹ, quỵ, Quý", "quý, quỳ, quỷ, quỹ, quỵ, Quý"),
        ("toàn, hoàn, ngoài, xoáy, huỳnh, khuỷu, thuyền, loét", "toàn, hoàn, ngoài, xoáy, huỳnh, khuỷu, thuyền, loét"),
        ("giá, già, của, mùa, lúa, chìa", "giá, già, của, mùa, lúa, chìa"),
        ("hòa, thủy, khỏe", "hòa, thủy, khỏe"),
    ],
)
def test_uniform_tone(text: str, uniform: str) -> None:
    assert uniform_tone(text) == uniform


@given(VIETNAMESE)
def test_uniform_tone_keeps_length_and_letters(text: str) -> None:
    uniform = uniform_tone(text)
    assert len(uniform) == len(text)
    assert uniform_tone(uniform) == uniform
    assert fold(uniform) == fold(text)


@pytest.mark.parametrize("word", ["Nghĩa", "quyển", "giường", "Huỳnh", "ĐẮK", "y", "ươm", "khuya", "ngoằn"])
def test_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Reuters", "Smith", "longantv", "strong", "", "a-b", "Việtnam"])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)
