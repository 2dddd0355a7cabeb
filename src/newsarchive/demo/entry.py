"""Entries for the press registry of sites whose port is known only when they are served."""

from __future__ import annotations

from pathlib import Path

from newsarchive.exceptions import StorageFullError


def install_press(source: Path, folder: Path, authority: str) -> None:
    """Copy the YAML files of `source` into a press folder; 127.0.0.1 and PORT become the host and port served from.

    Raises StorageFullError.
    """
    host, _, port = authority.rpartition(":")
    for path in sorted(source.glob("*/*.yml")):
        text = path.read_text(encoding="utf-8").replace("127.0.0.1", host).replace("PORT", port)
        write_entry(folder / path.parent.name / path.name, text)


def write_entry(path: Path, text: str) -> None:
    """Write one YAML file and the folders above it. Raises StorageFullError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageFullError(path, error.strerror or "cannot be written") from error
