"""What Datasette and SQLite say of a reader's mistake, in the words of the reading room."""

from __future__ import annotations

import re

from newsarchive.reading.language import Language

# The messages of Datasette 0.65 (views/table.py, views/database.py, filters.py, utils) and of SQLite 3.40.
_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"Cannot sort table by (?P<what>.+)", "mistake_sort"),
        (r"Cannot use _sort and _sort_desc at the same time", "mistake_sort_both"),
        (r"_size must be a positive integer", "mistake_size"),
        (r"_size must be <= (?P<what>\d+)", "mistake_size_most"),
        (r"_(?:no)?col=(?P<what>.+) - invalid columns", "mistake_column"),
        (r"Cannot search by that column", "mistake_search_column"),
        (r"(?P<what>_\w+)=? (?:is )?not allowed(?: for CSV streaming)?", "mistake_parameter"),
        (r"no such column: (?P<what>.+)", "mistake_column"),
        (r"no such table: (?P<what>.+)", "mistake_table"),
        (r"no such function: (?P<what>.+)", "mistake_function"),
        (r"near \"(?P<what>.*)\": syntax error", "mistake_syntax"),
        (r"unrecognized token: (?P<what>.+)", "mistake_syntax"),
        (r"fts5: syntax error near \"(?P<what>.*)\"", "mistake_syntax"),
        (r"incomplete input", "mistake_incomplete"),
        (r"Statement must be a SELECT", "mistake_select"),
        (r"You can only execute one statement at a time\.?", "mistake_select"),
        (r"(?:not authorized.*|access to .+ is prohibited)", "mistake_forbidden"),
        (r"(?:You do not have permission|Permission denied|Database download is forbidden).*", "mistake_forbidden"),
        (r".*SQL query took too long.*|interrupted", "mistake_late"),
    )
)


def in_words(message: object, lang: Language) -> str | None:
    """A message in this language; None for one that we do not know, which is shown as it was said.

    >>> in_words("no such column: tieu_de", Language("vi"))
    'Không có cột “tieu_de”.'
    >>> in_words("database schema has changed", Language("vi")) is None
    True
    """
    for pattern, key in _KNOWN:
        if match := pattern.fullmatch(str(message).strip()):
            return lang.say(key, **match.groupdict())
    return None
