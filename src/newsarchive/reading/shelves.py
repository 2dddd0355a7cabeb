"""Pages that gather articles: prints of one text."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict

from newsarchive.reading.language import IN_PATH
from newsarchive.reading.reprints import compare_prints, read_clusters
from newsarchive.reading.request import Ask, Page, View, page_number


def reprints(db: sqlite3.Connection, ask: Ask) -> Page:
    """Texts that several newspapers printed, the newest first."""
    found = read_clusters(db, newspaper=ask.args.get("bao") or None, page=page_number(ask.args))
    return Page("reprints.html", {"found": found}, asdict(found))


def comparison(db: sqlite3.Connection, ask: Ask) -> Page:
    """Two prints of one text, word by word."""
    found = compare_prints(db, ask.parts["uid"] or "", ask.parts["other"] or "")
    if found is None:
        return Page("missing.html", {}, {"error": "these are not told as prints of one text"}, 404)
    data = {
        "one": {"uid": found.one.uid, "newspaper": found.one.newspaper, "url": found.one.url},
        "other": {"uid": found.other.uid, "newspaper": found.other.newspaper, "url": found.other.url},
        "contained": found.contained,
        **found.change.to_dict(),
    }
    return Page("comparison.html", {"found": found}, data)


_UID = "[a-z0-9]{4,64}"
SHELVES: tuple[tuple[str, View], ...] = (
    (rf"^{IN_PATH}/in-lai(?P<json>\.json)?$", reprints),
    (rf"^{IN_PATH}/bai/(?P<uid>{_UID})/so-voi/(?P<other>{_UID})(?P<json>\.json)?$", comparison),
)
"""(regular expression of the path, view)."""
