"""Addresses of articles that were purged: known without their address, so that no crawl asks for them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from newsarchive.frontier.database import Connection
from newsarchive.link import LISTS, Link
from newsarchive.press import Newspaper, article_key, article_uid

_KEY = "withheld:"
_BELOW = "withheld;"
"""The first key behind all of them."""
_ADD = """
insert into url (newspaper, key, url, kind, found_as, priority, first_seen, outcome, detail, done_at, visits)
values (:newspaper, :key, :key, 'article', 'withheld', 0, :now, 'dropped', :reason, :now, 1)
on conflict (key, newspaper) do nothing
"""
_VISIT = """
insert into visit (url_id, number, outcome, detail, first_at, last_at)
select id, 1, 'dropped', detail, done_at, done_at from url where key = ? and newspaper = ?
on conflict (url_id, number) do nothing
"""


def withheld_key(uid: str) -> str:
    """Under what the frontier knows an article that was purged."""
    return f"{_KEY}{uid}"


def withhold(connection: Connection, newspaper: str, uid: str, reason: str, now: float) -> None:
    """Set a done-mark for an article without naming its address; nothing changes when there is one."""
    connection.execute(_ADD, {"newspaper": newspaper, "key": withheld_key(uid), "reason": reason, "now": now})
    connection.execute(_VISIT, (withheld_key(uid), newspaper))


def forget(connection: Connection, wants: Callable[[str | None], bool]) -> None:
    """Remove the rows of these addresses, and what others tell of them.

    Copies of lists that named them may be gone too: lists are asked for as if none were held, since without a copy "not
    modified" tells nothing.
    """
    connection.execute(_FORGET_COPIES)
    gone = [(row[0], row[1], row[2]) for row in connection.execute(_ADDRESSES) if wants(row[1]) or wants(row[2])]
    for row, *texts in gone:
        connection.execute("delete from visit where url_id = ?", (row,))
        connection.execute("delete from url where id = ?", (row,))
        for text in texts:
            connection.execute("update url set detail = null where replace(detail, ?, '') <> detail", (text,))
            connection.execute("update visit set detail = null where replace(detail, ?, '') <> detail", (text,))
    for found_on in [row[0] for row in connection.execute(_FOUND_ON) if wants(row[0])]:
        connection.execute("update url set found_on = null where found_on = ?", (found_on,))


def allowed(connection: Connection, newspaper: Newspaper, links: Iterable[Link]) -> Iterator[Link]:
    """The links that do not lead to an article that was purged."""
    rows = connection.execute(
        "select key from url where newspaper = ? and key >= ? and key < ?", (newspaper.id, _KEY, _BELOW)
    )
    withheld = {row[0] for row in rows}
    if not withheld:
        yield from links
        return
    for link in links:
        if withheld_key(article_uid(article_key(link.url, None, newspaper))) not in withheld:
            yield link


_KINDS = ", ".join(f"'{kind}'" for kind in sorted(LISTS))
_FORGET_COPIES = f"update url set etag = null, last_modified = null where kind in ({_KINDS})"
_ADDRESSES = "select id, url, key from url where found_as <> 'withheld'"
_FOUND_ON = "select distinct found_on from url where found_on is not null"
