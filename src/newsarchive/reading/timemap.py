"""TimeMaps and Link headers (RFC 7089): what an address has been, in the two forms that others read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.reading.memento import Memento, quote_address

LINK_FORMAT = "application/link-format"
_HOST = re.compile(r"https?://[\w.:\[\]-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimeMap:
    """The copies of one address, oldest first, and where the reading room stands."""

    url: str
    """The original resource."""
    mementos: Sequence[Memento]
    host: str
    """Scheme and host that the reader used."""

    @property
    def root(self) -> str:
        """What addresses begin with; nothing for a host that none could be."""
        return self.host if _HOST.fullmatch(self.host) else ""

    @property
    def timegate(self) -> str:
        """Address of its TimeGate."""
        return f"{self.root}/timegate/{quote_address(self.url)}"

    def address(self, form: str) -> str:
        """Address of this TimeMap; `form` is link or json."""
        return f"{self.root}/timemap/{form}/{quote_address(self.url)}"

    def memento(self, one: Memento) -> str:
        """Address of a copy."""
        return self.root + one.path()


def link_header(timemap: TimeMap, around: Memento | None = None) -> str:
    """The Link header of a TimeGate, or of the copy `around`: original, timegate, timemap, and its neighbours."""
    links = [
        _link(quote_address(timemap.url), "original"),
        _link(timemap.timegate, "timegate"),
        _link(timemap.address("link"), "timemap", type=LINK_FORMAT, **_span(timemap)),
        _link(timemap.address("json"), "timemap", type="application/json"),
    ]
    last = len(timemap.mementos) - 1
    at = next((i for i, one in enumerate(timemap.mementos) if around and one.timestamp == around.timestamp), None)
    if at is None:
        return ", ".join([*links, *(_memento(timemap, i) for i in sorted({0, last}))])
    steps = {at - 1: "prev", at + 1: "next"}
    links += [_memento(timemap, i, steps.get(i)) for i in sorted({0, at - 1, at, at + 1, last}) if 0 <= i <= last]
    return ", ".join(links)


def as_link_format(timemap: TimeMap) -> str:
    """The TimeMap as RFC 6690 and RFC 7089 have it, a link a line."""
    head = (
        _link(quote_address(timemap.url), "original"),
        _link(timemap.address("link"), "self", type=LINK_FORMAT, **_span(timemap)),
        _link(timemap.timegate, "timegate"),
    )
    return ",\n".join([*head, *(_memento(timemap, i) for i in range(len(timemap.mementos)))]) + "\n"


def as_data(timemap: TimeMap) -> dict[str, Any]:
    """The TimeMap as JSON, in the words of the Memento tools (MementoMap, MemGator)."""
    listed = [{"datetime": one.iso, "uri": timemap.memento(one)} for one in timemap.mementos]
    return {
        "original_uri": timemap.url,
        "self": timemap.address("json"),
        "timegate_uri": timemap.timegate,
        "timemap_uri": {"link_format": timemap.address("link"), "json_format": timemap.address("json")},
        "mementos": {"list": listed, "first": listed[0], "last": listed[-1]},
    }


def _memento(timemap: TimeMap, index: int, step: str | None = None) -> str:
    one = timemap.mementos[index]
    ends = [name for name, at in (("first", 0), ("last", len(timemap.mementos) - 1)) if at == index]
    return _link(timemap.memento(one), " ".join([*ends, *([step] if step else []), "memento"]), datetime=one.http_date)


def _span(timemap: TimeMap) -> dict[str, str]:
    return {"from": timemap.mementos[0].http_date, "until": timemap.mementos[-1].http_date}


def _link(target: str, relation: str, **attributes: str) -> str:
    return "; ".join([f"<{target}>", *_attributes(rel=relation, **attributes)])


def _attributes(**attributes: str) -> Iterator[str]:
    return (f'{name}="{value}"' for name, value in attributes.items())
