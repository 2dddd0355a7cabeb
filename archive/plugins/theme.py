"""What every template may lean on, Datasette's own included: the language, the release, the title of the room."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from newsarchive.reading import read_release
from newsarchive.reading.language import Language
from newsarchive.serving.mistakes import in_words
from newsarchive.serving.rendering import prepare_rendering
from newsarchive.serving.room import read_room
from newsarchive.serving.tables import carry, in_language, table_language


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> Any:
    """Learn once which release is being served; a served release never changes under its process."""

    async def learn() -> None:
        database = datasette.databases.get("public")
        release = await database.execute_fn(read_release) if database else None
        datasette.newsarchive_release = release
        here = bool(getattr(datasette, "newsarchive_warc", ()))
        room = {"release": release, "room": await read_room(datasette), "copies_here": here}
        datasette.newsarchive_templates.globals |= room

    return learn


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Globals, since error pages are rendered without the variables that plugins add.

    Kept by us: the versions of Datasette keep it under different names.
    """
    datasette.newsarchive_templates, datasette.newsarchive_pages = env, prepare_rendering(env)
    env.globals |= {"carry": carry, "in_language": in_language, "in_words": in_words}
    env.globals |= {"lang": Language(), "ask": None, "release": None, "room": {"title": "newsarchive", "license": ""}}


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(request: Any) -> dict[str, Any]:
    """The language of Datasette's own pages and of errors; ours are not rendered by Datasette."""
    return {"lang": table_language(request)}
