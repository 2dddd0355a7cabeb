"""The number of an article: content systems count up, so that numbers tell before and after."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?:[a-z]{3,})?(\d{1,15})")


def read_number(article_id: str | None) -> int | None:
    """The number in an article's id, as `Newspaper.article_id` reads it; None where it does not count.

    >>> read_number("413098"), read_number("postid413098"), read_number("b180e1a")
    (413098, 413098, None)
    """
    match = _NUMBER.fullmatch(article_id or "")
    return int(match[1]) if match else None
