"""The pages of the reading room: a request comes in, a template with its data goes out. No Datasette in here."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import urlencode

from newsarchive.exceptions import MissingLibraryError, QueryError
from newsarchive.reading.address import find_uid, is_address
from newsarchive.reading.analysis import PAGES
from newsarchive.reading.article import ArticlePage, Gone, read_article
from newsarchive.reading.article_copies import copies_of, evidence_of, rights_of
from newsarchive.reading.citation import REFERENCES, cite, describe, refer
from newsarchive.reading.coverage import read_coverage
from newsarchive.reading.edits import edits_of
from newsarchive.reading.expansion import expand_request
from newsarchive.reading.formats import FORMATS, offered_formats
from newsarchive.reading.home import read_home
from newsarchive.reading.language import IN_PATH
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.memento import asked_address
from newsarchive.reading.records import Stamp
from newsarchive.reading.release import read_release
from newsarchive.reading.reprints import read_others
from newsarchive.reading.request import Ask, Page, View, read_search
from newsarchive.reading.search import search
from newsarchive.reading.shelves import SHELVES
from newsarchive.reading.snippet import plain
from newsarchive.reading.strips import draw_strips
from newsarchive.reading.taking import take
from newsarchive.reading.twin import fields_of


def home(db: sqlite3.Connection, _: Ask) -> Page:
    """The first page."""
    page = read_home(db)
    return Page("home.html", {"home": page, "asked": SearchRequest()}, page)


def results(db: sqlite3.Connection, ask: Ask) -> Page:
    """A page of results; a query that cannot be understood gives its message and status 400. What is an address of an
    article, put in by itself, leads to it."""
    request = read_search(ask.args)
    if is_address(request.text) and not ask.parts.get("json") and (uid := find_uid(db, request.text.strip())):
        return _to_article(ask, uid)
    try:
        page = search(db, request)
    except QueryError as error:
        return Page("search.html", {"found": None, "problem": str(error), "asked": request}, {"error": str(error)}, 400)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return Page("search.html", {"found": None, "problem": None, "asked": request}, {"error": "too broad"}, 503)
    data = {
        **fields_of(page),
        "hits": [
            {**fields_of(hit), "headline": plain(hit.headline), "snippet": plain(hit.snippet)} for hit in page.hits
        ],
    }
    context = {"found": page, "problem": None, "asked": request, "forms": offered_formats()}
    return Page("search.html", context, data)


def address(db: sqlite3.Connection, ask: Ask) -> Page:
    """A redirect from an article's address on the web to its page here, or to its successor's; 404 for no such one."""
    uid = find_uid(db, asked_address(ask.parts["url"] or "", ask.query))
    return _to_article(ask, uid) if uid else Page("missing.html", {}, {"error": "no such article"}, 404)


def _to_article(ask: Ask, uid: str) -> Page:
    headers = {"location": f"{ask.language.prefix}/bai/{uid}", "cache-control": "no-cache"}
    return Page("", text="", status=302, media_type="text/plain", headers=headers)


def take_away(db: sqlite3.Connection, ask: Ask) -> Page:
    """All that a search finds, as a file; a query that cannot be understood is explained as on the page.

    501 where the library that a format needs is not installed.
    """
    release = read_release(db)
    searched = ask.path.rpartition("/tai-ve.")[0]
    stamp = Stamp(
        query=ask.args.get("q", ""),
        search_url=f"{ask.host}{searched}?{urlencode(ask.args)}" if ask.args else ask.host + searched,
        release=release.id if release else "",
        exported_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    request = expand_request(db, read_search(ask.args))
    try:
        return Page("", taking=take(request, ask.parts["format"] or "", stamp, ask.host))
    except QueryError:
        return results(db, ask)
    except MissingLibraryError:
        return Page("error.html", {"status": 501, "error": ask.language.say("no_parquet")}, {}, 501)


def coverage(db: sqlite3.Connection, _: Ask) -> Page:
    """What is held and missing of every newspaper, month by month."""
    papers = read_coverage(db)
    return Page("coverage.html", {"papers": papers, "strips": draw_strips(papers)}, papers)


def reference(db: sqlite3.Connection, ask: Ask) -> Page:
    """An article as an entry of a bibliography; where there is none to cite, what the article's page answers."""
    page = read_article(db, ask.parts["uid"] or "")
    if not isinstance(page, ArticlePage):
        return article(db, ask)
    media_type, write = REFERENCES[ask.parts["format"] or ""]
    return Page("", text=write(refer(page, ask.host)), media_type=f"{media_type}; charset=utf-8")


def article(db: sqlite3.Connection, ask: Ask) -> Page:
    """The page of one article: 451 when it is withheld, 410 when it was purged, 404 when there is none."""
    page = read_article(db, ask.parts["uid"] or "")
    if page is None:
        return Page("missing.html", {}, {"error": "no such article"}, 404)
    if isinstance(page, Gone):
        return Page("gone.html", {"gone": page}, {"error": "withheld", **asdict(page)}, _WITHHELD[page.level])
    edits, copies = edits_of(page), copies_of(db, page, ask.host)
    others, rights, evidence = read_others(db, page.id), rights_of(db, page), evidence_of(db, page)
    data = {
        **asdict(page),
        "edits": {number: change.to_dict() for number, change in edits.items()},
        "reprints": [asdict(other) for other in others],
        "mementos": [one.path() for one in copies.pages],
        "rights": [asdict(one) for one in rights],
        "evidence": {one.field: {"rule": one.rule, "raw": one.raw} for one in evidence},
    }
    context = {
        "article": page,
        "edits": edits,
        "copies": copies,
        "others": others,
        "rights": rights,
        "evidence": evidence,
        "citation": cite(page, ask.language),
        "described": describe(page, ask.host),
    }
    return Page("article.html", context, data, headers={"link": copies.link} if copies.link else {})


def closed(_: sqlite3.Connection, __: Ask) -> Page:
    """Pages of Datasette that tell where files lie on the server, and those for who signs in or works on it."""
    return Page("missing.html", {}, {"error": "not here"}, 404)


_WITHHELD = {"block": 451, "purge": 410}
"""Level of a tombstone → HTTP status (RFC 7725: unavailable for legal reasons; RFC 9110: gone)."""
NO_RELEASE = Page("no_release.html", {}, {"error": "no release yet"}, 503)


_CLOSED = ("databases", "threads", "patterns", "messages", "allow-debug", "permissions", "logout", "auth-token")

ROUTES: tuple[tuple[str, View], ...] = (
    (rf"^{IN_PATH}/?(?P<json>\.json)?$", home),
    (rf"^{IN_PATH}/tim-kiem(?P<json>\.json)?$", results),
    (rf"^{IN_PATH}/tim-kiem/tai-ve\.(?P<format>{'|'.join(FORMATS)})$", take_away),
    (rf"^{IN_PATH}/dia-chi/(?P<url>.+)$", address),
    (rf"^{IN_PATH}/do-phu(?P<json>\.json)?$", coverage),
    (rf"^{IN_PATH}/bai/(?P<uid>[a-z0-9]{{4,64}})\.(?P<format>bib|ris|csl\.json)$", reference),
    (rf"^{IN_PATH}/bai/(?P<uid>[a-z0-9]{{4,64}})(?P<json>\.json)?$", article),
    *((rf"^{IN_PATH}{path}(?P<json>\.json)?$", view) for path, view in PAGES),
    *SHELVES,
    (rf"^/-/(?:{'|'.join(_CLOSED)})(?P<json>\.json)?$", closed),
)
"""(regular expression of the path, view)."""
