"""The language of Datasette's own pages, whose paths know none: `_lang=en` in the address, carried from page to page.

Datasette keeps parameters that begin with `_` in its own links (sorting, facets, the next page) and in its forms.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from newsarchive.reading.language import CODES, Language

_PARAMETER = "_lang"


def table_language(request: Any) -> Language:
    """The language that the address names, by parameter or as our pages do by prefix; else Vietnamese."""
    asked = request.args.get(_PARAMETER) if request else None
    by_path = next((code for code in CODES if request and request.path.startswith(f"/{code}/")), CODES[0])
    return Language(next((code for code in CODES if code == asked), by_path))


def in_language(request: Any, code: str) -> str:
    """The address of this page in another language."""
    kept = [(key, value) for key, value in parse_qsl(request.query_string, True) if key != _PARAMETER]
    query = urlencode(kept if code == CODES[0] else [*kept, (_PARAMETER, code)])
    return f"{request.path}?{query}" if query else str(request.path)


def carry(address: object, lang: Language) -> str:
    """The address of another page of Datasette's, in this language.

    >>> carry("/public/articles", Language("en")), carry("/public?sql=select+1", Language())
    ('/public/articles?_lang=en', '/public?sql=select+1')
    """
    if lang.code == CODES[0]:
        return str(address)
    return f"{address}{'&' if '?' in str(address) else '?'}{_PARAMETER}={lang.code}"
