"""The events of an archive as a PREMIS document: one per capture and, for preservation, all that was decided or done.

The public audience is told of captures and articles that may be shown: what was decided about which article stays
inside.
"""

from __future__ import annotations

from itertools import chain

from lxml import etree

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.held import Shelf
from newsarchive.packages.output import Counted
from newsarchive.packages.picked import Picked
from newsarchive.packages.premis import (
    ARCHIVE,
    NAMESPACE,
    ROOT,
    SCHEMA_INSTANCE,
    agent_element,
    entity_object,
    event_element,
)
from newsarchive.packages.premis_events import captured, done
from newsarchive.packages.premis_objects import Described
from newsarchive.packages.work import Work
from newsarchive.store.agent import PROGRAM


def write_premis(work: Work, picked: Picked, out: Counted) -> None:
    """Write the document about the captures of `picked`, which are not read for it."""
    source, decided = work.selection.source, work.selection.request.audience == "preservation"
    described = Described(work, picked)
    agents = dict.fromkeys([PROGRAM])
    with etree.xmlfile(out, encoding="UTF-8") as document:
        document.write_declaration()
        with document.element(ROOT, nsmap={None: NAMESPACE, "xsi": SCHEMA_INSTANCE}, version="3.0"):
            document.write(entity_object(ARCHIVE))
            for element in chain(described.files(), described.captures(), described.articles()):
                document.write(element)
            for subject in _others(work, described) if decided else ():
                document.write(entity_object(subject))
            for event in chain(captured(work, picked, described), done(source, described) if decided else ()):
                agents.update(dict.fromkeys(event.agents))
                document.write(event_element(event))
            for agent in agents:
                document.write(agent_element(agent))
            for element in described.rights():
                document.write(element)


def check_captures(work: Work, picked: Picked, shelf: Shelf) -> None:
    """Read every record; one that is not whole is noted as damage and taken out of `picked`."""
    total = picked.count()
    for number, place in enumerate(picked, start=1):
        try:
            shelf.read(place)
        except UnreadableInputError as error:
            work.exported.add_damage(str(error))
        work.progress("records", number, total)
    leave_out(picked, shelf)
    work.exported.captures = picked.count()


def leave_out(picked: Picked, shelf: Shelf) -> None:
    """Take out what the shelf could not read."""
    for place in shelf.broken:
        picked.drop(place)
    picked.settle()


def _others(work: Work, described: Described) -> list[str]:
    """What events are about that is described nowhere else."""
    about = {event.about for event in done(work.selection.source, described)}
    uids = {article.uid for article in work.selection.articles()}
    return sorted(about - {ARCHIVE, *described.names.values(), *uids})
