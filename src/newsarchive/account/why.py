"""What became of one address, as far as it was found out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from newsarchive.frontier import History
from newsarchive.rights import RightsSignal
from newsarchive.store import Capture
from newsarchive.store import moments as clock
from newsarchive.succession.successor import Successor


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
