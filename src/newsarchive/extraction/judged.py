"""The pieces of the body, in page order, with what each was taken for and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from newsarchive.article import Article
from newsarchive.cleaning.caption import is_caption_label
from newsarchive.cleaning.furniture import name_furniture, say
from newsarchive.extraction.captions import CAPTION_RULES
from newsarchive.extraction.chrome import TAIL, WORDING
from newsarchive.extraction.context import Context
from newsarchive.extraction.decisions import Decision
from newsarchive.extraction.element import Element, ancestors, text_of
from newsarchive.extraction.guard import MAX_PIECES
from newsarchive.extraction.leftout import describe, drops_of_layout, is_worth_telling
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.watch import Place, Seen, Watch

DROPPED = "dropped"
_REACH = 60
Told: TypeAlias = tuple[Element, Decision]
"""A decision and the element that it is about."""


def judge_pieces(watch: Watch, context: Context, article: Article) -> tuple[Decision, ...]:
    """Decisions about everything below the body's node that has words or shows a picture."""
    place = watch.places[-1]
    telling = _Telling(watch, article)
    told = list(telling.tell(place.pieces, telling.body, 0))
    tree = place.roots[0].getroottree().getroot()  # the page's, or that of a text which only its JSON-LD holds
    order = {element: number for number, element in enumerate(tree.iter())}
    return tuple(_merge(told, sorted(_left_out(place, context), key=lambda one: order[one[0]]), order))


def _merge(told: Sequence[Told], left_out: Sequence[Told], order: dict[Element, int]) -> Iterator[Decision]:
    """What was left out before the first piece that begins behind it; pieces keep their order."""
    at = 0
    for element, decision in left_out:
        while at < len(told) and order[told[at][0]] <= order[element]:
            yield told[at][1]
            at += 1
        yield decision
    yield from (decision for _, decision in told[at:])


class _Telling:
    """One way through the pieces; it knows which of them are left at the end."""

    def __init__(self, watch: Watch, article: Article) -> None:
        self.article, self.figures = article, watch.figures
        self.body = {id(piece) for piece in watch.body or ()}
        self.left = {id(piece) for piece in _flat(watch.pieces)}
        self.parted = _parted(watch)
        self.figure = 0

    def tell(self, seen: Sequence[Seen], judged: set[int] | None, inside: int) -> Iterator[Told]:
        """Decisions with the elements that they are about. `judged`: ids of pieces that were looked at; None: all."""
        tail = False
        for number, one in enumerate(seen):
            piece = one.piece
            for caption in self.parted.get(id(piece), ()):
                yield caption.element, self.caption(caption, inside)
            if judged is not None and id(piece) not in judged:
                why = "stands apart from the paragraphs that were found"
                why = f"budget: behind the first {MAX_PIECES} pieces" if number >= MAX_PIECES else why
                yield piece.element, Decision(DROPPED, why, _text(one), inside=inside)
            elif id(piece) in self.left:
                yield piece.element, self.kept(one, inside)
                yield from self.tell(one.inner, None, inside + 1)
            else:
                yield piece.element, self.gone(one, inside, tail=tail)
            tail = tail or piece.why == TAIL

    def gone(self, one: Seen, inside: int, *, tail: bool) -> Decision:
        """A piece that is no block of the body: byline, lead, or dropped."""
        piece = one.piece
        if piece.role in {"byline", "lead"}:
            return Decision(piece.role, piece.why, one.text, inside=inside)
        # A caption dropped with what stands behind the tail still has the rule that made it a caption.
        why = "" if piece.role == "caption" and piece.why in CAPTION_RULES else piece.why
        if why in {TAIL, WORDING}:
            kind = name_furniture(say(piece.text))
            why = f"{TAIL}: {kind}" if why == TAIL else f"wording: {kind}"
        why = why or ("behind the tail" if tail else "nothing is left in it" if one.inner else "dropped with its kind")
        return Decision(DROPPED, why, _text(one), inside=inside)

    def kept(self, one: Seen, inside: int) -> Decision:
        """A piece that is left at the end; some of them still make no block."""
        piece = one.piece
        if piece.role == "caption":
            return self.caption(piece, inside)
        if piece.kind == "image":
            return self.picture(piece, inside)
        if is_caption_label(piece.text):
            return Decision(DROPPED, "label of a caption", one.text, inside=inside)
        kinds = {"item": "list item", "text": "quote" if piece.quote else "paragraph"}
        cut = _cut(one.text, piece.text)
        return Decision(kinds.get(piece.kind, piece.kind), _why_kept(one), _text(one, piece.text), cut, inside)

    def picture(self, piece: Piece, inside: int) -> Decision:
        """A picture that is a figure, or none."""
        address = piece.src or ""
        if id(piece) in self.figures:
            number = self.figure = self.figures[id(piece)]
            told = self.article.evidence.get(f"figures[{number}]")
            return Decision(f"figure {number}", told.rule if told else "player", address, inside=inside)
        why = "player without a caption" if piece.element.tag != "img" else "picture without an address"
        return Decision(DROPPED, why, address or piece.alt, inside=inside)

    def caption(self, piece: Piece, inside: int) -> Decision:
        """A caption and the figure it belongs to."""
        figures = self.article.figures
        # A caption stands beside its picture; looking through all of them would be quadratic.
        first, end = max(0, self.figure - _REACH), min(len(figures), self.figure + _REACH)
        nearest = [*range(self.figure, end), *range(first, self.figure)]
        number = self.figures.get(id(piece))
        if number is None:
            number = next((at for at in nearest if _is_of(piece.text, figures[at].raw)), self.figure)
        return Decision(f"caption of figure {number}", piece.why, piece.text, inside=inside)


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield from _flat(piece.inner)


