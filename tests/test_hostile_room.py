"""A hostile reader and a hostile newspaper: markup in every field, queries that eat machines, paths that are none."""

from __future__ import annotations

import http.server
import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from newsarchive.publish import publish
from reading_room import STORIES, build_archive
from serving_process import Served, serving
from test_browser import CHROMIUM, FLAGS
from waiting import PATIENCE, wait_for

PAYLOADS = (
    "<script>fired({n})</script>", "<img src=x onerror=fired({n})>", "<svg onload=fired({n})></svg>",
    '"><svg/onload=fired({n})>', "<iframe srcdoc=\"<script>parent.fired({n})</script>\"></iframe>",
    "<details open ontoggle=fired({n})>x</details>", "<a href=\"javascript:fired({n})\" class=bait>x</a>",
    "<input autofocus onfocus=fired({n})>", "</title></textarea></script><script>fired({n})</script>",
    "<audio src=x onerror=fired({n})></audio>",
)  # fmt: skip
UIDS = tuple(f"xssxssxssxssxs{number:02d}" for number in range(len(PAYLOADS)))


def hostile(number: int, payload: str) -> Any:
    text = f"đường {payload} cải cách"
    return replace(
        STORIES[0], uid=UIDS[number], headline=text, lead=text, paragraphs=(text, payload), section=payload,
        bylines=((payload, "text"), (f"Ảnh {payload}", "photo")), figures=((text, payload),), keywords=(payload, text),
        earlier=((payload, payload),), published_raw=payload,
    )  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    stories = [hostile(number, payload.format(n=number)) for number, payload in enumerate(PAYLOADS)]
    folder = build_archive(tmp_path_factory.mktemp("hostile"), [*STORIES, *stories])
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def served(archive: Path) -> Iterator[Served]:
    with serving(archive) as server:
        yield server
        assert "Traceback" not in "".join(server.lines)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs a Chromium at {CHROMIUM} (or in CHROMIUM)")
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that writes down which payload fired; `bypass` takes the Content-Security-Policy away."""
    context = browser.new_context(bypass_csp=getattr(request, "param", "csp") == "bypass")
    page = context.new_page()
    page.fired = set()
    page.expose_function("fired", lambda number: page.fired.update({number}))
    yield page
    context.close()


WITHOUT_DEFENCES = "<!DOCTYPE html><title>x</title><body>"


def test_without_defences_every_payload_fires(page: Any) -> None:
    """The control: the same markup, set into a page as it is."""
    pages = [WITHOUT_DEFENCES + payload.format(n=number) for number, payload in enumerate(PAYLOADS)]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages[int(self.path[1:])].encode() if self.path[1:].isdigit() else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for number in range(len(PAYLOADS)):
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{number}")
            lure(page)
            until = time.monotonic() + PATIENCE
            while number not in page.fired and time.monotonic() < until:
                page.wait_for_timeout(20)
        server.shutdown()
    assert page.fired == set(range(len(PAYLOADS)))


def lure(page: Any) -> None:
    """Do what a reader may be led to do, and give scripts their time."""
    page.evaluate("document.querySelectorAll('a[href^=\"javascript:\" i], a.bait').forEach(one => one.click())")
    page.evaluate("document.querySelectorAll('[autofocus]').forEach(one => one.focus())")
    page.wait_for_timeout(60)


def addresses() -> list[str]:
    """Every kind of page, with the payloads in what it shows and in what it was asked."""
    asked = [quote(payload.format(n=number)) for number, payload in enumerate(PAYLOADS)]
    both = "%20|%20".join(asked)[:1_500]
    return [
        "/", "/tim-kiem?q=duong", "/tim-kiem?q=duong&dau=1", "/do-phu", "/tac-gia", "/noi", "/in-lai",
        "/ngu-canh?q=duong", "/tu-di-kem?q=cai+cach", "/so-sanh?q=duong&q2=cho", "/dong-thoi-gian?q=duong",
        "/public", "/public/articles", "/public/articles?_facet=section&_facet=byline", "/public/texts",
        "/public/figures", "/public/bylines", "/public/keywords", "/public/revisions", "/public/facet_counts",
        "/public/tim_dung_dau?q=duong", f"/public?{urlencode({'sql': 'select headline, body from fts_content'})}",
        *(f"/bai/{uid}" for uid in UIDS), *(f"/en/tac-gia?ten={payload}" for payload in asked),
        *(f"/tim-kiem?q={p}&bao={p}&tinh={p}&tinhmoi={p}&muc={p}&tacgia={p}&tu={p}&den={p}&xep={p}" for p in asked[:4]),
        *(f"/{one}?q={both}&q2={both}" for one in ("dong-thoi-gian", "ngu-canh", "tu-di-kem", "so-sanh")),
        *(f"/public/articles?_search={p}&_sort={p}&{p}={p}&_filter_column={p}" for p in asked[:3]),
        f"/public?{urlencode({'sql': 'select :p as x', 'p': '<script>fired(0)</script>'})}",
        *(f"/{p}" for p in asked[:3]), *(f"/bai/{p}" for p in asked[:3]), *(f"/public/{p}" for p in asked[:3]),
        *(f"/public?sql={p}" for p in asked[:3]), *(f"/timegate/https://x.example/{p}" for p in asked[:3]),
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["csp", "bypass"], indirect=True)
def test_no_payload_fires_on_any_page(page: Any, served: Served) -> None:
    """With the policy, and by escaping alone without it."""
    for path in addresses():
        answered = page.goto(f"http://127.0.0.1:{served.port}{path}")
        assert answered.status < 500, path
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        lure(page)
        assert page.fired == set(), path
        bad = "a[href^='javascript:' i], iframe[srcdoc], [onerror], [onload], [ontoggle], [onfocus], main script"
        found = [one for one in page.locator(bad).all() if one.get_attribute("type") != "application/ld+json"]
        assert found == [], path


def test_the_payloads_are_there_to_be_read(served: Served) -> None:
    """Nothing was quietly dropped: the article shows the markup as text."""
    body = served.get(f"/bai/{UIDS[0]}")[2]
    assert body.count("&lt;script&gt;fired(0)&lt;/script&gt;") >= 5
    for form in ("csv", "jsonl"):
        assert "<script>fired(0)</script>" in served.get(f"/tim-kiem/tai-ve.{form}")[2].replace('\\"', '"')
    for form, media_type in (("json", "application/json"), ("atom", "application/atom+xml"), ("csv", "text/csv")):
        headers = served.get(f"/tim-kiem/tai-ve.{form}")[1]
        assert headers["content-type"].startswith(media_type)
        assert headers["content-disposition"].startswith("attachment")
        assert headers["x-content-type-options"] == "nosniff"


QUERIES = (
    '"',
    '""',
    "-",
    "--",
    "((((",
    "))))",
    "a OR",
    "AND",
    "NOT a",
    "NEAR(a b, 999999999)",
    "*",
    "**",
    "a*b*c*",
    "^a",
    "{headline} : a",
    "headline:headline:",
    "a\x00b",
    "\ue000aaaa",
    "😀 ﷽ \u202e",
    "a" * 499,
    "a " * 250,
    '"' + "a " * 30 + '"',
    "'; DROP TABLE articles; --",
    "é\u0301\u0323 ½ ß İ ﬁ",
)
ASKED = (
    "/tim-kiem?q=", "/tim-kiem?dau=1&kieu=all&q=", "/en/tim-kiem.json?q=", "/ngu-canh?q=", "/tu-di-kem?q=",
    "/so-sanh?q=",
    "/dong-thoi-gian?q=", "/tim-kiem/tai-ve.csv?q=", "/public/articles?_search=", "/public/articles.json?_search=",
    "/public/articles?_searchmode=raw&_search=", "/public/tim_dung_dau?q=", "/tac-gia?tim=", "/tac-gia?ten=",
)  # fmt: skip


@pytest.mark.parametrize("path", ASKED)
def test_hostile_queries(served: Served, archive: Path, path: str) -> None:
    for query in QUERIES:
        answer = served.get(path + quote(query, safe=""))
        assert answer[0] in (200, 400, 404), (path, query, answer[2][:300])
        assert_says_nothing(answer, archive)


MANY = ", ".join(f"texts {name}" for name in "abcdefgh")
SQL = (
    "select randomblob(500000000)",
    "select zeroblob(500000000)",
    "select hex(zeroblob(100000000))",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select group_concat(i) from n",
    "with recursive s(x) as (select 'aaaaaaaaaaaaaaaa' union all select x || x from s) select x from s limit 60",
    "select printf('%.*c', 100000000, 'x')",
    "select printf('%500000000d', 1)",
    "select replace(printf('%.*c', 1800000, 'x'), 'x', 'yyyyyyyyyyyyyyyy')",
    "select load_extension('/lib/x86_64-linux-gnu/libc.so.6')",
    "attach '/etc/passwd' as p",
    "select * from pragma_database_list",
    "pragma database_list",
    "select * from dbstat",
    f"select group_concat(a.body) from {MANY}",
    f"select count(*) from {MANY}",
    "select printf('%.*c', 1900000, 'x') from texts a, texts b, texts c",
    "select cast(printf('%.*c', 1900000, 'x') as blob) from texts a, texts b, texts c",
    f"select '{'a' * 60}' like '{'%a' * 20}%b' from texts a, texts b, texts c, texts d",
    "select count(*) from json_each('[' || replace(hex(randomblob(9)), 'A', '1,') || '1]')",
    "select value from json_each('[' || replace(printf('%.*c', 999999, 'x'), 'x', '1,') || '1]')",
    "select * from fts_data",
    "select writefile('/tmp/x', 'x')",
    "vacuum into '/tmp/x.db'",
    "select * from sqlite_master, fts_idx, fts_docsize",
    "select 1 from articles where headline regexp '(a+)+$'",
    "insert into tombstones values ('x', null, 'block', null)",
    "select fts5(1)",
    "select 1" + " union all select 1" * 3_000,
    "select " + "(" * 2_000 + "1" + ")" * 2_000,
    "select max(length(printf('%.*c', 1900000, 'x') || a.body)) from texts a, texts b, texts c",
    "select jsonb_group_array(body) from texts",
    "explain select 1; drop table articles",
)


def test_sql_abuses_are_ended_and_the_room_is_quick_afterwards(served: Served, archive: Path) -> None:
    for number, sql in enumerate(SQL):
        for form in ("", ".json") if number % 4 == 0 else (".json",):
            answer = served.get(f"/public{form}?{urlencode({'sql': sql})}")
            assert answer[0] in (200, 400, 414), (sql, answer[2][:300])
            assert len(answer[2]) < 12_000_000, sql
            assert_says_nothing(answer, archive)
    assert served.get("/tim-kiem?q=duong")[0] == 200
    wait_for(lambda: is_at_rest(served.process.pid), "the end of what was asked in SQL")
    assert memory(served.process.pid) < 500
    with closing(sqlite3.connect(f"file:{archive / 'public.db'}?mode=ro", uri=True)) as release:
        assert release.execute("SELECT count(*) FROM tombstones").fetchone()[0] == 0
        assert release.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def processes(supervisor: int) -> list[Path]:
    """/proc folders of the supervisor and its children."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    return [Path("/proc") / pid for pid in (str(supervisor), *children)]


