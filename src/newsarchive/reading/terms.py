"""The words of a query, cut into terms; nothing in here knows FTS5."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from newsarchive.cleaning.text import fold

NEAR = 10
"""Syllables between bare words that stand close together (reading-room measurement: 10 finds what a phrase finds)."""

_FIELDS = {
    "headline": "headline", "title": "headline", "tieude": "headline",
    "lead": "lead", "sapo": "lead",
    "body": "body", "noidung": "body",
    "caption": "captions", "chuthich": "captions",
    "byline": "byline", "tacgia": "byline",
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<minus>-(?=\S))?
    (?: (?P<field>[^\W\d_]+) : (?=["\w]) )?
    (?: "(?P<phrase>[^"]*)(?:"(?:~(?P<near>\d{1,3}))?|$)     # a forgotten closing quote ends with the query
      | (?P<bar>\|)
      | (?P<word>[^\s"|]+) )
    """,
    re.VERBOSE,
)


_SIGNS = ".,;:!?()[]“”'"
"""What may stand around a word."""


@dataclass(frozen=True, slots=True)
class Term:
    words: tuple[str, ...]
    kind: Literal["bare", "phrase", "near", "prefix"]
    field: str | None = None
    distance: int = NEAR
    typed: str | None = None
    """A word that signs part, as it was typed: "KT-XH"; None for every other term."""


def parse_terms(text: str) -> tuple[list[list[Term]], list[Term]]:
    """(groups of alternatives that must all be met, terms that must not occur)."""
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    joined = False
    run: list[str] = []

    def settle() -> None:
        if run:
            add(Term(tuple(run), "bare"))
            run.clear()

    def add(term: Term) -> None:
        nonlocal joined
        if joined and wanted:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        joined = False

    for match in _TOKEN.finditer(text):
        if match["bar"]:
            settle()
            joined = bool(wanted)
        elif (term := _term(match)) is None:
            continue
        elif match["minus"]:
            settle()
            unwanted.append(term)
        elif term.kind == "bare" and term.field is None:
            run.extend(term.words)
        else:
            settle()
            add(term)
    settle()
    return wanted, unwanted


def _term(match: re.Match[str]) -> Term | None:
    """One token as a term; None when it holds nothing that the index knows."""
    field, prefix = _field(match["field"])
    if match["phrase"] is not None:
        words = _words(prefix + match["phrase"])
        if not words:
            return None
        if match["near"] and len(words) > 1:
            return Term(words, "near", field, min(int(match["near"]), 100))
        return Term(words, "phrase", field)
    words = _words(prefix + match["word"])
    if not words:
        return None
    if match["word"].endswith("*") and len(words[-1]) > 1:
        return Term(words, "prefix", field)
    is_one = len(words) == 1
    return Term(words, "bare" if is_one else "phrase", field, typed=None if is_one else match["word"].strip(_SIGNS))


def _field(name: str | None) -> tuple[str | None, str]:
    """(column, text to keep): a name that is no field is a word like any other."""
    if name is None:
        return None, ""
    column = _FIELDS.get(fold(name))
    return (column, "") if column else (None, name + " ")


def _words(text: str) -> tuple[str, ...]:
    """The words as unicode61 sees them: letters, digits, private use; all else parts them."""
    words = "".join(c if _is_token(c) else " " for c in text).split()
    return tuple(word for word in words if any(unicodedata.category(c) != "Mn" for c in word))


def _is_token(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "Mn")
