"""Read one YAML file into plain data and remember the line of every value, so that an error can name its place.

Every scalar stays text as written and the schema gives it its type. YAML's own guesses are a trap in hand-written data:
`no` becomes False, the province code `01` becomes 1, `12:30` becomes 750.

PyYAML's C parser reads the 69 newspapers in about 40 ms, where ruamel.yaml 0.19 in pure Python needs half a second, and
every worker of the pool loads the registry. PyYAML comes with Datasette.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from newsarchive.exceptions import ConfigurationError

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
    """Read a YAML file whose top is a mapping.

    Raises ConfigurationError with the line when it cannot be read, is no YAML, is not a mapping or names a key twice.
    """
    text = _read_text(path)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ConfigurationError(path, error.problem or str(error), mark.line + 1 if mark else None) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigurationError(path, f"{error.reason}", line) from None
    except RecursionError:
        raise ConfigurationError(path, "nested too deeply") from None
    if root is None:
        raise ConfigurationError(path, "the file is empty", 1)
    if not isinstance(root, yaml.MappingNode):
        raise ConfigurationError(path, "the file must be a mapping of keys to values", root.start_mark.line + 1)
    lines: dict[Place, int] = {(): 1}
    return Document(path, _Reader(path, lines).value(root, ()), lines)


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(path, error.strerror or "cannot be read") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, "is not UTF-8", raw.count(b"\n", 0, error.start) + 1) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns parsed nodes into data and fills `lines`."""

    path: Path
    lines: dict[Place, int]

    def value(self, node: Any, place: Place) -> Any:
        if len(place) > _MAX_DEPTH:
            raise ConfigurationError(self.path, "nested too deeply", node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, place)
        return None if node.style is None and node.value in _NOTHING else node.value

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise ConfigurationError(self.path, "a key must be one word", line)
            key = key_node.value
            if key in data:
                raise ConfigurationError(self.path, f"{key}: written twice", line)
            self.lines[*place, key] = line
            data[key] = self.value(value_node, (*place, key))
        return data

    def _sequence(self, node: Any, place: Place) -> list[Any]:
        items = []
        for position, item in enumerate(node.value):
            self.lines[*place, position] = item.start_mark.line + 1
            items.append(self.value(item, (*place, position)))
        return items
