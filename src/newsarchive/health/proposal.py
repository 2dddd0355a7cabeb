"""A layout for pages that are no longer read as they were."""

from __future__ import annotations

from dataclasses import replace

from newsarchive.archive import Archive
from newsarchive.exceptions import ProbeError
from newsarchive.health.records import Health, Held
from newsarchive.health.shares import split
from newsarchive.probe import Sample, probe, write_files
from newsarchive.warc import read_record, segment_path

_PAGES = 12
FOLDER = "proposals"
"""Below the archive; nothing there is used until somebody moves it under `press/`."""


def propose(archive: Archive, held: Held, found: Health) -> Health:
    """The judgement with the folder of a layout inferred from the last run's pages; as it was when none can be."""
    _, new = split(held)
    samples = [sample for page in new[-_PAGES:] if (sample := _sample(archive, page.url)) is not None]
    folder = archive.directory / FOLDER / f"{held.newspaper}-{held.runs[-1].started:%Y%m%dT%H%M%SZ}"
    try:
        write_files(probe(samples, newspaper_id=held.newspaper), folder)
    except ProbeError:
        return found
    return replace(found, proposal=folder.relative_to(archive.directory).as_posix())


def _sample(archive: Archive, url: str) -> Sample | None:
    capture = archive.store.latest_page(url)
    if capture is None:
        return None
    record = read_record(segment_path(archive.warc_directory, capture.warc_file), capture.warc_offset)
    return Sample(record.content(), url)
