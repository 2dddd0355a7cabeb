"""The files of a probe: layouts and a newspaper, beside the operator's other entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsarchive.exceptions import ProbeError, StorageFullError
from newsarchive.probe.records import Probe


def files_of(found: Probe) -> Iterator[tuple[Path, str]]:
    """(path below a press folder, text)."""
    for proposal in found.proposals:
        yield Path("layouts", f"{proposal.layout.id}.yml"), proposal.yaml
    if found.newspaper is not None:
        yield Path("newspapers", f"{found.newspaper.id}.yml"), found.newspaper.yaml


def write_files(found: Probe, folder: Path) -> list[Path]:
    """Write them below `folder`; none of them when one is there already. Raises ProbeError, StorageFullError."""
    planned = [(folder / path, text) for path, text in files_of(found)]
    there = next((path for path, _ in planned if path.exists()), None)
    if there is not None:
        raise ProbeError(f"{there} is there already; move it away, or call the new one otherwise with --id")
    for path, text in planned:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise StorageFullError(path, error.strerror or "cannot be written") from error
    return [path for path, _ in planned]
