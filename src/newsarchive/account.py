"""Giving account: what an archive holds, and what became of one address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsarchive.exceptions import LedgerError
from newsarchive.frontier import Frontier, History, Home
from newsarchive.press import article_key, article_uid, canonicalize_url, newspaper_for
from newsarchive.rights import RightsSignal
from newsarchive.store import Capture, Ledger, Store
from newsarchive.store import moments as clock
from newsarchive.store.stock import Stock
from newsarchive.succession.successor import Successor, TargetOf, find_successor

CERTIFICATE = "certificate"
"""Kind of the event of news.db that tells until when a host's certificate holds."""
CRAWL = "crawl"
"""Kind of the ledger line that a crawl leaves, and of its run."""
SEGMENT_CLOSED = "segment-closed"
"""Kind of the ledger line that ends a segment."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an archive holds and how it fares."""

    directory: Path
    stock: Stock
    ledger_lines: int
    ledger_problem: str | None
    """Why the ledger does not hold; None when it does."""
    unread: tuple[str, ...]
    """Segments of a killed run that could not be read yet (the disk was full); the next command tries again."""
    sizes: dict[str, int]
    """What lies on the disk → bytes: "news.db", "ledger.jsonl", "warc", "warc/imported", "public.db"."""

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to look into."""
        stock = self.stock
        undone = stock.damages or stock.unfinished or stock.unfinished_purges or stock.came_back or self.unread
        return self.ledger_problem is None and not undone

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        stock = asdict(self.stock)
        papers = stock.pop("papers")
        return {
            "directory": str(self.directory),
            "newspapers": papers,
            "captures": sum(paper["captures"] for paper in papers),
            "articles": sum(paper["articles"] for paper in papers),
            "revisions": sum(paper["revisions"] for paper in papers),
            **{name: list(value) if isinstance(value, tuple) else value for name, value in stock.items()},
            "ledger": {"lines": self.ledger_lines, "problem": self.ledger_problem},
            "unread_segments": list(self.unread),
            "sizes": self.sizes,
        }


@dataclass(frozen=True, slots=True)
class Why:
    """What became of an address."""

    url: str
    canonical_url: str
    newspaper: str | None
    """Id in the registry, of the address."""
    is_article_url: bool
    """Whether the registry would take the address for an article's."""
    article_uid: str | None
    """Of the article that captures of this address show."""
    captures: tuple[Capture, ...]
    """Captures of the address in any spelling, and of the article it is."""
    article_url: str | None = None
    """The canonical address of that article."""
    redirects_to: str | None = None
    """Where its latest capture leads, which shows no page."""
    withheld: str | None = None
    """What was decided about showing the article, in words; None when it may be shown."""
    successor: Successor | None = None
    """Where the article lives on, of an address that is not held itself."""
    history: History | None = None
    """What the frontier knows of it: where it was found, each request's end; None when no crawl ever met it."""
    rights: tuple[RightsSignal, ...] = ()
    """What server, page and site said about rights at the latest capture that brought a page."""

    @property
    def verdict(self) -> str:
        """One sentence."""
        if self.withheld:
            held = f"held as article {self.article_uid}, " if self.article_uid else ""
            return f"{held}{self.withheld}"
        if self.successor and not self.article_uid:
            where = f"{self.successor.url}, by {self.successor.how}"
            return f"not held here; held as article {self.successor.uid} at {where}"
        if not self.captures:
            return _told_by_frontier(self.history) if self.history else f"never seen; {self._expected()}"
        last = self.captures[-1]
        if self.article_uid:
            is_copy = self.article_url not in {None, self.canonical_url}
            return f"held as article {self.article_uid}{f', which is at {self.article_url}' if is_copy else ''}"
        if self.redirects_to:
            return f"captured, but no article: leads to {self.redirects_to}"
        return f"captured, but no article: {last.reason or last.outcome}"

    def _expected(self) -> str:
        if "://" not in self.url:
            return "an address begins with https://"
        if self.newspaper is None:
            return "its host is none of the newspapers we know"
        if self.is_article_url:
            return f"{self.newspaper} has articles at such addresses"
        return f"{self.newspaper} has no articles at such addresses, and what its lists name besides is passed over"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "url": self.url,
            "canonical_url": self.canonical_url,
            "newspaper": self.newspaper,
            "is_article_url": self.is_article_url,
            "article_uid": self.article_uid,
            "article_url": self.article_url,
            "redirects_to": self.redirects_to,
            "verdict": self.verdict,
            "withheld": self.withheld,
            "captures": [{**asdict(one), "fetched_at": clock.to_text(one.fetched_at)} for one in self.captures],
            "successor": asdict(self.successor) if self.successor else None,
            "history": asdict(self.history) if self.history else None,
            "rights": [asdict(one) for one in self.rights],
        }


def _told_by_frontier(history: History) -> str:
    if not history.visits:
        rest = f"; its host is left alone for now: {history.rest}" if history.rest else ""
        return f"found by a crawl, not asked for yet{rest}"
    last = history.visits[-1]
    asked = "once" if last.times == 1 else f"{last.times} times"
    return f"asked for {asked}, nothing kept: {last.outcome}{f', {last.detail}' if last.detail else ''}"


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


def take_stock(directory: Path, store: Store, ledger: Ledger) -> Status:
    """Count, check the ledger's chain, and measure."""
    lines, problem = 0, None
    try:
        lines = ledger.verify(store.ledger_head())
    except LedgerError as error:
        problem = error.reason
    unread = tuple(path.name for path in unread_segments(directory, store))
    return Status(directory, store.stock(), lines, problem, unread, _sizes(directory))


def unread_segments(directory: Path, store: Store) -> list[Path]:
    """Closed segments of our own that the ledger does not know: their run ended before it had read them."""
    known = store.event_subjects(SEGMENT_CLOSED) | store.purged_files()
    return [path for path in sorted((directory / "data" / "warc").glob("*.warc.gz")) if path.name not in known]


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


def _sizes(directory: Path) -> dict[str, int]:
    data = directory / "data"
    imported = _tree_size(data / "warc" / "imported")
    sizes = {
        "news.db": sum(_size(path) for path in data.glob("news.db*")),
        "ledger.jsonl": _size(data / "ledger.jsonl"),
        "warc": _tree_size(data / "warc") - imported,
        "warc/imported": imported,
        "public.db": _size(directory / "public.db") + _tree_size(directory / "public"),
    }
    return {name: size for name, size in sizes.items() if size}


def _tree_size(folder: Path) -> int:
    return sum(_size(path) for path in folder.rglob("*")) if folder.is_dir() else 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
