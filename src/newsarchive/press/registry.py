"""The registry: every newspaper, layout and province, with the ways to ask for one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import Newspaper, bare_host
from newsarchive.press.own import own_folders, told_also, told_folders
from newsarchive.press.packaged import UNREADABLE, read_layouts, read_newspapers
from newsarchive.press.province import Province
from newsarchive.press.rules import digest_rules, shared_layouts
from newsarchive.press.url import split_web

BUNDLED = Path(__file__).parent
"""The folder of the YAML files that come with the package."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What one folder of YAML files says about the press."""

    newspapers: tuple[Newspaper, ...]
    layouts: tuple[Layout, ...]
    provinces: tuple[Province, ...]

    def newspaper(self, newspaper_id: str) -> Newspaper:
        """The newspaper of that id; raises UnknownNewspaperError with close ids."""
        return _pick(self.newspapers, newspaper_id)

    def newspaper_for(self, url: str) -> Newspaper | None:
        """The newspaper whose host the URL has."""
        return _find_by_host(url, _index_hosts(self.newspapers))

    def layout(self, layout_id: str) -> Layout:
        """The layout of that id; raises KeyError."""
        return {layout.id: layout for layout in self.layouts}[layout_id]


def load_registry(folder: Path | str) -> Registry:
    """Read `folder`/newspapers/*.yml, layouts/*.yml and provinces.yml.

    Raises ConfigurationError (path, line) for the first thing that is wrong in a file or between the files.
    """
    from newsarchive.press.loading import load_layouts, load_newspapers, load_provinces  # noqa: PLC0415

    folder = Path(folder)
    return Registry(load_newspapers(folder), load_layouts(folder), load_provinces(folder))


def newspapers() -> tuple[Newspaper, ...]:
    """All newspapers that come with the package, and those of one's own (press/own.py), by id."""
    return _newspapers(told_folders())


def newspaper(newspaper_id: str) -> Newspaper:
    """The newspaper of that id; raises UnknownNewspaperError with close ids.

    >>> newspaper("cantho").host
    'baocantho.com.vn'
    """
    return _pick(newspapers(), newspaper_id)


def newspaper_for(url: str) -> Newspaper | None:
    """The newspaper a URL is of, by its host: the host itself before the domain above it. Never raises.

    A host that two newspapers shared after a merger stands with the successor only.

    >>> newspaper_for("https://www.baocantho.com.vn/thoi-su/").id
    'cantho'
    >>> newspaper_for("https://example.org/") is None
    True
    """
    return _find_by_host(url, _hosts(told_folders()))


def newspaper_file(newspaper_id: str) -> Path:
    """The YAML file that tells of a newspaper: one's own before the bundled one. Raises UnknownNewspaperError."""
    name = f"{newspaper(newspaper_id).id}.yml"
    folders = (*reversed(own_folders(told_folders())), BUNDLED)
    return next(path for folder in folders if (path := folder / "newspapers" / name).is_file())


def layouts() -> tuple[Layout, ...]:
    """All layouts that come with the package, and those of one's own, by id."""
    return tuple(_layouts(told_folders()).values())


def layout(layout_id: str) -> Layout:
    """The layout of that id; raises KeyError."""
    return _layouts(told_folders())[layout_id]


def rules_of(newspaper_id: str | None) -> str:
    """Digest of what decides how pages of this newspaper are read; None for pages of no newspaper we know.

    Empty where only the extractor's own rules count. Raises KeyError for an unknown id.
    """
    return _rules(told_folders(), newspaper_id)


@contextmanager
def press_of(archive: Path) -> Iterator[None]:
    """Inside it the newspapers of `archive`/press count as well, here and in processes that are started from here.

    They are read anew each time. The environment (press/own.py) is the process's: two archives open at once see each
    other's newspapers. Raises ConfigurationError for what is wrong in their files.
    """
    folder = archive / "press"
    if not folder.is_dir():
        yield
        return
    with told_also(folder):
        for kept in (_newspapers, _layouts, _hosts, _papers, _shared, _rules):
            kept.cache_clear()
        newspapers(), layouts()
        yield


@cache
def provinces() -> tuple[Province, ...]:
    """The 63 provinces and cities before July 2025, by code; each says what became of it."""
    from newsarchive.press.loading import load_provinces  # noqa: PLC0415

    return load_provinces(BUNDLED)


@cache
def _bundled_newspapers(folder: Path) -> tuple[Newspaper, ...] | None:
    """None when the schema must say what is wrong in them."""
    with suppress(*UNREADABLE):
        return read_newspapers(folder)
    return None


@cache
def _bundled_layouts(folder: Path) -> tuple[Layout, ...] | None:
    with suppress(*UNREADABLE):
        return read_layouts(folder)
    return None


@cache
def _newspapers(own: str) -> tuple[Newspaper, ...]:
    bundled = _bundled_newspapers(BUNDLED)
    if bundled is not None and not own:
        return bundled
    # The schema is imported for files of one's own alone, or to say what is wrong in a bundled one that was edited.
    from newsarchive.press.loading import load_newspapers  # noqa: PLC0415

    return load_newspapers(BUNDLED, *own_folders(own), trusted=bundled or ())


@cache
def _layouts(own: str) -> Mapping[str, Layout]:
    return MappingProxyType({layout.id: layout for layout in _all_layouts(own)})


def _all_layouts(own: str) -> tuple[Layout, ...]:
    bundled = _bundled_layouts(BUNDLED)
    if bundled is not None and not own:
        return bundled
    from newsarchive.press.loading import load_layouts  # noqa: PLC0415

    return load_layouts(BUNDLED, *own_folders(own), trusted=bundled or ())


@cache
def _hosts(own: str) -> Mapping[str, Newspaper]:
    return _index_hosts(_newspapers(own))


@cache
def _papers(own: str) -> Mapping[str, Newspaper]:
    return MappingProxyType({paper.id: paper for paper in _newspapers(own)})


@cache
def _shared(own: str) -> tuple[Layout, ...]:
    return tuple(shared_layouts(_newspapers(own), _layouts(own), _layouts(""))) if own else ()


@cache
def _rules(own: str, newspaper_id: str | None) -> str:
    paper = None if newspaper_id is None else _papers(own)[newspaper_id]
    return digest_rules(paper, _layouts(own), _shared(own))


def _index_hosts(papers: tuple[Newspaper, ...]) -> Mapping[str, Newspaper]:
    return MappingProxyType({host: paper for paper in papers for host in paper.hosts})


def _find_by_host(url: str, hosts: Mapping[str, Newspaper]) -> Newspaper | None:
    parts = split_web(url.strip())
    host = bare_host((parts.hostname or "").rstrip(".") if parts else "", hosts)
    while host and host not in hosts:
        host = host.partition(".")[2]
    return hosts.get(host)


def _pick(papers: tuple[Newspaper, ...], newspaper_id: str) -> Newspaper:
    by_id = {paper.id: paper for paper in papers}
    if newspaper_id not in by_id:
        raise UnknownNewspaperError(newspaper_id, tuple(difflib.get_close_matches(newspaper_id, by_id)))
    return by_id[newspaper_id]
