"""Downloads, bibliographies and the coverage page as a stranger asks for them, over a running server."""

from __future__ import annotations

import http.client
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from newsarchive.article import Block
from newsarchive.publish import publish
from newsarchive.reading import facets, taking
from newsarchive.reading.formats import FORMATS
from newsarchive.serving.app import make_datasette
from reading_room import STORIES, Story, build_archive
from serving_process import Served, serving, serving_here

BODY, EARLIER, WAITING = "wqthanbai", "wqcauchucu", "wqchoden"
"""Planted in the text, in what was written before, and everywhere in what is under embargo."""
BLOCKS = (Block("paragraph", f"Mở đầu {BODY}."), Block("box", BODY, blocks=(Block("quote", BODY),)))
OPEN = replace(STORIES[0], uid="bbbbbbbbbbbbbbb1", blocks=BLOCKS)
EXCERPT = Story(
    "bbbbbbbbbbbbbbb2", "Trích đoạn", lead="Sapo được phép.", newspaper="cantho", blocks=BLOCKS,
    figures=((f"Ảnh {BODY}", BODY),), earlier=((EARLIER, EARLIER),),
)  # fmt: skip
EMBARGOED = Story(
    "bbbbbbbbbbbbbbb3", WAITING, (WAITING,), lead=WAITING, newspaper="tinla", section=WAITING, keywords=(WAITING,),
    bylines=((WAITING, "text"),), figures=((WAITING, WAITING),), published_raw=WAITING,
)  # fmt: skip
CONFIG = "publish: {access: {newspapers: {cantho: {access: excerpt}, tinla: {embargo_days: 36000}}}}"
REFERENCES = ("bib", "ris", "csl.json")
DOWNLOADS = tuple(f"/tim-kiem/tai-ve.{form}" for form in FORMATS)
ANALYSIS = ("dong-thoi-gian", "ngu-canh", "tu-di-kem", "so-sanh")
ROUTES = (
    *DOWNLOADS, "/en/tim-kiem/tai-ve.csv", "/do-phu", "/do-phu.json", "/en/do-phu",
    *(f"/bai/{story.uid}.{form}" for story in (OPEN, EXCERPT, EMBARGOED) for form in REFERENCES),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = build_archive(tmp_path_factory.mktemp("routes"), [*STORIES, OPEN, EXCERPT, EMBARGOED], CONFIG)
    assert publish(folder).release.embargoed == 1
    return folder


@pytest.fixture(scope="module")
def served(archive: Path) -> Iterator[Served]:
    with serving(archive) as server:
        yield server
        assert "Traceback" not in "".join(server.lines)


@pytest.mark.parametrize("path", ROUTES)
def test_what_may_not_be_shown_is_in_no_byte(served: Served, path: str) -> None:
    status, headers, body = served.get(path)
    assert status == (404 if EMBARGOED.uid in path else 200)
    everything = f"{headers}{body}".lower()
    assert EARLIER not in everything
    assert WAITING not in everything
    texts = path.removeprefix("/en").endswith((".csv", "ve.json", ".jsonl", ".parquet"))
    assert everything.count(BODY) == (3 if texts else 0), "the open newspaper's text, once, and nobody else's"
    if "tai-ve" in path:
        assert EXCERPT.headline.lower() in everything


@pytest.mark.parametrize("page", ANALYSIS)
@pytest.mark.parametrize("query", ["mo+dau", "trich+doan", "sapo*", "anh", "cho*+%7C+trich"])
def test_analysis_reads_only_what_may_be_shown(served: Served, page: str, query: str) -> None:
    """Of the newspaper in excerpt no word of body or captions, of the one under embargo nothing at all."""
    for path in (f"/{page}?q={query}", f"/en/{page}?q={query}", f"/{page}.json?q={query}"):
        for narrowed in (f"{path}&bao=cantho&q2=x", f"{path}&bao=tinla&bao2=cantho", f"{path}&q2={query}&bao2=cantho"):
            status, _, body = served.get(narrowed)
            assert status == 200
            everything = body.lower()
            assert EARLIER not in everything
            assert WAITING not in everything
            if "bao=" in narrowed:
                assert BODY not in everything


@pytest.mark.parametrize("page", ANALYSIS)
@pytest.mark.parametrize("word", [BODY, EARLIER, WAITING])
def test_analysis_counts_only_what_may_be_shown(served: Served, page: str, word: str) -> None:
    for newspaper in ("cantho", "tinla"):
        found = json.loads(served.get(f"/{page}.json?q={word}&bao={newspaper}&q2=nichtdabei")[2])
        if page == "dong-thoi-gian":
            assert all(series["total"] == 0 for series in found["series"])
        elif page == "so-sanh":
            assert found["first"]["total"] == 0
            assert word not in json.dumps(found)
        else:
            assert found["total"] == 0


def test_the_canary_of_the_open_newspaper_sings(served: Served) -> None:
    assert json.loads(served.get(f"/ngu-canh.json?q={BODY}")[2])["total"] == 1
    assert BODY in served.get("/ngu-canh?q=mo+dau")[2]


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("word", [WAITING, EARLIER, f"tacgia={WAITING}", f"muc={WAITING}", "bao=tinla"])
def test_what_may_not_be_shown_cannot_be_asked_for(served: Served, path: str, word: str) -> None:
    status, _, body = served.get(f"{path}?{word if '=' in word else f'q={word}'}")
    assert status == 200
    assert EMBARGOED.uid not in body
    assert EXCERPT.uid not in body


QUERIES = (
    "q=%22", "q=-", "q=((((", "q=a+OR", "q=*", "q=%00", "q=%ff%fe", "q=%ed%a0%80", "q=NEAR(a+b)", "q=tieude:",
    "q=%27;DROP+TABLE+articles;--", "q=" + "a+" * 3000, "q=%22" + "(" * 500, "q=%F0%9F%98%80", "q=a&q=b",
    "bao=%27+OR+1=1--", "tinh=../../etc/passwd", "tinhmoi=%22]%00", "muc=%0d%0aSet-Cookie:x=1", "tacgia=%ff",
    "tu=0000-00-00", "tu=99999999999999999999", "tu=%D9%A2%D9%A0%D9%A2%D9%A3", "den=-1", "den=2023-99-99",
    "trang=%C2%B2", "trang=1e9", "kieu=x&xep=x&dau=x", "=&&=", "%", "_shape=array&sql=select+1", "tu=2023-02-30",
)  # fmt: skip
PATHS = (
    "/tim-kiem/tai-ve.exe", "/tim-kiem/tai-ve.csv/", "/tim-kiem/tai-ve.csv%00", "/tim-kiem/tai-ve.csv%0a",
    "/tim-kiem/tai-ve.csv%0d%0aX-Planted:1", "/tim-kiem/tai-ve.../public.db", "/tim-kiem/../archive.yml",
    "/tim-kiem/tai-ve.csv/../../../data/news.db", "/tim-kiem/tai-ve.%2e%2e%2fpublic.db", "/do-phu/../data/news.db",
    "/do-phu%2f..%2f..%2farchive.yml", "/en/en/do-phu", "//do-phu", "/do-phu.json%00.html", "/bai/../archive.yml.bib",
    "/bai/..%2f..%2fetc%2fpasswd.bib", "/bai/%2e%2e%2f%2e%2e%2fpublic.db.ris", "/bai/aaaaaaaaaaaaaaa1.bib%0a",
    "/bai/aaaaaaaaaaaaaaa1.bib/../../public.db", "/bai/AAAAAAAAAAAAAAA1.bib", "/bai/aaaaaaaaaaaaaaa1.csl.json%00",
    f"/bai/{'a' * 5000}.bib", "/bai/.bib", "/bai/nichtdabei.csl.json", "/static/../plugins/pages.py",
)  # fmt: skip


@pytest.mark.parametrize("path", [*DOWNLOADS, "/do-phu", "/bai/aaaaaaaaaaaaaaa1.bib"])
def test_hostile_queries(served: Served, archive: Path, path: str) -> None:
    for query in QUERIES:
        answer = served.get(f"{path}?{query}")
        assert answer[0] in ((200, 400) if "tai-ve" in path else (200,)), query
        assert_harmless(answer, archive, query)


@pytest.mark.parametrize("path", PATHS)
def test_hostile_paths(served: Served, archive: Path, path: str) -> None:
    answer = served.get(path)
    assert answer[0] in (200, 302, 400, 404), answer
    assert_harmless(answer, archive, path)
    for secret in ("SQLite format 3", "publish:", "root:x:", "hookimpl"):
        assert secret not in answer[2]


def assert_harmless(answer: tuple[int, dict[str, str], str], archive: Path, asked: str) -> None:
    _, headers, body = answer
    assert not {"set-cookie", "x-planted"} & headers.keys(), asked
    for place in (archive, Path(facets.__file__).parents[2], Path(taking.__file__).parents[3]):
        assert str(place) not in f"{headers}{body}", asked
        assert quote(str(place), safe="") not in body, asked
    assert "Traceback" not in body, asked


@contextmanager
def reading(archive: Path, time_limit_ms: int = 5_000) -> Iterator[Callable[[str], str]]:
    """A server in this process, where a test can change what it does; gives the body of a path."""
    datasette = make_datasette(archive / "public.db")
    datasette._metadata_local["plugins"] = {"newsarchive": {"time_limit_ms": time_limit_ms}}
    with serving_here(datasette.app()) as served:
        yield lambda path: served.get(path)[2]


@pytest.mark.parametrize(
    ("path", "said"), [("/tim-kiem?tu=2021", "đếm trên 2 bài mới nhất"), ("/en/tim-kiem?tu=2021", "newest 2")]
)
def test_a_count_of_the_newest_says_so(archive: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    with reading(archive) as get:
        assert said not in get(path)
        monkeypatch.setattr(facets, "SAMPLE", 2)
        assert said in get(path)
        assert said not in get(f"{path}?q=%22lang+diem%22")


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_out_of_time_does_not_look_whole(
    archive: Path, monkeypatch: pytest.MonkeyPatch, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    next_ids = taking.Taking._next_ids
    begun: list[taking.Taking] = []

    def slow(self: taking.Taking, db: sqlite3.Connection) -> list[int]:
        if begun:
            db.execute(endless).fetchone()
        begun.append(self)
        return next_ids(self, db)

    with reading(archive, time_limit_ms=100) as get:
        whole = get(f"/tim-kiem/tai-ve.{form}")
        monkeypatch.setattr(taking, "BATCH", 2)
        monkeypatch.setattr(taking.Taking, "_next_ids", slow)
        with pytest.raises(http.client.IncompleteRead) as torn:
            get(f"/tim-kiem/tai-ve.{form}")
    assert 0 < len(torn.value.partial) < len(whole.encode())
    assert "Traceback" not in caplog.text
