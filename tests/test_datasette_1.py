"""Datasette 1.0, newest alpha, in a Python of its own (`make tools`), serves a release by the files we write for it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from command_line import run
from newsarchive.project import metadata_path
from newsarchive.publish import publish
from newsarchive.serving.configuration import configuration
from reading_room import STORIES, build_archive
from serving_process import Served, _listen
from waiting import PATIENCE

PYTHON = Path(__file__).resolve().parent.parent / ".venv-datasette1" / "bin" / "python"
QUERIES = list(yaml.safe_load(metadata_path().read_text(encoding="utf-8"))["databases"]["public"]["queries"])
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from datasette.cli import cli; cli()"
"""Its own Datasette comes first, what the reading room needs beside it from ours."""


def test_the_two_files_say_together_what_metadata_yml_says() -> None:
    told = {name: yaml.safe_load(text) for name, text in configuration().items()}
    config, metadata = told["datasette.yaml"]["databases"]["public"], told["metadata.yaml"]["databases"]["public"]
    said = yaml.safe_load(metadata_path().read_text(encoding="utf-8"))["databases"]["public"]
    assert config["queries"] == said["queries"]
    assert "queries" not in metadata
    for name, table in said["tables"].items():
        assert {**metadata["tables"][name], **config["tables"].get(name, {})} == table
    assert config["tables"]["articles"]["facets"]
    assert "title" not in config["tables"]["articles"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if not PYTHON.exists():
        pytest.skip("no Datasette 1.0 here: `make tools` installs it into .venv-datasette1")
    folder = build_archive(tmp_path_factory.mktemp("datasette1") / "kho")
    publish(folder)
    written = run("datasette", "--output", str(folder.parent / "cau-hinh"), "--archive", str(folder))
    assert written.exit_code == 0
    command = shlex.split(written.stdout)
    assert command[:2] == ["datasette", "serve"]
    ours = sysconfig.get_paths()["purelib"]
    source = os.pathsep.join(path for path in sys.path if path.endswith("src"))
    process = subprocess.Popen(
        [str(PYTHON), "-c", _RUN, ours, *command[1:], "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    server = Served(process, 0)
    try:
        yield _started(server)
    finally:
        process.terminate()
        process.wait(30)


def _started(server: Served) -> Served:
    threading.Thread(target=_listen, args=(server,), daemon=True).start()
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r"http://[\d.]+:(\d+)", "".join(server.lines))):
        assert time.monotonic() < deadline, server.lines
        assert server.process.poll() is None, server.lines
        time.sleep(0.1)
    server.port = int(found[1])
    return server


PAGES = (
    "/", "/en/", "/tim-kiem?q=cai+cach", "/en/tim-kiem.json?q=cai+cach", "/do-phu", f"/bai/{STORIES[0].uid}",
    f"/bai/{STORIES[0].uid}.json", "/dong-thoi-gian?q=huyen", "/ngu-canh?q=huyen", "/tac-gia", "/noi", "/public",
    "/tim-kiem/tai-ve.csv?q=huyen", "/public/articles", "/public/articles.json", "/public/newspapers",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens(served: Served, path: str) -> None:
    status, _, body = served.get(path)
    assert status == 200, body[:500]
    if path == "/public/articles":
        assert STORIES[0].headline in body
    if path == "/public/articles.json":
        assert STORIES[0].headline in {row["headline"] for row in json.loads(body)["rows"]}


@pytest.mark.parametrize("name", QUERIES)
def test_a_canned_query_answers(served: Served, name: str) -> None:
    status, _, body = served.get(f"/public/{name}.json?q={quote('huyện')}&newspaper=")
    assert status == 200, body[:500]
    assert isinstance(json.loads(body)["rows"], list)


def test_hardening_holds(served: Served) -> None:
    """What exhausts memory is refused by this version as well."""
    status, _, body = served.get(f"/public/-/query.json?sql={quote('select length(randomblob(500000000))')}")
    assert status >= 400, body[:300]
