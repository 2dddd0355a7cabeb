"""The copy of a former newspaper's article at the newspaper that carries on; never a guess.

Two witnesses count: the former address was captured as a redirect to an address that is held as an article; or the
successor holds one with the same number and words in its address (`press.find_heir`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from newsarchive.press import article_key, article_uid, find_heir, newspaper_for
from newsarchive.store import Capture, Store

How = Literal["redirect", "same number and words"]
TargetOf = Callable[[Capture], str | None]
"""The Location of a redirect's record; None when it has none or cannot be read."""
_HOPS = 5


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
    heir = find_heir(url, lambda uid: held.canonical_url if (held := store.article(uid)) else None)
    return Successor(heir.url, heir.uid, heir.newspaper, "same number and words") if heir else None