def _parted(watch: Watch) -> dict[int, list[Piece]]:
    """Captions that were parted from a paragraph, by id of that paragraph."""
    seen = {id(piece) for piece in watch.body or ()}
    parted: dict[int, list[Piece]] = {}
    waiting: list[Piece] = []
    for piece in watch.pieces:
        if id(piece) in seen:
            parted[id(piece)], waiting = waiting, []
        else:
            waiting.append(piece)
    return parted


def _is_of(caption: str, raw: str | None) -> bool:
    return raw is not None and (caption in raw or raw in caption)


def _why_kept(one: Seen) -> str:
    piece = one.piece
    if one.kind == "heading":
        return f"<{piece.element.tag}>"
    if piece.kind == "table":
        return f"{len(piece.rows)} rows of cells"
    if piece.kind == "box":
        return "box of the article, by name or type"
    return piece.why or f"text in <{piece.element.tag}>"


def _text(one: Seen, text: str | None = None) -> str:
    piece = one.piece
    if piece.kind == "table":
        return " / ".join(" | ".join(row) for row in piece.rows)
    if piece.kind == "image":
        return piece.src or piece.alt
    return text or one.text or " ".join(inner.text for inner in one.inner)


def _cut(before: str, after: str) -> str | None:
    """What is missing of a text that was shortened at its head or its end."""
    if before == after or not after or after not in before:
        return None
    head, _, end = before.partition(after)
    return " … ".join(part.strip() for part in (head, end) if part.strip()) or None


def _left_out(place: Place, context: Context) -> Iterator[Told]:
    """Elements that the walk passed by, and pictures that are none."""
    passed = set(place.left_out)
    drops = drops_of_layout(context)
    for element in place.left_out:
        if is_worth_telling(element):
            yield element, Decision(DROPPED, describe(element, drops), text_of(element))
    seen = set(_elements(place.pieces))
    for root in place.roots:
        for image in root.iter("img"):
            if image not in seen and passed.isdisjoint([image, *ancestors(image)]):
                yield image, Decision(DROPPED, "no picture: an icon, a logo or a banner", image.get("src") or "")


def _elements(seen: Iterable[Seen]) -> Iterator[Element]:
    for one in seen:
        yield one.piece.element
        yield from _elements(one.inner)
