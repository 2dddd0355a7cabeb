"""The pages of the reading room: a request comes in, a template with its data goes out. No Datasette in here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args
from urllib.parse import urlencode

from newsarchive.exceptions import QueryError
from newsarchive.reading.article import ArticlePage, Gone, read_article
from newsarchive.reading.article_copies import copies_of
from newsarchive.reading.citation import REFERENCES, cite, describe, refer
from newsarchive.reading.coverage import read_coverage
from newsarchive.reading.edits import edits_of
from newsarchive.reading.formats import FORMATS, Stamp
from newsarchive.reading.hits import MAX_PAGE
from newsarchive.reading.home import read_home
from newsarchive.reading.language import CODES, Language
from newsarchive.reading.match import Order, SearchRequest
from newsarchive.reading.query import TIERS, Tier
from newsarchive.reading.release import read_release
from newsarchive.reading.search import search
from newsarchive.reading.snippet import plain
from newsarchive.reading.taking import Taking, take


@dataclass(frozen=True, slots=True)
class Ask:
    """A request without its server: path, query parameters, parts of the route."""

    path: str
    args: Mapping[str, str]
    parts: Mapping[str, str | None]
    host: str = ""
    """Scheme and host that the reader used: "https://kho.example"."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the request, names in lower case."""
    query: str = ""
    """What stands behind the question mark, as sent."""

    @property
    def language(self) -> Language:
        """The language that the path names, else Vietnamese."""
        return next((Language(code) for code in CODES if self.parts.get("language") == code), Language())

    @property
    def bare_path(self) -> str:
        """The path without its language."""
        return self.path.removeprefix(self.language.prefix) or "/"

    def in_language(self, code: str) -> str:
        """This page in another language."""
        query = urlencode(self.args)
        path = ("" if code == CODES[0] else f"/{code}") + self.bare_path
        return f"{path}?{query}" if query else path

    def download(self, form: str) -> str:
        """All that this search finds, as a file."""
        query = urlencode({key: value for key, value in self.args.items() if key not in ("trang", "xep")})
        path = f"{self.language.prefix}/tim-kiem/tai-ve.{form}"
        return f"{path}?{query}" if query else path

    def link(self, **changes: object) -> str:
        """This page with some parameters changed; an empty value takes one out."""
        args = {**self.args, **changes}
        query = urlencode({key: str(value) for key, value in args.items() if value not in (None, "")})
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True, slots=True)
class Page:
    """What to answer."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    data: object = None
    """The same as JSON."""
    status: int = 200
    text: str | bytes | None = None
    """A small file to send instead, of `media_type`."""
    media_type: str = ""
    taking: Taking | None = None
    """A file to send piece by piece instead."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the answer, names in lower case."""


View = Callable[[sqlite3.Connection, Ask], Page]


def home(db: sqlite3.Connection, _: Ask) -> Page:
    """The first page."""
    page = read_home(db)
    return Page("home.html", {"home": page, "asked": SearchRequest()}, asdict(page))


def results(db: sqlite3.Connection, ask: Ask) -> Page:
    """A page of results; a query that cannot be understood gives its message and status 400."""
    request = _request(ask.args)
    try:
        page = search(db, request)
    except QueryError as error:
        return Page("search.html", {"found": None, "problem": str(error), "asked": request}, {"error": str(error)}, 400)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return Page("search.html", {"found": None, "problem": None, "asked": request}, {"error": "too broad"}, 503)
    data = {
        **asdict(page),
        "hits": [{**asdict(hit), "headline": plain(hit.headline), "snippet": plain(hit.snippet)} for hit in page.hits],
    }
    return Page("search.html", {"found": page, "problem": None, "asked": request}, data)


def take_away(db: sqlite3.Connection, ask: Ask) -> Page:
    """All that a search finds, as a file; a query that cannot be understood is explained as on the page."""
    release = read_release(db)
    searched = ask.path.rpartition("/tai-ve.")[0]
    stamp = Stamp(
        query=ask.args.get("q", ""),
        search_url=f"{ask.host}{searched}?{urlencode(ask.args)}" if ask.args else ask.host + searched,
        release=release.id if release else "",
        exported_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    try:
        return Page("", taking=take(_request(ask.args), ask.parts["format"] or "", stamp, ask.host))
    except QueryError:
        return results(db, ask)


def coverage(db: sqlite3.Connection, _: Ask) -> Page:
    """What is held and missing of every newspaper, month by month."""
    papers = read_coverage(db)
    return Page("coverage.html", {"papers": papers}, [asdict(paper) for paper in papers])


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
    data = {
        **asdict(page),
        "edits": {number: change.to_dict() for number, change in edits.items()},
        "mementos": [one.path() for one in copies.pages],
    }
    context = {
        "article": page,
        "edits": edits,
        "copies": copies,
        "citation": cite(page, ask.language),
        "described": describe(page, ask.host),
    }
    return Page("article.html", context, data, headers={"link": copies.link} if copies.link else {})


def closed(_: sqlite3.Connection, __: Ask) -> Page:
    """Pages of Datasette that tell where files lie on the server."""
    return Page("missing.html", {}, {"error": "not here"}, 404)


_WITHHELD = {"block": 451, "purge": 410}
"""Level of a tombstone → HTTP status (RFC 7725: unavailable for legal reasons; RFC 9110: gone)."""
NO_RELEASE = Page("no_release.html", {}, {"error": "no release yet"}, 503)


def to_json(data: object) -> str:
    """JSON with Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False)


_LANGUAGE = r"(?:/(?P<language>en))?"
ROUTES: tuple[tuple[str, View], ...] = (
    (rf"^{_LANGUAGE}/?$", home),
    (rf"^{_LANGUAGE}/tim-kiem(?P<json>\.json)?$", results),
    (rf"^{_LANGUAGE}/tim-kiem/tai-ve\.(?P<format>{'|'.join(FORMATS)})$", take_away),
    (rf"^{_LANGUAGE}/do-phu(?P<json>\.json)?$", coverage),
    (rf"^{_LANGUAGE}/bai/(?P<uid>[a-z0-9]{{4,64}})\.(?P<format>bib|ris|csl\.json)$", reference),
    (rf"^{_LANGUAGE}/bai/(?P<uid>[a-z0-9]{{4,64}})(?P<json>\.json)?$", article),
    (r"^/-/(?:databases|threads)(?P<json>\.json)?$", closed),
)
"""(regular expression of the path, view)."""


def _request(args: Mapping[str, str]) -> SearchRequest:
    """The search that the parameters of a link ask for; what they get wrong is left out."""
    tier: Tier = next((tier for tier in TIERS if args.get("kieu") == tier), "near")
    order = next((order for order in get_args(Order) if args.get("xep") == order), None)
    page = args.get("trang", "1")
    return SearchRequest(
        text=args.get("q", ""),
        exact=args.get("dau") == "1",
        tier=tier,
        newspaper=args.get("bao") or None,
        province=args.get("tinh") or None,
        province_now=args.get("tinhmoi") or None,
        section=args.get("muc") or None,
        byline=args.get("tacgia") or None,
        since=args.get("tu") or None,
        until=args.get("den") or None,
        order=order,
        page=min(max(int(page), 1), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )
