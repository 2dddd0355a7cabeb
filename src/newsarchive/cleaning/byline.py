"""Bylines: who wrote it, who took the pictures, whom it was taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from newsarchive.article import Byline, Role
from newsarchive.cleaning.boilerplate import is_boilerplate
from newsarchive.cleaning.caption import parse_caption
from newsarchive.cleaning.credits import (
    Name,
    Piece,
    cut_address,
    ends_with_work,
    read_pieces,
    starts_with_label,
    strip_work,
    trim,
    unwrap,
)
from newsarchive.cleaning.dates import cut_moment
from newsarchive.cleaning.furniture import is_weak, say
from newsarchive.cleaning.names import (
    is_agency,
    is_desk,
    is_name_like,
    is_outlet,
    is_outlet_name,
    is_pen_name,
    is_person,
    is_placeholder,
    is_vietnamese_name,
)
from newsarchive.cleaning.text import clean_text

__all__ = ["is_person", "looks_like_byline", "names_somebody", "parse_byline", "parse_bylines"]

_SENTENCES = re.compile(r"[.!?]\s+[^\W\d_]{2,}.*[.!?]$")
_SENTENCE_END = re.compile(r"(?:[^.\s]{4,}\.|[!?:;…])$")
_CLAUSE = re.compile(r"""[:"“”!?]""")
# Labels that only a newsroom prints; "Tác giả: X" amid the body may be the facts of a book.
_NEWSROOM_WORK = frozenset(("tin", "bài", "bài viết", "thực hiện", "tổng hợp", "ghi", "lược ghi", "tường thuật"))
_WIRE = re.compile(r"(?:additional )?(?:reporting|writing) by (?=[^\W\d_])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LONGEST_BARE = 80
_LONGEST_LINE = 300
_LONGEST_LABELLED = 120
_MOST_WORDS = 6
_MOST_SIGNED = 4


def parse_byline(text: str) -> tuple[Byline, ...]:
    """Read a printed credit line into one record per name and role; () when it names nobody.

    Roles: text, photo, source. A newspaper, desk or content system alone is never an author; "PV", "Nhóm PV" and "CTV"
    name nobody. `raw` keeps the line as printed, since "Theo X" may stay ambiguous.

    >>> [(b.name, b.role) for b in parse_byline("Đức Minh, Thiên Thanh")]
    [('Đức Minh', 'text'), ('Thiên Thanh', 'text')]
    >>> [(b.name, b.role) for b in parse_byline("Tin, ảnh: P.Y")]
    [('P.Y', 'text'), ('P.Y', 'photo')]
    >>> [(b.name, b.role) for b in parse_byline("Tin: Tường An - Ảnh: Đỗ Hải")]
    [('Tường An', 'text'), ('Đỗ Hải', 'photo')]
    >>> [(b.name, b.role) for b in parse_byline("Theo MỘC LAM (VTC News)")]
    [('MỘC LAM', 'text'), ('VTC News', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Theo TTXVN/Vietnam+")]
    [('TTXVN/Vietnam+', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Tạ Nguyệt/Báo Tin tức")]
    [('Tạ Nguyệt', 'text'), ('Báo Tin tức', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Chí Lâm-BBL")]
    [('Chí Lâm', 'text')]
    >>> parse_byline("Nhóm P.V thực hiện"), parse_byline("Báo Bắc Ninh"), parse_byline("VCCorp vn")
    ((), (), ())
    """
    raw = clean_text(text)
    if len(raw) > _LONGEST_LINE:
        return ()
    line = unwrap(cut_address(cut_moment(raw)))
    if is_pen_name(line):
        return (Byline(line, "text", raw),)
    found = (Byline(name, role, raw) for piece in read_pieces(line) for name, role in _credits(piece) if name)
    return tuple(dict.fromkeys(found))


def parse_bylines(lines: Sequence[str]) -> tuple[Byline, ...]:
    """Read the credit lines of one article together: an outlet on its own line belongs to the "Theo X" above it.

    A line that is nothing but an outlet's name is the source the text was taken from.

    >>> [(b.name, b.role) for b in parse_bylines(["Theo Hạ Nhiêu", "Dân Việt"])]
    [('Hạ Nhiêu', 'text'), ('Dân Việt', 'source')]
    >>> [(b.name, b.role) for b in parse_bylines(["Bài: Thu Phượng", "Ảnh: Đỗ Hiền"])]
    [('Thu Phượng', 'text'), ('Đỗ Hiền', 'photo')]
    >>> [(b.name, b.role) for b in parse_bylines(["Thu Phượng", "Báo Sông Lam"])]
    [('Thu Phượng', 'text'), ('Báo Sông Lam', 'source')]
    """
    joined: list[str] = []
    for line in map(clean_text, lines):
        label = starts_with_label(joined[-1]) if joined else None
        if label and label.lastgroup == "source" and is_outlet(line) and not is_outlet(joined[-1][label.end() :]):
            joined[-1] += f" ({line})"
        else:
            joined.append(line)
    return tuple(dict.fromkeys(byline for line in joined for byline in parse_byline(line) or _outlet(line)))


def _outlet(line: str) -> tuple[Byline, ...]:
    name = trim(unwrap(line))
    return (Byline(name, "source", line),) if is_outlet_name(name) else ()


def looks_like_byline(line: str, *, last: bool) -> bool:
    """Whether a whole line is a byline rather than a sentence, a caption or a heading.

    `last`: the line stands at the end of the body, where a bare name is a byline; elsewhere only a labelled line is.

    >>> looks_like_byline("Đức Minh, Thiên Thanh", last=True), looks_like_byline("Nguyễn Văn Nam", last=False)
    (True, False)
    >>> looks_like_byline("Tin, ảnh: P.Y", last=False), looks_like_byline("Điểm cầu Trung ương", last=True)
    (True, False)
    >>> looks_like_byline("Ảnh: Toàn Vinh", last=False), looks_like_byline("Theo ông Nam, việc này khó.", last=True)
    (False, False)
    """
    if len(line) > (_LONGEST_LINE if "eporting by " in line else _LONGEST_LABELLED):
        return False
    line = clean_text(line)
    signed = bool(line) and _is_credit_line(line, last=last) and not is_boilerplate(line)
    return signed and (not is_weak(say(line)) or (last and is_desk(line)))


@lru_cache(maxsize=256)
def _is_credit_line(line: str, *, last: bool) -> bool:
    """`looks_like_byline` for a clean line that may still be a control of the page ("Ảnh: 5", "Facebook").

    Kept, since each step that may take a line away asks it again.
    """
    bare = unwrap(cut_address(cut_moment(line)))
    if is_placeholder(strip_work(bare)) or (last and (is_desk(bare) or _is_wire(bare))):
        return True
    label = starts_with_label(bare)
    if label:
        if label.lastgroup == "source" and last and _ADDRESS.fullmatch(bare[label.end() :]):
            return True
        sure = label.lastgroup in {"joined", "genre"} or (label["text"] or "").casefold() in _NEWSROOM_WORK
        return (sure or last) and not _SENTENCES.search(line) and (names_somebody(bare) or _is_stand_in(bare))
    if ends_with_work(bare):
        return names_somebody(bare)
    if not last or len(line) > _LONGEST_BARE or not _is_bare_names(bare):
        return False
    # "Thu Hoài." is signed like a sentence; of one word, or of many, it may be one.
    return not _SENTENCE_END.search(line) or (line.endswith(".") and 2 <= len(line.split()) <= _MOST_SIGNED)


def _is_wire(line: str) -> bool:
    """The last line of an agency's text: "Reporting by X in Y and Z; Editing by W". The places are nobody."""
    told = _WIRE.match(line) is not None
    return told and any(is_person(name.name) for piece in read_pieces(line) for name in piece.names)


def _credits(piece: Piece) -> Iterator[tuple[str, Role]]:
    """Names and roles of one piece; a piece without label that holds a clause names nobody."""
    if not piece.labelled and any(_is_clause(name.name) for name in piece.names):
        return
    beside_outlet = piece.source is not None or any(name.outlet or is_outlet(name.name) for name in piece.names)
    for name in piece.names:
        for role in piece.roles:
            if role == "source":
                yield from _taken(name, beside_outlet=beside_outlet, bracketed=piece.source is not None)
            elif is_person(name.name) or (role == "photo" and is_outlet(name.name)):
                yield name.name, role
            elif is_agency(name.name):
                yield name.name, "source"
        if name.outlet and "source" not in piece.roles:
            yield name.outlet, "source"
    if piece.source:
        yield piece.source, "source"


def _taken(name: Name, *, beside_outlet: bool, bracketed: bool) -> Iterator[tuple[str, Role]]:
    """Behind "Theo": a person only beside an outlet ("Theo X (VTC News)"); alone it may be a paper's name.

    Where brackets hold the outlet, what else is no person is an office ("Theo X - CEO Y (Z)").
    """
    person = is_person(name.name) and is_vietnamese_name(name.name)
    if name.outlet and not person:
        yield (name.printed if name.name else name.outlet), "source"
        return
    if name.name and not is_placeholder(name.name):
        if person and beside_outlet:
            yield name.name, "text"
        elif is_outlet(name.name) or (_is_source_like(name.name) and not bracketed):
            yield name.name, "source"
    if name.outlet:
        yield name.outlet, "source"


def _is_source_like(name: str) -> bool:
    return name[0].isupper() and len(name.split()) <= _MOST_WORDS and not _CLAUSE.search(name)


def _is_clause(name: str) -> bool:
    """Part of a sentence or title rather than a name, a desk or an account."""
    words = name.split()
    if is_placeholder(name):
        return False
    return _CLAUSE.search(name) is not None or len(words) > _MOST_WORDS or (len(words) > 1 and words[0].islower())


def _is_stand_in(line: str) -> bool:
    """A credit alone that names nobody: "Ảnh: NVCC"."""
    caption = parse_caption(line)
    return caption.text is None and caption.credit is not None


def names_somebody(line: str) -> bool:
    """Whether everything behind the labels is a name, an outlet or a placeholder: no sentence is taken for one."""
    pieces = read_pieces(line)
    return bool(pieces) and all(_is_credit(piece, is_person) for piece in pieces)


def _is_credit(piece: Piece, person: Callable[[str], bool]) -> bool:
    """Whether the piece credits somebody and nothing in it is anything else."""
    judge = _is_capitalised if "source" in piece.roles else person
    pictured = "photo" in piece.roles
    return bool(piece.names or piece.source) and all(
        _is_credited(name, judge) or (pictured and _is_stand_in(f"Ảnh: {name.name}")) for name in piece.names
    )


def _is_credited(name: Name, person: Callable[[str], bool]) -> bool:
    if not name.name:
        return name.outlet is not None
    if name.outlet:
        return _is_capitalised(name.name)
    return person(name.name) or is_outlet_name(name.name) or is_placeholder(name.name)


def _is_capitalised(name: str) -> bool:
    words = name.split()
    return len(words) <= _MOST_WORDS and all(word[0].isupper() for word in words)


def _is_bare_names(line: str) -> bool:
    """Names alone; a source in brackets or behind "Theo" makes any person's name good enough."""
    pieces = read_pieces(line)
    sourced = any(piece.source or piece.labelled for piece in pieces)
    return bool(pieces) and all(_is_credit(piece, is_person if sourced else is_name_like) for piece in pieces)
