"""Serving: one port, one release per answer, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.exceptions import ArchiveError, NewsArchiveError
from newsarchive.project import datasette_dir, metadata_path
from newsarchive.publish import publish
from newsarchive.reading.held import sweep
from newsarchive.serving import serve
from newsarchive.serving.hold import hold_release
from reading_room import STORIES, add_stories, build_archive
from serving_process import Readers, publish_before, serving, serving_cold
from waiting import PATIENCE, wait_for


def children(pid: int) -> list[int]:
    """Process ids of the direct children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def wait_until_gone(pids: list[int]) -> None:
    wait_for(lambda: not any(map(is_running, pids)), f"the end of {pids}")


def is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def links(archive: Path) -> list[Path]:
    return list((archive / ".serving").glob("*/public.db"))


def test_two_publishes_while_eight_readers_ask(tmp_path: Path) -> None:
    """No error, and no answer that mixes two releases. benchmarks/serve.py asks at full size."""
    first = publish(build_archive(tmp_path)).release
    with serving(tmp_path) as served:
        readers = Readers(served.port, releases={first.id: first.articles})
        with readers.asking():
            for round_ in range(2):
                readers.wait_for(len(readers.seen) + 40)
                add_stories(tmp_path, [replace(STORIES[2], uid=f"dddddddddddddd{round_:02d}")])
                release = publish_before(tmp_path, readers)
                served.wait_for(release)
            readers.wait_for(len(readers.seen) + 40)
    assert readers.problems == []
    assert len(readers.seen) >= 120
    assert set(readers.seen) == set(readers.releases)
    assert len(readers.releases) == 3
    assert served.process.returncode == 0
    assert links(tmp_path) == []


PAGES = {
    "/": 200, "/en/": 200, "/en": 200,
    "/tim-kiem": 200, "/tim-kiem?q=duong": 200, "/tim-kiem?trang=999999&tu=x": 200, "/tim-kiem?q=-a": 400,
    "/en/tim-kiem.json?q=duong": 200,
    "/bai/aaaaaaaaaaaaaaa1": 200, "/en/bai/aaaaaaaaaaaaaaa4": 200, "/bai/aaaaaaaaaaaaaaa1.json": 200,
    "/bai/ffffffffffffffff": 451, "/bai/ffffffffffffffff.json": 451, "/bai/nichtdabei": 404, "/nothing/here": 404,
    "/public": 200, "/public/articles?_search=duong": 200, "/public/articles?_search=%22": 200,
    "/public/articles.json": 200, "/public/khoang_trong": 200,
    "/public?sql=select+randomblob(500000000)": 400, "/public?sql=select+*+from+pragma_database_list": 400,
    "/-/databases.json": 404, "/-/threads.json": 404, "/static/newsarchive.css": 200,
}  # fmt: skip


def test_pages_and_headers(tmp_path: Path) -> None:
    withheld = replace(STORIES[0], uid="ffffffffffffffff", withheld=True)
    release = publish(build_archive(tmp_path, [*STORIES, withheld])).release
    with serving(tmp_path) as served:
        for path, status in PAGES.items():
            got, headers, body = served.get(path)
            assert got == status, (path, body[:300])
            assert headers["x-newsarchive-release"] == release.id, path
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert str(tmp_path) not in body, path
        _, _, page = served.get("/public/articles.json?_search=duong&_shape=array")
        assert "aaaaaaaaaaaaaaa2" in page
        assert "Traceback" not in "".join(served.lines)


_SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E"
PLANTED_PATHS = (
    "/", "/tim-kiem?q=duong", "/bai/eeeeeeeeeeeeeeee", "/public/articles", "/public/texts", "/public/figures",
    f"/tim-kiem?q={_SCRIPT}", f"/tim-kiem?bao=%22%3E{_SCRIPT}", f"/tim-kiem?tu=%22%3E{_SCRIPT}", f"/bai/{_SCRIPT}",
    f"/public?sql=select+%27{_SCRIPT}%27", f"/en/tim-kiem?xep={_SCRIPT}&kieu={_SCRIPT}&trang={_SCRIPT}",
)  # fmt: skip


