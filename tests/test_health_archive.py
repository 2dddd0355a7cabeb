"""Watchfulness in an archive: a redesign, the alarm on its way out, the proposed layout, and what `status` shows."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

import pressroom
from command_line import run
from newsarchive.account import CERTIFICATE
from newsarchive.archive import Archive
from newsarchive.health import Health, look_after
from newsarchive.warc import SegmentWriter

PAPER = "baobenngu"
HOST = "https://baobenngu.example"
FIRST = datetime(2026, 3, 2, 0, tzinfo=UTC)
ENTRY = r"""
name: Báo Bến Ngự
kind: national
host: baobenngu.example
layouts: [benngu]
articles:
  - path: '-(?P<id>\d+)\.html$'
"""
LAYOUT = """
family: bến ngự
signature: [article.detail, .author]
body: article.detail
byline: .author
"""
SENTENCES = (
    "Sáng nay, xã Bến Ngự khởi công trạm bơm thứ {n}, tưới cho hơn hai trăm héc-ta lúa của ba thôn ven sông.",
    "Trạm gồm {n} máy, do hợp tác xã quản lý, chạy thử trước vụ hè thu và bàn giao cho người dân vào tháng Tám.",
    "Bà con thôn {n} cho biết nhiều năm nay phải tát nước bằng gầu, mỗi vụ tốn cả chục ngày công của một nhà.",
)


def page(number: int, day: datetime, *, redesigned: bool = False) -> bytes:
    """An article; the redesign names everything otherwise and tells nothing in its head."""
    body = "".join(f"<p>{text.format(n=number)}</p>" for text in SENTENCES)
    title = f"Bến Ngự khởi công trạm bơm thứ {number} bên sông"
    name = f"Trần Thị {'ABCDEFGHIK'[number % 10]}nh Thu"
    if redesigned:
        return f"""<html lang="vi"><head><title>{title}</title></head><body><div class="wrapper-moi">
<div class="tieu-de-bai"><h1 class="ten-bai">{title}</h1></div><div class="tac-gia-bai">{name}</div>
<div class="gio-dang">{day + timedelta(hours=7):%d/%m/%Y %H:%M}</div>
<div class="than-bai-moi">{body}</div></div></body></html>""".encode()
    return f"""<html lang="vi"><head><title>{title}</title><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{day:%Y-%m-%dT%H:%M:%S}+00:00"></head><body>
<h1>{title}</h1><article class="detail">{body}<p class="author"><strong>{name}</strong></p></article>
</body></html>""".encode()


def crawl(directory: Path, day: int, *, redesigned: bool = False) -> None:
    """A run of that day, as the crawler leaves it: eight articles captured, the run noted."""
    at = FIRST + timedelta(days=day)
    with SegmentWriter(directory / "in", prefix="day", info={}) as writer:
        for number in range(day * 8, day * 8 + 8):
            when = at + timedelta(minutes=number % 8 + 1)
            url = f"{HOST}/tram-bom-{number}.html"
            writer.write_response(url, when, pressroom.head(), page(number, at, redesigned=redesigned))
        closed = writer.close()
    assert closed is not None
    with Archive.open(directory, create=True, workers=0) as archive:
        archive.ingest(closed.path)
        told = json.dumps({"newspaper": PAPER, "requests": {"stored": 8, "same": 3}})
        with archive.store.connection as connection:
            connection.execute(
                "insert into run (kind, started_at, finished_at, summary) values ('crawl', ?, ?, ?)",
                (f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}", told),
            )


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    entry = tmp_path / "kho" / "press" / "newspapers" / f"{PAPER}.yml"
    layout = tmp_path / "kho" / "press" / "layouts" / "benngu.yml"
    for path, text in ((entry, ENTRY), (layout, LAYOUT)):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "kho"


def judged(directory: Path) -> Health:
    (found,) = look_after(directory)
    return found


def test_a_redesign_is_noticed_within_one_run_and_told_once(kho: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/alarm", method="POST").respond_with_data("")
    target = httpserver.url_for("/alarm").replace("http://", "json://desk:secret@")
    (kho / "archive.yml").write_text(f"notify: ['{target}']\n", encoding="utf-8")
    for day in range(4):
        crawl(kho, day)
        assert (judged(kho).level, len(httpserver.log)) == ("green", 0), judged(kho)
    crawl(kho, 4, redesigned=True)
    found = judged(kho)
    assert (found.level, found.codes) == ("red", {"layout"})
    assert judged(kho) == found  # again, without a new run
    crawl(kho, 5, redesigned=True)
    assert judged(kho).codes == found.codes
    ((request, _answer),) = httpserver.log
    told = request.get_json()
    assert PAPER in told["title"]
    assert all(finding.said in told["message"] for finding in found.findings)
    _proposes_a_layout(kho, found, told["message"])
    _status_shows(kho, found)


def _proposes_a_layout(kho: Path, found: Health, message: str) -> None:
    assert found.proposal is not None
    assert found.proposal in message
    (layout,) = (kho / found.proposal / "layouts").iterdir()
    assert ".than-bai-moi" in layout.read_text(encoding="utf-8")


def _status_shows(kho: Path, found: Health) -> None:
    shown = run("status", "--archive", str(kho))
    assert shown.exit_code == (1 if found.level == "red" else 0)
    assert all(finding.said in shown.stdout and finding.todo in shown.stdout for finding in found.findings)
    (one,) = json.loads(run("status", "--archive", str(kho), "--json").stdout)["health"]
    assert one == found.to_dict()
    # Made again from the same runs and captures, the judgement is the same.
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        db.execute("delete from event where kind = 'newspaper-health'")
    again = json.loads(run("status", "--judge", "--archive", str(kho), "--json").stdout)["health"]
    assert [item["code"] for item in again[0]["findings"]] == [item["code"] for item in one["findings"]]


def rows(kho: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        return db.execute(query).fetchall()


FIELDS = """
select a.url, r.headline, r.published, r.blocks, (select group_concat(name) from byline b where b.revision_id = r.id),
    json_extract(r.evidence, '$.body.rule') from article a join revision r on r.article_id = a.id