def memory(supervisor: int) -> float:
    """Highest resident memory of the supervisor and its children, MiB."""
    peaks = (re.search(r"VmHWM:\s+(\d+)", (one / "status").read_text()) for one in processes(supervisor))
    return sum(int(peak[1]) for peak in peaks if peak) / 1024


def is_at_rest(supervisor: int) -> bool:
    """Whether no thread of theirs computes, or waits for a core to compute on, five looks in a row."""
    for _ in range(5):
        for thread in [thread for one in processes(supervisor) for thread in (one / "task").iterdir()]:
            with suppress(OSError):  # it has ended
                if (thread / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                    return False
        time.sleep(0.02)
    return True


ABUSERS, KEPT = 8, 20


def test_eight_abusers_leave_a_reader_his_pages(served: Served) -> None:
    done = threading.Event()
    ended: list[int] = []

    def abuse() -> None:
        while not done.is_set():
            ended.append(served.get(f"/public.json?{urlencode({'sql': SQL[3]})}")[0])

    abusers = [threading.Thread(target=abuse) for _ in range(ABUSERS)]
    for abuser in abusers:
        abuser.start()
    try:
        served.get("/do-phu")  # kept from here on
        before = len(ended)
        assert {served.get("/do-phu")[0] for _ in range(KEPT)} == {200}
        # Each waits in no queue: less end meanwhile than if each had waited for one round of abuses alone.
        assert len(ended) - before < KEPT * ABUSERS / 4
        assert served.get("/tim-kiem?q=thuyen")[0] == 200
    finally:
        done.set()
        for abuser in abusers:
            abuser.join(PATIENCE)


PATHS = (
    "/../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../../metadata.yml",
    "/static/%2e%2e/plugins/pages.py",
    "/static/..%2f..%2farchive.yml",
    "/static/%252e%252e%252fetc%252fpasswd",
    "/static//etc/passwd",
    "/-/static/../app.py",
    "/public/../news.db",
    "/public%00.db",
    "/data/news.db",
    "/.public-x.building",
    "/archive.yml",
    "/public.db/../archive.yml",
    "/bai/%00",
    "/bai/" + "a" * 5_000,
    "/bai/../../etc/passwd",
    "/memento/2024/file:///etc/passwd",
    "/memento/20240601/..%2f..",
    "/memento/20240601id_/http://127.0.0.1:22/",
    "/timegate/gopher://x",
    "/timemap/link/%0d%0aX-Planted:1",
    "/%ff%fe%fd",
    "/%c0%ae%c0%ae/",
    "/tim-kiem%0d%0aSet-Cookie:x=1",
    "/tim-kiem?q=%0d%0aX-Planted:1",
    "//evil.example/",
    "/\\evil.example",
    "/en//evil.example",
    "/public/articles/..%2f",
    "/public/articles~2Ejson",
    "/-/databases.json",
    "/-/threads",
    "/-/patterns",
    "/-/messages",
    "/-/allow-debug",
    "/-/permissions",
    "/-/metadata.json",
    "/-/config.json",
    "/-/plugins.json",
    "/-/settings.json",
    "/-/versions.json",
    "/-/actor.json",
    "/public/articles?_sort=nope",
    "/public/articles.csv?_sort=nope",
    "/public/articles?_through=x",
    "/public/articles?day__in=[x",
    "/public/articles?_facet=nope&_next=x&_col=nope",
    "/public/articles?_facet_array=headline",
    "/public/articles/1,2",
)
HEADERS = (
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "javascript"},
    {"X-Forwarded-For": "' OR 1=1 --"},
    {"X-Original-URL": "/-/databases"},
    {"X-Rewrite-URL": "/archive.yml"},
    {"Forwarded": "host=evil.example"},
    {"Cookie": "a=" + "b" * 7_000},
    {"Cookie": "ds_actor=eyJhIjp7ImlkIjoicm9vdCJ9fQ"},
    {"Authorization": "Bearer dstok_x"},
    {"Range": "bytes=0-10"},
    {"Range": "bytes=" + ",".join("0-" for _ in range(500))},
    {"Accept-Encoding": "x, gzip;q=x"},
    {"Accept-Datetime": "x\x80"},
    {"If-None-Match": '*, "x", W/"' + "y" * 2_000},
    {"If-Modified-Since": "gestern"},
    {"Accept-Language": "<script>fired(0)</script>"},
    {"User-Agent": "() { :; }; echo x"},
    {"Transfer-Encoding": "identity"},
    {"Upgrade": "websocket", "Connection": "Upgrade"},
    {"Expect": "100-continue"},
    {"X-HTTP-Method-Override": "DELETE"},
)


