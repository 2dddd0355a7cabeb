"""What the frontier hands out and takes back. Instants are seconds since 1970 (UTC), as the clock gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from newsarchive.link import LinkKind

Outcome = Literal["stored", "same", "error", "dropped", "refused", "gone"]
"""Every end a request can have.

stored: it is kept and was new or changed. same: kept, or answered with 304, and says what we have. error: no usable
answer (network, 5xx, 429, cut off). dropped: our own decision not to keep it (too large, another newspaper's). refused:
not ours to fetch (robots.txt, address guard, 401, 403). gone: the newspaper says that it is not there (404, 410).
"""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Lease:
    """One URL to fetch now; nobody else gets it before `until`."""

    id: int
    newspaper: str
    url: str
    kind: LinkKind
    found_on: str | None
    found_as: str
    etag: str | None
    """Validator of the copy we have, for If-None-Match, as the server wrote it."""
    last_modified: str | None
    """The same for If-Modified-Since."""
    attempts: int
    """Ends without a page (error, gone, refused) since the last good one."""
    until: float


@dataclass(frozen=True, slots=True)
class End:
    """How the request of a lease ended."""

    id: int
    """`Lease.id`"""
    outcome: Outcome
    status: int | None = None
    """HTTP status, where there was an answer."""
    detail: str | None = None
    """Reason in words for `newsarchive why`."""
    etag: str | None = None
    last_modified: str | None = None
    published: float | None = None
    """When the article that it brought came out, where the page tells."""
    is_replaced: bool = False
    """Whether a page came that is no article: a front page or section to which it redirects, an error page."""
    not_before: float | None = None
    """Never fetched again before this instant: Retry-After, or when an unreachable robots.txt may be asked again."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A run of equal ends of one URL."""

    outcome: Outcome
    status: int | None
    detail: str | None
    first_at: float
    last_at: float
    times: int


@dataclass(frozen=True, slots=True)
class History:
    """All that the frontier knows of one URL."""

    newspaper: str
    url: str
    key: str
    """Canonical URL: what makes two spellings one entry."""
    kind: LinkKind
    found_on: str | None
    """The page, feed or sitemap that named it first; None for the registry's own entry points."""
    found_as: str
    first_seen: float
    lastmod: float | None
    published: float | None
    due_at: float | None
    """When it will be fetched next; None: not again."""
    held_by: str | None
    """The crawl that is fetching it now."""
    attempts: int
    visits: tuple[Visit, ...]
    """Oldest first."""
    rest: str | None = None
    """Why its host is left alone now; None when it is not."""

    @property
    def outcome(self) -> Outcome | None:
        """How the last request ended; None before the first."""
        return self.visits[-1].outcome if self.visits else None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch of links."""

    new: int
    """Not known before."""
    changed: int
    """Known, and now due earlier or known better."""
    ignored: int
    """No web addresses."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the URLs of one newspaper stand."""

    total: int
    due: int
    """To be fetched now."""
    held: int
    """Being fetched."""
    later: int
    """Due at a later time."""
    outcomes: Mapping[tuple[LinkKind, Outcome | None], int]
    """(kind, how the last request ended; None before the first) → number of URLs."""

    @property
    def finished(self) -> int:
        """Not to be fetched again."""
        return self.total - self.due - self.held - self.later


@dataclass(frozen=True, slots=True)
class Stop:
    """A host that asked us to stay away."""

    host: str
    until: float
    reason: str
