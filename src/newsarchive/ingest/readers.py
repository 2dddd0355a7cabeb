"""Today's readers of all that is held."""

from __future__ import annotations

from collections.abc import Mapping

from newsarchive.extraction import reader
from newsarchive.ingest.papers import find_paper
from newsarchive.press import newspapers
from newsarchive.store.rereading import Readers


def todays_readers(hosts: Mapping[str, str | None]) -> Readers:
    """Who reads each newspaper today. `hosts`: ids of news.db's newspapers with their hosts."""
    return Readers({name: reader(paper) for name, paper in _today(hosts).items() if paper}, reader(None))


def rows_of(newspaper: str, hosts: Mapping[str, str | None]) -> tuple[str, ...]:
    """Ids of news.db's newspapers that are this one today: itself, and hosts from before it was known."""
    return tuple(name for name, paper in _today(hosts).items() if newspaper in {name, paper})


def _today(hosts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Id of a row → id in the registry; a host that was unknown when it was captured may be a newspaper's now."""
    known = {paper.id for paper in newspapers()}
    return {name: name if name in known else _paper_at(host) for name, host in hosts.items()}


def _paper_at(host: str | None) -> str | None:
    paper, _row = find_paper(f"https://{host}/") if host else (None, None)
    return paper.id if paper else None
