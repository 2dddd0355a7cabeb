"""PREMIS 3 in XML: objects (files, and what else an event speaks of), events, and agents (people and programs).

What an event knows stands in `eventDetail` as JSON in ASCII, since XML cannot hold every sign that an address may have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from lxml.builder import ElementMaker
from lxml.etree import _Element

NAMESPACE = "http://www.loc.gov/premis/v3"
ROOT = f"{{{NAMESPACE}}}premis"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
ARCHIVE = "archive"
"""The object that an event is about which is about nothing smaller."""

_E: Any = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_LOCAL = "newsarchive"
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "crawl": "capture",
        "ingest": "ingestion",
        "import": "ingestion",
        "imported": "ingestion",
        "restore": "ingestion",
        "segment-closed": "message digest calculation",
        "fixity-check": "fixity check",
        "fixity-repair": "recovery",
        "reextract": "re-extraction",
        "withhold": "withholding",
        "purge-file": "redaction",
        "purged": "redaction",
    }
)
"""Kind of an event or run → its word in PREMIS; a kind that is not here is its own word."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something done."""

    id: str
    kind: str
    at: str
    """UTC, ISO 8601."""
    about: str
    """A file, a uid, ARCHIVE."""
    detail: Mapping[str, Any]
    agents: tuple[str, ...] = ()


def file_object(name: str, *, size: int | None, sha256: str | None, media_type: str) -> _Element:
    """A file of records; `sha256` as "sha256:" and hex."""
    facts = [] if sha256 is None else [_fixity(sha256)]
    if size is not None:
        facts.append(_E.size(str(size)))
    facts.append(_E.format(_E.formatDesignation(_E.formatName(media_type))))
    return _object("file", name, _E.objectCharacteristics(*facts))


def entity_object(name: str) -> _Element:
    """An article or anything else that is no file."""
    return _object("intellectualEntity", name)


def event_element(event: Event) -> _Element:
    """An event with what it is about and who did it."""
    detail = json.dumps(dict(event.detail), ensure_ascii=True)
    return _E.event(
        *_identified("event", event.id),
        _E.eventType(_WORDS.get(event.kind, event.kind)),
        _E.eventDateTime(event.at),
        _E.eventDetailInformation(_E.eventDetail(detail)),
        *(_linked("Agent", agent) for agent in event.agents),
        _linked("Object", event.about),
    )


def agent_element(name: str) -> _Element:
    """A program ("newsarchive/0.1.0") with its version, or a person by the login name."""
    program, _, version = name.partition("/")
    told = [_E.agentType("software"), _E.agentVersion(_plain(version))] if version else []
    return _E.agent(*_identified("agent", name), _E.agentName(_plain(program)), *told)


def _object(category: str, name: str, *facts: _Element) -> _Element:
    made: _Element = _E.object(*_identified("object", name), *facts)
    made.set(f"{{{SCHEMA_INSTANCE}}}type", category)
    return made


def _identified(kind: str, value: str) -> tuple[_Element, ...]:
    identifier = _E(
        f"{kind}Identifier", _E(f"{kind}IdentifierType", _LOCAL), _E(f"{kind}IdentifierValue", _plain(value))
    )
    return (identifier,)


def _linked(kind: str, value: str) -> _Element:
    linked: _Element = _E(
        f"linking{kind}Identifier",
        _E(f"linking{kind}IdentifierType", _LOCAL),
        _E(f"linking{kind}IdentifierValue", _plain(value)),
    )
    return linked


def _fixity(digest: str) -> _Element:
    fixity: _Element = _E.fixity(_E.messageDigestAlgorithm("SHA-256"), _E.messageDigest(digest.removeprefix("sha256:")))
    return fixity


def _plain(text: str) -> str:
    """A name as XML can hold it: other signs are percent-encoded, as in an address."""
    return quote(text, safe="/:@+,;=&?#%~!*'() ")