def test_text_cannot_become_markup(tmp_path: Path) -> None:
    """Markup planted in every field comes out as text on every page."""
    payload = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    story = replace(
        STORIES[0], uid="eeeeeeeeeeeeeeee", headline=payload, lead=payload, paragraphs=(f"đường {payload}",),
        section=payload, bylines=((payload, "text"),), figures=((payload, payload),), keywords=(payload,),
        earlier=((payload, payload),), published_raw=payload,
    )  # fmt: skip
    publish(build_archive(tmp_path, [story]))
    with serving(tmp_path) as served:
        for path in PLANTED_PATHS:
            _, _, body = served.get(path)
            assert "<script>alert" not in body, path
            assert "<img src=x" not in body, path


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_server_and_its_child(tmp_path: Path, number: signal.Signals, code: int) -> None:
    publish(build_archive(tmp_path))
    with serving_cold(tmp_path) as served:
        below = children(served.process.pid)
        assert len(below) == 1
        served.process.send_signal(number)
        assert served.process.wait(PATIENCE) == code, served.lines
        wait_until_gone(below)
    assert links(tmp_path) == []
    assert "Traceback" not in "".join(served.lines)


def test_no_child_outlives_a_killed_server(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with serving_cold(tmp_path) as served:
        below = children(served.process.pid)
        os.kill(served.process.pid, signal.SIGKILL)
        wait_until_gone(below)
    assert len(links(tmp_path)) == 1  # nobody was left to remove it …
    sweep(tmp_path)
    assert links(tmp_path) == []  # … so the next server does


def test_a_dead_child_is_replaced(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with serving(tmp_path) as served:
        first = children(served.process.pid)
        os.kill(first[0], signal.SIGKILL)
        wait_for(lambda: children(served.process.pid) not in ([], first), "another child")
        assert served.get("/")[0] == 200


def test_a_file_that_is_no_release_leaves_the_old_one_in_service(tmp_path: Path) -> None:
    release = publish(build_archive(tmp_path)).release
    with serving(tmp_path) as served:
        broken = tmp_path / "broken"
        broken.write_bytes(b"not a database")
        broken.replace(tmp_path / "public.db")
        served.wait_for("not a release")
        assert served.get("/")[1]["x-newsarchive-release"] == release.id


def test_a_sweep_spares_a_living_server(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    held = hold_release(tmp_path)
    sweep(tmp_path)
    assert held.path.exists()
    publish(tmp_path)
    assert held.path.stat().st_nlink == 1  # the swapped-out file lives on under this name alone
    held.let_go()
    assert not held.path.exists()


def test_a_server_that_cannot_be_started_again_says_so(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with serving(tmp_path) as served:
        (tmp_path / "public.db").unlink()
        for pid in children(served.process.pid):
            os.kill(pid, signal.SIGKILL)
        assert served.process.wait(PATIENCE) == 3
    assert any(line.startswith("Error: ") and "no release here yet" in line for line in served.lines)
    assert not any("Traceback" in line for line in served.lines)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from newsarchive.cli import main; main()", *arguments],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


def test_a_taken_port(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = command("serve", "--archive", str(tmp_path), "--port", str(port))
        assert run.returncode == 2
        assert f"127.0.0.1:{port}" in run.stderr
        assert "Traceback" not in run.stderr
        with pytest.raises(NewsArchiveError, match="cannot listen"):
            serve(tmp_path, port=port)


def test_no_release_yet(tmp_path: Path) -> None:
    run = command("serve", "--archive", str(tmp_path), "--port", "0")
    assert run.returncode == 3
    assert "newsarchive publish" in run.stderr
    with pytest.raises(ArchiveError):
        hold_release(tmp_path)


def test_a_release_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    publish(build_archive(tmp_path))
    with contextlib.closing(sqlite3.connect(tmp_path / "public.db")) as release, release:
        release.execute("update release set schema_version = schema_version - 1")
    run = command("serve", "--archive", str(tmp_path), "--port", "0")
    assert run.returncode == 3
    assert "built by another version" in run.stderr
    assert "Traceback" not in run.stderr


def test_plain_datasette_serves_the_folder(tmp_path: Path) -> None:
    """`datasette archive/ -m metadata.yml`: templates, plugins and static files come from the folder."""
    release = publish(build_archive(tmp_path)).release
    for name in ("templates", "plugins", "static"):
        (tmp_path / name).symlink_to(datasette_dir() / name)
    run = subprocess.run(
        [sys.executable, "-m", "datasette", str(tmp_path), "-m", str(metadata_path()), "--get", "/tim-kiem?q=duong"],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert release.id in run.stdout
    assert "<mark>đường</mark>" in run.stdout


def test_plain_datasette_without_a_release(tmp_path: Path) -> None:
    for name in ("templates", "plugins"):
        (tmp_path / name).symlink_to(datasette_dir() / name)
    run = subprocess.run(
        [sys.executable, "-m", "datasette", str(tmp_path), "-m", str(metadata_path()), "--get", "/"],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert "newsarchive publish" in run.stdout
