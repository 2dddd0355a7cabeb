"""Errors that a reader's request causes: a page of ours and no traceback (Datasette prints one for each 404)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from newsarchive.reading.pages import to_json


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Iterator[Any]:
    """Answer 4xx in place of Datasette, whose handler would run all the same; anything else is a bug and stays its."""
    outcome: Any = yield
    status = getattr(exception, "status", 500)
    if isinstance(exception, (Base400, DatasetteError)) and status < 500:
        outcome.force_result([_answer(datasette, request, exception, status)])


async def _answer(datasette: Any, request: Any, exception: Any, status: int) -> Any:
    message = getattr(exception, "message", None) or (exception.args[0] if exception.args else "")
    title = getattr(exception, "title", None)
    if request.path.endswith(".json"):
        data = {"ok": False, "error": str(message), "status": status, "title": title}
        return Response(to_json(data), status, {}, "application/json; charset=utf-8")
    shown = Markup(message) if getattr(exception, "message_is_html", False) else message
    context = {"status": status, "error": shown, "title": title}
    return Response.html(await datasette.render_template("error.html", context, request), status=status)
