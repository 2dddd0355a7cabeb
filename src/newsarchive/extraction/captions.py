"""Captions: which lines are about a picture rather than part of the text, and which picture.

What newsrooms do, surest first: an element made for captions; the only text in a picture's table or figure; a line that
repeats the picture's alt; a line behind the picture that is centred, in italics, or ends with a photo credit.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from newsarchive.cleaning.byline import looks_like_byline
from newsarchive.cleaning.caption import (
    has_credit,
    is_caption_label,
    is_kind_of_picture,
    parse_caption,
    split_credit,
)
from newsarchive.cleaning.glued import split_trailing_byline
from newsarchive.extraction.above import lines_above
from newsarchive.extraction.below import lines_below
from newsarchive.extraction.element import Element
from newsarchive.extraction.likeness import alike, same
from newsarchive.extraction.made import Made, is_named_in_group
from newsarchive.extraction.pieces import Piece

_SAID, _ASKED = ("- ", "– ", "— "), ("?", ":")
_MADE_FOR = "element made for captions"
_BEHIND = "line behind a picture, by its form"
_ABOVE = "line over a picture, by its form and the page's habit"
_CREDITED = "short line that ends with a photo credit"
_GLUED = "caption with its credit, glued to the paragraph behind the picture"
CAPTION_RULES = frozenset({_MADE_FOR, _BEHIND, _ABOVE, _CREDITED, _GLUED})
_SMALL = frozenset({"h5", "h6"})
"""Headings that newsrooms set in the middle below a picture for their small type."""
_LONGEST = 400
_LONG_LINE = 100
_LONGEST_UNMARKED = 220
_LONGEST_GLUED = 3000


def find_captions(
    pieces: list[Piece],
    explicit: set[Element],
    headline: str | None,
    credited: Set[Element] = frozenset(),
    *,
    beside: bool = True,
) -> None:
    """Mark the pieces that are captions; boxes are read like the body.

    `credited` elements are bylines wherever they stand: "Thu Vân - Ảnh: Hoàng Lâm" has the form of a caption.
    `beside`: a line in a picture's own paragraph is its caption, as Vietnamese newsrooms have it. Elsewhere the first
    paragraph often begins with the picture.
    """
    pieces = [piece for piece in pieces if piece.element not in credited]
    if not beside:
        for piece in pieces:
            piece.beside_image = False
    _find(pieces, Made(explicit), headline)


def _find(pieces: list[Piece], made: Made, headline: str | None) -> None:
    plain = _is_plain(pieces)
    unmarked = lines_below(pieces)
    image: Piece | None = None
    labelled = False
    said_before: Piece | None = None
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if piece.kind == "box":
            _find(piece.inner, made, headline)
            image = None
        elif piece.kind == "image":
            image = piece
        elif piece.kind in {"text", "heading", "item"}:
            if same(piece.text, headline):
                continue
            made_for = made.holds(piece)
            follows = not made_for and (
                (image is not None and _follows(piece, image, plain=plain, labelled=labelled))
                or id(piece) in unmarked
                or (said_before is not None and _credits(piece, said_before))
            )
            # "Bài: X; ảnh: Y" ends like a caption and is a byline; a caption's own element says otherwise.
            if made_for or (
                (follows or _stands_alone(piece))
                and not _signs(piece, behind=follows, next_to=image is not None and before is image)
            ):
                piece.role = "caption"
                piece.why = _MADE_FOR if made_for else _BEHIND if follows else _CREDITED
            # One line by its form alone: the next one in italics is a quotation. Only made captions may be several.
            said_before = piece if follows and piece.role == "caption" else None
            labelled = is_caption_label(piece.text)
            if not made_for and not labelled:
                image = None
        else:
            image = None
    for line in lines_above(pieces, lambda piece: _looks_captioned(piece, headline, plain=plain)):
        if line.role == "":
            line.role, line.why = "caption", _ABOVE


def split_glued_captions(pieces: list[Piece]) -> list[Piece]:
    """A caption glued to the head of the paragraph behind its picture becomes a piece of its own."""
    parted: list[Piece] = []
    for piece in pieces:
        behind = bool(parted) and parted[-1].kind == "image"
        caption, rest = (
            split_credit(piece.text)
            if piece.kind == "text" and behind and len(piece.text) < _LONGEST_GLUED
            else (None, piece.text)
        )
        if caption:
            parted.append(Piece("text", piece.element, caption, role="caption", why=_GLUED, group=piece.group))
            piece.text = rest
        parted.append(piece)
    return parted


def _signs(piece: Piece, *, behind: bool, next_to: bool) -> bool:
    """A credit line for the text, which may end like a caption: "Bài: X; ảnh: Y", and "X - Ảnh: Y" where no picture
    stands before it or it is set at the right. A paragraph that such a line is glued to is a paragraph."""
    alone = next_to and parse_caption(piece.text).text is None  # "Ảnh: Vũ Hoài" right under its picture
    last = not behind or (piece.align == "right" and not alone)
    return looks_like_byline(piece.text, last=last) or (
        not behind and len(piece.text) > _LONG_LINE and split_trailing_byline(piece.text)[1] is not None
    )


def _credits(piece: Piece, caption: Piece) -> bool:
    """The photographer on a line of its own, set like the caption above it."""
    alike_set = (piece.align, piece.italic > 0.9, piece.bold > 0.9) == (
        caption.align,
        caption.italic > 0.9,
        caption.bold > 0.9,
    )
    told = piece.kind == "text" and alike_set and caption.align == "center"
    return told and has_credit(piece.text) and parse_caption(piece.text).text is None


def _follows(piece: Piece, image: Piece, *, plain: bool, labelled: bool) -> bool:
    """A line behind a picture whose form says that it is about it. `labelled`: "Chú thích ảnh" announced it."""
    if len(piece.text) > _LONGEST or is_caption_label(piece.text):
        return False
    if piece.kind != "text":
        return piece.element.tag in _SMALL and piece.align == "center"
    if labelled and len(piece.text) <= _LONGEST_UNMARKED:
        return True
    # The comparison with the alt is by far the dearest.
    return (
        _is_set_apart(piece, plain=plain)
        or is_kind_of_picture(piece.text)
        or has_credit(piece.text)
        or _repeats(piece.text, image.alt)
    )


def _is_set_apart(piece: Piece, *, plain: bool) -> bool:
    """Marked as a caption or in the picture's own paragraph, and neither a sub-heading nor somebody's words."""
    heavy = piece.bold > 0.9 and not (piece.italic > 0.9 and piece.align == "center")
    if _is_said(piece.text) or heavy or piece.align == "right":
        return False
    longest = 160 if piece.text.endswith(".") else _LONGEST_UNMARKED
    return (piece.beside_image and len(piece.text) <= longest) or _is_marked(piece, plain=plain)


def _repeats(text: str, alt: str) -> bool:
    return bool(alt) and (same(text, alt) or (len(alt) > 30 and alike(text, alt)))


def _is_marked(piece: Piece, *, plain: bool) -> bool:
    """Set apart as captions are: by a name, in the middle or in italics. `plain`: so is the whole text."""
    if not plain and (piece.align == "center" or piece.italic > 0.9):
        return True
    return piece.element.tag in {"p", "div", "span", "em"} and is_named_in_group(piece.element)


def _looks_captioned(piece: Piece, headline: str | None, *, plain: bool) -> bool:
    """A line that would be a caption behind a picture, and is nobody's words, sub-heading, byline or headline."""
    if piece.kind != "text" or piece.bold > 0.9 or piece.align == "right" or len(piece.text) > _LONGEST_UNMARKED:
        return False
    if _is_said(piece.text) or piece.text[0] in "\"“”‘'«" or is_caption_label(piece.text):
        return False
    if same(piece.text, headline) or looks_like_byline(piece.text, last=False):
        return False
    return _is_marked(piece, plain=plain)


