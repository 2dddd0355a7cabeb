"""The shape of a newspaper's article addresses, from a few of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import parse_qs, urlsplit

_NUMBER = re.compile(r"(?P<mark>(?<![A-Za-z])[A-Za-z]{0,8})(?P<number>\d{3,})")
_DAY = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])?(?:0[1-9]|[12]\d|3[01])?$")


def article_pattern(urls: Sequence[str]) -> tuple[str, str | None] | None:
    """(regular expression for the path, query parameter of the id) that all these addresses fit; None when none does.

    The number that every address has, in the same place, and that differs, is the article's: group `id` takes it in
    with the letters before it, which tell two kinds of page apart.

    >>> article_pattern(["https://b.vn/hoa-da-quy-post101.html", "https://b.vn/gio-moi-post2045.html"])
    ('-(?P<id>post\\\\d+)\\\\.html$', None)
    >>> article_pattern(["https://b.vn/bai.aspx?id=101", "https://b.vn/bai.aspx?id=205"])
    ('^/bai\\\\.aspx$', 'id')
    >>> article_pattern(["https://b.vn/tin/2024/hoa-no", "https://b.vn/tin/2025/cau-moi"])
    ('^/[^/]+/[^/]+/[^/]+$', None)
    """
    parts = [urlsplit(url) for url in urls]
    paths = [part.path.rstrip("/") for part in parts]
    queries = [parse_qs(part.query) for part in parts]
    if len(set(paths)) == 1:
        for name in queries[0]:
            values = [query.get(name, [""])[0] for query in queries]
            if all(re.search(r"\d", value) for value in values) and len(set(values)) == len(values):
                return f"^{re.escape(paths[0])}$", name
        return None
    pattern = _numbered(paths) or _depth(paths)
    return (pattern, None) if pattern and all(re.search(pattern, path) for path in paths) else None


def _numbered(paths: Sequence[str]) -> str | None:
    """The pattern by the last number of the last segment, or of the one before."""
    for segment in (-1, -2):
        words = [path.split("/")[segment] if path.count("/") >= -segment else "" for path in paths]
        for which in (-1, 0):
            found = [list(_NUMBER.finditer(word)) for word in words]
            chosen = [matches[which] for matches in found if matches]
            if len(chosen) != len(words) or len({one["number"] for one in chosen}) != len(words):
                continue
            if all(_DAY.match(one["number"]) for one in chosen):
                continue
            return _written(words, chosen, segment)
    return None


def _written(words: Sequence[str], found: Sequence[re.Match[str]], segment: int) -> str:
    marks = {one["mark"] for one in found}
    starts = [word[: one.start("mark")] for word, one in zip(words, found, strict=True)]
    mark = marks.pop() if len(marks) == 1 else ""
    if not mark and any(one["mark"] for one in found):
        starts = [word[: one.start("number")] for word, one in zip(words, found, strict=True)]
    before = _common_end(starts) if any(starts) else "/"
    ends = [word[one.end("number") :] for word, one in zip(words, found, strict=True)]
    after = _escape(_common_end(ends)) if len(set(ends)) == 1 else f"[^/]*{_escape(_common_end(ends))}"
    if after.startswith("[^/]*") and all(end.startswith("-") for end in ends):
        after = "-" + after
    tail = f"{after}$" if segment == -1 else f"{after}/[^/]+$"
    separator = before[-1:] if before[-1:] in {"-", "_", ".", "/"} else ""
    return f"{_escape(separator)}(?P<id>{_escape(mark)}\\d+){tail}"


def _common_end(words: Sequence[str]) -> str:
    letters = zip(*(reversed(word) for word in words), strict=False)
    return "".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, letters))[::-1]


def _escape(text: str) -> str:
    return text.replace(".", r"\.").replace("+", r"\+")


def _depth(paths: Sequence[str]) -> str | None:
    """Without a number: as many folders, and the ending they share."""
    depths = {path.count("/") for path in paths}
    ends = {match[0] if (match := re.search(r"\.\w{2,5}$", path)) else "" for path in paths}
    if len(depths) != 1 or len(ends) != 1 or (depths == {1} and ends == {""}):
        return None
    end = ends.pop()
    last = f"[^/]+{_escape(end)}" if end else "[^/]+"
    return "^" + "/[^/]+" * (depths.pop() - 1) + f"/{last}$"
