"""Giving out archived copies: `/memento/…` (RFC 7089), each under a policy that lets a page do nothing.

Three forms, as the field has them: `/memento/TIME/URL` is the copy marked as one; `TIMEif_` is the same without the
mark, for the frame of our own page, which says it better; `TIMEid_` is what was sent, byte for byte but for its
Content-Encoding.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import cast

from newsarchive.reading.copies import FRESH, ROUTES, find_timemap, not_listed
from newsarchive.reading.memento import Form, Memento, find_picture, nearest, parse_timestamp
from newsarchive.reading.request import Ask, Page, View
from newsarchive.reading.security import COPIES
from newsarchive.reading.timemap import TimeMap, link_header
from newsarchive.serving.adapt import adapt
from newsarchive.serving.copy import Copy, CopyError, read_copy

_HARMLESS = {
    "content-security-policy": COPIES,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "x-dns-prefetch-control": "off",
    # A sandboxed page may not ask for an opener policy of its own: browsers refuse to show it then.
    "cross-origin-opener-policy": "unsafe-none",
}
_BANNER = (
    '<div style="all:initial;display:block;padding:8px 14px;background:#fff3cd;color:#1f2328;'
    'border-bottom:2px solid #9b1c1c;font:14px/1.5 system-ui,sans-serif">{text}</div>'
)


def copy_routes(folders: tuple[Path, ...]) -> tuple[tuple[str, View], ...]:
    """(regular expression of the path, view) of all about copies; their records lie in `folders`."""
    return (*ROUTES, (r"^/memento/(?P<timestamp>\d{4,14})(?P<form>i[fd]_)?/(?P<url>.+)$", _Replay(folders).answer))


class _Replay:
    """The view of a copy."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def answer(self, db: sqlite3.Connection, ask: Ask) -> Page:
        """The copy; a redirect to the nearest one when there is none of that very second."""
        timemap, moment = find_timemap(db, ask), parse_timestamp(ask.parts["timestamp"] or "")
        if timemap is None or moment is None:
            return not_listed(db, ask, FRESH)
        form = cast("Form", ask.parts["form"] or "")
        one = nearest(timemap.mementos, moment)
        if one.timestamp != ask.parts["timestamp"]:
            headers = {**FRESH, "link": link_header(timemap, one), "location": timemap.root + one.path(form)}
            return Page("", text="", status=302, media_type="text/plain", headers=headers)
        return self._copy(db, ask, timemap, one, form)

    def _copy(self, db: sqlite3.Connection, ask: Ask, timemap: TimeMap, one: Memento, form: Form) -> Page:
        told = {**FRESH, "memento-datetime": one.http_date, "link": link_header(timemap, one)}
        tag = _etag(db, one, form)
        if tag in ask.headers.get("if-none-match", ""):
            return Page("", text="", status=304, headers={**told, **_HARMLESS, "etag": tag})
        try:
            copy = read_copy(self._folders, one)
        except CopyError as error:
            context = {"why": error.problem, "copy": one}
            return Page("no_copy.html", context, {"error": error.problem}, error.status, headers=FRESH)
        headers = {**told, **_HARMLESS, "etag": tag, **_saved(one, copy)}
        if copy.is_page and form != "id_":
            banner = _banner(one) if form == "" else ""
            page = adapt(copy.text(), one.url, lambda url: _picture(db, url, one), banner=banner)
            return Page("", text=page, media_type="text/html; charset=utf-8", headers=headers)
        charset = f"; charset={copy.charset}" if copy.charset else ""
        return Page("", text=copy.body, media_type=copy.media_type + charset, headers=headers)


def _etag(db: sqlite3.Connection, one: Memento, form: Form) -> str:
    """Of the bytes; of a page that we adapt also of the release, which says what pictures there are."""
    release = db.execute("SELECT fingerprint FROM release").fetchone()[0][-8:] if form != "id_" else ""
    return f'"{one.payload_digest[-16:]}-{one.timestamp}{form}{release}"'


def _saved(one: Memento, copy: Copy) -> Mapping[str, str]:
    """What no browser may show is given out as a file, named after the moment alone."""
    return {"content-disposition": f'attachment; filename="{one.timestamp}.bin"'} if copy.is_file else {}


def _picture(db: sqlite3.Connection, url: str, page: Memento) -> str | None:
    found = find_picture(db, url, page.moment)
    return found.path() if found else None


def _banner(one: Memento) -> str:
    at = f"{one.moment:%Y-%m-%d %H:%M:%S} UTC"
    text = f"Bản lưu trữ, thu thập lúc {at} từ / Archived copy, captured {at} from: {escape(one.url)}"
    return _BANNER.format(text=text)
