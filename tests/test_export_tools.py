"""Exports under the eyes of somebody else's programs: py-wacz, bagit-python, warcio and pywb, in a venv of their own.

`make tools` makes that venv in .venv-tools; NEWSARCHIVE_TOOLS names another. Without one these tests are skipped.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import package_archive as kept
import pressroom
from conftest import ROOT
from newsarchive.packages import Request, export
from newsarchive.surt import surt

AUDIENCES = ("public", "preservation")
ADDRESSES = """\
http://www.Bao.example/
http://bao.example
https://www2.bao.example:443/A/B/?b=2&a=1&B=0
http://bao.example:8080/a//b/../c/./d/
http://bao.example/a/?
http://bao.example/index.html;jsessionid=0123456789abcdef0123456789abcdef?x=1
http://bao.example/a?sid=0123456789abcdef0123456789abcdef&x=1
http://bao.example/a?phpsessid=9682993c8daa2c5497996114facdc805&action=profile;u=4221
http://user:pw@bao.example/a#frag
http://bao.example/%7Ea/%20b%C4%90/đường?q=á b
http://bao.example/a%2fb?x=%26
http://bảo.example/
http://203.0.113.7/x
https://bao.example/thoi-su/hop-bao-p12.html?utm_source=x
http://bao.example/a?&a=1&&
http://bao.example/a?x
http://bao.example/a?a=2&a=1
http://bao.example/a.aspx?ASPSESSIONIDABCDEFGH=ABCDEFGHIJKLMNOPQRSTUVWX&y=1
http://bao.example/(S(4hqa0555fwsecu455xqckv45))/tin.aspx
http://bao.example/A%20%25%32%35
http://www.bao.example./a
http://bao.example/a;b?c=d;e
http://bao.example/a?cfid=3304324&cftoken=57491900&x=1
http://bao.example/a+b?c+d=e%2Bf
http://bao.example/a?b=/c/../d/
http://BAO.example/a%
http://bao.example/a|b"c<d>`{}^
dns:bao.example
"""


@pytest.fixture(scope="module")
def tools() -> Path:
    """Where the programs lie."""
    named = os.environ.get("NEWSARCHIVE_TOOLS")
    folder = (Path(named) if named else ROOT / ".venv-tools") / "bin"
    if not (folder / "wacz").exists():
        pytest.skip("no venv with wacz, bagit, warcio and pywb: `make tools` makes one, or NEWSARCHIVE_TOOLS names it")
    return folder


@pytest.fixture(scope="module")
def kho(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept.build(tmp_path_factory.mktemp("tools") / "kho")


def accept(*command: object) -> str:
    """Run a program and return what it said; it must be content."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("audience", AUDIENCES)
def test_wacz_validate_accepts_a_package(tools: Path, kho: Path, tmp_path: Path, audience: str) -> None:
    export(kho, Request("wacz", tmp_path / "a.wacz", audience))  # type: ignore[arg-type]
    assert "Validation succeeded" in accept(tools / "wacz", "validate", "-f", tmp_path / "a.wacz")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_bagit_accepts_a_bag(tools: Path, kho: Path, tmp_path: Path, audience: str) -> None:
    export(kho, Request("bagit", tmp_path / "a", audience))  # type: ignore[arg-type]
    assert "is valid" in accept(tools / "bagit.py", "--validate", tmp_path / "a")
    target = tmp_path / "a" / "data" / "coverage.txt"
    target.write_bytes(target.read_bytes()[:-1])
    done = subprocess.run([tools / "bagit.py", "--validate", tmp_path / "a"], capture_output=True, check=False)
    assert done.returncode != 0


@pytest.mark.parametrize("audience", AUDIENCES)
def test_warcio_accepts_a_warc(tools: Path, kho: Path, tmp_path: Path, audience: str) -> None:
    export(kho, Request("warc", tmp_path / "a.warc.gz", audience))  # type: ignore[arg-type]
    accept(tools / "warcio", "check", tmp_path / "a.warc.gz")


def test_keys_are_those_of_the_internet_archive(tools: Path) -> None:
    code = "import surt, sys\nfor line in sys.stdin: print(surt.surt(line.rstrip('\\n')))"
    told = subprocess.run(
        [tools / "python", "-c", code], input=ADDRESSES, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout.splitlines()
    assert [surt(address) for address in ADDRESSES.splitlines()] == told


def test_pywb_serves_an_index_without_indexing_anew(tools: Path, kho: Path, tmp_path: Path) -> None:
    export(kho, Request("cdxj", tmp_path / "kho.cdxj", "preservation"))
    with replaying(tools, tmp_path, "kho.cdxj", kho / "data" / "warc") as ask:
        page = kept.page(kept.PUBLIC, note="hai bờ")
        assert ask("20260108112100", pressroom.article_url(kept.PUBLIC)) == page
        assert ask("20260108122100", pressroom.article_url(kept.PUBLIC)) == page  # a revisit
        assert ask("20260108112100", kept.picture_url(kept.PUBLIC)) == kept.PNG
        assert ask("20260108122100", kept.picture_url(kept.BORROWED)) == kept.PNG + b"%d" % kept.BORROWED
        assert ask("20260108112100", f"{pressroom.HOST}/anh/mat.png") is None


def test_pywb_serves_a_public_package_and_not_what_is_withheld(tools: Path, kho: Path, tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    export(kho, Request("warc", tmp_path / "warc" / "bao.warc.gz"))
    accept(tools / "cdxj-indexer", "--sort", tmp_path / "warc" / "bao.warc.gz", "-o", tmp_path / "bao.cdxj")
    with replaying(tools, tmp_path, "bao.cdxj", tmp_path / "warc") as ask:
        assert ask("20260108122100", pressroom.article_url(kept.PUBLIC)) == kept.page(kept.PUBLIC, note="hai bờ")
        assert ask("20260108122100", kept.picture_url(kept.BORROWED)) == kept.PNG + b"%d" % kept.BORROWED
        assert ask("20260108112100", pressroom.article_url(kept.WITHHELD)) is None


@contextmanager
def replaying(tools: Path, folder: Path, index: str, warc: Path) -> Iterator[object]:
    """pywb over an index and a folder of WARC files: (time, address) → the body as captured, None where it has none."""
    config = f"collections:\n  kho:\n    index_paths: {folder / index}\n    archive_paths: {warc}/\n"
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def ask(moment: str, url: str) -> bytes | None:
        address = f"http://127.0.0.1:{port}/kho/{moment}id_/{url}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            assert error.code == 404, error.read()
            return None

    command = [str(tools / "wayback"), "-p", str(port), "-b", "127.0.0.1"]
    with (folder / "pywb.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        wait_for(port, server, folder / "pywb.log")
        yield ask
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers."""
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"pywb does not answer: {log.read_text()}")
