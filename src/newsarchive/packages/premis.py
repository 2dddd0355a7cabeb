"""PREMIS 3 in XML: objects (files, records in them, articles, what else an event speaks of), events, agents, rights.

What an event knows stands in `eventDetail` as JSON in ASCII, since XML cannot hold every sign that an address may have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from lxml.builder import ElementMaker
from lxml.etree import _Element

from newsarchive.rights import RightsSignal

NAMESPACE = "http://www.loc.gov/premis/v3"
ROOT = f"{{{NAMESPACE}}}premis"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
ARCHIVE = "archive"
"""The object that an event is about which is about nothing smaller."""

_E: Any = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_LOCAL = "newsarchive"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "crawl": "capture",
        "ingest": "ingestion",
        "import": "ingestion",
        "imported": "ingestion",
        "restore": "ingestion",
        "merkle-root": "message digest calculation",
        "timestamp": "digital signature generation",
        "segment-closed": "message digest calculation",
        "fixity-check": "fixity check",
        "replay-check": "quality review",
        "fixity-repair": "recovery",
        "reextract": "re-extraction",
        "withhold": "withholding",
        "purge-file": "redaction",
        "purged": "redaction",
    }
)
"""Kind of an event or run → its word in PREMIS; a kind that is not here is its own word."""

_ALGORITHMS: Mapping[str, str] = MappingProxyType({"sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5"})


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


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the bytes of an object."""

    media_type: str
    size: int | None = None
    sha256: str | None = None
    """"sha256:" and hex."""


def file_object(name: str, facts: Facts) -> _Element:
    """A file of records."""
    return _object("file", name, _characteristics(facts))


def bitstream_object(name: str, facts: Facts, *, told: Mapping[str, str], file: str, at: str) -> _Element:
    """A record in a file; `facts` are about its payload, `at` is the place of the record in words."""
    place = _E.contentLocation(_E.contentLocationType("record"), _E.contentLocationValue(_plain(at)))
    return _object(
        "bitstream",
        name,
        *_properties(told.items()),
        _characteristics(facts),
        _E.storage(place),
        _related("structural", "is Part of", [file]),
    )


def entity_object(name: str, told: Iterable[tuple[str, str]] = (), sources: Sequence[str] = ()) -> _Element:
    """An article, made of the captures `sources`, or anything else that is no file."""
    derived = [_related("derivation", "has Source", sources)] if sources else []
    return _object("intellectualEntity", name, *_properties(told), *derived)


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


def rights_element(about: str, signals: Iterable[RightsSignal]) -> _Element:
    """What server, page and site said about the reuse of an object, in their words; nothing is granted by it."""
    notes = (_NOT_XML.sub(" ", f"{one.source}, {one.name}: {one.value}") for one in signals)
    said: _Element = _E.rights(
        _E.rightsStatement(
            *_identified("rightsStatement", f"rights:{about}"),
            _E.rightsBasis("other"),
            _E.otherRightsInformation(
                _E.otherRightsBasis("signals of the publisher"), *(_E.otherRightsNote(note) for note in notes)
            ),
            _linked("Object", about),
        )
    )
    return said


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


def _properties(told: Iterable[tuple[str, str]]) -> Iterator[_Element]:
    for kind, value in told:
        yield _E.significantProperties(_E.significantPropertiesType(kind), _E.significantPropertiesValue(_plain(value)))


def _characteristics(facts: Facts) -> _Element:
    told = [] if facts.sha256 is None else [_fixity(facts.sha256)]
    if facts.size is not None:
        told.append(_E.size(str(facts.size)))
    named: _Element = _E.objectCharacteristics(
        *told, _E.format(_E.formatDesignation(_E.formatName(_plain(facts.media_type))))
    )
    return named


def _related(kind: str, subkind: str, names: Iterable[str]) -> _Element:
    related: _Element = _E.relationship(
        _E.relationshipType(kind),
        _E.relationshipSubType(subkind),
        *(
            _E.relatedObjectIdentifier(
                _E.relatedObjectIdentifierType(_LOCAL), _E.relatedObjectIdentifierValue(_plain(name))
            )
            for name in names
        ),
    )
    return related


def _fixity(digest: str) -> _Element:
    algorithm, _, value = digest.rpartition(":")
    fixity: _Element = _E.fixity(
        _E.messageDigestAlgorithm(_ALGORITHMS.get(algorithm, algorithm)), _E.messageDigest(_plain(value))
    )
    return fixity


def _plain(text: str) -> str:
    """A name as XML can hold it: other signs are percent-encoded, as in an address."""
    return quote(text, safe="/:@+,;=&?#%~!*'() ")
