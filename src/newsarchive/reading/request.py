"""A request without its server, and an answer without its markup: what views take and give."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import urlencode

from newsarchive.reading.hits import MAX_PAGE
from newsarchive.reading.language import CODES, Language
from newsarchive.reading.match import Order, SearchRequest
from newsarchive.reading.query import TIERS, Tier
from newsarchive.reading.taking import Taking


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

    @property
    def json_twin(self) -> str:
        """This page as JSON, at the same address with .json."""
        query = urlencode(self.args)
        return f"{self.path}.json?{query}" if query else f"{self.path}.json"

    def download(self, form: str) -> str:
        """All that this search finds, as a file."""
        query = urlencode({key: value for key, value in self.args.items() if key not in ("trang", "xep")})
        path = f"{self.language.prefix}/tim-kiem/tai-ve.{form}"
        return f"{path}?{query}" if query else path

    def at(self, path: str, **changes: object) -> str:
        """Another page of ours in this language, asked the same with some parameters changed."""
        args = {**{key: value for key, value in self.args.items() if key not in ("trang", "xep")}, **changes}
        query = urlencode({key: str(value) for key, value in args.items() if value not in (None, "")})
        return f"{self.language.prefix}{path}?{query}" if query else self.language.prefix + path

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


def read_search(args: Mapping[str, str]) -> SearchRequest:
    """The search that the parameters of a link ask for; what they get wrong is left out."""
    tier: Tier = next((tier for tier in TIERS if args.get("kieu") == tier), "near")
    order = next((order for order in get_args(Order) if args.get("xep") == order), None)
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
        page=page_number(args),
        expand=args.get("morong") != "0",
    )


def page_number(args: Mapping[str, str]) -> int:
    """The page of a list that is asked for, 1 when that is no number."""
    page = args.get("trang", "1")
    return min(max(int(page), 1), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1
