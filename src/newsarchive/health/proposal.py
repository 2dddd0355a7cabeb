"""A layout for pages that are no longer read as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from newsarchive.archive import Archive
from newsarchive.exceptions import ProbeError, StorageFullError
from newsarchive.health.records import Health, Held
from newsarchive.press import newspaper_file
from newsarchive.probe import Probe, Sample, list_layouts, probe, write_files
from newsarchive.warc import read_record, segment_path

_PAGES = 12
FOLDER = "proposals"
"""Below the archive; nothing there is used until somebody copies it into `press/`."""


def propose(archive: Archive, held: Held, found: Health) -> Health:
    """The judgement with the folder of a layout inferred from the last run's pages; as it was when none can be.

    The folder holds the layout and the newspaper's file with the layout in its list, as they go into `press/`.
    """
    samples = list(islice(_samples(archive, held), _PAGES))
    folder = archive.directory / FOLDER / f"{held.newspaper}-{held.runs[-1].started:%Y%m%dT%H%M%SZ}"
    try:
        inferred = probe(samples, newspaper_id=held.newspaper)
        write_files(inferred, folder)
        _list(inferred, folder)
    except ProbeError:
        return found
    return replace(found, proposal=folder.relative_to(archive.directory).as_posix())


def _list(inferred: Probe, folder: Path) -> None:
    if inferred.known_newspaper is None:
        return
    path = newspaper_file(inferred.known_newspaper)
    text = list_layouts(path.read_text(encoding="utf-8"), path, [one.layout.id for one in inferred.proposals])
    target = folder / "newspapers" / path.name
    try:
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageFullError(target, error.strerror or "cannot be written") from error


def _samples(archive: Archive, held: Held) -> Iterator[Sample]:
    """Pages of articles as the last run brought them: new ones, then older ones that were looked at again."""
    for page in reversed(held.pages):
        capture = archive.store.latest_page(page.url)
        if capture is not None and capture.fetched_at >= held.runs[-1].started:
            record = read_record(segment_path(archive.warc_directory, capture.warc_file), capture.warc_offset)
            yield Sample(record.content(), page.url, captured_at=capture.fetched_at)
