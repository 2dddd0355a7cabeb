"""What a record is, before anything is extracted: a page, or a capture with the reason why it gives no article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from newsarchive.store.records import Outcome
from newsarchive.warc import Record

CAPTURES = frozenset({"response", "resource", "revisit"})
"""Record types that are captures; requests, metadata, warcinfo, conversions and the like describe others."""

SAVED_AS = "X-Newsarchive-Saved-As"
"""WARC header field of a page or text from a disk: what it was taken for ("html", "text", "feed")."""
CONVERTED_FROM = "X-Newsarchive-Converted-From"
"""WARC header field of a record that was a file or a record elsewhere: the digest of that file."""
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_SNIFF = 4096
_NOTES = frozenset({"about", "blob", "data", "metadata", "screenshot", "thumbnail", "urn"})
"""Schemes under which crawlers keep what they saw or drew of a page: its text, its picture, its log. Browsertrix writes
urn:, wget metadata:, brozzler screenshot: and thumbnail:."""
_FEED = re.compile(rb"<(rss|feed|rdf:rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_LISTS = ("feed", "section page", "sitemap")
"""First words of the reasons that mean: a list of articles."""

_TRUNCATED = {
    "length": "larger than was taken",
    "time": "it took too long",
    "disconnect": "the connection ended amid the answer",
}
"""WARC-Truncated in the words of ISO 28500; anything else is repeated as it stands."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason in words."""

    outcome: Outcome
    reason: str


def judge_record(record: Record) -> Verdict | None:
    """Why this capture gives no article, or None for a page to be extracted."""
    if record.type == "revisit":
        uri, date = record.refers_to
        of = f"{uri} of {date:%Y-%m-%d %H:%M:%S} UTC" if date else f"{uri}, {record.get('WARC-Payload-Digest')}"
        return Verdict("skipped", f"revisit of a capture that this archive does not hold: {of}")
    scheme = (record.uri or "").partition(":")[0].lower()
    if scheme in _NOTES and not record.get(SAVED_AS):
        return Verdict("resource", f"not a page of a site but a note of its maker, under {scheme}:")
    if record.type == "response":
        verdict = _judge_http(record)
        if verdict is not None:
            return verdict
    return _judge_truncation(record) or _judge_content(record)


def page_kind(record: Record) -> Literal["html", "text"]:
    """How the page of a record is read: a text from a disk has no markup."""
    return "text" if record.get(SAVED_AS) == "text" else "html"


def judge_reason(reason: str) -> Verdict:
    """What extraction's reason makes of a page without an article."""
    return Verdict("listing" if reason.startswith(_LISTS) else "skipped", reason)


def _judge_http(record: Record) -> Verdict | None:
    if record.http is None:
        scheme = (record.uri or "").partition(":")[0].lower()
        if scheme in {"http", "https"}:
            return Verdict("skipped", "no HTTP response head in the record")
        return Verdict("resource", f"not fetched by HTTP but by {scheme or 'an unknown scheme'}")
    status = record.http.status
    said = f"HTTP status {status} {record.http.reason}".strip()[:120]
    if 300 <= status < 400:
        target = record.http.get("Location")
        return Verdict("redirect", f"{said}, to {target[:500]}" if target else said)
    if status >= 400:
        return Verdict("error", said)
    return None if status in {200, 203} else Verdict("skipped", f"{said} is not a whole page")


def _judge_truncation(record: Record) -> Verdict | None:
    """Half a page read as an article would look as if the newspaper had cut it."""
    why = (record.get("WARC-Truncated") or "").strip().lower()
    words = _TRUNCATED.get(why, f"truncated, {why[:40]}")
    return Verdict("error", f"not whole: {words}; {len(record.payload)} bytes are held") if why else None


def _judge_content(record: Record) -> Verdict | None:
    mime = record.mime
    if mime in _PAGE_TYPES or record.get(SAVED_AS) == "text":
        return None if record.payload.strip() else Verdict("skipped", "empty: the body has no bytes")
    start = record.content(_SNIFF) if mime is None or "xml" in mime or mime == "text/plain" else b""
    feed = _FEED.search(start)
    if feed:
        sitemap = feed[1].lower() in {b"urlset", b"sitemapindex"}
        return Verdict("listing", f"{'sitemap' if sitemap else 'feed'}, not an article")
    if mime is None and _HTML.search(start):
        return None
    if mime is None:
        return Verdict("resource", "no media type told, and no page by its content")
    return Verdict("resource", f"{mime[:120]} is not a page")