where r.number = (select max(number) from revision where article_id = a.id) order by a.url
"""


def test_the_gap_of_a_redesign_is_filled_from_what_is_held(kho: Path) -> None:
    for day in range(6):
        crawl(kho, day, redesigned=day >= 4)
        found = judged(kho)
    assert (found.level, found.proposal is not None) == ("red", True)
    before = rows(kho, "select count(*), count(distinct warc_file) from capture")
    last = rows(kho, "select max(id) from revision")
    shutil.copytree(kho / str(found.proposal), kho / "press", dirs_exist_ok=True)
    assert "benngu" in (kho / "press" / "newspapers" / f"{PAPER}.yml").read_text(encoding="utf-8")  # the old one too
    done = run("reextract", "--archive", str(kho), "--json", "--workers", "0")
    assert (done.exit_code, json.loads(done.stdout)["newspapers"]) == (0, [PAPER]), done.output
    (shown,) = json.loads(run("status", "--archive", str(kho), "--json").stdout)["health"]
    assert (shown["level"], shown["findings"]) == ("green", [])
    assert rows(kho, "select count(*), count(distinct warc_file) from capture") == before  # nothing was fetched
    _every_field_is_back(kho)
    assert rows(kho, f"select count(*) from revision where id > {last[0][0]} and cause = 'source'") == [(0,)]
    again = run("reextract", "--archive", str(kho), "--workers", "0")
    assert "has read everything" in again.stdout


def _every_field_is_back(kho: Path) -> None:
    articles = rows(kho, FIELDS)
    assert len(articles) == 48
    for url, headline, published, blocks, byline, rule in articles:
        number = int(str(url).rpartition("-")[2].removesuffix(".html"))
        day = FIRST + timedelta(days=number // 8)
        assert headline == f"Bến Ngự khởi công trạm bơm thứ {number} bên sông"
        assert [block["text"] for block in json.loads(str(blocks))] == [text.format(n=number) for text in SENTENCES]
        assert (byline, str(published)[:10]) == (f"Trần Thị {'ABCDEFGHIK'[number % 10]}nh Thu", f"{day:%Y-%m-%d}")
        assert str(rule).startswith("layout:")


def test_a_change_that_stays_is_accepted_once_and_for_all(kho: Path) -> None:
    for day in range(6):
        crawl(kho, day, redesigned=day >= 4)
        judged(kho)
    assert run("accept", PAPER, "byline", "--archive", str(kho)).exit_code == 2  # no such finding
    why = "to be read by general rules"
    assert run("accept", PAPER, "layout", "--reason", why, "--archive", str(kho)).exit_code == 0
    assert judged(kho).level == "green"
    for day in range(6, 9):
        crawl(kho, day, redesigned=True)
        assert judged(kho).level == "green"
    rebuilt = run("rebuild", "--archive", str(kho), "--workers", "0")
    assert rebuilt.exit_code == 0, rebuilt.output
    assert judged(kho).level == "green"  # the decision stands in the ledger
    with Archive.open(kho, workers=0) as archive:
        last = [line for line in archive.ledger.lines() if line.kind == "health-accepted"]
    assert last[-1].detail["reason"] == why


def test_an_alarm_that_does_not_get_through_is_noted_without_its_secrets(kho: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/alarm").respond_with_data("", status=500)
    target = httpserver.url_for("/alarm").replace("http://", "json://desk:secret@")
    (kho / "archive.yml").write_text(f"notify: ['{target}', 'nosuch://x']\n", encoding="utf-8")
    for day in range(5):
        crawl(kho, day, redesigned=day == 4)
        judged(kho)
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        rows = db.execute("select detail from event where kind = 'alarm-undelivered'").fetchall()
    assert [json.loads(row[0])["problem"] for row in rows] == [
        "notify, entry 1 (json): it was not taken",
        "notify, entry 2: apprise knows no such address",
    ]
    assert "secret" not in str(rows)


def test_a_newspaper_never_crawled_is_not_judged(kho: Path) -> None:
    assert look_after(kho) == ()
    with Archive.open(kho, create=True, workers=0):
        pass
    assert look_after(kho, [PAPER]) == ()


def note_run(directory: Path, day: int, stopped: str | None, requests: dict[str, int]) -> None:
    at = FIRST + timedelta(days=day)
    with Archive.open(directory, create=True, workers=0) as archive:
        told = {"newspaper": PAPER, "requests": requests, "stopped": stopped}
        archive.store.add_run(
            "crawl", f"{at:%Y-%m-%dT%H:%M:%SZ}", told, f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
        )


def test_status_tells_why_the_last_run_asked_for_nothing(kho: Path) -> None:
    for day, stopped, level in (
        (0, None, "green"),
        (1, "robots.txt cannot be read", "amber"),
        (2, "the host asks to be left alone", "amber"),
        (3, None, "green"),
    ):
        note_run(kho, day, stopped, {} if stopped else {"stored": 8})
        found = judged(kho)
        assert found.level == level
        shown = run("status", "--archive", str(kho)).stdout
        assert ("amber: its last run asked for nothing" in shown) == (stopped is not None)
        assert f"asked for nothing: {stopped}" in shown or stopped is None


def test_a_certificate_near_its_end_stays_told_when_nothing_is_asked(kho: Path) -> None:
    crawl(kho, 0)
    with Archive.open(kho, create=True, workers=0) as archive:
        archive.store.add_event(CERTIFICATE, HOST.removeprefix("https://"), {"ends": "2026-03-10T00:00:00Z"})
    assert judged(kho).codes == {"certificate"}
    note_run(kho, 1, "the host asks to be left alone", {})
    assert judged(kho).codes == {"certificate", "idle"}


@pytest.mark.parametrize("origin", [HOST, f"{HOST}:8443", "http://baobenngu.example:8031"])
def test_another_robots_txt_is_seen_on_whatever_port_it_was_asked(kho: Path, origin: str) -> None:
    for day in range(8):
        at = FIRST + timedelta(days=day, minutes=5)
        with SegmentWriter(kho / "in", prefix="day", info={}) as writer:
            rules = b"User-agent: *\nDisallow: /" + (b"tim-kiem" if day == 7 else b"admin")
            writer.write_response(f"{origin}/robots.txt", at, pressroom.head(), rules)
            writer.write_response(f"{origin}/a/robots.txt", at, pressroom.head(), b"%d" % day)
            closed = writer.close()
        assert closed is not None
        with Archive.open(kho, create=True, workers=0) as archive:
            archive.ingest(closed.path)
        note_run(kho, day, None, {"stored": 8})
        assert judged(kho).codes == (frozenset() if day < 7 else {"robots"})
