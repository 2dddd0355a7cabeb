"""Where a frontier is kept: DIR/data/frontier.db, or a PostgreSQL database that several machines share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.config import load_config


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database, by its address `postgresql://user@host/database`. As text it shows no password."""

    url: str

    def exists(self) -> bool:
        """Whether there is a frontier to read: always, since opening one makes its tables."""
        return True

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


Home = Path | Server


def find_home(directory: Path) -> Home:
    """The frontier of an archive: what `storage.frontier` of its archive.yml says, else DIR/data/frontier.db.

    Raises ConfigurationError when archive.yml is malformed.
    """
    url = load_config(directory).storage.frontier
    return Server(url) if url else directory / "data" / "frontier.db"
