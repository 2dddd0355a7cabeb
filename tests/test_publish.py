"""What a release holds: everything that may be shown, nothing else, and never a broken file."""

from __future__ import annotations

import fcntl
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsarchive.article import Block
from newsarchive.cleaning import fold
from newsarchive.exceptions import ArchiveError, ConfigurationError, LedgerError, ReleaseError
from newsarchive.publish import publish
from newsarchive.publish import publisher as publisher_module
from newsarchive.reading import SearchRequest, read_article, search
from reading_room import STORIES, Story, add_stories, build_archive

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CANARY = "wàngyến"
"""Planted where nothing may come out. No other word begins with w, or the index would share its first letters with the
word before it and the bytes would hide the canary."""


@contextmanager
def opened(archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{archive / 'public.db'}?mode=ro", uri=True)) as db:
        yield db


def leftovers(archive: Path) -> list[str]:
    return sorted(path.name for path in archive.rglob("*") if "building" in path.name or "snapshot" in path.name)


def test_counts_and_days(tmp_path: Path) -> None:
    release = publish(build_archive(tmp_path), now=NOW).release
    assert (release.articles, release.revisions, release.captures, release.newspapers) == (4, 5, 5, 2)
    assert (release.undated, release.withheld, release.embargoed) == (1, 0, 0)
    assert (release.first_day, release.last_day) == ("2021-10-02", "2024-05-11")
    assert release.id.startswith("20261123T120000Z-")
    with opened(tmp_path) as db:
        ids = dict(db.execute("SELECT uid, id FROM articles"))
    assert ids["aaaaaaaaaaaaaaa1"] == 2023020300001
    assert ids["aaaaaaaaaaaaaaa4"] < 10_000_000 * 100_000  # undated: below every day


def test_the_day_is_the_vietnamese_one(tmp_path: Path) -> None:
    late = Story("bbbbbbbbbbbbbbb1", "Đêm hội trăng rằm", ("Hội tan lúc nửa đêm.",),
                 published=datetime(2023, 2, 3, 17, 30, tzinfo=UTC))  # fmt: skip
    publish(build_archive(tmp_path, [late]))
    with opened(tmp_path) as db:
        assert db.execute("SELECT id, day FROM articles").fetchone() == (2023020400001, "2023-02-04")


def test_text_is_stored_once_and_comes_back_whole(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with opened(tmp_path) as db:
        page = read_article(db, "aaaaaaaaaaaaaaa2")
        assert page is not None
        assert page.blocks == STORIES[1].article().blocks  # type: ignore[union-attr]
        tables = [
            row[0]
            for row in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('fts', 'fts_exact')"
            )
        ]
        holders = [
            table
            for table in tables
            for column in db.execute(f'PRAGMA table_info("{table}")').fetchall()
            if db.execute(f'SELECT 1 FROM "{table}" WHERE "{column[1]}" LIKE ?', ("%nhường đất làm đường%",)).fetchone()
        ]
    assert holders == ["texts"]


def test_publishing_again_replaces_the_file_and_keeps_the_fingerprint(tmp_path: Path) -> None:
    first = publish(build_archive(tmp_path), now=NOW)
    inode = first.path.stat().st_ino
    second = publish(tmp_path)
    assert second.path.stat().st_ino != inode
    assert second.release.fingerprint == first.release.fingerprint
    assert second.release.id != first.release.id
    assert leftovers(tmp_path) == []
    assert second.path.stat().st_mode & 0o777 == 0o444


def test_datasette_would_not_pick_up_a_file_being_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(path: Path, source: sqlite3.Connection, release: object) -> None:
        seen.extend(found.name for ending in ("db", "sqlite", "sqlite3") for found in tmp_path.glob(f"*.{ending}"))
        assert path.exists()

    monkeypatch.setattr(publisher_module, "check_release", look)
    publish(build_archive(tmp_path))
    assert seen == []


def planted(word: str) -> Story:
    """A story with the word in every field that an article has."""
    return Story(
        "cccccccccccccccc",
        f"Tiêu đề {word}",
        (f"Đoạn một {word}.", f"Đoạn hai {word}."),
        lead=f"Sapo {word}.",
        published_raw=f"03/02/2023 {word}",
        section=f"Mục {word}",
        bylines=((f"Người {word}", "text"), (f"Ảnh {word}", "photo")),
        figures=((f"Chú thích {word}", f"Máy {word}"),),
        keywords=(f"khóa {word}",),
        earlier=((f"Tiêu đề cũ {word}", f"Thân cũ {word}."),),
    )


def traces(archive: Path, word: str) -> list[str]:
    """Where a word is found: in the bytes of public.db in the two spellings an index holds, and in the indexes."""
    data = (archive / "public.db").read_bytes().lower()
    found = [spelling for spelling in (word, fold(word)) if spelling.encode() in data]
    with closing(sqlite3.connect(archive / "public.db")) as db:
        for table in ("fts", "fts_exact"):
            db.execute(f"CREATE VIRTUAL TABLE temp.words_{table} USING fts5vocab('main', '{table}', 'row')")
            terms = [row[0] for row in db.execute(f"SELECT term FROM words_{table}")]
            found += [table for term in terms if fold(word) in fold(term)]
    return found


def test_the_canary_sings_when_it_may(tmp_path: Path) -> None:
    publish(build_archive(tmp_path, [*STORIES, planted(CANARY)]))
    assert traces(tmp_path, CANARY) == [CANARY, "wangyen", "fts", "fts_exact"]


def test_nothing_of_a_withheld_article_is_in_the_file(tmp_path: Path) -> None:
    release = publish(build_archive(tmp_path, [*STORIES, replace(planted(CANARY), withheld=True)])).release
    assert traces(tmp_path, CANARY) == []
    assert (release.articles, release.withheld) == (4, 1)
    with opened(tmp_path) as db:
        assert db.execute("SELECT uid FROM tombstones").fetchall() == [("cccccccccccccccc",)]
        assert search(db, SearchRequest(CANARY)).total == 0


def test_withholding_later_takes_everything_out(tmp_path: Path) -> None:
    publish(build_archive(tmp_path, [*STORIES, planted(CANARY)]))
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute("UPDATE article SET withheld = 1 WHERE uid = 'cccccccccccccccc'")
    publish(tmp_path)
    assert traces(tmp_path, CANARY) == []


def test_a_newspaper_with_only_withheld_articles_is_not_named(tmp_path: Path) -> None:
    hidden = replace(planted(CANARY), newspaper="tinla", withheld=True)
    publish(build_archive(tmp_path, [*STORIES, hidden]))
    assert b"tinla" not in (tmp_path / "public.db").read_bytes().lower()


EXCERPT = "publish:\n  access:\n    newspapers:\n      cantho: {access: excerpt}\n"


def test_an_excerpt_holds_the_lead_and_no_more(tmp_path: Path) -> None:
    """Headline, lead, credits and keywords may be shown; body, pictures and earlier wording may not."""
    word = CANARY
    story = replace(
        planted(word), newspaper="cantho", headline="Tin ngắn", lead="Sapo được phép.", section="Mục",
        keywords=("khóa",), bylines=(("Lê Văn Tám", "text"),), published_raw="03/02/2023",
        blocks=(Block("paragraph", f"Đoạn {word}"), Block("heading", word, level=2), Block("list", items=(word, word)),
                Block("table", rows=((word, "1"),)), Block("box", word, blocks=(Block("quote", word),))),
    )  # fmt: skip
    publish(build_archive(tmp_path, [*STORIES, story], config=EXCERPT))
    assert traces(tmp_path, word) == []
    with opened(tmp_path) as db:
        page = read_article(db, story.uid)
        assert page is not None
        assert (page.lead, page.blocks, page.access) == ("Sapo được phép.", (), "excerpt")  # type: ignore[union-attr]
        assert search(db, SearchRequest("sapo duoc phep")).total == 1


def test_an_excerpt_without_a_lead_is_cut_from_the_body(tmp_path: Path) -> None:
    long = " ".join(["tiếng"] * 59 + ["sáumươi", CANARY])
    story = Story("cccccccccccccccc", "Tin dài", (long,), newspaper="cantho")
    publish(build_archive(tmp_path, [story], config=EXCERPT))
    assert traces(tmp_path, CANARY) == []
    with opened(tmp_path) as db:
        assert db.execute("SELECT lead FROM articles").fetchone()[0].endswith("sáumươi…")


def test_metadata_access_shows_no_text(tmp_path: Path) -> None:
    config = "publish: {access: {newspapers: {cantho: {access: metadata}}}}"
    story = replace(planted(CANARY), newspaper="cantho", headline="Tin", section="Mục", keywords=(),
                    bylines=(("Lê Văn Tám", "text"),), published_raw="03/02/2023")  # fmt: skip
    publish(build_archive(tmp_path, [story], config=config))
    assert traces(tmp_path, CANARY) == []


@pytest.mark.parametrize(("published", "shown"), [(date(2026, 11, 1), 0), (date(2026, 9, 1), 1), (None, 1)])
def test_an_embargo_keeps_an_article_out(tmp_path: Path, published: date | None, shown: int) -> None:
    """Undated articles count from their first capture, here June 2024."""
    config = "publish: {access: {newspapers: {bacninh: {embargo_days: 30}}}}"
    story = replace(planted(CANARY), published=published)
    release = publish(build_archive(tmp_path, [story], config=config), now=NOW).release
    assert (release.articles, release.embargoed) == (shown, 1 - shown)
    assert bool(traces(tmp_path, CANARY)) == bool(shown)


def test_an_embargo_of_an_undated_article_counts_vietnamese_days(tmp_path: Path) -> None:
    """Captured on 24 October 20:00 UTC, which is the 25th in Vietnam: under embargo until 24 November."""
    config = "publish: {access: {newspapers: {bacninh: {embargo_days: 30}}}}"
    build_archive(tmp_path, [replace(planted(CANARY), published=None)], config=config)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute("UPDATE article SET first_captured_at = '2026-10-24T20:00:00Z'")
    shown = [publish(tmp_path, now=datetime(2026, 11, day, 1, tzinfo=UTC)).release.articles for day in (23, 24)]
    assert shown == [0, 1]


def test_a_misspelt_newspaper_in_the_settings_is_refused(tmp_path: Path) -> None:
    """Its articles would otherwise be published in full."""
    build_archive(tmp_path, config="publish: {access: {newspapers: {can-tho: {access: metadata}}}}")
    with pytest.raises(ConfigurationError, match=r"can-tho.*cantho"):
        publish(tmp_path)
    (tmp_path / "archive.yml").write_text("publish: {access: {newspapers: {tinla: {access: metadata}}}}")
    assert publish(tmp_path).release.articles == 4


def test_the_terms_of_a_newspaper_of_ones_own_are_kept(tmp_path: Path) -> None:
    build_archive(tmp_path, [replace(planted(CANARY), newspaper="tinla", withheld=False)])
    own = tmp_path / "press" / "newspapers"
    own.mkdir(parents=True)
    (own / "tinla.yml").write_text("name: Tin Lạ\nkind: national\nhost: tinla.example\naccess: metadata\n")
    publish(tmp_path)
    with opened(tmp_path) as db:
        assert db.execute("SELECT access, lead FROM articles").fetchall() == [("metadata", None)]


def test_the_stricter_of_settings_and_registry_holds(tmp_path: Path) -> None:
    publish(build_archive(tmp_path, config="publish: {access: {default: excerpt}}"))
    with opened(tmp_path) as db:
        assert db.execute("SELECT DISTINCT access FROM articles").fetchall() == [("excerpt",)]
        assert db.execute("SELECT count(*) FROM texts").fetchone() == (0,)


def test_a_path_of_this_machine_is_not_published(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute("UPDATE capture SET warc_file = '/srv/geheim/trang.warc.gz'")
    publish(tmp_path)
    with opened(tmp_path) as db:
        assert db.execute("SELECT DISTINCT warc_file FROM captures").fetchall() == [("trang.warc.gz",)]


def test_a_broken_ledger_stops_publishing(tmp_path: Path) -> None:
    before = publish(build_archive(tmp_path)).path.read_bytes()
    ledger = tmp_path / "data" / "ledger.jsonl"
    ledger.write_text(ledger.read_text().replace("made", "mode"))
    with pytest.raises(LedgerError):
        publish(tmp_path)
    ledger.unlink()
    with pytest.raises(LedgerError):
        publish(tmp_path)
    assert (tmp_path / "public.db").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_ledger_shorter_than_news_db_saw_stops_publishing(tmp_path: Path) -> None:
    build_archive(tmp_path)
    (tmp_path / "data" / "ledger.jsonl").write_text("")
    with pytest.raises(LedgerError):
        publish(tmp_path)


def test_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="not an archive yet"):
        publish(tmp_path)
    (tmp_path / "data").mkdir()
    with pytest.raises(ArchiveError, match="no database here yet"):
        publish(tmp_path)


def test_a_damaged_news_db_is_named(tmp_path: Path) -> None:
    build_archive(tmp_path)
    (tmp_path / "data" / "news.db").write_bytes(b"nothing like a database, " * 400)
    for journal in (tmp_path / "data").glob("news.db-*"):
        journal.unlink()
    with pytest.raises(ArchiveError, match=r"news\.db: is not a usable database"):
        publish(tmp_path)


def test_an_unreadable_block_list_is_named(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute("UPDATE revision SET blocks = '[{' WHERE id = 1")
    with pytest.raises(ArchiveError, match="revision 1"):
        publish(tmp_path)


def test_two_at_once(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with (tmp_path / "data" / "publish.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ArchiveError, match="another publish"):
            publish(tmp_path)
    assert publish(tmp_path).release.articles == 4


def test_what_a_killed_publish_left_is_swept(tmp_path: Path) -> None:
    build_archive(tmp_path)
    (tmp_path / ".public-dead.building").write_text("half")
    (tmp_path / "data" / ".publish-dead.snapshot").write_text("half")
    publish(tmp_path)
    assert leftovers(tmp_path) == []


def test_a_writer_at_work_does_not_stop_publishing(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE article SET withheld = 1")
        assert publish(tmp_path).release.articles == 4
        writer.execute("ROLLBACK")


HIDE_ALL_BUT_THE_INDEX = """
DELETE FROM texts; DELETE FROM figures; DELETE FROM evidence;
UPDATE revisions SET headline = NULL, lead = NULL, body = NULL;
UPDATE articles SET access = 'metadata', lead = NULL;
"""
"""Tables that keep the access level, and indexes that were fed before."""


def sabotage(archive: Path, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Alter the built file before its self-test."""
    check = publisher_module.check_release

    def alter_and_check(path: Path, source: sqlite3.Connection, release: object) -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.executescript(statement)
        check(path, source, release)  # type: ignore[arg-type]

    monkeypatch.setattr(publisher_module, "check_release", alter_and_check)


@pytest.mark.parametrize(
    ("statement", "test"),
    [
        ("INSERT INTO fts (fts) VALUES ('rebuild')", "searches_without_marks"),
        ("DELETE FROM revisions", "counts_agree"),
        ("DELETE FROM newspapers", "foreign_keys"),
        ("UPDATE release SET articles = 5", "release_names_itself"),
        ("UPDATE articles SET uid = 'cccccccccccccccc' WHERE uid = 'aaaaaaaaaaaaaaa1'", "withheld_are_absent"),
        ("UPDATE articles SET access = 'excerpt'", "access_is_kept"),
        ("UPDATE texts SET body = 'x x ' || body", "shows_original_marks"),
        ("UPDATE newspapers SET articles = 0", "pages_open"),
        ("UPDATE newspapers SET articles = articles + iif(id = 'bacninh', 1, -1)", "filters_agree"),
        (HIDE_ALL_BUT_THE_INDEX, "no_index_holds_more"),
        ("UPDATE mementos SET article_id = NULL", "copies_are_of_full_articles"),
        ("UPDATE fts_data SET block = x'00' WHERE id > 10", "full_text_integrity"),
    ],
)
def test_the_self_test_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, test: str) -> None:
    before = publish(build_archive(tmp_path, [*STORIES, replace(planted(CANARY), withheld=True)])).path.read_bytes()
    sabotage(tmp_path, monkeypatch, statement)
    with pytest.raises(ReleaseError, match=test):
        publish(tmp_path)
    assert (tmp_path / "public.db").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_full_disk_keeps_the_old_release(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk; the command's exit code is 4."""
    many = [replace(STORIES[0], uid=f"dddddddddddd{i:04d}") for i in range(150)]
    before = publish(build_archive(tmp_path)).path.read_bytes()
    add_stories(tmp_path, many)

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    run = subprocess.run(
        [sys.executable, "-c", "from newsarchive.cli import main; main()", "publish", "--archive", str(tmp_path)],
        capture_output=True, text=True, preexec_fn=small_files, check=False,
    )  # fmt: skip
    assert run.returncode == 4, run.stderr
    assert "Traceback" not in run.stderr
    assert (tmp_path / "public.db").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_an_empty_archive_publishes_an_empty_release(tmp_path: Path) -> None:
    assert publish(build_archive(tmp_path, [])).release.articles == 0


def test_whoever_watches_is_told_each_step(tmp_path: Path) -> None:
    told: list[str] = []
    publish(build_archive(tmp_path / "kho"), progress=lambda what, _done, _total: told.append(what))
    steps = ["copying news.db", "comparing texts", "counting", "full-text indexes", "testing the release"]
    assert [step for step in dict.fromkeys(told) if step in steps] == steps
