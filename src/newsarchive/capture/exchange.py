"""One request and its answer, as the download handler saw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsarchive.link import LinkKind
from newsarchive.warc import HttpHead
from newsarchive.warc.head import split_http

Truncated = Literal["length", "disconnect", "time"]
"""WARC-Truncated, in the words of WARC 1.1: longer than we take; the connection ended too early; it took too long."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is to be kept of one fetch."""

    newspaper: str
    """Id of the newspaper whose crawl asked."""
    url: str
    fetched_at: datetime
    """When the request was sent; aware."""
    request: bytes
    """Request line and header fields, rebuilt from what was asked for, with the blank line."""
    head: bytes
    """Status line and header fields as sent, line ends included, without the blank line."""
    body: bytes
    """As sent, without chunk framing; its content encoding is kept."""
    ip: str | None = None
    """The address that was really connected to."""
    protocols: tuple[str, ...] = ()
    """WARC-Protocol values: "http/1.1", "tls/1.3"."""
    certificate_ends: datetime | None = None
    """Until when the host's certificate holds; None without TLS."""
    expects: LinkKind | None = None
    """What the address was fetched as, when its links are wanted."""
    lease: int | None = None
    """The frontier's lease that this answers; None for a robots.txt."""
    truncated: Truncated | None = None
    """Why `body` is not all of it; None when it is."""

    def read_head(self) -> HttpHead | None:
        """The head in parts; None when it does not begin with a status line."""
        return split_http(self.head + b"\r\n")[0]

    @property
    def size(self) -> int:
        """Bytes held in memory, about."""
        return len(self.request) + len(self.head) + len(self.body)
