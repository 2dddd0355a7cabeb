"""A WARC file of picked records, byte for byte as they lie in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.cdxj import Index, index_line
from newsarchive.packages.held import Place, Shelf
from newsarchive.packages.names import told_names
from newsarchive.packages.output import Counted
from newsarchive.packages.picked import Picked
from newsarchive.packages.request import RESTRICTED, Exported, Request
from newsarchive.publish.progress import Progress
from newsarchive.warc.block import new_record_id
from newsarchive.warc.warcinfo import warcinfo_member


def write_warc(
    file: BinaryIO,
    name: str,
    places: Iterable[Place],
    shelf: Shelf,
    exported: Exported,
    *,
    info: dict[str, str],
    index: Index | None = None,
    progress: Progress,
    total: int = 0,
) -> Counted:
    """Write a warcinfo record and then the records; each gets its line in `index`, under the file name `name`.

    A record that is not whole is noted in `exported` and left out.
    """
    out = Counted(file)
    out.write(warcinfo_member(name, new_record_id(), info))
    for place in places:
        try:
            held = shelf.read(place)
        except UnreadableInputError as error:
            exported.add_damage(str(error))
            continue
        if index is not None:
            index.add(index_line(held.record, name, out.size, len(held.member)))
        out.write(held.member)
        exported.captures += 1
        progress("records", exported.captures, total)
    return out


def index_places(picked: Picked, shelf: Shelf, index: Index, exported: Exported, progress: Progress) -> None:
    """Lines for records that stay where they are."""
    names = told_names(picked.files())
    for number, place in enumerate(picked, start=1):
        try:
            held = shelf.read(place)
        except UnreadableInputError as error:
            exported.add_damage(str(error))
            continue
        index.add(index_line(held.record, names[place.file], place.offset, place.length))
        exported.captures += 1
        progress("records", number, 0)


def warc_info(request: Request, operator: str | None, contact: str | None) -> dict[str, str]:
    """What the warcinfo record of an export says."""
    told = {
        "operator": operator or "",
        "contact": contact or "",
        "description": f"Records exported byte for byte: {request.described()}",
        "audience": RESTRICTED if request.audience == "preservation" else "public",
    }
    return {name: value for name, value in told.items() if value}
