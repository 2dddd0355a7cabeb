"""Looking an address up: captures, article, frontier, decisions and successor."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from newsarchive.account.why import Why
from newsarchive.frontier import Frontier, History, Home
from newsarchive.press import article_key, article_uid, canonicalize_url, newspaper_for
from newsarchive.rights import RightsSignal
from newsarchive.store import Capture, Store
from newsarchive.succession.successor import TargetOf, find_successor


def explain(store: Store, url: str, frontier: Home | None = None, target_of: TargetOf | None = None) -> Why:
    """Look an address up in all its spellings; in its frontier too, when there is one.

    With `target_of`, which reads where a redirect leads, an address that is not held is looked for at the newspaper
    that carries on.
    """
    url = url.strip()
    paper = newspaper_for(url)
    canonical = canonicalize_url(url, paper)
    found = {capture.id: capture for spelling in _spellings(url, canonical) for capture in store.captures(spelling)}
    uids = {capture.article_uid for capture in found.values() if capture.article_uid}
    uids |= {article_uid(article_key(url, None, paper))}
    for uid in sorted(uids):
        found.update({capture.id: capture for capture in store.article_captures(uid)})
    captures = tuple(sorted(found.values(), key=lambda one: (one.fetched_at, one.id)))
    shown = [capture.article_uid for capture in captures if capture.article_uid]
    article = store.article(shown[-1]) if shown else None
    told = target_of(captures[-1]) if target_of and captures and captures[-1].outcome == "redirect" else None
    return Why(
        url=url,
        canonical_url=canonical,
        newspaper=paper.id if paper else None,
        is_article_url=paper is not None and paper.is_article(url),
        article_uid=shown[-1] if shown else None,
        captures=captures,
        article_url=article.canonical_url if article else None,
        redirects_to=urljoin(captures[-1].url, told) if told else None,
        withheld=_read_withheld(store, uids),
        successor=None if shown or target_of is None else find_successor(store, url, captures, target_of),
        history=_read_history(frontier, url) if frontier and frontier.exists() else None,
        rights=_read_rights(store, captures),
    )


def _read_rights(store: Store, captures: tuple[Capture, ...]) -> tuple[RightsSignal, ...]:
    told = [one for one in captures if one.record_type != "revisit" and one.outcome != "error"]
    return store.rights(told[-1]) if told else ()


def _read_withheld(store: Store, uids: Collection[str]) -> str | None:
    decided = (store.withholding(uid) for uid in sorted(uids))
    return next((one.says for one in decided if one is not None and one.is_any), None)


def _read_history(frontier: Home, url: str) -> History | None:
    with Frontier(frontier) as opened:
        return opened.history(url, newspaper_for(url))


def _spellings(url: str, canonical: str) -> list[str]:
    """The exact address first, then the forms under which makers may have captured it."""
    spellings = [url, canonical]
    for one in (url, canonical):
        try:
            parts = urlsplit(one)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"}:
            continue
        bare = parts.netloc.removeprefix("www.")
        path = parts.path.rstrip("/")
        spellings += [
            parts._replace(scheme=scheme, netloc=host, path=tail).geturl()
            for scheme in ("https", "http")
            for host in (bare, f"www.{bare}")
            for tail in (path, f"{path}/")
        ]
    return list(dict.fromkeys(spellings))
