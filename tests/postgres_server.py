"""A PostgreSQL server of the tests' own, in a folder of its own, on a free port of the loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

_USER = "postgres"


@dataclass
class PostgresInstance:
    """A running server; `fresh` makes an empty database."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fresh(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        name = f"frontier_{next(self._numbers)}"
        with psycopg.connect(f"postgresql://{_USER}@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"


def find_programs() -> Path | None:
    """The folder of initdb and postgres, or None when there is no server here."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(
        (one for one in folders if (one / "initdb").exists()), default=None, key=lambda one: int(one.parent.name)
    )


@contextmanager
def running(programs: Path) -> Iterator[PostgresInstance]:
    """Make a cluster, start it, and take both away again."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, _USER, pwd.getpwnam(_USER).pw_gid)
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", _USER, "-E", "UTF8", "--no-sync", "--locale=C")
        port = _start(programs, data, folder)
        try:
            yield PostgresInstance(port)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _start(programs: Path, data: Path, folder: str) -> int:
    """Start it at a free port, another one where somebody took that meanwhile; the port."""
    for attempt in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        try:
            _run(programs / "pg_ctl", "-D", data, "-o", options, "-w", "-t", "240", "-l", data / "log", "start")
        except subprocess.CalledProcessError:
            if attempt == 2:
                raise
        else:
            break
    return port


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = ["runuser", "-u", _USER, "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=300)
