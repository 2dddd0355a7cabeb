"""Taking links in: cheap when nothing is new, since every section page repeats what we know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from newsarchive.frontier.database import Connection
from newsarchive.frontier.ladder import HOUR
from newsarchive.frontier.records import Added
from newsarchive.frontier.schedule import FLOOR, priority
from newsarchive.frontier.withholding import allowed
from newsarchive.link import Link, read_url_day
from newsarchive.press import Newspaper
from newsarchive.press.url import split_web

AGAIN = HOUR / 4
"""No page is fetched twice within this time because somebody says that it changed, or asks for it again."""

# The row is touched only where it differs: an unconditional update of known links is 43 times dearer.
_ADD = """
insert into url (newspaper, key, url, kind, found_on, found_as, lastmod, published, priority, first_seen, due_at)
values (:newspaper, :key, :url, :kind, :found_on, :found_as, :lastmod, :published, :priority, :now, :now)
on conflict (key, newspaper) do update set
    kind = case when url.kind = 'page' then excluded.kind else url.kind end,
    priority = case
        when url.kind = 'article' and url.every is not null then url.priority
        else greatest(url.priority, excluded.priority) end,
    lastmod = greatest(url.lastmod, excluded.lastmod),
    published = case
        when url.kind = 'page' and excluded.kind = 'page' then greatest(url.published, excluded.published)
        else coalesce(url.published, excluded.published) end,
    due_at = case
        when url.holder is not null then url.due_at
        when url.kind = 'page' and excluded.kind <> 'page' then :now
        when excluded.lastmod > coalesce(url.lastmod, url.done_at)
            then least(url.due_at, greatest(:now, url.done_at + greatest(coalesce(url.every, :day) / :floor, :pause)))
        when :again and url.done_at < :now - :pause then least(url.due_at, :now)
        else url.due_at end
where (url.kind = 'page' and excluded.kind <> 'page')
   or (excluded.priority > url.priority and not (url.kind = 'article' and url.every is not null))
   or excluded.lastmod > coalesce(url.lastmod, 0)
   or (url.published is null and excluded.published is not null)
   or (url.kind = 'page' and excluded.published > url.published)
   or (:again and url.holder is null and url.done_at < :now - :pause and coalesce(url.due_at, 9e99) > :now)
"""


def add_links(
    connection: Connection,
    newspaper: Newspaper,
    links: Iterable[Link],
    *,
    found_on: str | None,
    again: bool,
    now: float,
) -> Added:
    """Add what is new; bring forward what its source says has changed, or what is asked for `again`.

    What leads to an article that was purged is passed over.
    """
    links = list(allowed(connection, newspaper, links))
    common = {"newspaper": newspaper.id, "found_on": found_on, "again": again, "now": now}
    common |= {"pause": AGAIN, "day": 24 * HOUR, "floor": FLOOR}
    rows = [common | _row(newspaper, link, now) for link in links if split_web(link.url) is not None]
    last = connection.execute("select coalesce(max(id), 0) from url").fetchone()[0]
    touched = connection.executemany(_ADD, rows)
    new = connection.execute(
        "select count(*) from url where id > ? and newspaper = ?", (last, newspaper.id)
    ).fetchone()[0]
    return Added(new, touched - new, len(links) - len(rows))


def _row(newspaper: Newspaper, link: Link, now: float) -> dict[str, object]:
    return {
        "key": newspaper.canonical(link.url),
        "url": link.url,
        "kind": link.kind,
        "found_as": link.found_as,
        "lastmod": _seconds(link.lastmod),
        "published": _seconds(link.published or read_url_day(link.url)),
        "priority": priority(link, now),
    }


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
