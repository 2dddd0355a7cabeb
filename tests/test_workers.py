"""The pool: a slow, greedy or dying page fails alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import pressroom
from newsarchive.workers import Extracted, Page, Pool
from waiting import PATIENCE


def sleepy(page: Page) -> Extracted:
    """Stands in for extraction: the payload says how to misbehave."""
    if page.payload == b"hang":
        time.sleep(600)
    if page.payload == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    if page.payload == b"grow":
        return Extracted(None, str(len(bytearray(4 << 30))))
    if page.payload == b"break":
        raise ValueError("a bug")
    return Extracted(None, "fine")


@pytest.fixture
def misbehaving(tmp_path: Path) -> Path:
    """A script that runs such pages; in a process of its own, since workers import what they run by name."""
    module = tmp_path / "odd.py"
    source = Path(__file__).read_text(encoding="utf-8")
    start = source.index("def sleepy")
    module.write_text(
        "import os, signal, time\nfrom newsarchive.workers import Extracted, Page\n\n\n"
        + source[start : source.index("@pytest.fixture")]
    )
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys
            from newsarchive import workers
            from newsarchive.workers import pool
            import odd
            pool.extract_page = odd.sleepy
            with workers.Pool(2, timeout=4, memory=1 << 30) as pool:
                tasks = [pool.submit(workers.Page(word.encode())) for word in sys.argv[1:]]
                for task in tasks:
                    found = task.result()
                    print(found.failed, found.reason)
            """
        )
    )
    return script


def run(script: Path, *words: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(script.parent)}
    done = subprocess.run(
        [sys.executable, str(script), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_each_bad_page_fails_alone_with_its_reason(misbehaving: Path) -> None:
    lines = run(misbehaving, "ok", "hang", "ok", "die", "grow", "break", "ok", "ok")
    assert lines == [
        "False fine",
        "True extraction took longer than 4 s",
        "False fine",
        "True the extraction process died (signal SIGKILL)",
        "True extraction needed more than 1024 MB of memory",
        "True extraction failed: ValueError: a bug",
        "False fine",
        "False fine",
    ]


def test_a_script_without_a_main_guard_and_one_from_a_pipe_can_use_the_pool(tmp_path: Path) -> None:
    script = (
        "from newsarchive.workers import Page, Pool\n"
        "with Pool(1) as pool:\n"
        "    print(pool.submit(Page(b'<p>x</p>')).result().failed)\n"
    )
    (tmp_path / "plain.py").write_text(script)
    for arguments, given in ((["-"], script), ([str(tmp_path / "plain.py")], None)):
        done = subprocess.run(
            [sys.executable, *arguments], input=given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert (done.stdout.strip(), done.returncode, done.stderr) == ("False", 0, "")


@pytest.mark.parametrize("workers", [0, 1])
def test_a_page_is_extracted_the_same_with_and_without_processes(workers: int) -> None:
    page = Page(pressroom.article_page(1), url=pressroom.article_url(1), captured_at=pressroom.AT)
    with Pool(workers) as pool:
        found = pool.submit(page).result()
    assert found.article is not None
    assert found.article.headline == "Thông xe cầu Bến Vạn số 1"
    assert not found.failed


def test_a_compressed_page_is_decoded_by_the_worker() -> None:
    import gzip

    with Pool(0) as pool:
        found = pool.submit(Page(gzip.compress(pressroom.article_page(2)), content_encoding="gzip")).result()
    assert found.article is not None


def test_what_breaks_in_this_process_is_a_reason_too() -> None:
    with Pool(0) as pool:
        found = pool.submit(Page(b"<p>x</p>", newspaper="no-such-paper")).result()
    assert found.failed
    assert "UnknownNewspaperError" in (found.reason or "")
