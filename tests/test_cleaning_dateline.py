"""The newsroom's mark at the head of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cleaning.dateline import parse_dateline
from tables import datelines


@pytest.mark.parametrize(("form", "text", "mark", "rest"), datelines.DATELINES)
def test_mark_is_taken(form: str, text: str, mark: str, rest: str) -> None:
    assert parse_dateline(text) == (mark, rest)


@pytest.mark.parametrize("text", datelines.NO_DATELINE)
def test_nothing_is_taken(text: str) -> None:
    assert parse_dateline(text) == (None, text)


@pytest.mark.xfail(strict=True, reason="known failure, see the table")
@pytest.mark.parametrize(("form", "text", "mark", "rest"), datelines.NOT_YET)
def test_mark_not_read_yet(form: str, text: str, mark: str, rest: str) -> None:
    assert parse_dateline(text) == (mark, rest)


@given(st.text(alphabet="(BTVĐO.vn) -–—Chiều3/2,", max_size=60))
def test_mark_and_rest_stand_in_the_text(text: str) -> None:
    mark, rest = parse_dateline(text)
    assert rest == text if mark is None else text.strip().startswith(mark) and text.endswith(rest)
