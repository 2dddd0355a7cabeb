"""What a reader types, compiled to FTS5.

The language: bare words, `"a phrase"`, `"a b"~5` (close together), `a | b`, `-word`, `headline:`, `lead:`, `caption:`,
`byline:`, `prefix*`. Vietnamese words are several syllables, so bare words side by side are one thing: an exact phrase,
close together, or all of them anywhere. These three readings are the *tiers* of a query.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Literal

from newsarchive.cleaning.text import fold, uniform_tone
from newsarchive.exceptions import QueryError
from newsarchive.reading.tags import MARK
from newsarchive.reading.terms import Term, parse_terms

Tier = Literal["phrase", "near", "all"]
TIERS: tuple[Tier, ...] = ("phrase", "near", "all")

MAX_LENGTH = 500
"""Characters of a query; longer ones are a mistake or an attack."""
MAX_TERMS = 32

# In both languages, as Language.pick reads them.
_NO_WORD = "không có từ nào để tìm / there is no word to search for"
_ONLY_UNWANTED = "chỉ có từ để loại trừ / there are only words to leave out"


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query: FTS5 expressions for the folded index and, the same, for the exact one."""

    text: str
    """As typed, NFC."""
    folded: str
    """Expression for the table `fts`."""
    exact: str
    """Expression for the table `fts_exact`."""
    has_marks: bool
    """True when the reader typed marks or đ, so that exact hits come first."""
    has_tiers: bool
    """True when bare words stand side by side, so that the three tiers differ."""
    tier: Tier


Meanings = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
"""(word as typed, the words of each thing that it stands for)."""
_MOST_READINGS = 8
"""Readings of one term with abbreviations in it."""


def compile_query(text: str, *, tier: Tier = "near", meanings: Meanings = ()) -> Query:
    """Compile what a reader typed; with `meanings` bare words that are abbreviations also find what they stand for.

    Raises QueryError, with a message for the reader in both languages, when it cannot be searched for.

    >>> compile_query("cai cach hanh chinh").folded
    'NEAR("cai" "cach" "hanh" "chinh", 10)'
    >>> compile_query('headline:"Đức Minh" -bóng').folded
    '({headline} : "duc minh") NOT ("bong")'
    >>> compile_query("CCHC", meanings=(("CCHC", (("cải", "cách", "hành", "chính"),)),)).folded
    '("cchc" OR "cai cach hanh chinh")'
    >>> compile_query('headline:"Đức Minh" -bóng').exact
    '({headline} : "đức minh") NOT ("bóng")'
    """
    text = _clean(text)
    if len(text) > MAX_LENGTH:
        raise QueryError(f"dài hơn {MAX_LENGTH} ký tự / it is longer than {MAX_LENGTH} characters")
    wanted, unwanted = parse_terms(text)
    if not wanted:
        raise QueryError(_ONLY_UNWANTED if unwanted else _NO_WORD)
    if sum(len(term.words) for group in wanted for term in group) + len(unwanted) > MAX_TERMS:
        raise QueryError(f"có hơn {MAX_TERMS} tiếng / it has more than {MAX_TERMS} words")
    has_tiers = any(term.kind == "bare" and len(term.words) > 1 for group in wanted for term in group)
    wanted = [[reading for term in group for reading in _readings(term, dict(meanings))] for group in wanted]
    return Query(
        text=text,
        folded=_render(wanted, unwanted, fold, tier),
        exact=_render(wanted, unwanted, _exact, tier),
        has_marks=fold(text) != _exact(text),
        has_tiers=has_tiers,
        tier=tier,
    )


def _readings(term: Term, meanings: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[Term]:
    """The term as typed, then with its abbreviations spelled out; alone, one is looked for as a phrase.

    "KT-XH" is one abbreviation where an article spells it out, "UBND-HĐND" else two that stand close together.
    """
    yield term
    if term.typed in meanings:
        yield from (replace(term, words=words) for words in meanings[term.typed or ""])
        return
    if (term.kind != "bare" and term.typed is None) or not any(word in meanings for word in term.words):
        return
    choices = [((word,), *meanings.get(word, ())) for word in term.words]
    several: Literal["near", "bare"] = "near" if term.typed else "bare"
    kind: Literal["near", "bare", "phrase"] = several if len(term.words) > 1 else "phrase"
    for chosen in islice(product(*choices), 1, _MOST_READINGS):
        yield replace(term, words=tuple(word for words in chosen for word in words), kind=kind)


def _exact(text: str) -> str:
    return uniform_tone(text).lower()


def _clean(text: str) -> str:
    """NFC without control characters, lone surrogates, invisible ones and the mark of tags; FTS5 stops at a NUL."""
    text = "".join(" " if c == MARK or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", text).strip()


def _render(wanted: list[list[Term]], unwanted: list[Term], norm: Callable[[str], str], tier: Tier) -> str:
    groups = [[_express(term, norm, tier) for term in group] for group in wanted]
    joined = [group[0] if len(group) == 1 else f"({' OR '.join(group)})" for group in groups]
    expression = " AND ".join(joined)
    if not unwanted:
        return expression
    return f"({expression}) NOT ({' OR '.join(_express(term, norm, tier) for term in unwanted)})"


def _express(term: Term, norm: Callable[[str], str], tier: Tier) -> str:
    """FTS5 for one term. Words hold letters and digits only, so quoting them cannot be escaped from."""
    expression = " ".join(_pieces(term, [norm(word) for word in term.words], tier))
    return f"{{{term.field}}} : {expression}" if term.field else expression


def _pieces(term: Term, words: list[str], tier: Tier) -> Iterator[str]:
    quoted = " ".join(f'"{word}"' for word in words)
    if term.kind == "near" or (term.kind == "bare" and tier == "near" and len(words) > 1):
        yield f"NEAR({quoted}, {term.distance})"
    elif term.kind == "bare" and tier == "all" and len(words) > 1:
        yield "(" + " AND ".join(f'"{word}"' for word in words) + ")"
    else:
        yield '"' + " ".join(words) + '"' + (" *" if term.kind == "prefix" else "")
