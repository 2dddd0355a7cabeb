"""Recording into news.db: idempotent, transactional, and back to the same article."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.article import Article, Block, Byline, Evidence, Figure
from newsarchive.exceptions import ArchiveError
from newsarchive.store import Capture, Checkpoint, Entry, NewspaperRow, RevisitOf, Store
from newsarchive.store.records import Import

PAPER = NewspaperRow("bao-dong-hai", "Báo Đông Hải", "provincial", "dong-hai", "baodonghai.example")
AT = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
maybe = st.none() | words
leaf = st.one_of(
    st.builds(Block, kind=st.sampled_from(["paragraph", "quote"]), text=words),
    st.builds(Block, kind=st.just("heading"), text=words, level=st.integers(2, 6)),
    st.builds(Block, kind=st.just("list"), items=st.lists(words, max_size=3).map(tuple)),
    st.builds(
        Block, kind=st.just("table"), rows=st.lists(st.lists(words, max_size=3).map(tuple), max_size=3).map(tuple)
    ),
    st.builds(Block, kind=st.just("figure"), figure=st.integers(0, 3)),
)
blocks = leaf | st.builds(Block, kind=st.just("box"), text=words, blocks=st.lists(leaf, max_size=2).map(tuple))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.none() | zones)
articles = st.builds(
    Article,
    headline=maybe,
    lead=maybe,
    dateline=maybe,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    bylines=st.lists(
        st.builds(Byline, name=words, role=st.sampled_from(["text", "photo", "source"]), raw=words), max_size=3
    ).map(tuple),
    figures=st.lists(st.builds(Figure, src=maybe, caption=maybe, credit=maybe, raw=maybe), max_size=3).map(tuple),
    published=st.none() | st.dates(date(1990, 1, 1)) | moments,
    published_raw=maybe,
    section=maybe,
    keywords=st.lists(words, max_size=3).map(tuple),
    language=maybe,
    evidence=st.dictionaries(st.sampled_from(["headline", "lead"]), st.builds(Evidence, rule=words, raw=maybe)),
)


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "news.db")
    yield store
    store.close()


def capture(url: str = "https://baodonghai.example/1.html", minute: int = 0, **given: object) -> Capture:
    values: dict[str, object] = {
        "newspaper_id": PAPER.id,
        "url": url,
        "fetched_at": AT + timedelta(minutes=minute),
        "record_type": "response",
        "warc_file": "a.warc.gz",
        "warc_offset": 0,
        "warc_length": 9,
        "payload_digest": "sha256:00",
    }
    return Capture(**(values | given))  # type: ignore[arg-type]


def stored(article: Article, **given: object) -> Entry:
    return Entry(capture(**given), article, "bao-dong-hai/1", "uid1", None, "test/1")  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles)
def test_an_article_comes_back_with_the_same_digest(tmp_path_factory, article: Article) -> None:
    store = Store(tmp_path_factory.mktemp("s") / "news.db")
    store.record([stored(article)], newspapers=[PAPER])
    (revision,) = store.revisions("uid1")
    store.close()
    assert revision.article.content_digest == article.content_digest == revision.content_digest
    back, given_ = revision.article.to_dict(), article.to_dict()
    for name in ("section", "keywords", "language", "evidence", "published", "published_raw", "blocks"):
        assert back[name] == given_[name], name


def test_recording_twice_writes_nothing(store: Store) -> None:
    batch = [stored(Article(headline="Họp báo")), Entry(capture("https://baodonghai.example/", outcome="listing"))]
    store.record(batch, newspapers=[PAPER])
    store.connection.execute("pragma wal_checkpoint(truncate)")
    again = store.record(batch, newspapers=[PAPER])
    assert (again.captures, again.known, again.revisions) == (0, 2, 0)
    assert Path(f"{store.path}-wal").stat().st_size == 0


def test_a_batch_is_recorded_whole_or_not_at_all(store: Store) -> None:
    stranger = Entry(capture("https://other.example/", newspaper_id="nobody"))
    with pytest.raises(sqlite3.IntegrityError):
        store.record([stored(Article(headline="Họp báo")), stranger], newspapers=[PAPER])
    assert store.connection.execute("select count(*) from capture").fetchone()[0] == 0
    assert store.connection.execute("select count(*) from newspaper").fetchone()[0] == 0


def test_a_failed_capture_is_mended_by_a_later_reading(store: Store) -> None:
    failed = Entry(capture(outcome="failed", reason="extraction took longer than 20 s"))
    store.record([failed], newspapers=[PAPER])
    store.record([stored(Article(headline="Họp báo"))])
    (one,) = store.captures("https://baodonghai.example/1.html")
    assert (one.outcome, one.reason, one.article_uid) == ("stored", None, "uid1")


def test_a_revisit_shows_what_its_original_shows(store: Store) -> None:
    store.record([stored(Article(headline="Họp báo"))], newspapers=[PAPER])
    revisit = Entry(
        capture(minute=9, record_type="revisit", reason="its original is not here"),
        revisit_of=RevisitOf("https://baodonghai.example/1.html", AT),
    )
    store.record([revisit])
    original, repeat = store.captures("https://baodonghai.example/1.html")
    assert (repeat.outcome, repeat.reason, repeat.revision) == ("same", None, original.revision)
    assert store.connection.execute("select last_captured_at from article").fetchone()[0] == "2026-01-08T11:30:00Z"


def test_a_revisit_before_its_original_waits_and_is_resolved(store: Store) -> None:
    revisit = Entry(
        capture(minute=9, record_type="revisit", reason="its original is not here"),
        revisit_of=RevisitOf("https://baodonghai.example/1.html", AT),
    )
    store.record([revisit], newspapers=[PAPER])
    (waiting,) = store.unresolved_revisits()
    assert (waiting.outcome, waiting.reason) == ("skipped", "its original is not here")
    store.record([stored(Article(headline="Họp báo"))])
    store.record([revisit])
    assert store.unresolved_revisits() == ()


def test_a_checkpoint_stands_with_its_captures(store: Store) -> None:
    store.begin_import(Import("ab", "a.warc.gz", "imported/ab-a.warc.gz", 99, "warc.gz"))
    store.record([stored(Article(headline="x"))], newspapers=[PAPER], checkpoint=Checkpoint("ab", 50, 3))
    found = store.find_import("ab")
    assert found is not None
    assert (found.offset, found.records, found.finished_at) == (50, 3, None)
    with pytest.raises(sqlite3.IntegrityError):
        store.record([Entry(capture(newspaper_id="nobody", minute=5))], checkpoint=Checkpoint("ab", 99, 4))
    assert store.find_import("ab") == found


def test_reading_articles_by_paper_and_day(store: Store) -> None:
    published = datetime.fromisoformat("2023-02-02T18:30:00+00:00")
    store.record([stored(Article(headline="Đêm muộn", published=published))], newspapers=[PAPER])
    assert [a.headline for a in store.articles(PAPER.id, "2023-02-03")] == ["Đêm muộn"]
    assert list(store.articles(since="2023-02-04")) == []
    assert list(store.articles("another")) == []


def test_skewed_publication_is_told_after_reading_back(store: Store) -> None:
    ahead = Article(headline="Sớm", published=AT + timedelta(hours=2), published_precision="minute")
    store.record([stored(ahead)], newspapers=[PAPER])
    article = store.article("uid1")
    assert article is not None
    assert article.published_skewed


def test_foreign_keys_and_wal_are_on(store: Store) -> None:
    assert store.connection.execute("pragma foreign_keys").fetchone()[0] == 1
    assert store.connection.execute("pragma journal_mode").fetchone()[0] == "wal"
    strict = store.connection.execute(
        "select count(*) from pragma_table_list where schema = 'main' and not strict and name not like '%sqlite%'"
    )
    assert strict.fetchone()[0] == 0


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "news.db")
    store.connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('newsarchive', '9999_later', '')"
    )
    store.close()
    with pytest.raises(ArchiveError, match="newer newsarchive"):
        Store(tmp_path / "news.db")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_text("not a database, but a letter " * 100)
    with pytest.raises(ArchiveError, match="not a usable database"):
        Store(tmp_path / "news.db")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.db").mkdir()
    with pytest.raises(ArchiveError, match="a folder stands"):
        Store(tmp_path / "news.db")


def _open_and_record(path: Path, minutes: range) -> None:
    store = Store(path)
    for minute in minutes:
        store.record([stored(Article(headline="Họp báo"), minute=minute)], newspapers=[PAPER])
    store.close()


def test_two_processes_create_and_write_one_database(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_open_and_record, args=(tmp_path / "news.db", range(n, 40, 2))) for n in (0, 1)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    store = Store(tmp_path / "news.db")
    counts = [store.connection.execute(f"select count(*) from {t}").fetchone()[0] for t in ("capture", "revision")]
    store.close()
    assert counts == [40, 1]
