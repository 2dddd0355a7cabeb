"""The revisions of an article in their order, and why each is there (`store.timeline` has the rules)."""

from __future__ import annotations

import sqlite3

from newsarchive.store.standing import Place, Row, Shown, read_rows, read_shown


def arrange(connection: sqlite3.Connection, article_id: int) -> None:
    """Number the article's revisions in their order and say of each why it is there; writes what differs alone."""
    rows, shown = read_rows(connection, article_id), read_shown(connection, article_id)
    readings = {(one.extractor, one.place) for one in shown}
    readings |= {(row.extractor, row.place) for row in rows}
    ours = _refuted(rows, shown)
    causes = [
        (cause, row.id)
        for at, row in enumerate(rows)
        if (cause := "reextraction" if row.id in ours else _cause(rows[:at], row, readings)) != row.cause
    ]
    connection.executemany("update revision set cause = ? where id = ?", causes)
    wanted = [(at, row.id) for at, row in enumerate(rows, start=1) if row.number != at]
    # Through negative numbers, since (article_id, number) is unique at every moment.
    connection.executemany("update revision set number = -? where id = ?", wanted)
    connection.executemany("update revision set number = ? where id = ?", wanted)


def _refuted(rows: list[Row], shown: list[Shown]) -> set[int]:
    """Revisions whose capture says, by the rules that read it since, what the capture before it says: that an earlier
    reader saw a change there (a redesign that it did not know) was its own doing."""
    digests = {row.id: row.digest for row in rows}
    places = {one.place: at for at, one in enumerate(shown)}
    found = set()
    for row in rows[1:]:
        at = places.get(row.place, 0)
        here, before = shown[at], shown[at - 1]
        is_read_again = at and here.revision_id != row.id and here.extractor not in {row.extractor, None}
        is_equal = digests[here.revision_id] == digests[before.revision_id]
        if is_read_again and here.extractor == before.extractor and is_equal:
            found.add(row.id)
    return found


def _cause(before: list[Row], row: Row, readings: set[tuple[str | None, Place]]) -> str:
    if not before:
        return "source"
    if before[-1].place == row.place:
        return "reextraction"
    compares = any(extractor == row.extractor and place < row.place for extractor, place in readings)
    return "source" if compares else "reextraction"
