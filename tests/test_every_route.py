"""Every route of the reading room, Datasette's among them, asked in both languages and in every format it has."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

import memento_archive as kho
from memento_archive import BLOCKED, CANARY, EXCERPT, HIDDEN, HOSTILE, LEGACY, PICTURES, PURGED, WAITING
from newsarchive.cleaning.text import fold
from newsarchive.publish import publish
from newsarchive.reading.formats import FORMATS
from newsarchive.reading.language import CODES, Language
from newsarchive.reading.pages import ROUTES
from newsarchive.serving.app import make_datasette
from newsarchive.serving.replay import copy_routes
from reading_room import STORIES, add_stories

PATTERNS = [pattern for pattern, _ in (*copy_routes(None), *ROUTES)]
TIME = f"{kho.AT:%Y%m%d%H%M%S}"
PRINTED = replace(
    STORIES[1], uid="ddddddddddddddd1", headline="Bản tin chung", blocks=(),
    paragraphs=("Đoàn kiểm tra liên ngành của huyện đã làm việc với mười hai cơ sở sản xuất hương ở ven sông, lập biên "
                "bản bốn trường hợp xả thải chưa qua xử lý, yêu cầu khắc phục trong ba tuần và báo cáo kết quả về "
                "phòng tài nguyên trước ngày hai mươi của tháng tới, nếu không sẽ đình chỉ theo quy định hiện hành.",),
)  # fmt: skip
AGAIN = replace(PRINTED, uid="ddddddddddddddd2", newspaper="bacninh")
RESTRICTED = (EXCERPT, WAITING, HIDDEN, BLOCKED, PURGED)
WAYS: tuple[str, ...] = ("dia-chi", "timegate", "timemap/link", "timemap/json")
WAYS += tuple(f"memento/{TIME}{form}" for form in ("", "if_", "id_"))
REFERENCES = ("bib", "ris", "csl.json")
PLAIN = """
/ /tim-kiem /tim-kiem?q=cau+ben+van /tim-kiem?q=%22 /tim-kiem?q=khongcotunay&dau=1 /tim-kiem?bao=bacninh&trang=2
/do-phu /dong-thoi-gian /dong-thoi-gian?q=cau&q2=song&buoc=year /ngu-canh?q=ben+van /tu-di-kem?q=ben+van
/so-sanh /so-sanh?bao=baodonghai.example&bao2=bacninh /tac-gia /tac-gia?ten=Đức+Minh /tac-gia?ten=Chẳng+Ai
/bao/bacninh /bao/baokhac.example /bao/chang-co /noi /noi/bac-ninh /noi/chang-co /in-lai /bai/changco"""
PAGES = (
    *PLAIN.split(),
    f"/bai/{STORIES[0].uid}", f"/bai/{STORIES[1].uid}", f"/bai/{PRINTED.uid}/so-voi/{AGAIN.uid}",
    f"/bai/{kho.uid(PICTURES)}", f"/bai/{kho.uid(HOSTILE)}/ban-luu/{TIME}",
    *(f"/bai/{kho.uid(number)}" for number in RESTRICTED),
    *(f"/bai/{kho.uid(number)}/ban-luu" for number in RESTRICTED),
    *(f"/bai/{kho.uid(number)}/ban-luu/{TIME}" for number in RESTRICTED),
)  # fmt: skip
"""Of the reading room: each has a twin in English, and both one in JSON."""
FILES = (
    *(f"{language}/tim-kiem/tai-ve.{form}{query}" for form in FORMATS for language in ("", "/en")
      for query in ("", "?q=cau+ben+van", "?bao=baokhac.example", "?bao=baocho.example")),
    *(f"/bai/{kho.uid(number)}.{form}" for number in (PICTURES, *RESTRICTED) for form in REFERENCES),
    *(f"/{way}/{kho.url(number)}" for number in (PICTURES, *RESTRICTED) for way in WAYS),
    *(f"/memento/{TIME}{form}/{kho.picture_url(number)}" for number in (LEGACY, *RESTRICTED) for form in ("", "id_")),
)  # fmt: skip
TABLES = (
    "articles", "texts", "bylines", "figures", "keywords", "revisions", "captures", "rights", "mementos", "newspapers",
    "facets", "facet_counts", "terms", "coverage", "months", "clusters", "prints", "reprints", "abbreviations",
    "abbreviation_newspapers", "byline_variants", "places", "tombstones", "release", "evidence", "fts", "fts_exact",
    "fts_content", "fts_data", "fts_exact_data",
)  # fmt: skip
DATASETTE = (
    "/public", "/public.json", "/public.db", "/-/metadata.json", "/-/versions.json", "/-/databases", "/-/threads.json",
    *(f"/public/{table}{form}" for table in TABLES for form in ("", ".json?_size=max", ".csv?_stream=1")),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a path gave."""

    status: int
    media_type: str
    location: str
    body: bytes

    @property
    def text(self) -> str:
        if "parquet" not in self.media_type:
            return self.body.decode("utf-8", "replace")
        parquet = pytest.importorskip("pyarrow.parquet")
        return str(parquet.read_table(io.BytesIO(self.body)).to_pylist())


