"""Pages in newsrooms' markup, one directory each: every field of every page is a test of its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsarchive.extraction import Extraction, extract

PAGES = Path(__file__).parent / "pages"
FORBIDDEN = (
    "captcha",
    "Ý kiến của bạn",
    "Gửi ý kiến",
    "Gửi bình luận",
    "Nhập lại",
    "mã xác nhận",
    "Giấy phép",
    "Tin liên quan",
)


def _cases() -> list[tuple[str, str]]:
    found = []
    for expected in sorted(PAGES.glob("*/*/article.json")):
        name = str(expected.parent.relative_to(PAGES))
        found += [(name, field) for field in json.loads(expected.read_text(encoding="utf-8")) if field != "url"]
    return found


@cache
def _read(name: str) -> tuple[Extraction, dict[str, Any]]:
    folder = PAGES / name
    expected = json.loads((folder / "article.json").read_text(encoding="utf-8"))
    return extract((folder / "page.html").read_bytes(), url=expected["url"]), expected


@pytest.mark.parametrize(("name", "field"), _cases())
def test_field(name: str, field: str) -> None:
    extraction, expected = _read(name)
    if field == "reason":
        assert extraction.article is None
        assert expected["reason"] in (extraction.reason or "")
        return
    assert extraction.article is not None, extraction.reason
    assert extraction.article.to_dict()[field] == expected[field]


@pytest.mark.parametrize("name", sorted({name for name, field in _cases() if field == "body"}))
def test_nothing_of_the_page_around_leaks(name: str) -> None:
    article = _read(name)[0].article
    assert article is not None
    said = "\n".join([article.headline or "", article.lead or "", *article.body, *article.captions])
    assert [phrase for phrase in FORBIDDEN if phrase in said] == []
