"""What went wrong, told twice: to the reader without a word about the server, to the log with the whole traceback.

Datasette's own answer shows the reader the text of any exception and prints each with every variable around it; with a
page's data among these, printing took longer than any client waits, and nobody else was answered meanwhile.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is no page."""

    status: int
    title: str | None
    message: str
    """What the reader did wrong; empty when it was not the reader."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON, with Datasette's keys."""
        return {"ok": False, "error": str(self.message), "status": self.status, "title": self.title}


def explain(exception: Exception, *, is_readers: bool) -> Failure:
    """What to say of an exception; one that is not the reader's doing is logged and told as 500 alone.

    Datasette gives 500 to some mistakes in an address (a column to sort by that there is none of): they are 400 here.
    """
    if not is_readers:
        _LOG.error("a page could not be made", exc_info=exception)
        return Failure(500, None, "")
    status = getattr(exception, "status", 400)
    message = str(getattr(exception, "message", None) or (exception.args[0] if exception.args else ""))
    shown = Markup(message) if getattr(exception, "message_is_html", False) else message
    return Failure(status if status < 500 else 400, getattr(exception, "title", None), shown)
