"""Lines that consist of the fixed phrases of page furniture, one or several, with counts and signs between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from newsarchive.cleaning import wording, wording_english

_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"\W*(?:\d[\dk]*\W+)*(\w+)(?:\W+(\w+))?")
_BETWEEN = r"[\s|•·,:;!?.…»›>«<\[\]()/*+–—-]*"
_COUNT = r"\(?\s*\d{1,6}(?:[.,]\d{1,3})?[kK]?\s*\)?"
_FORM = wording.FORM + wording_english.FORM
_STRONG = (
    *wording.STRONG, *wording.TAGS, *wording_english.COMMENTS, *wording_english.TOOLS,
    *wording_english.ADVERTISING, *wording_english.IMPRINT,
)  # fmt: skip
_LISTS = wording.LISTS + wording_english.LISTS
_WEAK = wording.WEAK + wording_english.WEAK
_SURE = {"form": _FORM, "strong": _STRONG, "lists": _LISTS, "weak": _WEAK}
_NONE: frozenset[str] = frozenset()
_COMPANY = {"form": _FORM + _STRONG + _WEAK, "strong": _STRONG + _LISTS + _WEAK, "lists": (), "weak": _WEAK}


def consists_of(kind: str, said: str) -> bool:
    """Whether the whole line, as `furniture.say` writes it, is phrases of a kind: form, strong, lists or weak.

    Asked of every short line, so nearly all are turned away by their words.
    """
    return kind in _kinds(said) and _phrases(kind).fullmatch(said) is not None


@lru_cache(maxsize=128)
def _kinds(said: str) -> frozenset[str]:
    """Kinds of phrases that a line may consist of: it begins like one of their company and holds the first two words of
    a sure one, or its only one; kept as `say` keeps it."""
    first, second = _open(said)
    kinds = _openings()
    begun = kinds.get((first, ""), _NONE) | kinds.get((first, second), _NONE)
    if not begun:
        return begun
    words = _WORD.findall(said)
    pairs = {*zip(words), *pairwise(words)}
    return frozenset(kind for kind in begun if not _heads(kind).isdisjoint(pairs))


@cache
def _openings() -> dict[tuple[str, str], frozenset[str]]:
    """By the first two words of a phrase, or its only one, the kinds in whose company it is, or which it is of."""
    heads = {kind: frozenset(map(_open, (*_SURE[kind], *_COMPANY[kind]))) for kind in _SURE}
    words = frozenset().union(*heads.values())
    return {pair: frozenset(kind for kind in heads if pair in heads[kind]) for pair in words}


def _open(said: str) -> tuple[str, str]:
    """The first two words of a line behind the counts it begins with; "" for one that it has not."""
    found = _OPENING.match(said)
    return (found[1], found[2] or "") if found else ("", "")


@cache
def _heads(kind: str) -> frozenset[tuple[str, ...]]:
    """The first two words of the sure phrases: a line that holds one has them side by side."""
    return frozenset(tuple(_WORD.findall(phrase)[:2]) for phrase in _SURE[kind])


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    """A whole line with at least one sure phrase of the kind, and beside it only phrases of its company and counts."""
    one = _either(_SURE[kind])
    if not _COMPANY[kind]:
        return re.compile(rf"{_BETWEEN}{one}{_BETWEEN}")
    other = rf"(?:{_either(_COMPANY[kind])}|{_COUNT}){_BETWEEN}"
    # Possessive at the end, few before: no line can make the match explode.
    return re.compile(rf"{_BETWEEN}(?:{other}){{0,4}}?{one}{_BETWEEN}(?:{other})*+")


def count_weak(said: str) -> int:
    """How many weak phrases the line holds."""
    return len(_weak_words().findall(said))


@cache
def _weak_words() -> re.Pattern[str]:
    return re.compile(_either(_WEAK))


def _either(phrases: Iterable[str]) -> str:
    """Any of the phrases as whole words, the longest first, never given back."""
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return r"(?<!\w)(?>" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
