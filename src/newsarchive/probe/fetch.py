"""Pages from their newspaper, through the one polite way there is, into the archive; and pages held there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from newsarchive.archive import Archive
from newsarchive.capture.asking import ask_for
from newsarchive.capture.process import Event
from newsarchive.config import CONFIG_NAME, load_config
from newsarchive.exceptions import UnreadableInputError
from newsarchive.frontier import Frontier
from newsarchive.link import Link
from newsarchive.manners import user_agent
from newsarchive.press import Newspaper, newspaper, newspaper_for, press_of
from newsarchive.press.own import told_also
from newsarchive.probe.draft import host_of, suggest_id
from newsarchive.probe.specimen import LeftOut, Sample
from newsarchive.probe.written import write_newspaper
from newsarchive.store import Capture
from newsarchive.warc import read_record

HELD = 12
"""Newest articles of a newspaper that are looked at when its captures are probed."""


def fetch(
    directory: Path,
    urls: Sequence[str],
    *,
    newspaper_id: str | None = None,
    on_event: Callable[[Event], None] = lambda _event: None,
) -> tuple[list[Sample], list[LeftOut]]:
    """Ask for these addresses and read what came: the pages, and those that did not come with the reason.

    Makes the archive when there is none. A host that no newspaper of the registry has is asked under an entry that
    lives as long as this call; `newspaper_id` names it. Raises ConfigurationError (no contact), UnreadableInputError
    for what is no web address, CrawlFailedError, ArchiveError, StorageFullError.
    """
    for url in urls:
        if host_of(url) is None or not url.startswith(("http://", "https://")):
            raise UnreadableInputError(url, "no web address of a newspaper")
    user_agent(load_config(directory), directory / CONFIG_NAME)
    with press_of(directory), _entries(urls, newspaper_id):
        with Archive.open(directory, create=True, workers=0):
            pass  # the crawler's archive, which is there from here on
        papers: dict[str, tuple[Newspaper, list[str]]] = {}
        for url in dict.fromkeys(urls):
            paper = newspaper_for(url)
            if paper is not None:
                papers.setdefault(paper.id, (paper, []))[1].append(url)
        for paper, own in papers.values():
            ask_for(directory, paper, [Link(url, "article", "asked for by probe") for url in own], on_event=on_event)
        return _read_asked(directory, papers.values())


def held_pages(directory: Path, newspaper_id: str) -> list[Sample]:
    """The newest captured articles of a newspaper, each at its latest state; failed readings too, since a page that
    is read no more is why one probes. Raises UnknownNewspaperError, ArchiveError."""
    query = """
        select url from capture where newspaper_id = ? and record_type = 'response' and status = 200
        and outcome in ('stored', 'failed') group by url order by max(fetched_at) desc limit ?
    """
    with press_of(directory), Archive.open(directory, workers=0) as archive:
        paper = newspaper(newspaper_id)
        urls = [row[0] for row in archive.store.connection.execute(query, (paper.id, HELD))]
        pages = [(url, archive.store.latest_page(url)) for url in urls]
        return [_sample(archive, page, url) for url, page in pages if page is not None]


@contextmanager
def _entries(urls: Sequence[str], newspaper_id: str | None) -> Iterator[None]:
    """For the time of the call the registry has a newspaper for the host of every address."""
    hosts = dict.fromkeys(host for url in urls if newspaper_for(url) is None and (host := host_of(url)))
    with TemporaryDirectory(prefix="newsarchive-probe-") as folder:
        (entries := Path(folder) / "newspapers").mkdir()
        for number, host in enumerate(hosts):
            name = newspaper_id if newspaper_id and number == 0 else suggest_id(host)
            facts = (("name", host), ("kind", "national"), ("host", host))
            (entries / f"{name}.yml").write_text(write_newspaper(facts, "While it is probed."), encoding="utf-8")
        with told_also(Path(folder)):
            yield


def _read_asked(directory: Path, papers: Iterable[tuple[Newspaper, list[str]]]) -> tuple[list[Sample], list[LeftOut]]:
    samples: list[Sample] = []
    missing: list[LeftOut] = []
    with Archive.open(directory, workers=0) as archive, Frontier.of(directory) as frontier:
        for paper, urls in papers:
            for url in urls:
                history = frontier.history(url, paper)
                visit = history.visits[-1] if history and history.visits else None
                page = archive.store.latest_page(url)
                if visit is None or visit.outcome not in {"stored", "same"} or page is None:
                    missing.append(LeftOut(url, (visit.detail if visit else None) or "it was not answered with a page"))
                else:
                    samples.append(_sample(archive, page, url))
    return samples, missing


def _sample(archive: Archive, capture: Capture, url: str) -> Sample:
    record = read_record(archive.warc_directory / capture.warc_file, capture.warc_offset)
    return Sample(record.content(), url, captured_at=capture.fetched_at)
