"""WARC files of a selection: one, or a folder of several that are no larger than asked for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from newsarchive.packages.held import Place, Shelf
from newsarchive.packages.output import new_file, new_folder
from newsarchive.packages.picked import Picked
from newsarchive.packages.warcfile import warc_info, write_warc
from newsarchive.packages.work import Work

SUMS = "SHA256SUMS"
"""As `sha256sum --check` reads it."""


def write_warc_package(work: Work) -> None:
    """Records byte for byte as the archive has them, into a file, or with a limit into a folder of files."""
    request = work.selection.request
    with work.captures() as (picked, shelf):
        if request.split is None:
            with new_file(request.output) as file:
                out = write_warc(
                    file,
                    request.output.name,
                    picked,
                    shelf,
                    work.exported,
                    info=warc_info(request, work.config.operator, work.config.contact),
                    progress=work.progress,
                    total=picked.count(),
                )
                work.exported.bytes, work.exported.sha256 = out.size, f"sha256:{out.digest}"
        else:
            with new_folder(request.output) as folder:
                _write_files(work, picked, shelf, folder, request.split)
    work.exported.articles = sum(1 for _ in work.selection.articles())


def _write_files(work: Work, picked: Picked, shelf: Shelf, folder: Path, limit: int) -> None:
    """Each with a warcinfo record of its own; what stands for all is the digest of the list of their digests."""
    request, sums, total = work.selection.request, "", picked.count()
    for number, places in enumerate(_parted(iter(picked), limit)):
        name = f"{request.output.name}-{number:05d}.warc.gz"
        with (folder / name).open("wb") as file:
            out = write_warc(
                file,
                name,
                places,
                shelf,
                work.exported,
                info=warc_info(request, work.config.operator, work.config.contact),
                progress=work.progress,
                total=total,
            )
            file.flush()
            os.fsync(file.fileno())
        work.exported.bytes += out.size
        sums += f"{out.digest}  {name}\n"
    (folder / SUMS).write_text(sums, encoding="utf-8")
    work.exported.sha256 = f"sha256:{hashlib.sha256(sums.encode()).hexdigest()}"


def _parted(places: Iterator[Place], limit: int) -> Iterator[Iterator[Place]]:
    """The places in runs, each begun while the one before has its length; take each to its end before the next."""
    first = next(places, None)
    while first is not None:
        left: list[Place] = []
        yield _run(first, places, limit, left)
        first = left[0] if left else None


def _run(first: Place, places: Iterator[Place], limit: int, left: list[Place]) -> Iterator[Place]:
    size = first.length
    yield first
    for place in places:
        if size + place.length > limit:
            left.append(place)
            return
        size += place.length
        yield place
