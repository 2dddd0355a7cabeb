"""What news.db tells of a newspaper's runs and articles."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter

from newsarchive.account import CERTIFICATE
from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.health.records import Held, Page, Run
from newsarchive.press import Newspaper, layout, newspaper

_MOST = 400
"""Articles, and pages without one, that are looked at: some weeks of a provincial newspaper."""
_MOST_RUNS = 200
_LAYOUT = "layout:"
_OBFUSCATED = "obfuscated body"
"""Beginning of the reason that extraction gives for a scrambled page."""

_ARTICLES = """
    select a.url, a.first_captured_at, r.word_count, r.published is not null and r.published_precision = 'minute',
        coalesce(r.lead, '') <> '', coalesce(json_extract(r.evidence, '$.body.rule'), ''),
        coalesce(json_extract(r.evidence, '$.body.raw'), ''),
        exists (select 1 from byline b where b.revision_id = r.id and b.role = 'text'),
        exists (select 1 from figure f where f.revision_id = r.id and coalesce(f.caption, '') <> '')
    from (select * from article where newspaper_id = ? order by id desc limit ?) a
    join revision r on r.id = (
        select c.revision_id from revision v join capture c on c.revision_id = v.id where v.article_id = a.id
        order by rtrim(c.fetched_at, 'Z'), c.id limit 1)
"""
"""What today's rules read in the first capture: later looks at old articles tell of the newspaper as it is now."""
_UNREAD = """
    select c.url, min(c.fetched_at), max(c.reason) from (
        select url, fetched_at, reason, status, record_type from capture
        where newspaper_id = ? and outcome = ? order by id desc limit ?) c
    where c.record_type = 'response' and c.status = 200
        and not exists (select 1 from capture o where o.url = c.url and o.revision_id is not null)
    group by c.url
"""
_ARRIVED = "select first_captured_at from article where newspaper_id = ? order by id desc limit ?"
_MOST_ARRIVED = 6000
_NO_ARTICLE = ("skipped", "failed", "listing")
_RUNS = """
    select started_at, finished_at, summary from run where kind = 'crawl' and finished_at is not null
        and json_extract(summary, '$.newspaper') = ? order by id desc limit ?
"""
ACCEPTED = "health-accepted"
"""Kind of the ledger line by which an archivist takes a change for good: {"since": {code: beginning of a run}}."""
_ACCEPTED = "select detail from event where kind = ? and subject = ? order by id"
_CERTIFICATES = "select subject, max(json_extract(detail, '$.ends')) from event where kind = ? group by subject"
_ASKED = "select 1 from capture where newspaper_id = ? and fetched_at >= ? and url glob ? limit 1"
_SLASHES = 3
"""In the address of a robots.txt."""
_NUMBER = re.compile(r"\d+")
_ROBOTS = """
    select url, fetched_at, payload_digest from capture
    where (url = ? or url glob ?) and status = 200 and record_type = 'response'
"""


def read_held(connection: sqlite3.Connection, name: str) -> Held:
    """What is known of a newspaper: its latest articles, pages that should have been articles, and runs."""
    paper = _known(name)
    pages = [*_articles(connection, name), *(_unread(connection, paper) if paper else ())]
    runs = [_run(row) for row in connection.execute(_RUNS, (name, _MOST_RUNS))]
    asking = next((run for run in runs if sum(run.requests.values())), None)
    robots = list(_robots(connection, paper)) if paper else []
    arrived = sorted(_moment(row[0]) for row in connection.execute(_ARRIVED, (name, _MOST_ARRIVED)))
    return Held(
        name,
        pages=tuple(sorted(pages, key=attrgetter("at"))),
        runs=tuple(reversed(runs)),
        arrived=tuple(arrived),
        robots=tuple(sorted(robots)),
        certificates=tuple(_certificates(connection, paper, asking)) if paper and asking else (),
        families=frozenset(layout(one).family for one in paper.layouts) if paper else frozenset(),
        layouts=frozenset(f"{_LAYOUT}{one}" for one in paper.layouts) if paper else frozenset(),
    )


def read_accepted(connection: sqlite3.Connection, newspaper: str) -> dict[str, datetime]:
    """Code of a finding → beginning of the run since which it is how the newspaper is."""
    told = [json.loads(row[0]) for row in connection.execute(_ACCEPTED, (ACCEPTED, newspaper))]
    return {code: _moment(since) for one in told for code, since in one["since"].items()}


def crawled(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Ids of the newspapers that were ever crawled."""
    query = "select distinct json_extract(summary, '$.newspaper') as id from run where kind = 'crawl' order by id"
    return tuple(row[0] for row in connection.execute(query) if row[0])


def _known(name: str) -> Newspaper | None:
    try:
        return newspaper(name)
    except UnknownNewspaperError:
        return None


def _articles(connection: sqlite3.Connection, name: str) -> Iterator[Page]:
    for url, at, words, published, lead, rule, element, byline, caption in connection.execute(_ARTICLES, (name, _MOST)):
        yield Page(
            url,
            _moment(at),
            is_read=True,
            words=words,
            has_byline=bool(byline),
            has_caption=bool(caption),
            has_published=bool(published),
            has_lead=bool(lead),
            by_layout=rule.startswith(_LAYOUT),
            template=rule.partition(" ")[0] if rule.startswith(_LAYOUT) else _NUMBER.sub("", element),
        )


def _unread(connection: sqlite3.Connection, paper: Newspaper) -> Iterator[Page]:
    """Pages at addresses of articles on which none was ever found."""
    for outcome in _NO_ARTICLE:
        for url, at, reason in connection.execute(_UNREAD, (paper.id, outcome, _MOST)):
            if paper.is_article(url):
                yield Page(url, _moment(at), is_read=False, is_plain=not (reason or "").startswith(_OBFUSCATED))


def _robots(connection: sqlite3.Connection, paper: Newspaper) -> Iterator[tuple[datetime, str]]:
    """Of the origin (scheme, host and port) that was asked last: each has a robots.txt of its own (RFC 9309, 2.3)."""
    told = defaultdict[str, list[tuple[datetime, str]]](list)
    for site in (f"{scheme}://{host}" for host in paper.hosts for scheme in ("https", "http")):
        for url, at, digest in connection.execute(_ROBOTS, (f"{site}/robots.txt", f"{site}:*/robots.txt")):
            if url.count("/") == _SLASHES:
                told[url].append((_moment(at), digest))
    yield from max(told.values(), key=max, default=[])


def _certificates(connection: sqlite3.Connection, paper: Newspaper, run: Run) -> Iterator[tuple[str, datetime]]:
    """Of hosts that were not asked any more nobody needs to know."""
    for host, ends in connection.execute(_CERTIFICATES, (CERTIFICATE,)).fetchall():
        if paper.own_host(host) is not None:
            asked = connection.execute(
                _ASKED, (paper.id, run.started.strftime("%Y-%m-%dT%H:%M:%S"), f"https://{host}[:/]*")
            )
            if asked.fetchone():
                yield host, _moment(ends)


def _run(row: sqlite3.Row) -> Run:
    told = json.loads(row[2])
    return Run(_moment(row[0]), _moment(row[1]), told.get("requests", {}), told.get("stopped"), told.get("left", 0))


def _moment(text: str) -> datetime:
    """An instant; one that was written without a zone (an old file's) is taken for UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
