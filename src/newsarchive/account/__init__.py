"""Giving account: what an archive holds, and what became of one address."""

from newsarchive.account.kinds import CERTIFICATE, CRAWL, SEGMENT_CLOSED
from newsarchive.account.lookup import explain
from newsarchive.account.status import Status, take_stock, unread_segments
from newsarchive.account.why import Why

__all__ = [
    "CERTIFICATE",
    "CRAWL",
    "SEGMENT_CLOSED",
    "Status",
    "Why",
    "explain",
    "take_stock",
    "unread_segments",
]
