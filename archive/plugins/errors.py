"""Errors that a reader's request causes: a page of ours and no traceback (Datasette prints one for each 404)."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from newsarchive.reading.pages import to_json


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer 4xx; anything else is a bug and stays Datasette's."""
    status = getattr(exception, "status", 500)
    if not isinstance(exception, (Base400, DatasetteError)) or status >= 500:
        return None
    message = getattr(exception, "message", None) or (exception.args[0] if exception.args else "")

    async def answer() -> Any:
        if request.path.endswith(".json"):
            data = {"ok": False, "error": str(message), "status": status, "title": getattr(exception, "title", None)}
            return Response(to_json(data), status, {}, "application/json; charset=utf-8")
        shown = Markup(message) if getattr(exception, "message_is_html", False) else message
        context = {"status": status, "error": shown, "title": getattr(exception, "title", None)}
        return Response.html(await datasette.render_template("error.html", context, request), status=status)

    return answer
