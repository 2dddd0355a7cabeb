"""The tables of a release. Every column is described in metadata.yml in both languages; a test compares them."""

from __future__ import annotations

TABLES = """
CREATE TABLE release (
    id TEXT PRIMARY KEY, built_at TEXT NOT NULL, articles INTEGER NOT NULL, revisions INTEGER NOT NULL,
    captures INTEGER NOT NULL, newspapers INTEGER NOT NULL, undated INTEGER NOT NULL, withheld INTEGER NOT NULL,
    embargoed INTEGER NOT NULL, first_day TEXT, last_day TEXT, fingerprint TEXT NOT NULL, ledger_head TEXT NOT NULL,
    words INTEGER NOT NULL, schema_version INTEGER NOT NULL
) STRICT;
CREATE TABLE newspapers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, province TEXT, province_name TEXT, host TEXT,
    successor TEXT, access TEXT NOT NULL, embargo_days INTEGER NOT NULL, articles INTEGER NOT NULL, first_day TEXT,
    last_day TEXT
) STRICT;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, newspaper TEXT NOT NULL REFERENCES newspapers (id), province TEXT,
    day TEXT, headline TEXT, lead TEXT, byline TEXT, section TEXT, published TEXT, published_precision TEXT,
    published_raw TEXT, language TEXT, url TEXT NOT NULL, access TEXT NOT NULL, word_count INTEGER,
    figures INTEGER NOT NULL, revisions INTEGER NOT NULL, captures INTEGER NOT NULL, first_captured_at TEXT,
    last_captured_at TEXT, content_digest TEXT NOT NULL, extractor TEXT NOT NULL
) STRICT;
CREATE TABLE facets (
    id INTEGER PRIMARY KEY REFERENCES articles (id), newspaper TEXT NOT NULL, province TEXT, section TEXT
) STRICT;
CREATE TABLE facet_counts (
    kind TEXT NOT NULL, value TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE terms (
    term TEXT PRIMARY KEY, folded TEXT NOT NULL, articles INTEGER NOT NULL, occurrences INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE texts (
    id INTEGER PRIMARY KEY REFERENCES articles (id), dateline TEXT, body TEXT NOT NULL, shape TEXT NOT NULL
) STRICT;
CREATE TABLE bylines (
    article_id INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, raw TEXT, PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE figures (
    article_id INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, src TEXT, caption TEXT,
    credit TEXT, raw TEXT, PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE keywords (
    article_id INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, keyword TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id), number INTEGER NOT NULL,
    cause TEXT NOT NULL, recorded_at TEXT NOT NULL, captured_at TEXT, content_digest TEXT NOT NULL,
    extractor TEXT NOT NULL, published TEXT, word_count INTEGER, headline TEXT, lead TEXT, body TEXT,
    UNIQUE (article_id, number)
) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id), revision INTEGER, url TEXT NOT NULL,
    fetched_at TEXT NOT NULL, record_type TEXT, status INTEGER, warc_file TEXT, warc_offset INTEGER,
    warc_length INTEGER, record_id TEXT, payload_digest TEXT
) STRICT;
CREATE TABLE rights (
    article_id INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, source TEXT NOT NULL,
    name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    article_id INTEGER NOT NULL REFERENCES articles (id), field TEXT NOT NULL, rule TEXT NOT NULL, raw TEXT,
    PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE mementos (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, article_id INTEGER REFERENCES articles (id), urlkey TEXT NOT NULL,
    timestamp TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT, warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL, payload_digest TEXT NOT NULL, revisit_digest TEXT,
    UNIQUE (urlkey, timestamp, url)
) STRICT;
CREATE TABLE coverage (
    newspaper TEXT NOT NULL REFERENCES newspapers (id), year INTEGER NOT NULL, month INTEGER NOT NULL,
    articles INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (newspaper, year, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE months (
    year INTEGER NOT NULL, month INTEGER NOT NULL, articles INTEGER NOT NULL, words INTEGER NOT NULL,
    PRIMARY KEY (year, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE release_groups (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, file TEXT NOT NULL UNIQUE, newspapers INTEGER NOT NULL,
    articles INTEGER NOT NULL
) STRICT;
CREATE TABLE tombstones (
    uid TEXT PRIMARY KEY, withheld_on TEXT, level TEXT NOT NULL, reason TEXT
) STRICT, WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX articles_newspaper ON articles (newspaper);
CREATE INDEX articles_province ON articles (province);
CREATE INDEX articles_section ON articles (section);
CREATE INDEX articles_day ON articles (day);
CREATE INDEX articles_access ON articles (access);
CREATE INDEX bylines_name ON bylines (name, role);
CREATE INDEX keywords_keyword ON keywords (keyword);
CREATE INDEX terms_folded ON terms (folded);
CREATE INDEX captures_article ON captures (article_id);
CREATE INDEX mementos_article ON mementos (article_id);
"""

FULL_TEXT = """
CREATE VIEW fts_content AS
SELECT a.id AS id, a.headline AS headline, a.lead AS lead, t.body AS body,
       (SELECT group_concat(f.raw, char(10))
        FROM (SELECT raw FROM figures WHERE article_id = a.id ORDER BY position) AS f) AS captions,
       a.byline AS byline, NULL AS tags
FROM articles AS a LEFT JOIN texts AS t ON t.id = a.id;
CREATE VIRTUAL TABLE fts USING fts5(
    headline, lead, body, captions, byline, tags, content='fts_content', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE fts_exact USING fts5(
    headline, lead, body, captions, byline, tags, content='fts_content', content_rowid='id',
    tokenize='unicode61 remove_diacritics 0');
"""
"""Both indexes read the original text through the view and are fed folded text, once, by `index.py`. The command
`rebuild` would feed them the original instead and đ would no longer be found by d; nothing of ours ever gives it.
`tags` are filters as words (reading/tags.py): in the indexes alone, never shown."""
