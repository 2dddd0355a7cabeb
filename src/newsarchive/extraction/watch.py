"""What one reading of a page saw and left out, noted only when somebody asks (`extraction.explain`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element
from newsarchive.extraction.noise import is_comment_form, is_questions
from newsarchive.extraction.pieces import Kind, Piece


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece as the walk found it, before any step judged it."""

    piece: Piece
    kind: Kind
    text: str
    inner: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was looked at as the body."""

    rule: str
    roots: tuple[Element, ...]
    pieces: tuple[Seen, ...]
    left_out: tuple[Element, ...]
    """Elements that the walk passed by, in page order."""


@dataclass(slots=True)
class Watch:
    """Notes of one reading. A reading without one keeps none."""

    context: Context | None = None
    places: list[Place] = field(default_factory=list)
    """Places tried, in their order; when the last one had text enough it is the body."""
    body: list[Piece] | None = None
    """The pieces of the body that were judged; None when there was no body."""
    pieces: list[Piece] = field(default_factory=list)
    """The pieces at the end."""
    figures: dict[int, int] = field(default_factory=dict)
    """Id of a piece → number of its figure."""
    _passed: list[Element] = field(default_factory=list)

    def over(self, drop: Callable[[Element], bool]) -> Callable[[Element], bool]:
        """The same judgement, noting the elements that it drops."""

        def noted(element: Element) -> bool:
            # The walk itself passes by forms and polls as well.
            if drop(element) or is_comment_form(element) or is_questions(element):
                self._passed.append(element)
                return True
            return False

        return noted

    def look(self, rule: str, roots: Iterable[Element], pieces: Iterable[Piece]) -> None:
        """Note a place after the walk over it."""
        self.places.append(Place(rule, tuple(roots), _seen(pieces), tuple(self._passed)))
        self._passed = []


def _seen(pieces: Iterable[Piece]) -> tuple[Seen, ...]:
    return tuple(Seen(piece, piece.kind, piece.text, _seen(piece.inner)) for piece in pieces)
