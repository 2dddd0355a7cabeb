"""The copy of a former newspaper's article at the newspaper that carries on; never a guess.

Two witnesses count. The former address was captured as a redirect to an address that is held as an article. Or the
successor holds, under an address that its own patterns read, an article with the same number and the same words in
its address: a number alone may be another article's, and words alone those of an agency's story that both printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from newsarchive.press import Newspaper, article_key, article_uid, newspaper, newspaper_for
from newsarchive.store import Capture, Store

How = Literal["redirect", "same number and words"]
TargetOf = Callable[[Capture], str | None]
"""The Location of a redirect's record; None when it has none or cannot be read."""
_HOPS = 5
_WORDS = 3
"""Words in an address that tell an article; "tin-1234" tells none."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Where the article is held."""

    url: str
    uid: str
    newspaper: str | None
    how: How


def find_successor(store: Store, url: str, captures: Sequence[Capture], target_of: TargetOf) -> Successor | None:
    """The article that an address which is not held itself leads to today; None when nothing tells.

    `captures`: of the address, oldest first.
    """
    return _by_redirect(store, url, captures, target_of) or _by_number(store, url)


def _by_redirect(store: Store, url: str, captures: Sequence[Capture], target_of: TargetOf) -> Successor | None:
    for _ in range(_HOPS):
        redirect = next((one for one in reversed(captures) if one.outcome == "redirect"), None)
        told = target_of(redirect) if redirect else None
        if redirect is None or told is None:
            return None
        target = urljoin(redirect.url, told)
        paper = newspaper_for(target)
        if paper is not None and paper.patterns and not paper.is_article(target):
            return None  # a front page or section: the article is gone
        uid = article_uid(article_key(target, None, paper))
        if store.article(uid) is not None and uid != article_uid(article_key(url)):
            return Successor(target, uid, paper.id if paper else None, "redirect")
        captures = store.captures(target)
    return None


def _by_number(store: Store, url: str) -> Successor | None:
    former = newspaper_for(url)
    number = former.article_id(url) if former else None
    if former is None or number is None:
        return None
    words = _words(url, number)
    for heir in _heirs(former):
        there = urlsplit(url)._replace(scheme="https", netloc=heir.host, query="").geturl()
        own = heir.article_id(there)
        if own is None:
            continue
        uid = article_uid(article_key(there, None, heir))
        held = store.article(uid)
        if held is None or held.canonical_url is None or len(words) < _WORDS:
            continue
        if _words(held.canonical_url, own) == words:
            return Successor(held.canonical_url, uid, heir.id, "same number and words")
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
