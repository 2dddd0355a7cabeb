"""A release in files by groups of newspapers: every answer as from one file."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import memento_archive as kho
from newsarchive.exceptions import ConfigurationError
from newsarchive.publish import publish
from newsarchive.reading.analysis import PAGES as ANALYSES
from newsarchive.reading.concordance import LINE_ORDERS, read_concordance
from newsarchive.reading.groups import INDEXES, TABLES, group_files, join_groups
from newsarchive.reading.match import Order, SearchRequest
from newsarchive.reading.records import Stamp
from newsarchive.reading.request import Ask
from newsarchive.reading.search import search
from newsarchive.reading.taking import take
from newsarchive.reading.timeline import read_timeline
from newsarchive.releases import find_outdated, write_release_files
from newsarchive.serving.hold import hold_release
from reading_room import MORNING, STORIES, add_stories
from test_every_route import AGAIN, DATASETTE, EVERY_PAGE, FILES, PRINTED, Answer, ask_all, twin

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GROUPS = """publish:
  groups:
    mien-bac: {newspapers: [bacninh]}
    mien-nam: {newspapers: [baodonghai.example], provinces: [can-tho]}
"""
HELD = ("/public.db", "/public", "/public.json", "/-/versions.json", "/-/databases", "/-/metadata.json")
"""What tells of files, not of articles."""
WORDS = ("cầu", "bến vạn", "hợp tác xã", "đường", "lúa mùa", "trường học", "Đức Minh", "chợ")
QUERIES = ("", "cau", "cầu", "ben van", '"bến vạn"', "hop | lua", "truong -cho", "headline:chợ", "dươ*", '"cau ben"~4')
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"newspaper": "bacninh"}, {"newspaper": "tinla"}, {"province": "can-tho"}, {"province_now": "bac-ninh"},
    {"section": "Kinh tế"}, {"byline": "Đức Minh"}, {"since": "2023-02", "until": "2023-05"},
)  # fmt: skip


def stories() -> Iterator[Any]:
    """Of three newspapers in turn, several a day, of half a year."""
    for number in range(150):
        word, other = WORDS[number % len(WORDS)], WORDS[(number // 3) % len(WORDS)]
        yield replace(
            STORIES[1], uid=f"{'kmnpqrst'[number % 8]}{number:015d}",
            newspaper=("bacninh", "cantho", "tinla")[number % 3],
            headline=f"Tin số {number} về {word}", lead=f"Chuyện {other} ở xã Suối {number % 7}.", blocks=(),
            paragraphs=(f"Bài viết kể về {word} và {other}. " * (1 + number % 4), "Người dân xã chờ đợi đã lâu."),
            published=None if number % 29 == 0 else MORNING + timedelta(days=number % 50 * 3, minutes=number),
            section=("Thời sự", "Kinh tế", None)[number % 3 - number % 2],
            bylines=((("Đức Minh", "Thu Hà")[number % 2], "text"),),
        )  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same archive published as one file, and in groups."""
    root = tmp_path_factory.mktemp("groups")
    one = kho.build(root / "one")
    add_stories(one, [*STORIES, PRINTED, AGAIN, *stories()])
    groups = shutil.copytree(one, root / "groups")
    group(groups)
    for folder in (one, groups):
        publish(folder, now=NOW)
    return one, groups


def group(folder: Path) -> None:
    settings = folder / "archive.yml"
    settings.write_text(settings.read_text("utf-8").replace("publish:\n", GROUPS), encoding="utf-8")


@pytest.fixture
def both(folders: tuple[Path, Path]) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    one, groups = (sqlite3.connect(f"{folder.as_uri()}/public.db?mode=ro", uri=True) for folder in folders)
    join_groups(groups)
    with closing(one), closing(groups):
        yield one, groups


