"""The reading room's own pages: each route of newsarchive.reading.pages, run on a connection of Datasette's pool."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from newsarchive.reading.pages import NO_RELEASE, ROUTES
from newsarchive.reading.request import Ask, Page, View
from newsarchive.serving.download import Download
from newsarchive.serving.rendering import write_page
from newsarchive.serving.replay import copy_routes


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Every page, in both languages."""
    config = datasette.plugin_config("newsarchive") or {}
    routes = (*copy_routes(getattr(datasette, "newsarchive_warc", ())), *ROUTES)
    return [(pattern, _answer(view, config.get("time_limit_ms", 5_000))) for pattern, view in routes]


def _answer(view: View, limit_ms: int) -> Any:
    async def answer(datasette: Any, request: Any) -> Any:
        host = f"{request.scheme}://{request.headers.get('host', '')}"
        args = {key: request.args[key] for key in request.args}
        ask = Ask(request.path, args, request.url_vars, host, request.headers, request.query_string)

        database = datasette.databases.get("public")

        async def within_limit(read: Any) -> Any:
            def run(db: Any) -> Any:
                with sqlite_timelimit(db, limit_ms):
                    return read(db)

            return await database.execute_fn(run)

        def page_of(db: Any) -> Page:
            page = view(db, ask) if database else NO_RELEASE
            return write_page(datasette.newsarchive_pages, datasette.urls, page, ask)

        page = await within_limit(page_of) if database else page_of(None)
        if page.taking:
            return Download(page.taking, within_limit)
        headers = {"content-language": ask.language.code, **page.headers}
        return Response(page.text, page.status, headers, page.media_type)

    return answer
