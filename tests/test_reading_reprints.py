"""The reading room tells who else printed a text, and nothing of an article that may not be shown."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import reprint_proof
from newsarchive.publish import publish
from newsarchive.reading.pages import ROUTES
from newsarchive.reading.request import Ask, Page
from newsarchive.reading.twin import to_json
from reading_room import Story, build_archive

WRITER = reprint_proof.Writer(11)
TEXT = WRITER.paragraphs(7)
NOON = datetime.fromisoformat("2024-03-05T12:00:00+07:00")
FIRST = Story("aaaaaaaaaaaaaaa1", "Hãng tin báo lũ", TEXT, published=NOON)
AGAIN = Story("aaaaaaaaaaaaaaa2", "Lũ về", (*TEXT, WRITER.paragraph()), newspaper="cantho",
              published=NOON + timedelta(hours=3))  # fmt: skip
DOUBLE = Story("aaaaaaaaaaaaaaa3", "Lũ về", AGAIN.paragraphs, newspaper="cantho", published=NOON + timedelta(hours=3))
CANARY = "zqkhongduoclo"
HIDDEN = Story("bbbbbbbbbbbbbbb9", f"Tin {CANARY}", (*TEXT, f"Đoạn {CANARY}."), newspaper="tinla",
               published=NOON - timedelta(days=1))  # fmt: skip


def ask(folder: Path, path: str, **args: str) -> Page:
    """What the page at this path answers."""
    with closing(sqlite3.connect(f"file:{folder / 'public.db'}?mode=ro", uri=True)) as db:
        for pattern, view in ROUTES:
            if found := re.match(pattern, path):
                return view(db, Ask(path, args, found.groupdict()))
    raise LookupError(path)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = build_archive(tmp_path_factory.mktemp("room"), [FIRST, AGAIN, DOUBLE, Story("ccccccccccccccc1", "Khác")])
    publish(folder)
    yield folder


def test_an_article_names_the_others(room: Path) -> None:
    page = ask(room, f"/bai/{FIRST.uid}")
    assert [(one.uid, one.came, one.is_double) for one in page.context["others"]] == [
        (AGAIN.uid, "after", False), (DOUBLE.uid, "after", False)]  # fmt: skip
    again = ask(room, f"/bai/{AGAIN.uid}").context["others"]
    assert [(one.uid, one.came, one.is_double) for one in again] == [
        (FIRST.uid, "before", False), (DOUBLE.uid, "same", True)]  # fmt: skip
    assert ask(room, "/bai/ccccccccccccccc1").context["others"] == ()


def test_the_list_tells_each_text_once(room: Path) -> None:
    found = ask(room, "/in-lai").context["found"]
    assert found.total == 1
    (one,) = found.clusters
    assert [each.uid for each in one.prints] == [FIRST.uid, AGAIN.uid, DOUBLE.uid]
    assert (one.newspapers, one.is_first_sure, one.prints[1].headline_differs) == (2, True, True)
    assert ask(room, "/in-lai", bao="cantho").context["found"].total == 1
    assert ask(room, "/en/in-lai", bao="tinla").context["found"].total == 0
    assert json.loads(to_json(ask(room, "/in-lai.json").data))["total"] == 1


def test_two_prints_are_compared_word_by_word(room: Path) -> None:
    page = ask(room, f"/bai/{AGAIN.uid}/so-voi/{FIRST.uid}")
    assert page.context["found"].one.uid == FIRST.uid
    assert set(page.context["found"].change.classes) >= {"headline", "addition"}
    assert ask(room, f"/bai/{AGAIN.uid}/so-voi/{DOUBLE.uid}.json").data["edits"] == []  # type: ignore[index]
    assert ask(room, f"/bai/{FIRST.uid}/so-voi/ccccccccccccccc1").status == 404


@pytest.mark.parametrize(
    ("stories", "config"),
    [
        ([FIRST, AGAIN, Story(**{**HIDDEN.__dict__, "withheld": True})], None),
        ([FIRST, AGAIN, HIDDEN], "publish: {access: {newspapers: {tinla: {embargo_days: 3650}}}}"),
    ],
)
def test_what_is_hidden_leaves_no_trace(tmp_path: Path, stories: list[Story], config: str | None) -> None:
    publish(build_archive(tmp_path, stories, config))
    for path in ("/in-lai", f"/bai/{FIRST.uid}", f"/bai/{FIRST.uid}/so-voi/{HIDDEN.uid}"):
        said = repr(ask(tmp_path, path))
        assert CANARY not in said
        assert HIDDEN.uid not in said
    assert ask(tmp_path, "/in-lai").context["found"].clusters[0].prints[0].uid == FIRST.uid
    assert CANARY.encode() not in (tmp_path / "public.db").read_bytes()


@pytest.mark.parametrize("level", ["excerpt", "metadata"])
def test_a_text_that_is_not_shown_is_not_compared(tmp_path: Path, level: str) -> None:
    publish(
        build_archive(
            tmp_path, [FIRST, AGAIN, HIDDEN], f"publish: {{access: {{newspapers: {{tinla: {{access: {level}}}}}}}}}"
        )
    )
    with closing(sqlite3.connect(tmp_path / "public.db")) as db:
        (row_id,) = db.execute("SELECT id FROM articles WHERE uid = ?", (HIDDEN.uid,)).fetchone()
        for query in ("SELECT article_id FROM reprints", "SELECT article_id FROM prints", "SELECT first FROM clusters"):
            ids = {row[0] for row in db.execute(query)}
            assert ids
            assert row_id not in ids


def test_a_hidden_article_between_two_others_links_nothing(tmp_path: Path) -> None:
    """Each half of it stands in another newspaper: only through it would the two be one text."""
    halves = WRITER.paragraphs(6), WRITER.paragraphs(6)
    bridge = Story(**{**HIDDEN.__dict__, "paragraphs": halves[0] + halves[1], "withheld": True})
    publish(build_archive(tmp_path, [
        Story("aaaaaaaaaaaaaaa1", "Một", halves[0]), bridge,
        Story("aaaaaaaaaaaaaaa2", "Hai", halves[1], newspaper="cantho"),
    ]))  # fmt: skip
    assert ask(tmp_path, "/in-lai").context["found"].total == 0
