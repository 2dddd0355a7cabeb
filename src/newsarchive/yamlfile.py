"""Read one YAML file into plain data and remember the line of every value, so that an error can name its place.

The press registry, archive.yml and the demo are read by this one rule.

Every scalar stays text as written and the schema gives it its type. YAML's own guesses are a trap in hand-written data:
`no` becomes False, the province code `01` becomes 1, `12:30` becomes 750.

PyYAML's C parser reads the 69 newspapers in about 40 ms, where ruamel.yaml 0.19 in pure Python needs half a second, and
every worker of the pool loads the registry. PyYAML comes with Datasette.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from newsarchive.exceptions import ConfigurationError

if TYPE_CHECKING:
    from pydantic import BaseModel

ModelT = TypeVar("ModelT", bound="BaseModel")
Place = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a file to a value."""

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = {"", "~", "null"}
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its data (dicts, lists, text, None) and where each value stands."""

    path: Path
    data: dict[str, Any]
    lines: dict[Place, int]

    def error(self, message: str, place: Place = ()) -> ConfigurationError:
        """A ConfigurationError at the line of `place`, or of the nearest value around it."""
        while place not in self.lines:
            place = place[:-1]
        return ConfigurationError(self.path, message, self.lines[place])


def read_document(path: Path) -> Document:
    """Read a YAML file whose top is a mapping; an empty one holds nothing.

    Raises ConfigurationError with the line when it cannot be read, is no YAML or no mapping, names a key twice, nests
    deeper than 20 levels or uses anchors.
    """
    return parse_document(_read_text(path), path)


def parse_document(text: str, path: Path) -> Document:
    """`read_document` of text that is at hand; `path` is only named in errors."""
    try:
        return _Reader(path, yaml.parse(text, Loader=_Loader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ConfigurationError(path, error.problem or str(error), mark.line + 1 if mark else None) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigurationError(path, error.reason, line) from None


def validate(document: Document, model: type[ModelT]) -> ModelT:
    """The document as a model; raises ConfigurationError at the line of the first thing that is wrong."""
    from pydantic import ValidationError  # noqa: PLC0415  (0.3 s, and a page is read without it)

    if not document.data and any(field.is_required() for field in model.model_fields.values()):
        raise document.error("the file is empty")
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        # A misspelt key is also a missing one: the word that stands there is what its writer can mend.
        first = next((problem for problem in problems if problem["type"] == "extra_forbidden"), problems[0])
        place = first["loc"]
        raise document.error(f"{'.'.join(str(step) for step in place)}: {_reason(first, model)}", place) from None


def _reason(error: Any, model: type[BaseModel]) -> str:
    """Pydantic's message in our words where its own would not help."""
    if error["type"] == "extra_forbidden":
        known = model.model_fields if len(error["loc"]) == 1 else ()
        close = difflib.get_close_matches(str(error["loc"][-1]), known, 1)
        return "unknown key" + (f", did you mean {close[0]!r}?" if close else "")
    if error["type"] == "missing":
        return "is missing"
    return str(error["msg"]).removeprefix("Value error, ")


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(path, error.strerror or "cannot be read") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, "is not UTF-8", raw.count(b"\n", 0, error.start) + 1) from None


class _Reader:
    """Turns the parser's events into data, noting lines.

    Events rather than a tree: PyYAML builds its tree by recursion in C and dies (signal 11) on 40,000 brackets.
    """

    def __init__(self, path: Path, events: Iterator[Any]) -> None:
        self.path = path
        self.events = events
        self.lines: dict[Place, int] = {(): 1}

    def document(self) -> Document:
        next(self.events)  # start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return Document(self.path, {}, self.lines)
        top = next(self.events)
        if not isinstance(top, yaml.MappingStartEvent):
            raise self._error("the file must be a mapping of keys to values", top)
        data = self._mapping(())
        next(self.events)  # end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._error("one file holds one document", after)
        return Document(self.path, data, self.lines)

    def _value(self, event: Any, place: Place) -> Any:
        if len(place) > _MAX_DEPTH:
            raise self._error("nested too deeply", event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._error("anchors (&, *) are not used here; quote the word if it is meant", event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return None if event.style is None and event.value in _NOTHING else event.value

    def _mapping(self, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error("a key must be one word", event)
            if event.value in data:
                raise self._error(f"{event.value}: written twice", event)
            inner = (*place, event.value)
            self.lines[inner] = event.start_mark.line + 1
            data[event.value] = self._value(next(self.events), inner)
        return data

    def _sequence(self, place: Place) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            inner = (*place, len(items))
            self.lines[inner] = event.start_mark.line + 1
            items.append(self._value(event, inner))
        return items

    def _error(self, message: str, event: Any) -> ConfigurationError:
        return ConfigurationError(self.path, message, event.start_mark.line + 1)
