"""Headers of every response: the release that answers, and what a browser may do with the page."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from newsarchive.reading.security import response_headers


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    """Add headers that the page has not set itself."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            async def send_with_headers(message: Any) -> None:
                if message["type"] == "http.response.start":
                    release = getattr(datasette, "newsarchive_release", None)
                    extra = response_headers(release.id if release else None)
                    have = {name.lower() for name, _ in message.get("headers", ())}
                    message["headers"] = [*message.get("headers", ()), *(pair for pair in extra if pair[0] not in have)]
                await send(message)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap
