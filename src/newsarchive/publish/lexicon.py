"""The tables of what the papers explain themselves, from the text of articles that are shown in full, and of places."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsarchive.cleaning.text import uniform_tone
from newsarchive.lexicon import Alias, find_aliases, find_definitions, is_short_for
from newsarchive.press import provinces

LEXICON_TABLES = """
CREATE TABLE abbreviations (
    id INTEGER PRIMARY KEY, short TEXT NOT NULL, long TEXT NOT NULL, key TEXT NOT NULL, articles INTEGER NOT NULL,
    newspapers INTEGER NOT NULL, first_day TEXT, first INTEGER NOT NULL REFERENCES articles (id)
) STRICT;
CREATE TABLE abbreviation_newspapers (
    abbreviation INTEGER NOT NULL REFERENCES abbreviations (id), newspaper TEXT NOT NULL REFERENCES newspapers (id),
    articles INTEGER NOT NULL, PRIMARY KEY (abbreviation, newspaper)
) STRICT, WITHOUT ROWID;
CREATE TABLE byline_variants (
    newspaper TEXT NOT NULL REFERENCES newspapers (id), name TEXT NOT NULL, variant TEXT NOT NULL,
    shown_by TEXT NOT NULL, articles INTEGER NOT NULL, first INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (newspaper, name, variant)
) STRICT, WITHOUT ROWID;
CREATE TABLE places (
    slug TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, code_before TEXT, code_after TEXT, merged_into TEXT,
    merged_on TEXT, articles INTEGER NOT NULL, newspapers INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
LEXICON_INDEXES = """
CREATE INDEX abbreviations_key ON abbreviations (key);
CREATE INDEX byline_variants_variant ON byline_variants (newspaper, variant);
"""


@dataclass(frozen=True, slots=True)
class SharedCredit:
    """Two revisions of one article that credit its text to one name each, the one initials of the other."""

    uid: str
    contents: tuple[str, str]
    """Content digests of the two revisions."""
    alias: Alias


@dataclass(slots=True)
class _Use:
    """Where an abbreviation, or a variant of a name, is spelled out."""

    printed: Counter[str] = field(default_factory=Counter)
    articles: set[int] = field(default_factory=set)
    newspapers: Counter[str] = field(default_factory=Counter)


def write_lexicon(db: sqlite3.Connection, credits_: Iterable[SharedCredit]) -> None:
    """Fill the tables of this module; all others of the release are there already."""
    _write_abbreviations(db)
    _write_variants(db, credits_)
    _write_places(db)


def _write_abbreviations(db: sqlite3.Connection) -> None:
    """Row ids count days, so the least of them is the earliest article that has a day."""
    used: dict[tuple[str, str], _Use] = {}
    for row_id, newspaper, lead, body in db.execute(
        """SELECT a.id, a.newspaper, a.lead, t.body FROM articles AS a JOIN texts AS t ON t.id = a.id
           WHERE a.access = 'full' ORDER BY a.id"""
    ):
        lines = [line for line in (lead or "", *body.splitlines()) if "(" in line]
        for one in {definition for line in lines for definition in find_definitions(line)}:
            use = used.setdefault((one.short, " ".join(uniform_tone(one.long).lower().split())), _Use())
            use.printed[one.long] += 1
            use.newspapers[newspaper] += row_id not in use.articles
            use.articles.add(row_id)
    order = sorted(used.items(), key=lambda item: (-len(item[1].articles), item[0]))
    for number, ((short, _), use) in enumerate(order, 1):
        # Lower case where the papers print it: a capital may only begin a sentence.
        long = max(use.printed, key=lambda printed: (printed[0].islower(), use.printed[printed], printed))
        first, day = _first(db, use.articles)
        row = (number, short, long, short.lower(), len(use.articles), len(use.newspapers), day, first)
        db.execute("INSERT INTO abbreviations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.executemany(
            "INSERT INTO abbreviation_newspapers VALUES (?, ?, ?)",
            [(number, newspaper, count) for newspaper, count in sorted(use.newspapers.items())],
        )


def _first(db: sqlite3.Connection, articles: Iterable[int]) -> tuple[int, str | None]:
    """The earliest of these articles and its day; an undated one only when all are."""
    days = [
        (db.execute("SELECT day FROM articles WHERE id = ?", (one,)).fetchone()[0], one) for one in sorted(articles)
    ]
    day, first = next(((day, one) for day, one in days if day), days[0])
    return first, day


def _write_variants(db: sqlite3.Connection, credits_: Iterable[SharedCredit]) -> None:
    used: dict[tuple[str, str, str], _Use] = {}
    for newspaper, row_id, alias, how in (*_in_brackets(db), *_in_revisions(db, credits_)):
        use = used.setdefault((newspaper, alias.name, alias.variant), _Use())
        use.articles.add(row_id)
        use.printed[how] += 1
    db.executemany(
        "INSERT INTO byline_variants VALUES (?, ?, ?, ?, ?, ?)",
        ((*key, min(use.printed), len(use.articles), _first(db, use.articles)[0]) for key, use in used.items()),
    )


def _in_brackets(db: sqlite3.Connection) -> Iterator[tuple[str, int, Alias, str]]:
    """Credit lines are in a release only where the article is shown in full."""
    rows = db.execute(
        """SELECT DISTINCT a.newspaper, a.id, b.raw FROM bylines AS b JOIN articles AS a ON a.id = b.article_id
           WHERE a.access = 'full' AND instr(b.raw, '(') > 0"""
    ).fetchall()
    return ((newspaper, row_id, alias, "bracket") for newspaper, row_id, raw in rows for alias in find_aliases(raw))


def _in_revisions(db: sqlite3.Connection, credits_: Iterable[SharedCredit]) -> Iterator[tuple[str, int, Alias, str]]:
    """Only when both revisions are in the release, and the article in full."""
    for one in credits_:
        rows = db.execute(
            """SELECT DISTINCT a.newspaper, a.id, r.content_digest FROM articles AS a
               JOIN revisions AS r ON r.article_id = a.id
               WHERE a.uid = ? AND a.access = 'full' AND r.content_digest IN (?, ?)""",
            (one.uid, *one.contents),
        ).fetchall()
        if len(rows) == 2:
            yield rows[0][0], rows[0][1], one.alias, "revision"


def find_shared_credits(news: sqlite3.Connection) -> Iterator[SharedCredit]:
    """Articles of a news.db whose text is credited to initials in one revision and to a name they fit in another."""
    rows = news.execute(
        """SELECT a.uid, r.content_digest, min(b.name) FROM revision AS r JOIN article AS a ON a.id = r.article_id
           JOIN byline AS b ON b.revision_id = r.id AND b.role = 'text'
           WHERE a.withheld = 0
             AND r.article_id IN (SELECT article_id FROM revision GROUP BY article_id HAVING count(*) > 1)
           GROUP BY r.id HAVING count(*) = 1 ORDER BY a.uid, r.number"""
    )
    signed: dict[str, list[tuple[str, str]]] = {}
    for uid, content, name in rows:
        signed.setdefault(uid, []).append((content, name))
    for uid, states in signed.items():
        for content, name in states:
            for other, short in states:
                if is_short_for(short, name):
                    yield SharedCredit(uid, (content, other), Alias(name, short))


def _write_places(db: sqlite3.Connection) -> None:
    """Every province until 30 June 2025, with what the release holds of its newspapers."""
    held = {
        row[0]: row[1:]
        for row in db.execute(
            "SELECT province, count(*), count(DISTINCT newspaper) FROM articles WHERE province IS NOT NULL GROUP BY 1"
        )
    }
    db.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (p.slug, p.name, p.kind, p.code_before, p.code_after, p.merged_into,
             p.merged_on.isoformat() if p.merged_on else None, *held.get(p.slug, (0, 0)))
            for p in provinces()
        ),
    )  # fmt: skip
