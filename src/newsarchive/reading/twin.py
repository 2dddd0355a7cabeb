"""A page's JSON twin: what a view found, written as it is; records become objects only when they are written."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any


def to_json(data: object) -> str:
    """JSON with Vietnamese letters as they are; a dataclass is an object of its fields."""
    return json.dumps(data, ensure_ascii=False, default=fields_of)


def fields_of(record: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, not copied: copying those of a page took as long as finding it.

    Raises TypeError for anything else.
    """
    return {field.name: getattr(record, field.name) for field in fields(record)}
