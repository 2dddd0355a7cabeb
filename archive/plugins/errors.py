"""Errors: a page of ours in place of Datasette's, whose handler would run all the same."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from newsarchive.reading.security import is_page
from newsarchive.reading.twin import to_json
from newsarchive.serving.failure import Failure, explain


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Iterator[Any]:
    """Answer every exception; what Datasette would have answered is a function that is never called."""
    outcome: Any = yield
    readers = (Base400, DatasetteError) if is_page(request.path) else (Base400, DatasetteError, JSONDecodeError)
    failure = explain(exception, is_readers=isinstance(exception, readers))
    outcome.force_result([_answer(datasette, request, failure)])


async def _answer(datasette: Any, request: Any, failure: Failure) -> Any:
    if request.path.endswith(".json"):
        return Response(to_json(failure.to_dict()), failure.status, {}, "application/json; charset=utf-8")
    context = {"status": failure.status, "error": failure.message}
    return Response.html(await datasette.render_template("error.html", context, request), status=failure.status)
