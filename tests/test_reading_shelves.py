"""Pages about bylines, newspapers and places gather what the release holds, and nothing else."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from newsarchive.publish import publish
from newsarchive.reading.pages import ROUTES
from newsarchive.reading.request import Ask, Page
from newsarchive.reading.twin import to_json
from reading_room import STORIES, Story, build_archive

HIDDEN = Story("bbbbbbbbbbbbbbb1", "Tin", ("Một đoạn.",), newspaper="tinla", bylines=(("Zqkanari Hà", "text"),),
               withheld=True)  # fmt: skip
SIGNED = Story("bbbbbbbbbbbbbbb2", "Ký tên", ("Một đoạn.",), bylines=(("Phạm Yến (P.Y)", "text"),),
               published=date(2022, 2, 1))  # fmt: skip


def ask(folder: Path, path: str, **args: str) -> Page:
    """What the page at this path answers."""
    with closing(sqlite3.connect(f"file:{folder / 'public.db'}?mode=ro", uri=True)) as db:
        for pattern, view in ROUTES:
            if found := re.match(pattern, path):
                return view(db, Ask(path, args, found.groupdict()))
    raise LookupError(path)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = build_archive(tmp_path_factory.mktemp("room"), [*STORIES, HIDDEN, SIGNED])
    publish(folder)
    return folder


def test_a_byline_gathers_its_articles(room: Path) -> None:
    person = ask(room, "/tac-gia", ten="Đức Minh").context["person"]
    assert (person.gathered.total, person.roles) == (1, (("text", 1),))
    assert [hit.uid for hit in person.gathered.newest] == ["aaaaaaaaaaaaaaa1"]
    assert [(year, count) for year, count, _ in person.gathered.years if count] == [(2023, 1)]
    assert [one[0] for one in person.gathered.facets.newspapers] == ["bacninh"]
    assert ask(room, "/en/tac-gia", ten="Đức").status == 404


def test_initials_lead_to_the_name_and_back(room: Path) -> None:
    (short,) = ask(room, "/tac-gia", ten="P.Y").context["person"].signatures
    assert (short.name, short.newspaper, short.shown_by, short.uid) == ("Phạm Yến", "bacninh", "bracket", SIGNED.uid)
    (name,) = ask(room, "/tac-gia", ten="Phạm Yến").context["person"].signatures
    assert name.name == "P.Y"


def test_bylines_are_found_without_marks(room: Path) -> None:
    found = ask(room, "/tac-gia", tim="duc m").context["found"]
    assert found.names == (("Đức Minh", 1),)
    assert ask(room, "/tac-gia", tim="zqkanari").context["found"].names == ()
    assert ask(room, "/tac-gia", ten="Zqkanari Hà").status == 404


def test_a_newspaper_tells_what_is_held_and_missing(room: Path) -> None:
    paper = ask(room, "/bao/cantho").context["paper"]
    assert (paper.gathered.total, paper.first_day, paper.last_day) == (2, "2021-10-02", "2024-05-11")
    assert paper.coverage.missing == (("2021-11", "2024-04"),)
    for nobody in ("/bao/tinla", "/bao/khongco", "/bao/x.y-z"):
        assert ask(room, nobody).status == 404


def test_a_place_has_its_newspapers_before_and_after_the_merger(room: Path) -> None:
    now = ask(room, "/noi/bac-ninh").context["place"]
    assert [one.slug for one in now.former] == ["bac-giang", "bac-ninh"]
    assert ([one.id for one in now.newspapers], now.gathered.total) == (["bacninh"], 3)
    before = ask(room, "/noi/bac-giang").context["place"]
    assert (before.now.slug, before.former, before.newspapers, before.gathered.total) == ("bac-ninh", (), (), 0)
    assert ask(room, "/noi/atlantis").status == 404
    rows = ask(room, "/noi").context["rows"]
    assert len(rows) == 34
    assert sum(len(row.former) for row in rows) == 63
    assert sum(row.articles for row in rows) == 5


@pytest.mark.parametrize(
    "path", ["/tac-gia.json", "/bao/cantho.json", "/noi.json", "/noi/bac-ninh.json", "/in-lai.json"]
)
def test_every_page_has_its_twin_in_json(room: Path, path: str) -> None:
    assert json.loads(to_json(ask(room, path).data))
    assert json.loads(to_json(ask(room, "/en" + path).data))


def test_a_byline_in_json_has_plain_headlines(room: Path) -> None:
    data = json.loads(to_json(ask(room, "/tac-gia.json", ten="Đức Minh").data))
    assert data["gathered"]["newest"][0]["headline"] == STORIES[0].headline