def english(path: str) -> str:
    return "/en" + path


def twin(path: str) -> str:
    """The address of a page as JSON."""
    bare, mark, query = path.partition("?")
    return f"{bare}.json{mark}{query}"


EVERY_PAGE = [page for path in PAGES for page in (path, english(path))]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    folder = kho.build(tmp_path_factory.mktemp("routes") / "kho")
    add_stories(folder, [*STORIES, PRINTED, AGAIN])
    publish(folder)
    paths = [*EVERY_PAGE, *map(twin, EVERY_PAGE), *FILES, *DATASETTE]
    return asyncio.run(ask_all(folder, paths))


async def ask_all(folder: Path, paths: list[str]) -> dict[str, Answer]:
    datasette = make_datasette(folder / "public.db", None, [folder / "data" / "warc"])
    await datasette.invoke_startup()
    got: dict[str, Answer] = {}
    # Datasette's own client has an app made before it was told where the records lie.
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=datasette.app()), base_url="http://kho.example")
    for path in paths:
        answer = await client.get(quote(path, safe="/?&=%+.:"))
        headers = answer.headers
        got[path] = Answer(
            answer.status_code, headers.get("content-type", ""), headers.get("location", ""), answer.content
        )
    return got


def test_every_route_is_asked() -> None:
    """A new route without a sample here fails."""
    asked = [path.partition("?")[0] for path in (*EVERY_PAGE, *map(twin, EVERY_PAGE), *FILES, *DATASETTE)]
    assert [pattern for pattern in PATTERNS if not any(re.match(pattern, path) for path in asked)] == []


def test_nothing_breaks(answers: dict[str, Answer]) -> None:
    assert {
        path: answer.status for path, answer in answers.items() if answer.status >= 500 and answer.status != 501
    } == {}


def test_what_may_not_be_shown_is_in_no_byte(answers: dict[str, Answer]) -> None:
    leaks = [path for path, answer in answers.items() if fold(CANARY) in fold(answer.text)]
    assert leaks == []
    # The way the canary is looked for finds what is there: the same page before it was withheld.
    assert fold(CANARY) in fold(kho.page(EXCERPT, note=CANARY).decode())
    for number in (WAITING, HIDDEN):
        assert [
            path for path, answer in answers.items() if kho.uid(number) in answer.text and kho.uid(number) not in path
        ] == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_has_a_json_twin_that_it_links(answers: dict[str, Answer], path: str) -> None:
    page, data = answers[path], answers[twin(path)]
    assert data.status == page.status
    if page.status == 302:
        assert data.location.endswith(".json")
        return
    assert page.media_type.startswith("text/html")
    assert data.media_type.startswith("application/json")
    assert isinstance(json.loads(data.body), dict | list)
    link = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', page.text)
    assert link is not None
    linked = link[1].replace("&amp;", "&")
    assert linked.partition("?")[0] == twin(path).partition("?")[0]


