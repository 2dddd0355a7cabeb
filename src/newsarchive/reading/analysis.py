"""The pages of analysis: timeline, concordance, collocates, comparison. A request comes in, a template goes out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from newsarchive.exceptions import QueryError
from newsarchive.reading.chart import draw
from newsarchive.reading.collocates import REFERENCES, read_collocates
from newsarchive.reading.concordance import LINE_ORDERS, read_concordance
from newsarchive.reading.keyness import compare_sets
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.plotted import plot_points, table_rows
from newsarchive.reading.request import Ask, Page, View, read_search
from newsarchive.reading.timeline import Timeline, read_timeline
from newsarchive.reading.twin import fields_of

_PLOTTED = {"plot_points": plot_points, "table_rows": table_rows}
QUERIES = ("q", "q2", "q3", "q4")
"""Parameters of the queries that a timeline compares."""


def timeline(db: sqlite3.Connection, ask: Ask) -> Page:
    """Up to four queries over time; without one, what is held."""
    texts = [text for key in QUERIES if (text := ask.args.get(key, "").strip())]
    step = next((step for step in ("month", "year") if ask.args.get("buoc") == step), None)
    asked = read_search(ask.args)
    requests = tuple(replace(asked, text=text) for text in texts)

    def read() -> Page:
        found = read_timeline(db, requests, step) if requests else Timeline("year", (), ())
        context = {"found": found, "chart": draw(found), "texts": texts} | _PLOTTED
        return Page("timeline.html", context, {**fields_of(found), "release": _release(db)})

    return _explained(read, Page("timeline.html", {"found": None, "texts": texts}), asked)


def concordance(db: sqlite3.Connection, ask: Ask) -> Page:
    """Every hit with the words around it."""
    asked = read_search(ask.args)
    order = next((order for order in LINE_ORDERS if ask.args.get("xep") == order), LINE_ORDERS[0])

    def read() -> Page:
        found = read_concordance(db, asked, order) if asked.text.strip() else None
        data = {**fields_of(found), "order": order, "release": _release(db)} if found else {}
        return Page("concordance.html", {"found": found, "order": order}, data)

    return _explained(read, Page("concordance.html", {"found": None, "order": order}), asked)


def collocates(db: sqlite3.Connection, ask: Ask) -> Page:
    """What stands near the words of a query."""
    asked = read_search(ask.args)
    against = REFERENCES[ask.args.get("so") == "bai"]

    def read() -> Page:
        found = read_collocates(db, asked, against) if asked.text.strip() else None
        return Page("collocates.html", {"found": found}, {**fields_of(found), "release": _release(db)} if found else {})

    return _explained(read, Page("collocates.html", {"found": None}), asked)


def comparison(db: sqlite3.Connection, ask: Ask) -> Page:
    """Two result sets, or two newspapers, against each other."""
    asked = read_search(ask.args)
    other = replace(asked, text=ask.args.get("q2", ""), newspaper=ask.args.get("bao2") or None)
    papers = db.execute("SELECT id, name FROM newspapers ORDER BY name").fetchall()
    context = {"found": None, "papers": papers, "other": other}

    def read() -> Page:
        differ = (asked.text.strip(), asked.newspaper) != (other.text.strip(), other.newspaper)
        found = compare_sets(db, asked, other) if differ else None
        data = {**fields_of(found), "release": _release(db)} if found else {}
        return Page("compare.html", {**context, "found": found}, data)

    return _explained(read, Page("compare.html", context), asked)


def _explained(read: Callable[[], Page], empty: Page, asked: SearchRequest) -> Page:
    """The page, or why there is none: a query that cannot be understood (400), one that takes too long (503)."""
    try:
        page, problem, status = read(), None, 200
    except QueryError as error:
        page, problem, status = replace(empty, data={"error": str(error)}), str(error), 400
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        page, problem, status = replace(empty, data={"error": "too broad"}), "", 503
    return replace(page, context={**page.context, "problem": problem, "asked": asked}, status=status)


def _release(db: sqlite3.Connection) -> str:
    return str(db.execute("SELECT id FROM release").fetchone()[0])


PAGES: tuple[tuple[str, View], ...] = (
    ("/dong-thoi-gian", timeline),
    ("/ngu-canh", concordance),
    ("/tu-di-kem", collocates),
    ("/so-sanh", comparison),
)
"""(path, view) of each; they have a JSON twin at the same address."""
