"""Captions and their credits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.article import Caption
from newsarchive.cleaning.caption import has_credit, is_caption_label, parse_caption, split_credit
from newsarchive.cleaning.text import clean_text
from tables import captions


@pytest.mark.parametrize(("form", "line", "text", "credit"), captions.CAPTIONS)
def test_printed_form(form: str, line: str, text: str | None, credit: str | None) -> None:
    assert parse_caption(line) == Caption(text, credit)
    assert has_credit(line) is (credit is not None and "Nguồn: " not in line)


@pytest.mark.xfail(strict=True, reason="known failure, see the table")
@pytest.mark.parametrize(("form", "line", "text", "credit"), captions.NOT_YET)
def test_form_not_read_yet(form: str, line: str, text: str | None, credit: str | None) -> None:
    assert parse_caption(line) == Caption(text, credit)


@pytest.mark.parametrize(("paragraph", "caption", "rest"), captions.GLUED)
def test_caption_glued_to_a_paragraph(paragraph: str, caption: str | None, rest: str) -> None:
    assert split_credit(paragraph) == (caption, rest)


@pytest.mark.parametrize("paragraph", captions.NOT_GLUED)
def test_paragraph_stays_whole(paragraph: str) -> None:
    assert split_credit(paragraph) == (None, paragraph)


@pytest.mark.parametrize(("line", "label"), [("Chú thích ảnh", True), ("Chú thích ảnh:", True), ("Toàn cảnh", False)])
def test_label_line(line: str, label: bool) -> None:
    assert is_caption_label(line) is label


@given(st.text(alphabet="Ảnhảnh: ().-NguồTưliệu Minh1/", max_size=80))
def test_nothing_is_invented(line: str) -> None:
    caption = parse_caption(line)
    for part in (caption.text, caption.credit):
        assert part is None or part in clean_text(line)


def test_gold_captions(shared: Path) -> None:
    """A caption of the shared corpus that says "Ảnh: X" has the credit X, and no body paragraph has one."""
    missed, taken = [], []
    for path in sorted((shared / "corpus" / "dev").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        texts = [caption["text"] for caption in gold["captions"]]
        missed += [text for text in texts if "nh: " in text and not has_credit(text)]
        taken += [text for text in gold["body"] if has_credit(text) or split_credit(text)[0]]
    assert (missed, taken) == ([], [])
