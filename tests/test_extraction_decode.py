"""Bytes → text: who said which encoding, and what is done when they are wrong."""

from __future__ import annotations

import random

import pytest

from newsarchive.extraction import extract
from newsarchive.extraction.decode import BINARY, decode

TEXT = "Nông dân xã Mỹ Lạc được mùa sen, giá ổn định"


@pytest.mark.parametrize(
    ("page", "content_type", "encoding", "rule"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=windows-1258", "utf-8", "bom"),
        (TEXT.encode("utf-16"), None, "utf-16-le", "bom"),
        (TEXT.encode(), "text/html; charset=UTF-8", "utf-8", "content-type"),
        (b'<meta charset="utf-8">' + TEXT.encode(), None, "utf-8", "meta"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' + TEXT.encode(), None, "utf-8", "meta"),
        (TEXT.encode(), None, "utf-8", "valid utf-8"),
        (b'<meta charset="nonsense">' + TEXT.encode(), None, "utf-8", "valid utf-8"),
        (b'<meta charset="hex">' + TEXT.encode(), None, "utf-8", "valid utf-8"),
    ],
)
def test_encoding_is_decided_and_told(page: bytes, content_type: str | None, encoding: str, rule: str) -> None:
    decoded = decode(page, content_type)
    assert (decoded.encoding, decoded.rule) == (encoding, rule)
    assert TEXT in decoded.text


def test_a_western_declaration_does_not_spoil_utf8() -> None:
    decoded = decode(TEXT.encode(), "text/html; charset=ISO-8859-1")
    assert decoded.text == TEXT
    assert "though content-type says ISO-8859-1" in decoded.rule


def test_a_broken_letter_does_not_change_the_encoding() -> None:
    decoded = decode(b'<meta charset="utf-8">' + TEXT.encode() + "sữa".encode()[:-2], None)
    assert decoded.encoding == "utf-8"
    assert TEXT in decoded.text


def test_windows_1258_is_read_where_declared() -> None:
    page = "Hô\u0323i nghi\u0323 Quân u\u0309y Trung ương".encode("cp1258")
    assert decode(page, "text/html; charset=windows-1258").text == "Hô\u0323i nghi\u0323 Quân u\u0309y Trung ương"


def test_text_needs_no_decision() -> None:
    assert decode(TEXT).rule == "given as text"


@pytest.mark.parametrize("declared", ["text/html; charset=utf-8", "text/html", "image/png", None])
def test_bytes_of_a_picture_are_no_article_whatever_they_are_declared(declared: str | None) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(20_000)
    assert extract(picture, content_type=declared).article is None
    assert extract(picture, content_type=declared).reason == BINARY


def test_a_stray_nul_does_not_make_a_page_binary() -> None:
    assert not decode(f"<p>{TEXT * 10}\0</p>".encode()).is_binary