def test_the_files_hold_what_was_told(folders: tuple[Path, Path]) -> None:
    one, groups = folders
    assert group_files(one / "public.db") == ()
    held: dict[str, set[str]] = {}
    for file in (groups / "public.db", *group_files(groups / "public.db")):
        with closing(sqlite3.connect(file)) as db:
            held[file.name.partition("-")[0]] = {row[0] for row in db.execute("select newspaper from articles")}
            found = db.execute("select count(*) from fts where fts match 'xa'").fetchone()[0]
            assert found, f"{file.name} has an index of its own"
    north, *_ = group_files(groups / "public.db")
    assert {path.name.rpartition("-")[0] for path in group_files(groups / "public.db")} == {"mien-bac", "mien-nam"}
    with closing(sqlite3.connect(north)) as db:
        assert [row[0] for row in db.execute("select distinct newspaper from articles")] == ["bacninh"]
    with closing(sqlite3.connect(groups / "public.db")) as db:
        rest = {row[0] for row in db.execute("select distinct newspaper from articles")}
    assert "tinla" in rest and not rest & {"bacninh", "cantho", "baodonghai.example"}


def test_every_route_answers_the_same(folders: tuple[Path, Path]) -> None:
    paths = [path for path in (*EVERY_PAGE, *map(twin, EVERY_PAGE), *FILES, *DATASETTE) if told(path)]
    one, groups = (asyncio.run(ask_all(folder, paths)) for folder in folders)
    assert sum(answer.status == 200 for answer in one.values()) > 150
    assert [path for path in paths if shown(path, one[path]) != shown(path, groups[path])] == []


def told(path: str) -> bool:
    """Not what tells of files, nor of the rows that make up an index."""
    return path not in HELD and not re.match(r"/public/(fts|release_groups)", path)


def shown(path: str, answer: Answer) -> tuple[int, Any]:
    """Without the moment of a download; of Datasette's tables the rows, whatever it knows of keys to other tables."""
    text = re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "T", answer.text)
    if not path.startswith("/public/"):
        return answer.status, text
    if ".json" in path:
        table = json.loads(text)
        return answer.status, (table["columns"], table["rows"], table["primary_keys"])
    return answer.status, text if ".csv" in path else re.findall(r"<td[^>]*>.*?</td>", text)


@pytest.mark.parametrize("text", QUERIES)
def test_searches_find_the_same(both: tuple[sqlite3.Connection, sqlite3.Connection], text: str) -> None:
    orders: tuple[Order, ...] = ("newest", "oldest")
    for told in FILTERS:
        for order in orders:
            for exact in (False, True):
                for page in (1, 2, 4):
                    request = SearchRequest(text, order=order, exact=exact, page=page, **told)  # type: ignore[arg-type]
                    one, groups = (asdict(search(db, request)) for db in both)
                    assert one == groups, request


@pytest.mark.parametrize("text", QUERIES[1:])
def test_by_relevance_the_same_articles_come_each_once(
    both: tuple[sqlite3.Connection, sqlite3.Connection], text: str
) -> None:
    """Each file weighs words by itself, so the order may differ; exact hits come first in both."""
    found = []
    for db in both:
        pages = [search(db, SearchRequest(text, order="relevance", page=page)) for page in range(1, 9)]
        uids = [hit.uid for page in pages for hit in page.hits]
        assert len(set(uids)) == len(uids) == min(pages[0].total, 160)
        found.append(({*uids} if pages[0].total <= 160 else set(), pages[0].total, pages[0].facets, pages[0].years))
    assert found[0] == found[1]


