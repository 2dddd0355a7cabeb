"""The newspaper a capture belongs to: one of the registry, else a row of its own for the unknown host."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsarchive.press import Newspaper, newspaper_for
from newsarchive.store import NewspaperRow

UNLISTED = NewspaperRow("unlisted", "unlisted", "unlisted")
"""For what has no host: saved files without an address, dns: records."""


def find_paper(url: str) -> tuple[Newspaper | None, NewspaperRow]:
    """The registry's newspaper, if any, and the row that captures of this URL refer to."""
    paper = newspaper_for(url)
    if paper is not None:
        return paper, NewspaperRow(
            paper.id, paper.name, paper.kind, paper.province, paper.host or None, paper.successor
        )
    host = _host(url)
    return None, NewspaperRow(host, host, "unlisted", host=host) if host else UNLISTED


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # "http://[broken"
        return None
    return host if host and parts.scheme.lower() in {"http", "https"} else None
