"""Load the folders of YAML files and check them against each other: references, hosts, examples."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from newsarchive.exceptions import ConfigurationError
from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import Newspaper
from newsarchive.press.province import Province
from newsarchive.press.schema import LayoutFile, NewspaperFile, ProvincesFile
from newsarchive.yamlfile import Document, Place, read_document, validate

_Named = TypeVar("_Named", Newspaper, Layout)


def load_layouts(folder: Path, *own: Path, trusted: Iterable[Layout] = ()) -> tuple[Layout, ...]:
    """`folder`/layouts/*.yml by id, those of `own` beside or instead of them; raises ConfigurationError.

    Of the files of `folder` those in `trusted` are not read again.
    """
    paths, records = _unread((folder, *own), "layouts", trusted)
    for path in paths:
        document = read_document(path)
        entry = validate(document, LayoutFile)
        if not entry.signature and entry.url is None:
            raise document.error("needs a signature or a url: without both it would fit every page")
        records.append(entry.record(path.stem))
    return _by_name(records)


def load_provinces(folder: Path) -> tuple[Province, ...]:
    """`folder`/provinces.yml in its own order; raises ConfigurationError."""
    document = read_document(folder / "provinces.yml")
    entry = validate(document, ProvincesFile)
    slugs = [item.slug for item in entry.provinces]
    for position, item in enumerate(entry.provinces):
        place = ("provinces", position)
        if item.slug in slugs[:position]:
            raise document.error(f"province {item.slug!r} stands here a second time", place)
        if item.merged_into is not None and item.merged_into not in slugs:
            raise document.error(f"unknown province {item.merged_into!r}", (*place, "merged_into"))
        if (item.code_after is None) == (item.merged_into is None):
            raise document.error(f"{item.slug}: needs either code_after or merged_into", place)
    return tuple(item.record(entry.merged_on) for item in entry.provinces)


def load_newspapers(folder: Path, *own: Path, trusted: Iterable[Newspaper] = ()) -> tuple[Newspaper, ...]:
    """`folder`/newspapers/*.yml by id, checked against layouts and provinces; raises ConfigurationError.

    A newspaper that also stands in `own`/newspapers is read there. Of the files of `folder` those in `trusted` are
    neither read nor checked again.
    """
    paths, kept = _unread((folder, *own), "newspapers", trusted)
    documents = [read_document(path) for path in paths]
    files = [(document, validate(document, NewspaperFile)) for document in documents]
    papers = tuple(entry.record(document.path.stem) for document, entry in files)
    known = _Known(
        newspapers=frozenset(paper.id for paper in (*papers, *kept)),
        layouts=frozenset(path.stem for path in _merged((folder, *own), "layouts")),
        provinces=_provinces(folder) if any(entry.province for _, entry in files) else frozenset(),
    )
    taken = {host: paper.id for paper in kept for host in paper.hosts}
    for (document, entry), paper in zip(files, papers, strict=True):
        _check_references(document, entry, known)
        _check_hosts(document, paper, taken)
        _check_examples(document, entry, paper)
    return _by_name((*papers, *kept))


def _provinces(folder: Path) -> frozenset[str]:
    return frozenset(province.slug for province in load_provinces(folder))


@dataclass(frozen=True, slots=True)
class _Known:
    newspapers: frozenset[str]
    layouts: frozenset[str]
    provinces: frozenset[str]


def _check_references(document: Document, entry: NewspaperFile, known: _Known) -> None:
    named: list[tuple[str, Place]] = [(layout, ("layouts", n)) for n, layout in enumerate(entry.layouts)]
    named += [(shape.layout, ("articles", n, "layout")) for n, shape in enumerate(entry.articles) if shape.layout]
    for name, place in named:
        if name not in known.layouts:
            raise document.error(_unknown("layout", name, known.layouts), place)
    if entry.successor is not None and entry.successor not in known.newspapers - {document.path.stem}:
        raise document.error(_unknown("successor", entry.successor, known.newspapers), ("successor",))
    if entry.province is not None and entry.province not in known.provinces:
        raise document.error(_unknown("province", entry.province, known.provinces), ("province",))
    if entry.kind == "provincial" and entry.province is None:
        raise document.error("a provincial newspaper needs its province")


def _unknown(what: str, name: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), 1)
    return f"unknown {what} {name!r}" + (f", did you mean {close[0]!r}?" if close else "")


def _check_hosts(document: Document, paper: Newspaper, taken: dict[str, str]) -> None:
    for position, host in enumerate(paper.hosts):
        if host in taken:
            place: Place = ("former_hosts", position - 1) if position else ("host",)
            raise document.error(f"host {host!r} already belongs to {taken[host]!r}", place)
        taken[host] = paper.id


def _check_examples(document: Document, entry: NewspaperFile, paper: Newspaper) -> None:
    """Every example URL must be read by the pattern it stands under, and no `not_articles` URL by any."""
    for number, shape in enumerate(entry.articles):
        for position, url in enumerate(shape.examples):
            if paper.pattern_for(url) != paper.patterns[number]:
                place = ("articles", number, "examples", position)
                raise document.error(f"the example {url} does not match this path first", place)
    for position, url in enumerate(entry.not_articles):
        if paper.is_article(url):
            raise document.error(f"{url} is read as an article", ("not_articles", position))


def _unread(folders: tuple[Path, ...], kind: str, trusted: Iterable[_Named]) -> tuple[list[Path], list[_Named]]:
    """The files that are to be read, and what is known already of the others: files of the first folder."""
    known = {record.id: record for record in trusted}
    bundled = folders[0] / kind
    paths = _merged(folders, kind)
    kept = [known[path.stem] for path in paths if path.parent == bundled and path.stem in known]
    return [path for path in paths if path.parent != bundled or path.stem not in known], kept


def _by_name(records: Iterable[_Named]) -> tuple[_Named, ...]:
    """In the order of their files."""
    return tuple(sorted(records, key=lambda record: f"{record.id}.yml"))


def _merged(folders: tuple[Path, ...], kind: str) -> list[Path]:
    """The files of all folders by name; of two with one name that of the later folder. Only the first must have any."""
    found = {path.name: path for path in _files(folders[0] / kind)}
    for folder in folders[1:]:
        if (folder / kind).is_dir():
            found |= {path.name: path for path in _files(folder / kind)}
    return [found[name] for name in sorted(found)]


def _files(folder: Path) -> list[Path]:
    """The YAML files of a folder by name."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".yml" and not path.name.startswith("."))
    except OSError as error:
        raise ConfigurationError(folder, error.strerror or "cannot be read") from None
