"""What every template may lean on: the language and the release, on Datasette's own pages too."""

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
        datasette.jinja_env.globals["release"] = release

    return learn


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Globals, since error pages are rendered without the variables that plugins add."""
    env.globals |= {"lang": Language(), "ask": None, "release": None}


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Where the tables are, for the menu."""
    return {"has_release": "public" in datasette.databases}
