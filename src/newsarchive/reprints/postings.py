"""Which texts hold a band or a sentence: what the index says of a whole batch, read at once, and the batch's own texts.

One question a batch, in the order of the keys, walks through the index once: a question a text goes to 50 places of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from newsarchive.reprints.sketches import Sketches


class Holder(NamedTuple):
    """A text that holds a sentence."""

    text: int
    newspaper: str
    day: str | None


class Lines:
    """Sentence → texts that hold it."""

    def __init__(self, sketches: Sketches, keys: Iterable[int]) -> None:
        self._held: dict[int, list[Holder]] = {}
        self._new: list[tuple[int, int]] = []
        for key, text, newspaper, day in sketches.lines(sorted(set(keys))):
            self._held.setdefault(key, []).append(Holder(text, newspaper, day))

    def with_any(self, keys: Iterable[int]) -> Iterator[tuple[int, Holder]]:
        """(sentence, text that holds it)."""
        return ((key, holder) for key in keys for holder in self._held.get(key, ()))

    def add(self, keys: Collection[int], holder: Holder) -> None:
        """A text of the batch, for those behind it."""
        for key in keys:
            self._held.setdefault(key, []).append(holder)
        self._new += [(key, holder.text) for key in keys]

    def write(self, sketches: Sketches) -> None:
        """Put the batch's own into the index."""
        sketches.add_lines(sorted(self._new))


class Bands:
    """Band → texts that share it."""

    def __init__(self, sketches: Sketches, keys: Iterable[int]) -> None:
        counts = Counter(keys)
        # Nearly every band stands in one text alone: a place is kept for those that two of the batch share.
        self._held: dict[int, list[int]] = {key: [] for key, count in counts.items() if count > 1}
        self._new: list[int] = []
        for key, text in sketches.bands(sorted(counts)):
            self._held.setdefault(key, []).append(text)

    def likest(self, keys: Iterable[int], most: int) -> list[int]:
        """Texts that share one of these bands, those with the most first, of equal ones the newest."""
        shared = Counter(text for key in self._held.keys() & keys for text in self._held[key])
        return sorted(shared, key=lambda text: (-shared[text], -text))[:most]

    def add(self, keys: Iterable[int], text: int) -> None:
        """A text of the batch, for those behind it."""
        for key in self._held.keys() & keys:
            self._held[key].append(text)
        self._new += [key | text for key in keys]

    def write(self, sketches: Sketches) -> None:
        """Put the batch's own into the index."""
        sketches.add_bands(sorted(self._new))
