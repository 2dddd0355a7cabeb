"""Revisions on an article's timeline: what arrives late lands where it belongs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.article import Article, Block
from newsarchive.store import Capture, Entry, NewspaperRow, Recorded, Store

PAPER = NewspaperRow("bao-dong-hai", "Báo Đông Hải", "provincial", "dong-hai", "baodonghai.example")
START = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)


def entry(minute: int, text: str, *, extractor: str = "test/1", payload: str | None = None) -> Entry:
    capture = Capture(
        newspaper_id=PAPER.id,
        url="https://baodonghai.example/cau-moi-12.html",
        fetched_at=START + timedelta(minutes=minute),
        record_type="response",
        warc_file="a.warc.gz",
        warc_offset=minute,
        warc_length=1,
        payload_digest=f"sha256:{payload or f'{minute}-{text}'}",
        outcome="failed",
    )
    article = Article(headline="Thông xe cầu mới", blocks=(Block("paragraph", text),))
    return Entry(capture, article, "bao-dong-hai/12", "uid12", None, extractor)


def told(store: Store) -> list[tuple[int, str, str]]:
    """(number, text, capture minute) of every revision."""
    rows = store.revisions("uid12")
    return [(r.number, r.article.body[0], f"{r.capture.fetched_at:%M}") for r in rows]


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "news.db")
    yield store
    store.close()


def record(store: Store, *entries: Entry) -> Recorded:
    return store.record(entries, newspapers=[PAPER])


def test_a_capture_that_says_the_same_adds_no_revision(store: Store) -> None:
    assert record(store, entry(1, "một"), entry(2, "một")).revisions == 1
    first, second = store.captures("https://baodonghai.example/cau-moi-12.html")
    assert (first.outcome, second.outcome, second.revision) == ("stored", "same", 1)


def test_an_older_capture_of_the_same_text_moves_the_beginning(store: Store) -> None:
    record(store, entry(5, "một"), entry(3, "một"))
    assert told(store) == [(1, "một", "24")]
    earlier, later = store.captures("https://baodonghai.example/cau-moi-12.html")
    assert (earlier.outcome, later.outcome) == ("stored", "same")


def test_an_older_capture_of_another_text_becomes_number_one(store: Store) -> None:
    record(store, entry(5, "hai"), entry(3, "một"))
    assert [(number, text) for number, text, _ in told(store)] == [(1, "một"), (2, "hai")]


def test_a_capture_inside_a_stretch_splits_it(store: Store) -> None:
    record(store, entry(1, "một"), entry(5, "một"), entry(6, "một"), entry(3, "hai"))
    assert told(store) == [(1, "một", "22"), (2, "hai", "24"), (3, "một", "26")]


def test_a_new_extractor_on_the_same_bytes_is_a_reextraction(store: Store) -> None:
    record(store, entry(1, "một", payload="p"))
    again = record(store, entry(1, "một,", extractor="test/2", payload="p"))
    assert (again.captures, again.known, again.revisions) == (0, 1, 1)
    assert [r.cause for r in store.revisions("uid12")] == ["source", "reextraction"]
    changed = record(store, entry(2, "hai", extractor="test/2"))
    assert changed.revisions == 1
    assert [r.cause for r in store.revisions("uid12")] == ["source", "reextraction", "source"]


def test_a_new_extractor_that_reads_the_same_adds_nothing(store: Store) -> None:
    record(store, entry(1, "một", payload="p"))
    assert record(store, entry(1, "một", extractor="test/2", payload="p")).revisions == 0
    assert record(store, entry(2, "một", extractor="test/2")).revisions == 0


def test_reextracting_one_capture_of_a_stretch_does_not_split_it(store: Store) -> None:
    record(store, entry(1, "một"), entry(2, "một", payload="p"), entry(3, "một"))
    record(store, entry(2, "một,", extractor="test/2", payload="p"))
    assert [text for _, text, _ in told(store)] == ["một", "một,"]


def test_fractions_of_a_second_sort_as_time(store: Store) -> None:
    whole = entry(1, "một")
    half = entry(1, "hai")
    moved = Capture(
        **{name: getattr(half.capture, name) for name in Capture.__slots__}
        | {"fetched_at": half.capture.fetched_at + timedelta(milliseconds=500)}
    )
    record(store, Entry(moved, half.article, half.key, half.uid, None, half.extractor), whole)
    assert [text for _, text, _ in told(store)] == ["một", "hai"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_any_order_of_arrival_tells_the_same_story(tmp_path_factory, texts: list[str], random) -> None:
    store = Store(tmp_path_factory.mktemp("s") / "news.db")
    arrivals = list(enumerate(texts))
    random.shuffle(arrivals)
    for minute, text in arrivals:
        record(store, entry(minute, text))
    runs = [(text, next(stretch)[0]) for text, stretch in groupby(enumerate(texts), key=lambda one: one[1])]
    revisions = store.revisions("uid12")
    assert [(r.article.body[0], r.capture.fetched_at) for r in revisions] == [
        (text, START + timedelta(minutes=minute)) for text, minute in runs
    ]
    assert [r.number for r in revisions] == list(range(1, len(runs) + 1))
    shown = store.captures("https://baodonghai.example/cau-moi-12.html")
    assert [c.outcome for c in shown].count("stored") == len(runs)
    assert all(revisions[(c.revision or 0) - 1].article.body[0] == t for c, t in zip(shown, texts, strict=True))
    store.close()