def test_timelines_concordances_and_downloads_are_the_same(
    both: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    for told in FILTERS:
        for text in ("cau", "đường", "hop tac xa"):
            request = SearchRequest(text, **told)  # type: ignore[arg-type]
            same(both, lambda db, request=request: read_timeline(db, (request,), "month"))
            for order in LINE_ORDERS:
                same(both, lambda db, request=request, order=order: read_concordance(db, request, order))
            for form in ("csv", "jsonl", "bib"):
                same(both, lambda db, request=request, form=form: taken(db, request, form))


def test_releases_as_files_are_the_same(folders: tuple[Path, Path], tmp_path: Path) -> None:
    told = []
    for folder in folders:
        parent = tmp_path / folder.name
        written = write_release_files(folder, parent).folder
        assert find_outdated(parent, folder / "public.db") == ()
        told.append({path.relative_to(written): path.read_bytes() for path in written.rglob("*.gz")})
    assert told[0] == told[1]
    assert len(told[0]) > 3


def same(both: tuple[sqlite3.Connection, ...], ask: Callable[[sqlite3.Connection], Any]) -> None:
    one, groups = map(ask, both)
    assert one == groups


def taken(db: sqlite3.Connection, request: SearchRequest, form: str) -> bytes:
    taking = take(
        request, form, Stamp("", "https://kho.example/tim-kiem", "r", "2026-03-01T00:00:00Z"), "https://kho.example"
    )
    return b"".join(iter(lambda: taking.next_piece(db), None))


def test_no_question_reads_a_table_of_all_groups_whole(
    folders: tuple[Path, Path], both: tuple[sqlite3.Connection, sqlite3.Connection]
) -> None:
    """What SQLite cannot push into a file it reads whole: minutes, where articles are counted in millions."""
    asked: list[str] = []
    groups = both[1]
    groups.set_trace_callback(asked.append)
    for text in ("cau", "cầu đường", '"bến vạn"'):
        for order in ("newest", "relevance"):
            search(groups, SearchRequest(text, order=order))  # type: ignore[arg-type]
        taken(groups, SearchRequest(text), "csv")
        read_timeline(groups, (SearchRequest(text),), "month")
        read_concordance(groups, SearchRequest(text), "date")
    for view in dict(ANALYSES).values():
        view(groups, Ask("/", {"q": "cau", "bao": "bacninh"}, {}))
    groups.set_trace_callback(None)
    assert len(asked) > 50
    assert [one for one in asked if one.startswith(("SELECT", "WITH")) and reads_whole(groups, one)] == []
    assert reads_whole(groups, "SELECT a.uid, t.body FROM articles AS a LEFT JOIN texts AS t ON t.id = a.id")


def reads_whole(db: sqlite3.Connection, statement: str) -> bool:
    """Whether a view over the files is made before anything is sought in it."""
    steps = {row[0]: (row[1], row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")}

    def is_made(number: int) -> bool:
        above, step = steps.get(number, (0, ""))
        return bool(re.match(f"(MATERIALIZE|CO-ROUTINE) ({names})$", step)) or (number != 0 and is_made(above))

    names = "|".join((*TABLES, *INDEXES))
    scan = re.compile(rf"SCAN (main|group_\d)\.({names})(?! VIRTUAL TABLE INDEX \d+:.*M)")
    return any(scan.match(step) and is_made(above) for above, step in steps.values())


def test_a_group_gone_is_told(folders: tuple[Path, Path], tmp_path: Path) -> None:
    held = hold_release(folders[1])
    assert all(file.is_file() for file in group_files(held.path))
    held.let_go()


def test_the_next_release_leaves_no_file_behind(tmp_path: Path) -> None:
    folder = kho.build(tmp_path / "kho")
    add_stories(folder, STORIES)
    group(folder)
    first = publish(folder, now=NOW)
    before = set(group_files(first.path))
    held = hold_release(folder)
    second = publish(folder, now=NOW)
    after = set(group_files(second.path))
    assert before.isdisjoint(after)
    assert set((folder / "public").iterdir()) == after
    assert all(file.is_file() for file in group_files(held.path)), "a server goes on reading its own"
    held.let_go()
    (folder / "archive.yml").write_text("", encoding="utf-8")
    publish(folder, now=NOW)
    assert list((folder / "public").iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("a: {newspapers: [khong-co]}", "khong-co"),
        ("a: {provinces: [khong-co]}", "no province 'khong-co'"),
        ("a: {newspapers: [nghean]}\n    b: {provinces: [nghe-an], newspapers: [nghean]}", "in the group a too"),
        ("A B: {newspapers: [nghean]}", "String should match pattern"),
        ("\n    ".join(f"nhom-{n}: {{}}" for n in range(11)), "at most 10 items"),
    ],
)
def test_a_wrong_group_is_said_and_nothing_published(tmp_path: Path, settings: str, told: str) -> None:
    folder = kho.build(tmp_path / "kho")
    (folder / "archive.yml").write_text(f"publish:\n  groups:\n    {settings}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(told)):
        publish(folder)
    assert not (folder / "public.db").exists()
