"""What every template may lean on, Datasette's own included: the language, the release, the title of the room."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from newsarchive.reading import read_release
from newsarchive.reading.language import Language


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> Any:
    """Learn once which release is being served; a served release never changes under its process."""

    async def learn() -> None:
        database = datasette.databases.get("public")
        release = await database.execute_fn(read_release) if database else None
        datasette.newsarchive_release = release
        room = {key: datasette.metadata(key) or "" for key in ("title", "license")}
        datasette.jinja_env.globals |= {"release": release, "room": room}
        datasette.jinja_env.globals["copies_here"] = getattr(datasette, "newsarchive_warc", None) is not None

    return learn


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Globals, since error pages are rendered without the variables that plugins add."""
    env.globals |= {"lang": Language(), "ask": None, "release": None, "room": {"title": "newsarchive", "license": ""}}
