"""Where an article of a former newspaper would stand at the newspaper that carries on, by its address alone.

A content system that was taken over keeps numbers and words. The same number with the same words, three at least, is
one article; a number alone may be another one's, and words alone those of an agency's story that both printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsarchive.press.identity import article_key, article_uid
from newsarchive.press.newspaper import Newspaper
from newsarchive.press.registry import newspaper, newspaper_for

_WORDS = 3
"""Words in an address that tell an article; "tin-1234" tells none."""

AddressOf = Callable[[str], str | None]
"""uid → canonical address of the article that is held under it; None when none is."""


@dataclass(frozen=True, slots=True)
class Heir:
    """An article of the newspaper that carries on."""

    url: str
    uid: str
    newspaper: str


def find_heir(url: str, address_of: AddressOf) -> Heir | None:
    """The article at the successor, or at its own, that an address of a former newspaper leads to; None: no telling."""
    former = newspaper_for(url)
    number = former.article_id(url) if former else None
    if former is None or number is None or len(words := _words(url, number)) < _WORDS:
        return None
    for heir in _heirs(former):
        there = urlsplit(url)._replace(scheme="https", netloc=heir.host, query="").geturl()
        own = heir.article_id(there)
        if own is None:
            continue
        uid = article_uid(article_key(there, None, heir))
        held = address_of(uid)
        if held is not None and _words(held, own) == words:
            return Heir(held, uid, heir.id)
    return None


def _heirs(former: Newspaper) -> Iterator[Newspaper]:
    seen = {former.id}
    while former.successor is not None and former.successor not in seen:
        former = newspaper(former.successor)
        seen.add(former.id)
        yield former


def _words(url: str, number: str) -> list[str]:
    """The words of the last part of an address, without the number and the suffix.

    >>> _words("https://baobacgiang.vn/bg2/quang-ba-cac-diem-du-lich-postid413098.bbg", "postid413098")
    ['quang', 'ba', 'cac', 'diem', 'du', 'lich']
    """
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    stem = re.sub(r"\.[a-z]{2,5}$", "", last.lower())
    return [word for word in re.split(r"[^a-z0-9]+", stem.replace(number.lower(), "")) if word]
