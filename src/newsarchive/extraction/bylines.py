"""Bylines: the credit lines in and around the body, and the rare metadata that names a person.

Sources in order of trust: the line printed at the end of the body, elements made for the author, metadata. The first
source that names a writer decides; pictures and sources are added from all printed ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from newsarchive.article import Byline, Evidence
from newsarchive.cleaning.byline import (
    is_person,
    looks_like_byline,
    parse_byline,
    parse_bylines,
)
from newsarchive.cleaning.credits import starts_with_label, unwrap
from newsarchive.cleaning.glued import split_signature, split_trailing_byline
from newsarchive.cleaning.names import is_pen_name
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.authors import is_author_element
from newsarchive.extraction.context import Context
from newsarchive.extraction.documents import mark_signatures
from newsarchive.extraction.element import Element, chain, text_of
from newsarchive.extraction.likeness import key
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece
from newsarchive.press import Newspaper

_QUESTION = re.compile(r"(?:câu\s+)?hỏi\s*\d*\s*[:：]", re.IGNORECASE)
_ANSWER = re.compile(r"(?:xin\s+)?(?:trả\s+lời|đáp)\b.{0,60}?[:：]|(?:trả\s+lời|đáp)\s", re.IGNORECASE)
_MAIL = re.compile(r"\(?(?:e-?mail\s*:\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?", re.IGNORECASE)
_TAIL = 6
_SHORT = 150
_LONGEST_GLUED = 5000


def take_bylines(pieces: list[Piece], made_for: set[Element]) -> tuple[list[Piece], list[str]]:
    """The pieces without credit lines, and these lines as printed, in reading order.

    A line is a credit where an element is made for it, where it is labelled, or where it stands at the end of the body
    in the form of names; a right-aligned bold line counts as an end even when lists or pictures follow.
    """
    for piece in pieces:
        if _is_made_for(piece, made_for):
            _take(piece, "element made for the author")
    mark_signatures(pieces)
    signed = [piece for piece in pieces if piece.role == "byline" and _is_bare(piece)]
    others = [piece for piece in pieces if piece.role != "byline" and not piece.signed]
    _take_ending(_ending(others), _style(signed[-1]) if signed else None)
    texts = [piece for piece in pieces if piece.kind == "text" and piece.role != "caption" and not piece.signed]
    for at, piece in enumerate(texts):
        if piece.role == "" and _is_labelled(piece) and not _asks(texts, at):
            _take(piece, "labelled credit line")
    lines = [piece.text for piece in pieces if piece.role == "byline"]
    pieces = _cut_glued([piece for piece in pieces if piece.role != "byline"], lines)
    if not lines:
        _cut_signature(pieces, lines)
    return pieces, lines


def _take_ending(pieces: Iterable[Piece], style: tuple[bool, bool] | None) -> None:
    """Credit lines from the end upwards. Bare names in another style than those below them are the article's: a list
    of winners above the byline. `style`: that of names which are taken already."""
    mails: list[Piece] = []
    for piece in pieces:
        if "@" in piece.text and _MAIL.fullmatch(piece.text):
            mails.append(piece)
            continue
        if (piece.kind == "item" or (style is not None and style != _style(piece))) and _is_bare(piece):
            break
        if looks_like_byline(piece.text, last=True) or _is_pen_name(piece):
            _take(piece, "credit line at the end of the body")
            for mail in mails:
                _take(mail, "address of who signs above it")
            mails = []
            style = _style(piece) if _is_bare(piece) else style
        elif not _may_follow(piece):
            break


def _is_bare(piece: Piece) -> bool:
    return not looks_like_byline(piece.text, last=False) and starts_with_label(unwrap(piece.text)) is None


def _style(piece: Piece) -> tuple[bool, bool]:
    return piece.align == "right", piece.bold > 0.5


def _asks(texts: list[Piece], at: int) -> bool:
    """The name is that of a reader who asks: a question stands before it, or an answer behind it."""
    before = texts[at - 1].text if at else ""
    behind = [piece.text for piece in texts[at + 1 : at + 3] if not piece.text.startswith("(")][:1]
    if looks_like_byline(texts[at].text, last=False) or not behind:
        return False
    return before.endswith("?") or _QUESTION.match(before) is not None or _ANSWER.match(behind[0]) is not None


def _take(piece: Piece, why: str) -> None:
    piece.role, piece.why = "byline", why


def read_bylines(
    context: Context, lines: list[str], boxes: list[str]
) -> tuple[tuple[Byline, ...], dict[str, Evidence | None]]:
    """The article's bylines; where they were read from, together and one by one ("bylines[0]").

    `lines`: credit lines taken from the body; `boxes`: texts of author elements outside it.
    """
    layout, barred = context.layout, _barred(context.page, context.newspaper)
    sources: list[tuple[str, tuple[Byline, ...], str]] = []
    if found := _allowed(parse_bylines(lines), barred):
        sources.append(("end of body", found, " / ".join(lines)))
    if found := _allowed((byline for text in boxes for byline in parse_byline(text)), barred):
        rule = f"layout:{layout.id} byline" if layout is not None and context.select("byline") else "author element"
        sources.append((rule, found, " / ".join(boxes)))
    if not any(byline.role == "text" for _, found, _ in sources for byline in found):
        sources += _from_metadata(context.metadata, barred)
    chosen: dict[tuple[str, str], tuple[Byline, str]] = {}
    written = False
    for rule, found, _ in sources:
        for byline in found:
            if byline.role == "text" and written:
                continue
            chosen.setdefault((key(byline.name), byline.role), (byline, rule))
        written = written or any(byline.role == "text" for byline in found)
    told: dict[str, Evidence | None] = {}
    if sources:
        told["bylines"] = Evidence(sources[0][0], sources[0][2])
    for number, (byline, rule) in enumerate(chosen.values()):
        told[f"bylines[{number}]"] = Evidence(rule, byline.raw)
    if unnamed := _unnamed([*lines, *boxes], [byline for _, found, _ in sources for byline in found]):
        told["bylines unnamed" if sources else "bylines"] = Evidence("credit that names nobody", " / ".join(unnamed))
    return tuple(byline for byline, _ in chosen.values()), told


def _unnamed(lines: list[str], named: list[Byline]) -> list[str]:
    """Credit lines that gave no byline ("Nhóm P.V", the paper's name): gone from the text, so kept here."""
    return [line for line in lines if not any(clean_text(line) in byline.raw for byline in named)]


def _is_made_for(piece: Piece, made_for: set[Element]) -> bool:
    if piece.kind != "text" or piece.role == "caption" or len(piece.text) > _SHORT:
        return False
    near = chain(piece.element, 3)
    if not made_for.isdisjoint(near):
        return True
    if not any(map(is_author_element, near[:2])):
        return False
    return looks_like_byline(piece.text, last=True) or is_pen_name(piece.text)


def _ending(pieces: list[Piece]) -> Iterable[Piece]:
    """Text from the end of the body upwards, past pictures and captions."""
    texts = [
        piece
        for piece in pieces
        if piece.kind in {"text", "item"} or (piece.kind == "heading" and len(piece.text) < 60)
    ]
    return [piece for piece in reversed(texts) if piece.role != "caption"][:_TAIL]


def _is_pen_name(piece: Piece) -> bool:
    """A name in lower case, set at the right and in bold or italics: nothing else stands so at the end of a text."""
    return piece.align == "right" and max(piece.bold, piece.italic) > 0.9 and is_pen_name(piece.text)


def _may_follow(piece: Piece) -> bool:
    """Lines that newsrooms print below the byline: a source's address, a note in brackets, an unread credit."""
    text = piece.text
    return len(text) < 80 and (text.startswith(("(", "*", "http", "www")) or piece.align == "right")


def _is_labelled(piece: Piece) -> bool:
    return len(piece.text) <= _SHORT and looks_like_byline(piece.text, last=piece.align == "right" and piece.bold > 0.5)


def _cut_glued(pieces: list[Piece], lines: list[str]) -> list[Piece]:
    """Cut a labelled credit that is glued to the last paragraph or to a caption."""
    texts = [piece for piece in pieces if piece.kind == "text"]
    for piece in texts[-2:]:
        if len(piece.text) > _LONGEST_GLUED:
            continue
        rest, credit = split_trailing_byline(piece.text)
        if credit:
            piece.text = clean_text(rest)
            lines.append(credit)
    return pieces


def _cut_signature(pieces: list[Piece], lines: list[str]) -> None:
    """Cut bare names that are glued to the last paragraph, where no line of its own signs the article."""
    texts = [piece for piece in pieces if piece.kind == "text" and piece.role == ""]
    if not texts or len(texts[-1].text) > _LONGEST_GLUED:
        return
    last = texts[-1]
    rest, names = split_signature(last.text, marked=False)
    if names is None:
        rest, names = split_signature(last.text, marked=True)
        bold = (text_of(part) for part in last.element.iter("b", "strong"))
        names = names if names and any(part == names for part in bold) else None
    if names:
        last.text = rest
        lines.append(names)


def _barred(page: Page, newspaper: Newspaper | None) -> frozenset[str]:
    """Names that sign pages of this site without being persons."""
    own = (newspaper.name, *newspaper.names, *newspaper.never_author) if newspaper else ()
    return _keys(own).union(map(key, page.metas.get("og:site_name", ())))


@lru_cache(maxsize=256)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    """Kept, since all pages of a newspaper ask for the same."""
    return frozenset(map(key, names))


def _allowed(bylines: Iterable[Byline], barred: frozenset[str]) -> tuple[Byline, ...]:
    return tuple(byline for byline in bylines if key(byline.name) not in barred)


def _from_metadata(metadata: Metadata, barred: frozenset[str]) -> list[tuple[str, tuple[Byline, ...], str]]:
    """Metadata counts only when it names a person: mostly it holds the paper, the desk or an account."""
    for rule, claims in groupby(metadata.authors, key=lambda told: told.rule):
        told = [(people, claim.raw or "") for claim in claims if (people := _people(claim.raw or "", barred))]
        if told:
            named = tuple(dict.fromkeys(byline for people, _ in told for byline in people))
            return [(rule, named, ", ".join(raw for _, raw in told))]
    return []


def _people(raw: str, barred: frozenset[str]) -> tuple[Byline, ...]:
    """The persons that a claim names; none where it names anything else as well."""
    found = _allowed(parse_byline(raw), barred)
    people = tuple(
        byline for byline in found if byline.role == "text" and is_person(byline.name) and " " in byline.name
    )
    return people if len(people) == len(found) else ()
