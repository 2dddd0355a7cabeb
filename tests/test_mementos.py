"""Archived copies as a stranger asks for them over a running server: RFC 7089, encodings, limits, what is withheld."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import re
import shutil
import sqlite3
import tracemalloc
import zipfile
from base64 import b32encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import memento_archive as kho
import pressroom
from memento_archive import BLOCKED, CANARY, ENCODED, EXCERPT, HIDDEN, LEGACY, PICTURES, PURGED, WAITING, url
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.demo.picture import draw
from newsarchive.publish import publish
from newsarchive.reading.memento import Memento
from newsarchive.reading.security import COPIES
from newsarchive.serving.copy import LIMIT, CopyError, read_copy
from newsarchive.surt import surt
from newsarchive.warc import HttpHead, SegmentWriter
from serving_process import serving

STAMPS = [f"{kho.AT + timedelta(hours=hour):%Y%m%d%H%M%S}" for hour in range(4)]
POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
_LINK = re.compile(r'\s*<([^>]*)>((?:\s*;\s*[\w-]+="[^"]*")*)\s*(?:,|\Z)')
_PARAMETER = re.compile(r';\s*([\w-]+)="([^"]*)"')


@dataclass
class Room:
    """A served release."""

    port: int
    folder: Path

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


def parse_links(text: str) -> list[tuple[str, dict[str, str]]]:
    """application/link-format (RFC 6690), strictly: anything left over fails."""
    found, at = [], 0
    while at < len(text.rstrip()):
        link = _LINK.match(text, at)
        assert link, text[at : at + 80]
        found.append((link[1], dict(_PARAMETER.findall(link[2]))))
        at = link.end()
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = kho.build(tmp_path_factory.mktemp("copies") / "kho")
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def room(archive: Path) -> Iterator[Room]:
    with serving(archive) as served:
        yield Room(served.port, archive)
        assert "Traceback" not in "".join(served.lines)


def moment(hours: float) -> str:
    return format_datetime(kho.AT + timedelta(hours=hours), usegmt=True)


@pytest.mark.parametrize(
    ("asked", "index"),
    [(None, 3), (moment(0), 0), (moment(0.9), 1), (moment(0.5), 0), (moment(-90_000), 0), (moment(90_000), 3)],
)
def test_a_timegate_leads_to_the_nearest_copy(room: Room, asked: str | None, index: int) -> None:
    wanted = {"Accept_Datetime": asked} if asked else {}
    status, headers, _ = room.ask(f"/timegate/{url(ENCODED)}", **wanted)
    assert status == 302
    assert headers["location"] == f"{room.root}/memento/{STAMPS[index]}/{url(ENCODED)}"
    assert "accept-datetime" in [name.strip().lower() for name in headers["vary"].split(",")]
    assert "memento-datetime" not in headers
    by_relation = {link["rel"]: target for target, link in parse_links(headers["link"])}
    assert by_relation["original"] == url(ENCODED)
    assert f"{room.root}/timemap/link/{url(ENCODED)}" in [
        target for target, link in parse_links(headers["link"]) if link["rel"] == "timemap"
    ]
    status, headers, body = room.ask(headers["location"].removeprefix(room.root))
    assert status == 200
    assert parsedate_to_datetime(headers["memento-datetime"]) == kho.AT + timedelta(hours=index)
    assert f"Lần {min(index, 2)}." in body.decode(), "a revisit shows what it repeats"


@pytest.mark.parametrize(
    "asked",
    ["", "yesterday", "2026-01-08T12:00:00Z", "Thu, 08 Jan 2026 12:00:00", "Thu, 8 Jan 2026 12:00:00 GMT",
     "Thu, 08 Jan 2026 25:00:00 GMT", "Thu, 31 Feb 2026 12:00:00 GMT", "Thu, 08 Jan 2026 12:00:00 +0700"],
)  # fmt: skip
def test_what_is_no_date_is_told_so(room: Room, asked: str) -> None:
    status, headers, body = room.ask(f"/timegate/{url(ENCODED)}", Accept_Datetime=asked)
    assert (status, "Accept-Datetime" in body.decode()) == (400, True)
    assert "accept-datetime" in headers["vary"]


@pytest.mark.parametrize(
    "form",
    [url(ENCODED), url(ENCODED).replace("https://", "http://www."), url(ENCODED).replace("://", ":/"),
     url(ENCODED).removeprefix("https://"), url(ENCODED).replace(":", "%3A").replace("/", "%2F"),
     f"{url(ENCODED)}#cuoi".replace("#", "%23")],
)  # fmt: skip
def test_addresses_that_are_one_are_found(room: Room, form: str) -> None:
    if "%23" in form:
        assert room.ask(f"/timegate/{form}")[0] == 404, "an escaped mark is part of the path"
    else:
        assert room.ask(f"/timegate/{form}")[0] == 302


def test_the_timemaps_list_every_copy_once(room: Room) -> None:
    status, headers, body = room.ask(f"/timemap/link/{url(ENCODED)}")
    assert (status, headers["content-type"]) == (200, "application/link-format")
    links = parse_links(body.decode())
    first, itself, gate, *mementos = links
    assert (first[0], first[1]["rel"]) == (url(ENCODED), "original")
    assert itself == (
        f"{room.root}/timemap/link/{url(ENCODED)}",
        {"rel": "self", "type": "application/link-format", "from": moment(0), "until": moment(3)},
    )
    assert (gate[0], gate[1]["rel"]) == (f"{room.root}/timegate/{url(ENCODED)}", "timegate")
    assert [link["rel"] for _, link in mementos] == ["first memento", "memento", "memento", "last memento"]
    assert [link["datetime"] for _, link in mementos] == [moment(hour) for hour in range(4)]
    status, headers, body = room.ask(f"/timemap/json/{url(ENCODED)}")
    assert (status, headers["content-type"]) == (200, "application/json; charset=utf-8")
    told = json.loads(body)
    assert told["original_uri"] == url(ENCODED)
    assert [one["uri"] for one in told["mementos"]["list"]] == [target for target, _ in mementos]
    assert (told["mementos"]["first"], told["mementos"]["last"]) == (
        told["mementos"]["list"][0],
        told["mementos"]["list"][-1],
    )
    for target, link in mementos:
        status, headers, _ = room.ask(target.removeprefix(room.root), method="HEAD")
        assert (status, headers["memento-datetime"]) == (200, link["datetime"])


def test_a_copy_names_its_neighbours(room: Room) -> None:
    _, headers, _ = room.ask(f"/memento/{STAMPS[1]}/{url(ENCODED)}")
    told = {link["rel"]: link for _, link in parse_links(headers["link"]) if "memento" in link["rel"]}
    assert {relation: link["datetime"] for relation, link in told.items()} == {
        "first prev memento": moment(0),
        "memento": moment(1),
        "next memento": moment(2),
        "last memento": moment(3),
    }


@pytest.mark.parametrize("asked", ["2026", "20260108112101", "20250101", "202601081121"])
def test_another_second_leads_to_the_nearest(room: Room, asked: str) -> None:
    for form in ("", "id_", "if_"):
        status, headers, _ = room.ask(f"/memento/{asked}{form}/{url(ENCODED)}")
        assert (status, headers["location"]) == (302, f"{room.root}/memento/{STAMPS[0]}{form}/{url(ENCODED)}")


@pytest.mark.parametrize("hour", range(3), ids=kho.STEPS)
def test_what_was_sent_comes_back_whatever_its_encoding(room: Room, hour: int) -> None:
    status, headers, body = room.ask(f"/memento/{STAMPS[hour]}id_/{url(ENCODED)}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "content-encoding" not in headers
    assert body == kho.page(ENCODED, note=f"Lần {hour}.")


def test_a_page_without_charset_in_its_header_is_told_in_the_one_it_declares(room: Room) -> None:
    _, headers, body = room.ask(f"/memento/{STAMPS[0]}id_/{url(LEGACY)}")
    assert headers["content-type"] == "text/html; charset=cp1258"
    assert "Thông xe" in body.decode("cp1258")
    _, headers, body = room.ask(f"/memento/{STAMPS[0]}/{url(LEGACY)}")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "Thông xe" in body.decode()


@pytest.mark.parametrize("form", ["", "if_", "id_"])
@pytest.mark.parametrize("path", [url(ENCODED), kho.picture_url(ENCODED)], ids=["page", "picture"])
def test_every_form_is_harmless(room: Room, form: str, path: str) -> None:
    status, headers, _ = room.ask(f"/memento/{STAMPS[0]}{form}/{path}")
    assert status == 200
    assert headers["content-security-policy"] == POLICY == COPIES
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cache-control"] == "no-cache"


def test_a_copy_is_marked_and_shows_its_pictures(room: Room) -> None:
    body = room.ask(f"/memento/{STAMPS[0]}/{url(ENCODED)}")[2].decode()
    assert body.index("Archived copy") < body.index("<html")
    assert f'src="/memento/{STAMPS[0]}/{kho.picture_url(ENCODED)}"' in body
    assert 'href="/"' not in body
    status, headers, drawing = room.ask(f"/memento/{STAMPS[0]}/{kho.picture_url(ENCODED)}")
    assert (status, headers["content-type"], drawing) == (200, "image/png", draw(str(ENCODED)))


def test_only_pictures_are_shown_as_such(room: Room) -> None:
    for name in ("ve.svg", "gia.png"):
        status, headers, _ = room.ask(f"/memento/{STAMPS[0]}/{kho.picture_url(PICTURES, name)}")
        assert (status, headers["content-type"]) == (200, "application/octet-stream")
        assert headers["content-disposition"].startswith("attachment")
        assert headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("name", ["lon.png", "bom.png"])
def test_what_is_too_large_is_told_so(room: Room, name: str) -> None:
    status, headers, body = room.ask(f"/memento/{STAMPS[0]}/{kho.picture_url(PICTURES, name)}")
    assert (status, "memento-datetime" in headers) == (503, False)
    assert "quá lớn" in body.decode()


def test_a_browser_asks_again_and_is_told_when_nothing_changed(room: Room) -> None:
    path = f"/memento/{STAMPS[0]}/{url(ENCODED)}"
    _, headers, _ = room.ask(path)
    status, again, body = room.ask(path, If_None_Match=headers["etag"])
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert again["content-security-policy"] == POLICY
    assert room.ask(path, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    ("number", "status"), [(EXCERPT, 404), (WAITING, 404), (HIDDEN, 404), (BLOCKED, 451), (PURGED, 410)]
)
def test_what_may_not_be_shown_is_nowhere(room: Room, number: int, status: int) -> None:
    for form in ("", "id_", "if_"):
        answer = room.ask(f"/memento/{STAMPS[0]}{form}/{url(number)}")
        assert_withheld(answer, status)
        assert_withheld(room.ask(f"/memento/{STAMPS[0]}{form}/{kho.picture_url(number)}"), 404)
    for path in (f"/timegate/{url(number)}", f"/timemap/link/{url(number)}", f"/timemap/json/{url(number)}"):
        assert_withheld(room.ask(path), status)
    framed = f"/bai/{kho.uid(number)}/ban-luu"
    for path in (framed, f"{framed}/{STAMPS[0]}", f"/en{framed}"):
        assert_withheld(room.ask(path), status)
    page = room.ask(f"/bai/{kho.uid(number)}")
    assert "link" not in page[1]
    assert "/ban-luu" not in page[2].decode()


def assert_withheld(answer: tuple[int, dict[str, str], bytes], status: int) -> None:
    assert answer[0] == status
    assert not {"memento-datetime", "link", "location", "etag"} & answer[1].keys()
    assert answer[1]["cache-control"] == "no-cache"
    assert CANARY.encode() not in answer[2].lower()


def test_the_release_lists_nothing_that_may_not_be_shown(archive: Path) -> None:
    with closing(sqlite3.connect(archive / "public.db")) as db:
        listed = {row[0] for row in db.execute("SELECT url FROM mementos")}
        pages = {row[0] for row in db.execute("SELECT url FROM mementos WHERE kind = 'page'")}
        assert pages == {url(number) for number in (ENCODED, kho.HOSTILE, LEGACY, PICTURES)}
        hidden = (EXCERPT, WAITING, HIDDEN, BLOCKED, PURGED)
        assert not listed & {kho.picture_url(number) for number in hidden}
        assert not db.execute("SELECT 1 FROM mementos WHERE warc_file LIKE '/%' OR warc_file LIKE '%..%'").fetchall()


def test_an_article_leads_to_its_copies(room: Room) -> None:
    _, headers, body = room.ask(f"/bai/{kho.uid(ENCODED)}")
    relations = [link["rel"] for _, link in parse_links(headers["link"])]
    assert relations == ["original", "timegate", "timemap", "timemap", "first memento", "last memento"]
    assert f"/bai/{kho.uid(ENCODED)}/ban-luu" in body.decode()
    assert f'src="/memento/{STAMPS[0]}/{kho.picture_url(ENCODED)}"' in body.decode()
    told = json.loads(room.ask(f"/bai/{kho.uid(ENCODED)}.json")[2])
    assert told["mementos"] == [f"/memento/{stamp}/{url(ENCODED)}" for stamp in STAMPS]


def test_the_frame_is_ours_and_the_copy_is_in_a_sandbox(room: Room) -> None:
    status, headers, _ = room.ask(f"/en/bai/{kho.uid(ENCODED)}/ban-luu")
    assert (status, headers["location"]) == (302, f"/en/bai/{kho.uid(ENCODED)}/ban-luu/{STAMPS[3]}")
    status, headers, body = room.ask(headers["location"])
    assert status == 200
    assert f'<iframe class="copy" sandbox src="/memento/{STAMPS[3]}if_/{url(ENCODED)}"' in body.decode()
    assert "frame-src 'self'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "Copy 4 of 4" in body.decode()


HOSTILE_PATHS = (
    "/memento/20260108112100/", "/memento/99999999999999/x", "/memento/20260108112100/../../public.db",
    "/memento/20260108112100/file:///etc/passwd", "/memento/20260108112100/%2e%2e%2f%2e%2e%2fpublic.db",
    "/memento/20260108112100/https://[", "/timegate/https://[::1", "/timegate/%00", "/timegate/%0d%0aX-Planted:1",
    "/timemap/link/https://x.example/%0d%0aX-Planted:%201", "/timegate/javascript:alert(1)", "/timemap/json/%ff%fe",
    f"/timegate/https://x.example/{'a' * 9000}", "/timegate/https://user:pass@x.example:99999/", "/timemap/xml/x",
    "/memento/20260108112100id_/data:text/html,x", "/timegate/https://%ed%a0%80/", "/bai/aaaaaaaaaaaaaaaa/ban-luu/1",
)  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE_PATHS, ids=range(len(HOSTILE_PATHS)))
def test_hostile_addresses(room: Room, path: str) -> None:
    status, headers, body = room.ask(path)
    assert status in {302, 400, 404, 414}, status
    assert "x-planted" not in headers
    everything = f"{headers}{body!r}"
    for secret in (str(room.folder), "Traceback", "SQLite format 3", "root:x:"):
        assert secret not in everything


def test_a_strange_host_is_refused_and_not_repeated(room: Room) -> None:
    status, headers, body = room.ask(f"/timegate/{url(ENCODED)}", Host='x"><script>')
    assert status == 400
    assert "script" not in f"{headers}{body!r}"


def test_where_the_files_lie_is_told_nowhere(room: Room) -> None:
    for path in ("/-/metadata.json", "/-/settings.json", "/-/plugins.json", "/public.json", "/-/versions.json"):
        assert str(room.folder) not in room.ask(path)[2].decode(), path


@pytest.fixture
def broken(archive: Path, tmp_path: Path) -> Path:
    """A copy of the archive to be damaged."""
    folder = tmp_path / "hong"
    folder.mkdir()
    shutil.copy(archive / "public.db", folder)
    shutil.copytree(archive / "data" / "warc", folder / "data" / "warc")
    return folder


@pytest.mark.parametrize(
    ("harm", "status", "words"),
    [("folder", 503, "không nằm ở nơi"), ("file", 503, "không nằm ở nơi"), ("link", 503, "không nằm ở nơi"),
     ("flip", 502, "không đọc được"), ("torn", 502, "không đọc được"), ("other", 502, "không đọc được")],
)  # fmt: skip
def test_a_copy_that_is_not_as_noted_is_not_given_out(broken: Path, harm: str, status: int, words: str) -> None:
    _harm(broken, harm)
    with serving(broken) as served:
        room = Room(served.port, broken)
        for path in (f"/memento/{STAMPS[0]}/{url(ENCODED)}", f"/memento/{STAMPS[0]}id_/{url(ENCODED)}"):
            answer = room.ask(path)
            assert (answer[0], words in answer[2].decode()) == (status, True), answer
            assert not {"memento-datetime", "etag"} & answer[1].keys()
            assert str(broken) not in f"{answer}"
            assert ".warc" not in answer[2].decode()
        assert room.ask(f"/timemap/link/{url(ENCODED)}")[0] == 200
        article = room.ask(f"/bai/{kho.uid(ENCODED)}")
        assert article[0] == 200
        if harm == "folder":
            assert "<img" not in article[2].decode()
            assert words in room.ask(f"/bai/{kho.uid(ENCODED)}/ban-luu/{STAMPS[0]}")[2].decode()
        assert "Traceback" not in "".join(served.lines)


def _harm(folder: Path, harm: str) -> None:
    warc = folder / "data" / "warc"
    with closing(sqlite3.connect(folder / "public.db")) as db:
        query = "SELECT warc_file, warc_offset, warc_length FROM mementos WHERE url = ? ORDER BY timestamp"
        (name, offset, length), (_, other, other_length) = db.execute(query, (url(ENCODED),)).fetchall()[:2]
    path = warc / name
    data = bytearray(path.read_bytes())
    if harm == "folder":
        shutil.rmtree(warc)
    elif harm == "file":
        path.unlink()
    elif harm == "link":
        outside = folder.parent / "ngoai.warc.gz"
        path.rename(outside)
        path.symlink_to(outside)
    elif harm == "flip":
        data[offset + length // 2] ^= 0x10
        path.write_bytes(data)
    elif harm == "torn":
        path.write_bytes(data[: offset + length // 2])
    else:
        (folder / "public.db").chmod(0o644)
        with closing(sqlite3.connect(folder / "public.db")) as db, db:
            db.execute(
                "UPDATE mementos SET warc_offset = ?, warc_length = ? WHERE url = ? AND timestamp = ?",
                (other, other_length, url(ENCODED), STAMPS[0]),
            )


def test_a_release_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "secret.warc").write_bytes(b"WARC/1.1\r\n")
    for name in ("../secret.warc", str(tmp_path / "secret.warc"), "a/../../secret.warc", "x\0y", "", "."):
        with pytest.raises(CopyError) as refused:
            read_copy([tmp_path / "warc"], replace(_memento(), warc_file=name))
        assert refused.value.problem == "copy_absent"


@pytest.mark.parametrize("packed", [False, True], ids=["length", "bomb"])
def test_a_large_body_is_not_held_in_memory(tmp_path: Path, packed: bool) -> None:
    headers = [("Content-Type", "image/png"), *([("Content-Encoding", "gzip")] if packed else [])]
    body = draw("x") + bytes(60 << 20)
    with SegmentWriter(tmp_path, prefix="lon", info={}) as writer:
        head = HttpHead(200, "OK", tuple(headers))
        place = writer.write_response("https://x.example/a.png", kho.AT, head, gzip.compress(body) if packed else body)
    one = replace(
        _memento(), warc_file=place.file, warc_offset=place.offset, warc_length=place.length,
        payload_digest=place.payload_digest or "",
    )  # fmt: skip
    tracemalloc.start()
    try:
        with pytest.raises(CopyError) as refused:
            read_copy([tmp_path], one)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.value.problem == "copy_large"
    assert peak < 3 * LIMIT


def _memento() -> Memento:
    return Memento(None, "picture", "https://x.example/a.png", STAMPS[0], "image/png", "x", 0, 100, "sha256:0", None)


def test_a_takedown_reaches_copies_with_the_next_release(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    shutil.copytree(archive, folder)
    with serving(folder) as served:
        room, path = Room(served.port, folder), f"/memento/{STAMPS[0]}/{url(ENCODED)}"
        status, headers, _ = room.ask(path)
        assert status == 200
        withheld = CliRunner().invoke(
            app, ["withhold", url(ENCODED), "--level", "block", "--reason", "x", "--archive", str(folder)]
        )
        assert withheld.exit_code == 0, withheld.output
        release = publish(folder).release
        served.wait_for(release.id)
        status, again, _ = room.ask(path, If_None_Match=headers["etag"])
        assert status == 451
        assert "memento-datetime" not in again
        assert room.ask(f"/memento/{STAMPS[0]}/{kho.picture_url(ENCODED)}")[0] == 404


def test_the_key_of_an_address_is_the_one_of_cdxj(archive: Path) -> None:
    with closing(sqlite3.connect(archive / "public.db")) as db:
        assert all(key == surt(address) for key, address in db.execute("SELECT urlkey, url FROM mementos"))
    assert datetime.strptime(STAMPS[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC) == kho.AT


def test_copies_of_files_from_elsewhere(tmp_path: Path) -> None:
    """Revisits whose digest another algorithm made, one true and one false, in a WACZ package; in a plain WARC file
    whose pages were altered, so that no digest of its own fits, all are false, and the page is what we took in."""
    page = pressroom.article_page(1)
    true, false = (f"sha1:{b32encode(hashlib.sha1(data).digest()).decode()}" for data in (page, b"khac"))
    with SegmentWriter(tmp_path / "source", prefix="ngoai", info={}) as writer:
        writer.write_response(url(1), kho.AT, pressroom.head(), page)
        for hours, digest in ((1, true), (2, false)):
            writer.write_revisit(
                url(1), kho.AT + timedelta(hours=hours), pressroom.head(), profile="identical-payload-digest",
                payload_digest=digest, refers_to_uri=url(1), refers_to_date=kho.AT,
            )  # fmt: skip
    packed = writer.summaries[0].path
    plain = tmp_path / "thuong.warc"
    plain.write_bytes(gzip.decompress(packed.read_bytes()).replace(b"van-1.html", b"van-2.html"))
    package = tmp_path / "goi.wacz"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as zipped:
        zipped.write(packed, "archive/data.warc.gz")
    folder = tmp_path / "kho"
    with Archive.open(folder, create=True, workers=0) as archive:
        archive.ingest(package)
        archive.ingest(plain)
    publish(folder)
    with serving(folder) as served:
        room = Room(served.port, folder)
        for number, found in ((1, [200, 200, 502]), (2, [200, 502, 502])):
            asked = [room.ask(f"/memento/{stamp}id_/{url(number)}")[0] for stamp in STAMPS[:3]]
            assert asked == found
        assert room.ask(f"/memento/{STAMPS[1]}id_/{url(1)}")[2] == page


def test_a_revision_that_is_withheld_has_no_copy(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    shutil.copytree(archive, folder)
    options = ["--revision", "3", "--level", "block", "--reason", "x", "--archive", str(folder)]
    withheld = CliRunner().invoke(app, ["withhold", url(ENCODED), *options])
    assert withheld.exit_code == 0, withheld.output
    publish(folder)
    with closing(sqlite3.connect(folder / "public.db")) as db:
        listed = db.execute("SELECT timestamp FROM mementos WHERE url = ? ORDER BY 1", (url(ENCODED),)).fetchall()
    assert [row[0] for row in listed] == STAMPS[:2], "neither its capture nor the revisit of that"


def test_copies_of_a_file_that_was_left_in_its_place(tmp_path: Path) -> None:
    folder, secret = tmp_path / "kho", tmp_path / "kho-rieng"
    with SegmentWriter(secret, prefix="xa", info={}) as writer:
        for number in (1, 2):
            writer.write_response(
                pressroom.article_url(number), kho.AT, pressroom.head(), pressroom.article_page(number)
            )
    left = writer.summaries[0].path
    with Archive.open(folder, create=True, workers=0) as archive:
        archive.ingest(left, reference=True)
    run = ["withhold", pressroom.article_url(2), "--level", "hide", "--reason", "x", "--archive", str(folder)]
    assert CliRunner().invoke(app, run).exit_code == 0
    publish(folder)
    with closing(sqlite3.connect(folder / "public.db")) as db:
        assert {row[0] for row in db.execute("SELECT warc_file FROM mementos")} == {f"elsewhere/1-{left.name}"}
    assert b"kho-rieng" not in (folder / "public.db").read_bytes()
    with serving(folder) as served:
        room = Room(served.port, folder)
        told = room.ask(f"/memento/{STAMPS[0]}id_/{pressroom.article_url(1)}")
        assert (told[0], told[2]) == (200, pressroom.article_page(1))
        assert room.ask(f"/memento/{STAMPS[0]}id_/{pressroom.article_url(2)}")[0] == 404
        data = left.read_bytes()
        left.write_bytes(data.replace(data[600:700], bytes(100)))
        assert room.ask(f"/memento/{STAMPS[0]}id_/{pressroom.article_url(1)}")[0] == 502
        left.unlink()
        assert room.ask(f"/memento/{STAMPS[0]}id_/{pressroom.article_url(1)}")[0] == 503
        assert "kho-rieng" not in "".join(served.lines)


def test_a_release_names_no_place_that_the_archive_did_not_note(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "secret.warc").write_bytes(b"WARC/1.1\r\n")
    (tmp_path / "elsewhere.json").write_text(json.dumps({"elsewhere/1-a.warc": str(tmp_path / "gone.warc")}))
    for name in ("elsewhere/1-a.warc", "elsewhere/2-a.warc", "elsewhere/../../secret.warc", "elsewhere/"):
        with pytest.raises(CopyError) as refused:
            read_copy([tmp_path / "warc"], replace(_memento(), warc_file=name))
        assert refused.value.problem == "copy_absent"
