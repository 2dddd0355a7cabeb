"""What the reading room is called and under which terms, as metadata.yml says it, in either version of Datasette."""

from __future__ import annotations

from typing import Any


async def read_room(datasette: Any) -> dict[str, str]:
    """Title and licence, each in both languages ("Tiếng Việt / English"); empty where they are not told."""
    if hasattr(datasette, "get_instance_metadata"):  # 1.0
        told = await datasette.get_instance_metadata()
    else:
        told = datasette.metadata() or {}
    return {key: str(told.get(key) or "") for key in ("title", "license")}
