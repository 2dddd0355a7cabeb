"""Proofs about withholding: a purge killed at its every step, and readers who ask while releases are exchanged."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import sqlite3
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from canary_archive import CANARY, UID, URL, found_in
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.publish import publish
from newsarchive.rebuild import rebuild
from newsarchive.withhold import Order, decide_on, purge
from serving_process import serving

_STATEMENTS = ("begin", "commit", "vacuum", "pragma wal_checkpoint")
_PATHS = (
    "/", "/en/", "/tim-kiem?q=cau", "/en/tim-kiem.json?q=thong+xe", f"/bai/{UID}", f"/bai/{UID}.json",
    "/public/articles.json?_shape=array", "/public/texts", "/public/figures.json", "/public/tombstones",
)  # fmt: skip


def count_steps(archive: Path, folder: Path) -> int:
    """How many steps a purge has: files opened to be written, named and removed, transactions begun and committed."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += 1

        def work() -> None:
            kho = _copy(archive, folder)
            _watch(kho, step)
            purge(kho, URL, Order("purge", "bản án"))
            os.write(writer, str(taken).encode())

        _end_with(work)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as told:
        return int(told.read())


def kill_at(archive: Path, folder: Path, step: int, *, lose_database: bool = False) -> list[str]:
    """Kill a purge of a copy of `archive` as its `step` begins, and who goes on with it; what is wrong in the end."""
    kho = _copy(archive, folder)
    status = _killed(kho, step, lambda: purge(kho, URL, Order("purge", "bản án")))
    problems = [] if status == signal.SIGKILL else [f"it was to be killed and ended with {status}"]
    decided = '"level":"purge"' in (kho / "data" / "ledger.jsonl").read_text(encoding="utf-8")
    problems += _told_at_once(kho, folder / "beside")
    if decided and lose_database:
        for path in (kho / "data").glob("news.db*"):
            path.unlink()
        rebuild(kho, workers=0)
    if decided:
        # Whoever opens it next goes on, and may be killed too.
        _killed(kho, step // 2 + 1, lambda: Archive.open(kho, workers=0).close())
        Archive.open(kho, workers=0).close()
    else:
        purge(kho, URL, Order("purge", "bản án"))
    problems += [f"{problem.file}: {problem.reason}" for problem in verify(kho).problems]
    problems += [f"{name} still holds it" for name in found_in(kho)]
    problems += [f"{path.name} was left" for path in kho.rglob("*.partial")]
    with Archive.open(kho, workers=0) as opened:
        if opened.store.has_pending_purge():
            problems.append("the purge is not done")
        lines = [line.kind for line in opened.ledger.lines()]
        if lines.count("purged") != 1:
            problems.append(f"{lines.count('purged')} lines end it")
    shutil.rmtree(kho)
    return problems


def _told_at_once(kho: Path, copy: Path) -> list[str]:
    """What `verify` says wrongly of a killed purge before anybody has opened the archive to go on with it."""
    shutil.copytree(kho, copy)  # the check adds a line to the ledger and mirrors what news.db missed of it
    is_decided = '"level":"purge"' in (copy / "data" / "ledger.jsonl").read_text(encoding="utf-8")
    with closing(sqlite3.connect(copy / "data" / "news.db")) as db:
        is_unfinished = is_decided and not db.execute("select 1 from event where kind = 'purged'").fetchall()
    told = verify(copy).problems
    shutil.rmtree(copy)
    wrong = [f"at once: {one.kind}: {one.file}: {one.reason}" for one in told if one.kind != "unfinished purge"]
    return wrong if len(told) - len(wrong) == is_unfinished else [*wrong, f"{len(told)} told, {is_unfinished=}"]


def ask_while_publishing(kho: Path, requests: int, clients: int) -> tuple[int, list[str]]:
    """Block an article, publish, lose news.db, rebuild and publish again under readers: (answers, what was wrong)."""
    publish(kho)
    with serving(kho) as served:
        with Archive.open(kho, workers=0) as archive:
            decide_on(archive.store, archive.ledger, URL, Order("block", "đơn số 12", "Theo yêu cầu"))
        served.wait_for(publish(kho).release.id)
        readers = _Readers(served.port, -(-requests // clients))
        threads = [threading.Thread(target=readers.ask, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for path in (kho / "data").glob("news.db*"):
            path.unlink()
        rebuild(kho, workers=0)
        released = publish(kho).release.id
        served.wait_for(released)
        for thread in threads:
            thread.join(120)
        readers.ask(0)
    if "public.db" in found_in(kho):
        readers.problems.append("public.db holds it")
    return readers.answers, readers.problems


class _Readers:
    """Clients of the reading room who look for the canary in every answer."""

    def __init__(self, port: int, turns: int) -> None:
        self.port, self.turns, self.answers = port, turns, 0
        self.problems: list[str] = []

    def ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for turn in range(self.turns):
            path = _PATHS[(number + turn) % len(_PATHS)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read().decode().lower()
            except (OSError, http.client.HTTPException):
                connection.close()  # The child of the old release has ended: the next request meets the new one.
                continue
            self.answers += 1
            if CANARY in body or answer.status != (451 if UID in path else 200):
                self.problems.append(f"{path}: {answer.status} {body[:100]}")
        connection.close()


def _copy(archive: Path, folder: Path) -> Path:
    return Path(shutil.copytree(archive, folder / "kho", dirs_exist_ok=False))


def _killed(kho: Path, step: int, work: Callable[[], object]) -> int:
    """Do the work in a process that is killed as its `step`-th step begins; the signal, 0 when it came to its end."""
    if (child := os.fork()) == 0:
        left = step

        def count() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        _watch(kho, count)
        _end_with(work)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1


def _end_with(work: Callable[[], object]) -> NoReturn:
    """The last thing that a forked process does."""
    code = 1
    try:
        work()
        code = 0
    finally:
        traceback.print_exc() if code else None
        os._exit(code)


def _watch(folder: Path, step: Callable[[], None]) -> None:
    """Call `step` before each change to the disk below a folder. It cannot be undone: for a process of its own."""

    def said(statement: str) -> None:
        if statement.lower().startswith(_STATEMENTS):
            step()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        changes = event in {"os.rename", "os.remove"} or (event == "open" and _writes(arguments))
        if changes and str(arguments[0]).startswith(str(folder)):
            step()

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = opened(*arguments, **options)
        connection.set_trace_callback(said)
        return connection

    opened, sqlite3.connect = sqlite3.connect, connect  # type: ignore[assignment]
    sys.addaudithook(hook)


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1] or "", arguments[2]
    return bool(set("wax+") & set(mode)) or bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))
