"""Bylines: every printed form met, and the lines that only look like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.article import Byline
from newsarchive.cleaning.byline import looks_like_byline, parse_byline, parse_bylines
from newsarchive.cleaning.glued import split_trailing_byline
from newsarchive.cleaning.text import clean_text
from tables import bylines


def names(line: str, role: str) -> list[str]:
    return [byline.name for byline in parse_byline(line) if byline.role == role]


@pytest.mark.parametrize(("form", "line", "authors", "photographers", "sources"), bylines.BYLINES)
def test_printed_form(form: str, line: str, authors: list[str], photographers: list[str], sources: list[str]) -> None:
    assert (names(line, "text"), names(line, "photo"), names(line, "source")) == (authors, photographers, sources)


@pytest.mark.xfail(strict=True, reason="known failure, see the table")
@pytest.mark.parametrize(("form", "line", "authors", "photographers", "sources"), bylines.NOT_YET)
def test_form_not_read_yet(
    form: str, line: str, authors: list[str], photographers: list[str], sources: list[str]
) -> None:
    assert (names(line, "text"), names(line, "photo"), names(line, "source")) == (authors, photographers, sources)


@pytest.mark.parametrize(("lines", "found"), bylines.TOGETHER)
def test_lines_of_one_article(lines: list[str], found: list[tuple[str, str]]) -> None:
    assert [(byline.name, byline.role) for byline in parse_bylines(lines)] == found


def test_raw_keeps_the_whole_line() -> None:
    assert parse_byline("  Tin, ảnh:\u00a0P.Y ") == (
        Byline("P.Y", "text", "Tin, ảnh: P.Y"),
        Byline("P.Y", "photo", "Tin, ảnh: P.Y"),
    )


@pytest.mark.parametrize("line", bylines.LAST_LINES)
def test_byline_at_the_end(line: str) -> None:
    assert looks_like_byline(line, last=True)


@pytest.mark.parametrize("line", bylines.ALSO_AMID)
def test_byline_anywhere(line: str) -> None:
    assert looks_like_byline(line, last=False)


@pytest.mark.parametrize("line", bylines.NEVER)
def test_no_byline(line: str) -> None:
    assert not looks_like_byline(line, last=True)
    assert not looks_like_byline(line, last=False)


@pytest.mark.parametrize("line", bylines.AMID_NOT)
def test_no_byline_amid_the_body(line: str) -> None:
    assert not looks_like_byline(line, last=False)


@pytest.mark.parametrize(("paragraph", "rest", "byline"), bylines.GLUED)
def test_credit_glued_to_the_last_sentence(paragraph: str, rest: str, byline: str | None) -> None:
    assert split_trailing_byline(paragraph) == (rest, byline)


@given(st.text(max_size=200))
def test_no_name_is_invented(line: str) -> None:
    for byline in parse_byline(line):
        assert byline.name in clean_text(line)
        assert byline.raw == clean_text(line)


def test_gold_bylines(shared: Path) -> None:
    """Every hand-read byline of the shared corpus, each accepted reading counted as right."""
    wrong = []
    for path in sorted((shared / "corpus" / "dev").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        line = gold.get("byline_raw") or ""
        accepted = [gold["authors"], *gold.get("authors_alt", [])]
        if line and (names(line, "text") not in accepted or names(line, "photo") != gold.get("photographers", [])):
            wrong.append(line)
    assert wrong == []
