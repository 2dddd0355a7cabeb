"""Page furniture in a naive scrape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cleaning import phrases, wording, wording_english
from newsarchive.cleaning.boilerplate import is_boilerplate, remove_boilerplate, starts_tail
from tables import boilerplate

SCRAPE_LINES = st.sampled_from(
    ["", "", boilerplate.PROSE, "Thu Hà", *boilerplate.FORM, *boilerplate.FURNITURE, *boilerplate.ARTICLE]
)


@pytest.mark.parametrize("line", boilerplate.FORM)
def test_comment_form(line: str) -> None:
    assert starts_tail(line)
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", boilerplate.FURNITURE)
def test_furniture(line: str) -> None:
    assert is_boilerplate(line)
    assert not starts_tail(line)


@pytest.mark.parametrize("line", boilerplate.ARTICLE)
def test_article_line(line: str) -> None:
    assert not is_boilerplate(line)
    assert not starts_tail(line)


@pytest.mark.parametrize(("shows", "scrape", "remains"), boilerplate.SCRAPES)
def test_scrape(shows: str, scrape: str, remains: str) -> None:
    prose = boilerplate.PROSE
    assert remove_boilerplate(scrape.replace("{prose}", prose)) == remains.replace("{prose}", prose)


@given(st.lists(SCRAPE_LINES, max_size=12).map("\n".join))
def test_lines_are_dropped_whole_and_once(scrape: str) -> None:
    once = remove_boilerplate(scrape)
    assert remove_boilerplate(once) == once
    left = iter(scrape.splitlines())
    assert all(any(line == other for other in left) for line in once.splitlines() if line)


@given(st.text(max_size=300))
def test_any_text(scrape: str) -> None:
    once = remove_boilerplate(scrape)
    assert remove_boilerplate(once) == once
    assert set(once.split()) <= set(scrape.split())


PHRASES = sorted({*wording.FORM, *wording.STRONG, *wording.LISTS, *wording.WEAK, *wording_english.TOOLS})


@given(
    st.lists(
        st.one_of(st.sampled_from(PHRASES), st.sampled_from(["12", "(3)", "1.2k", "12k7", "4,5", "cầu"])), max_size=4
    ),
    st.sampled_from([" ", " | ", ", ", " • ", ": "]),
)
def test_the_look_at_the_first_words_turns_no_furniture_away(parts: list[str], between: str) -> None:
    said = between.join(parts)
    for kind in ("form", "strong", "lists", "weak"):
        assert phrases.consists_of(kind, said) == (phrases._phrases(kind).fullmatch(said) is not None)


@pytest.mark.parametrize(
    "line",
    [
        "bình luận " * 40,
        "a " * 200,
        "(" * 400,
        "gửi 1 " * 60 + "!",
        "1k" * 200,
        "1 " * 200,
        "fax " * 100,
        "đt: 1 " * 66,
    ],
)
def test_no_line_makes_the_match_explode(line: str) -> None:
    """Answers at once, whatever it answers: the patterns never give a phrase back."""
    assert is_boilerplate(line) in (True, False)


def test_no_body_of_the_corpus_is_furniture(shared: Path) -> None:
    taken = []
    for path in sorted((shared / "corpus" / "dev").glob("*/gold.json")):
        body = json.loads(path.read_text(encoding="utf-8"))["body"]
        taken += [line for line in body if is_boilerplate(line) or starts_tail(line)]
        text = "\n\n".join(body)
        assert remove_boilerplate(text) == text
    assert taken == []