def _is_said(line: str) -> bool:
    """Somebody's words behind a dash, a question, or what introduces the next line."""
    return line.startswith(_SAID) or line.endswith(_ASKED)


def _stands_alone(piece: Piece) -> bool:
    """A short line that ends with a photo credit and is not the article's own ("Ảnh: X" alone is a byline)."""
    short = piece.kind == "text" and len(piece.text) <= _LONGEST_UNMARKED
    return short and has_credit(piece.text) and parse_caption(piece.text).text is not None


def _is_plain(pieces: Sequence[Piece]) -> bool:
    """The text itself is centred or in italics, so that neither tells a caption."""
    whole = italic = texts = centred = 0
    for piece in _apart_from_pictures(pieces):
        size = len(piece.text)
        whole += size
        italic += size if piece.italic > 0.9 else 0
        if piece.kind == "text":
            texts += size
            centred += size if piece.align == "center" else 0
    return centred / max(1, texts) > 0.4 or italic > 0.4 * max(1, whole)


def _apart_from_pictures(pieces: Sequence[Piece]) -> list[Piece]:
    """The text without short marked lines beside a picture, which set the tone of a photo story and not of its text."""
    beside = {
        id(line)
        for at, image in enumerate(pieces)
        if image.kind == "image"
        for line in (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
        if len(line.text) <= _LONGEST_UNMARKED and _is_marked(line, plain=False)
    }
    return [piece for piece in pieces if id(piece) not in beside]
