"""Watchfulness in an archive: a redesign, the alarm on its way out, the proposed layout, and what `status` shows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

import pressroom
from command_line import run
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
