"""Our pages set by their templates, in the thread that read the database.

Datasette renders in the event loop and awaits every expression, which took a third of a page's time and let all other
readers wait; its own pages it still renders itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newsarchive.reading.request import Ask, Page
from newsarchive.reading.twin import to_json


def prepare_rendering(environment: Any) -> Any:
    """Datasette's Jinja environment without awaiting; templates and globals are the same.

    Templates lie in the installed package: none is looked at again after it was read.
    """
    return environment.overlay(enable_async=False, auto_reload=False)


def write_page(environment: Any, urls: Any, page: Page, ask: Ask) -> Page:
    """The page with its text: what the view wrote itself, else JSON where that is asked for, else HTML."""
    if page.text is not None or page.taking:
        return page
    if ask.parts.get("json"):
        return replace(page, text=to_json(page.data), media_type="application/json; charset=utf-8")
    context = {**page.context, "ask": ask, "lang": ask.language, "urls": urls}
    text = environment.get_template(page.template).render(context)
    return replace(page, text=text, media_type="text/html; charset=utf-8")
