"""Pages that gather articles: by person, newspaper and place, and prints of one text."""

from __future__ import annotations

import sqlite3

from newsarchive.reading.holdings import read_paper, read_place, read_places
from newsarchive.reading.language import IN_PATH
from newsarchive.reading.people import read_people, read_person
from newsarchive.reading.reprints import compare_prints, read_clusters
from newsarchive.reading.request import Ask, Page, View, page_number
from newsarchive.reading.twin import fields_of


def reprints(db: sqlite3.Connection, ask: Ask) -> Page:
    """Texts that several newspapers printed, the newest first."""
    found = read_clusters(db, newspaper=ask.args.get("bao") or None, page=page_number(ask.args))
    return Page("reprints.html", {"found": found}, found)


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


def people(db: sqlite3.Connection, ask: Ask) -> Page:
    """The names that sign in the archive, or with `ten` one of them."""
    if name := ask.args.get("ten"):
        person = read_person(db, name)
        if person is None:
            return Page("missing.html", {}, {"error": "nobody signs so"}, 404)
        return Page("person.html", {"person": person}, {**fields_of(person), "gathered": person.gathered.to_dict()})
    found = read_people(db, sought=ask.args.get("tim", ""), page=page_number(ask.args))
    return Page("people.html", {"found": found}, found)


def paper(db: sqlite3.Connection, ask: Ask) -> Page:
    """A newspaper: what is held of it, when, and what is missing."""
    found = read_paper(db, ask.parts["newspaper"] or "")
    if found is None:
        return Page("missing.html", {}, {"error": "nothing is held of this newspaper"}, 404)
    return Page("paper.html", {"paper": found}, {**fields_of(found), "gathered": found.gathered.to_dict()})


def places(db: sqlite3.Connection, _: Ask) -> Page:
    """The provinces of today, with those that each is made of."""
    rows = read_places(db)
    return Page("places.html", {"rows": rows}, rows)


def place(db: sqlite3.Connection, ask: Ask) -> Page:
    """A province before or after July 2025."""
    found = read_place(db, ask.parts["slug"] or "")
    if found is None:
        return Page("missing.html", {}, {"error": "no such province"}, 404)
    return Page("place.html", {"place": found}, {**fields_of(found), "gathered": found.gathered.to_dict()})


_UID = "[a-z0-9]{4,64}"
SHELVES: tuple[tuple[str, View], ...] = (
    (rf"^{IN_PATH}/tac-gia(?P<json>\.json)?$", people),
    (rf"^{IN_PATH}/bao/(?P<newspaper>[\w-]{{1,80}}(?:\.[\w-]+)*?)(?P<json>\.json)?$", paper),
    (rf"^{IN_PATH}/noi(?P<json>\.json)?$", places),
    (rf"^{IN_PATH}/noi/(?P<slug>[a-z-]{{1,40}})(?P<json>\.json)?$", place),
    (rf"^{IN_PATH}/in-lai(?P<json>\.json)?$", reprints),
    (rf"^{IN_PATH}/bai/(?P<uid>{_UID})/so-voi/(?P<other>{_UID})(?P<json>\.json)?$", comparison),
)
"""(regular expression of the path, view)."""
