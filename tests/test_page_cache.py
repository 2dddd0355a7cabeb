"""Pages kept in memory: what is kept, for how long, and that nothing withheld is given out of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from newsarchive.publish import publish
from newsarchive.serving.pagecache import LARGEST, MAX_AGE, PageCache
from reading_room import STORIES, build_archive, withhold
from serving_process import serving


class Room:
    """An ASGI app that counts how often it is asked and answers as told."""

    def __init__(self, body: bytes = b"page", status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        self.asked, self.body, self.status, self.headers = 0, body, status, headers

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        assert scope["path"]
        self.asked += 1
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers]})
        await send({"type": "http.response.body", "body": self.body})


def get(app: Any, path: str, query: bytes = b"", **headers: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[Any] = []

    async def ask() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        names = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
        scope = {
            "type": "http", "method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(),
            "query_string": query, "headers": [(b"host", b"kho.example"), *names],
        }  # fmt: skip
        await app(scope, None, send)

    asyncio.run(ask())
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])


def test_a_page_is_made_once() -> None:
    room = Room()
    cache = PageCache(room, "r1")
    first, second = (get(cache, "/tim-kiem", b"q=a") for _ in range(2))
    assert first == second
    assert room.asked == 1
    assert first[1][b"cache-control"] == f"public, max-age={MAX_AGE}, must-revalidate".encode()
    for other in ((b"q=b", "/tim-kiem"), (b"q=a", "/en/tim-kiem"), (b"q=a", "/ngu-canh")):
        get(cache, other[1], other[0])
    assert room.asked == 4


def test_who_has_it_is_told_so() -> None:
    room = Room()
    cache = PageCache(room, "r1")
    etag = get(cache, "/")[1][b"etag"]
    status, headers, body = get(cache, "/", if_none_match=b'"x", ' + etag)
    assert (status, body, headers[b"etag"], room.asked) == (304, b"", etag, 1)
    assert get(PageCache(room, "r2"), "/", if_none_match=etag)[0] == 200


def test_a_date_is_an_answer_only_when_it_is_ours_and_comes_alone() -> None:
    served = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=7)))
    cache = PageCache(Room(), "r1", served)
    headers = get(cache, "/")[1]
    told = headers[b"last-modified"]
    assert told == b"Sun, 01 Mar 2026 02:00:00 GMT"
    assert get(cache, "/", if_modified_since=told)[0] == 304
    assert get(cache, "/", if_modified_since=told, if_none_match=b'"of another release"')[0] == 200
    for other in (b"Sun, 01 Mar 2026 01:59:59 GMT", b"Mon, 01 Mar 2027 02:00:00 GMT", b"no date"):
        assert get(cache, "/", if_modified_since=other)[0] == 200
    after_takedown = PageCache(Room(), "r2", served + timedelta(seconds=1))
    assert get(after_takedown, "/", if_modified_since=told)[0] == 200
    assert b"last-modified" not in get(PageCache(Room(status=451), "r1"), "/bai/aaaa")[1]


def test_what_is_not_kept() -> None:
    for path, room in (
        ("/public/articles", Room()),
        ("/timegate/https://a.example/", Room()),
        ("/en/memento/1/x", Room()),
        ("/bai/aaaa", Room(status=451)),
        ("/bai/aaaa", Room(headers=((b"Vary", b"accept-datetime"),))),
        ("/tim-kiem/tai-ve.csv", Room(headers=((b"content-disposition", b"attachment"),))),
        ("/ngu-canh", Room(body=b"x" * (LARGEST + 1))),
    ):
        cache = PageCache(room, "r1")
        assert [get(cache, path)[0] for _ in range(2)] == [room.status] * 2
        assert room.asked == 2, path
    assert get(PageCache(Room(status=451), "r1"), "/bai/aaaa")[1][b"cache-control"] == b"no-store"


def test_who_signs_in_gets_nothing_kept() -> None:
    room = Room(headers=((b"vary", b"Cookie, Authorization"),))
    cache = PageCache(room, "r1")
    for _ in range(2):
        get(cache, "/", cookie=b"ds_actor=x")
        get(cache, "/", authorization=b"Bearer x")
        get(cache, "/")
    assert room.asked == 5


def test_memory_is_bounded() -> None:
    room = Room(body=b"x" * 1000)
    cache = PageCache(room, "r1", limit=5_000)
    for number in range(50):
        get(cache, "/tim-kiem", b"q=%d" % number)
        assert cache._size <= 5_000
    get(cache, "/tim-kiem", b"q=49")
    assert room.asked == 50
    get(cache, "/tim-kiem", b"q=0")
    assert room.asked == 51


def test_a_withheld_article_is_gone_with_the_next_release(tmp_path: Path) -> None:
    archive = build_archive(tmp_path)
    before = publish(archive).release.id
    path = f"/bai/{STORIES[0].uid}"
    with serving(archive) as served:
        answers = [served.get(path) for _ in range(2)]
        assert {status for status, _, _ in answers} == {200}
        etag = answers[0][1]["etag"]
        assert before in etag
        assert answers[0][2] == answers[1][2]
        withhold(archive, STORIES[0].uid)
        served.wait_for(publish(archive).release.id)
        status, headers, body = served.get(path)
        assert status == 451
        assert headers["cache-control"] == "no-store"
        assert STORIES[0].headline not in body
        assert STORIES[0].headline not in served.get("/")[2]
