"""An address leads to its article in the reading room; that of a former newspaper to its successor's copy."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.press import article_key, article_uid
from newsarchive.publish import publish
from newsarchive.reading.copies import ROUTES as COPIES
from newsarchive.reading.pages import ROUTES
from newsarchive.reading.request import Ask, Page
from reading_room import Story, build_archive

HEIR = "https://baobacninhtv.vn/bg2/moi-nhat/quang-ba-diem-du-lich-suoi-nguon-postid413098.bbg"
FORMER = "https://baobacgiang.vn/bg2/moi-nhat/quang-ba-diem-du-lich-suoi-nguon-postid413098.bbg"
OTHER = "https://baobacgiang.vn/bg2/moi-nhat/hop-dong-nhan-dan-xa-ban-pho-postid413098.bbg"


@dataclass(frozen=True)
class Held(Story):
    address: str = ""

    @property
    def url(self) -> str:
        return self.address


def held(url: str, *, withheld: bool = False) -> Held:
    return Held(
        article_uid(article_key(url)), "Điểm du lịch Suối Nguồn", ("Bà con đón khách.",), address=url, withheld=withheld
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = build_archive(tmp_path_factory.mktemp("address"), [held(HEIR)])
    publish(folder)
    with closing(sqlite3.connect(folder / "public.db")) as db:
        yield db


def ask(db: sqlite3.Connection, path: str, **args: str) -> Page:
    for pattern, view in (*COPIES, *ROUTES):
        if match := re.match(pattern, path):
            return view(db, Ask(path, args, match.groupdict(), "https://kho.example"))
    raise AssertionError(path)


HERE = f"/bai/{article_uid(article_key(HEIR))}"


@pytest.mark.parametrize("url", [HEIR, FORMER, FORMER.replace("https://", "http://www.")])
def test_an_address_leads_to_the_article(release: sqlite3.Connection, url: str) -> None:
    for path, args in ((f"/dia-chi/{url}", {}), ("/tim-kiem", {"q": f" {url} "})):
        page = ask(release, path, **args)
        assert (page.status, page.headers["location"]) == (302, HERE)
    assert ask(release, f"/en/dia-chi/{url}").headers["location"] == f"/en{HERE}"


def test_a_number_alone_leads_nowhere(release: sqlite3.Connection) -> None:
    assert ask(release, f"/dia-chi/{OTHER}").status == 404
    assert ask(release, f"/timegate/{OTHER}").status == 404
    assert ask(release, "/tim-kiem", q=OTHER).status == 200


def test_memento_routes_lead_to_the_successor_and_name_it_as_the_original(release: sqlite3.Connection) -> None:
    gate = ask(release, f"/timegate/{FORMER}")
    assert gate.status == 302
    assert gate.headers["location"].endswith(f"/{HEIR}")
    assert f'<{HEIR}>; rel="original"' in gate.headers["link"]
    assert f'<{HEIR}>; rel="original"' in str(ask(release, f"/timemap/link/{FORMER}").text)


def test_what_was_withheld_under_its_own_address_has_no_way_round(tmp_path: Path) -> None:
    folder = build_archive(tmp_path, [held(HEIR), held(FORMER)])
    publish(folder)
    uid = article_uid(article_key(FORMER))
    with closing(sqlite3.connect(folder / "public.db")) as db:
        assert ask(db, f"/dia-chi/{FORMER}").headers["location"] == f"/bai/{uid}"
        with db:
            db.execute("DELETE FROM articles WHERE uid = ?", (uid,))
            db.execute("DELETE FROM mementos WHERE url = ?", (FORMER,))
            db.execute("INSERT INTO tombstones VALUES (?, '2026-01-01', 'block', NULL)", (uid,))
        assert ask(db, f"/dia-chi/{FORMER}").headers["location"] == f"/bai/{uid}"
        assert ask(db, f"/timegate/{FORMER}").status == 451