@pytest.mark.parametrize("path", PATHS)
def test_hostile_paths(served: Served, archive: Path, path: str) -> None:
    answer = served.get(path)
    assert answer[0] in (200, 301, 302, 400, 404, 414), answer[:2]
    assert (
        "evil.example" not in answer[1].get("location", "").partition("?")[0].replace("/evil.example", "", 1)
        or path == "//evil.example/"
    )
    assert_says_nothing(answer, archive)


@pytest.mark.parametrize("headers", HEADERS, ids=[f"{number}-{next(iter(one))}" for number, one in enumerate(HEADERS)])
def test_hostile_headers(served: Served, archive: Path, headers: dict[str, str]) -> None:
    for path in ("/", f"/bai/{UIDS[0]}", "/tim-kiem?q=duong", "/public/articles", "/-/databases"):
        answer = served.get(path, headers)
        assert answer[0] in (200, 304, 400, 404, 431), (path, answer[:2])
        assert "evil.example" not in f"{answer[1]}{answer[2]}", path
        assert_says_nothing(answer, archive)


def assert_says_nothing(answer: tuple[int, dict[str, str], str], archive: Path) -> None:
    """No path of the server, no traceback, no header of the asker's making, no file's content."""
    _, headers, body = answer
    everything = f"{json.dumps(headers)}{body}"
    assert not {"set-cookie", "x-planted"} & headers.keys()
    for secret in (
        str(archive),
        str(Path(__file__).parent.parent),
        "root:x:",
        "Traceback",
        "hookimpl",
        "SQLite format 3",
    ):
        assert secret not in everything
        assert quote(secret, safe="") not in body or secret in ("Traceback", "hookimpl")
    if len(headers) > 3:
        assert "content-security-policy" in headers