@pytest.mark.parametrize("path", [
    "/", "/tim-kiem?q=cau+ben+van", "/dong-thoi-gian?q=cau&q2=song&buoc=year", "/ngu-canh?q=ben+van", "/noi/bac-ninh",
    "/tu-di-kem?q=ben+van", "/so-sanh?bao=baodonghai.example&bao2=bacninh", "/tac-gia", "/tac-gia?ten=Đức+Minh",
    "/bao/bacninh", "/noi", "/in-lai",
])  # fmt: skip
def test_what_is_missing_is_one_click_from_every_count(answers: dict[str, Answer], path: str) -> None:
    for page in (path, english(path)):
        (main,) = re.findall(r"<main.*?</main>", answers[page].text, re.DOTALL)
        assert re.search(rf'href="{"/en" if page.startswith("/en") else ""}/do-phu[#"]', main), page


def test_files_have_no_twin() -> None:
    """What is no page is a file, a redirect or a copy: it has its format in its address."""
    pages = [pattern for pattern in PATTERNS if "(?P<json>" in pattern]
    files = [pattern for pattern in PATTERNS if pattern not in pages]
    assert all(any(re.match(pattern, path.partition("?")[0]) for path in FILES) for pattern in files)


class _Texts(HTMLParser):
    """The texts of a page with the language that they are said to be in."""

    _VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "source", "col"})
    _UNMARKED = frozenset({"script", "style", "code", "title"})
    """No words, or, as a headline in the title of an English page, none that could be marked."""
    _SPOKEN = ("aria-label", "title", "placeholder", "alt")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        language = told.get("lang") or (self._open[-1][1] if self._open else "")
        self.found += [(language, value) for name in self._SPOKEN if (value := told.get(name))]
        if tag not in self._VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self._VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in self._UNMARKED and data.strip():
            self.found.append((self._open[-1][1], data.strip()))


_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9àáãèéìíĩòóõùúũýÀÁÃÈÉÌÍĨÒÓÕÙÚŨÝ]")


def _sayings() -> dict[str, list[str]]:
    """Key → (Vietnamese, English)."""
    found: dict[str, list[str]] = json.loads(
        (Path(__file__).parent.parent / "src/newsarchive/reading/strings.json").read_text(encoding="utf-8")
    )
    return found


def spoken(answer: Answer) -> Iterator[tuple[str, str]]:
    reader = _Texts()
    reader.feed(answer.text)
    yield from reader.found


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_speaks_one_language(answers: dict[str, Answer], path: str) -> None:
    """What is in another language says so; no word of ours is in the wrong one, and no key stands for its words."""
    if answers[path].status == 302:
        return
    page = "en" if path.startswith("/en") else "vi"
    assert f'<html lang="{page}">' in answers[path].text
    texts = list(spoken(answers[path]))
    assert {language for language, _ in texts} <= {"vi", "en"}
    if page == "en":
        assert [text for language, text in texts if language == "en" and _VIETNAMESE.search(text)] == []
    else:
        english_words = {both[1] for both in _sayings().values() if both[0] != both[1]}
        assert [text for language, text in texts if language == "vi" and text in english_words] == []
    keys = {key for key in _sayings() if "_" in key}
    assert [text for _, text in texts if text in keys] == []


def test_every_saying_of_the_templates_is_there_in_both_languages() -> None:
    root = Path(__file__).parent.parent
    strings = _sayings()
    assert {key for key, both in strings.items() if len(both) != len(CODES) or not all(both)} == set()
    named = {
        key
        for path in sorted((root / "archive" / "templates").glob("*.html"))
        for key in re.findall(r'lang\.say\("(\w+)"[,)]', path.read_text(encoding="utf-8"))
    }
    assert named - set(strings) == set()
    assert Language("en").say("skip") != Language("vi").say("skip")
