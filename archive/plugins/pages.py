"""The reading room's own pages: each route of newsarchive.reading.pages, run on a connection of Datasette's pool."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import AsgiStream, Response

from newsarchive.reading.pages import NO_RELEASE, ROUTES, Ask, View, to_json
from newsarchive.reading.taking import Taking


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Every page, in both languages."""
    config = datasette.plugin_config("newsarchive") or {}
    return [(pattern, _answer(view, config.get("time_limit_ms", 5_000))) for pattern, view in ROUTES]


def _answer(view: View, limit_ms: int) -> Any:
    async def answer(datasette: Any, request: Any) -> Any:
        host = f"{request.scheme}://{request.headers.get('host', '')}"
        ask = Ask(request.path, {key: request.args[key] for key in request.args}, request.url_vars, host)

        def read(db: Any) -> Any:
            with sqlite_timelimit(db, limit_ms):
                return view(db, ask)

        database = datasette.databases.get("public")
        page = await database.execute_fn(read) if database else NO_RELEASE
        headers = {"content-language": ask.language.code}
        if page.taking:
            return _stream(database, page.taking, limit_ms)
        if page.text is not None:
            return Response(page.text, page.status, headers, page.media_type)
        if ask.parts.get("json"):
            return Response(to_json(page.data), page.status, headers, "application/json; charset=utf-8")
        context = {**page.context, "ask": ask, "lang": ask.language}
        return Response.html(await datasette.render_template(page.template, context, request), page.status, headers)

    return answer


class _Download(AsgiStream):  # type: ignore[misc]
    """A stream that never looks whole when it is not: out of time, it leaves the answer without its end.

    The server then closes the connection, and every HTTP/1.1 client sees that the last chunk is missing.
    """

    async def asgi_send(self, send: Any) -> None:
        try:
            await super().asgi_send(send)
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise


def _stream(database: Any, taking: Taking, limit_ms: int) -> Any:
    """A file of any length; each piece is read within the time limit of a page."""

    def read(db: Any) -> str | None:
        with sqlite_timelimit(db, limit_ms):
            return taking.next_piece(db)

    async def write(writer: Any) -> None:
        while (piece := await database.execute_fn(read)) is not None:
            await writer.write(piece)

    headers = {"content-disposition": f'attachment; filename="{taking.filename}"'}
    return _Download(write, 200, headers, taking.media_type)
