"""Sitemaps, sitemap indexes and news sitemaps → links, streamed: none of it is ever in memory as a tree."""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from newsarchive.discovery.dates import read_moment
from newsarchive.discovery.feed import read_feed
from newsarchive.discovery.markup import count_marks
from newsarchive.discovery.site import Site, site_of
from newsarchive.exceptions import UnreadableInputError
from newsarchive.link import Link
from newsarchive.press import Newspaper

MAX_BYTES = 52_428_800
"""sitemaps.org: a sitemap has at most 50 MB, uncompressed."""
MAX_URLS = 50_000
"""The same: so many addresses. Further ones are left out, as other readers of sitemaps do."""
_MARKS = 1_500_000
"""Tags and references: three times what so many entries with dates, news and pictures have."""
_MEMBERS = 1_000
_CHUNK = 65_536
_HEAD = 65_536
_GZIP = b"\x1f\x8b"
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_PAGE = re.compile(rb"<!doctype html|<html\b", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_STRAY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_LONGEST_REFERENCE = 10
_LONGEST_URL = 8_192
_DECLARATION = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE)", re.IGNORECASE)


def read_sitemap(body: bytes, url: str, newspaper: Newspaper | None = None) -> tuple[Link, ...]:
    """What a sitemap lists, in its order: pages with `lastmod` and `published`, or further sitemaps.

    Understands urlset, sitemapindex, news sitemaps, one URL a line, and feeds; plain or gzip. An address is an
    "article" unless the registry has patterns for this newspaper and it fits none; then it is a "page".
    At most MAX_URLS are told. Raises UnreadableInputError when it is none of these, is longer than 50 MB, costs more to
    read than a sitemap may, declares entities or is broken before its first entry.
    """
    site = site_of(url, newspaper)
    chunks = count_marks(_chunks(body, url), url, most=_MARKS)
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD:
            break
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16 reads as ASCII without its zeros
    if _ROOT.search(plain):
        if _DECLARATION.search(plain):
            raise UnreadableInputError(url, "declares entities or a document type, which no sitemap needs")
        return site.distinct(_read_xml(head, chunks, site, url))
    if _FEED.search(plain):
        return read_feed(head + b"".join(chunks), url, newspaper)
    if plain.startswith((b"http://", b"https://")):
        return site.distinct(_read_lines(head + b"".join(chunks), site))
    raise UnreadableInputError(url, "is a web page, no sitemap" if _PAGE.match(plain) else "is no sitemap")


def _chunks(body: bytes, url: str) -> Iterator[bytes]:
    """The uncompressed bytes piece by piece, never more than MAX_BYTES of them."""
    total = 0
    for chunk in _inflate(body) if body.startswith(_GZIP) else _slices(body):
        total += len(chunk)
        if total > MAX_BYTES:
            raise UnreadableInputError(url, f"is longer than {MAX_BYTES:,} bytes, which is more than a sitemap may be")
        yield chunk


def _slices(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _CHUNK):
        yield body[start : start + _CHUNK]


def _inflate(body: bytes) -> Iterator[bytes]:
    """Gzip of any number of members; what is torn off or damaged ends it, what came before counts."""
    at = members = 0
    while body.startswith(_GZIP, at) and members < _MEMBERS:
        inflate, rest = zlib.decompressobj(wbits=31), b""
        members += 1
        while not inflate.eof:
            if not rest:
                rest = body[at : at + _CHUNK]
                at += len(rest)
            if not rest:
                return
            try:
                chunk = inflate.decompress(rest, _CHUNK)
            except zlib.error:
                return
            rest = inflate.unconsumed_tail
            if chunk:
                yield chunk
        at -= len(inflate.unused_data)


def _read_xml(head: bytes, rest: Iterator[bytes], site: Site, url: str) -> Iterator[Link | None]:
    # recover: read on behind faults. Entities are never expanded, nothing is ever fetched.
    parser = etree.XMLPullParser(
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    count = told = 0
    for chunk in _with_escapes(itertools.chain((head,), rest)):
        parser.feed(chunk)
        for link in _finished(parser, site):
            yield link
            count, told = count + 1, told + (link is not None)
            if count == MAX_URLS:
                return
    with suppress(etree.XMLSyntaxError):  # cut off: what came before counts
        parser.close()
    for link in _finished(parser, site):
        yield link
        told += link is not None
    # Without an entry it is an empty one, or broken before the first.
    fault = next(iter(parser.feed_error_log), None)
    if not told and fault is not None:
        raise UnreadableInputError(url, f"is no XML at line {fault.line} ({' '.join(fault.message.split())})")


def _with_escapes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A bare "&" in an address is the commonest fault of sitemaps, and the parser would drop the parameter's name."""
    kept = b""
    for chunk in chunks:
        text = kept + chunk
        cut = text.rfind(b"&", max(0, len(text) - _LONGEST_REFERENCE))
        text, kept = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
        yield text if b"\x00" in text else _STRAY.sub(b"&amp;", text)  # UTF-16 is left alone
    yield _STRAY.sub(b"&amp;", kept)


def _finished(parser: etree.XMLPullParser, site: Site) -> Iterator[Link | None]:
    for _event, element in parser.read_events():
        facts = _facts(element)
        yield _sitemap_link(facts, site) if _local(element) == "sitemap" else _page_link(facts, site)
        # Read and done with: drop it and its elder siblings, or memory grows with the sitemap.
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _facts(element: etree._Element) -> dict[str, str]:
    """Texts of a <url> or <sitemap> by local name; those of its news part beside them, those of images not."""
    parts = [*element.iterchildren("{*}loc", "{*}lastmod")]
    for news in element.iterchildren("{*}news"):
        parts += news.iterchildren("{*}publication_date", "{*}title")
    found: dict[str, str] = {}
    for part in parts:
        found.setdefault(_local(part), (part.text or "").strip())
    return found


def _page_link(facts: dict[str, str], site: Site) -> Link | None:
    return site.entry(
        facts.get("loc"),
        "news sitemap" if "publication_date" in facts else "sitemap",
        lastmod=read_moment(facts.get("lastmod")),
        published=read_moment(facts.get("publication_date")),
        title=" ".join(facts.get("title", "").split()),
    )


def _sitemap_link(facts: dict[str, str], site: Site) -> Link | None:
    url = site.absolute(facts.get("loc"))
    if url is None or not site.owns(url):
        return None
    return Link(url, "sitemap", "sitemap index", read_moment(facts.get("lastmod")))


def _read_lines(text: bytes, site: Site) -> Iterator[Link | None]:
    for line in itertools.islice(io.BytesIO(text), MAX_URLS):
        yield site.entry(line[:_LONGEST_URL].decode("utf-8", "replace").strip(), "sitemap")


def _local(element: etree._Element) -> str:
    """Name without namespace."""
    return str(element.tag).rpartition("}")[2]
