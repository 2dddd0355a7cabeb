"""One text after the other: signed, held against those that are like it, put into the index."""

from __future__ import annotations

import sqlite3
from collections import Counter, OrderedDict

from newsarchive.reprints.signature import estimate, sign
from newsarchive.reprints.sketches import Sketches, Text
from newsarchive.reprints.source import Source, read_lines
from newsarchive.reprints.verdict import judge
from newsarchive.reprints.wording import Wording, word

_HOUSE_DAYS = 3
"""Days on which one newspaper must have printed a sentence before it counts as its own (an imprint, a call to readers,
the tail of a form): two addresses of one article have one day."""
_LIKELY = 0.1
"""Estimated likeness from which a text is read and compared: half of a text held in a text four times as long."""
_CANDIDATES = 200
_COMPARED = 50
"""Texts that share a band or a sentence, and those of them that are read: the likest. A form printed every day for
years would cost thousands of comparisons, none of which is a pair."""
_REMEMBERED = 256
"""Wordings kept in memory, about 60 kB each: reprints come close together."""


class Matching:
    """The state of one run over an open index."""

    def __init__(self, sketches: Sketches, news: sqlite3.Connection) -> None:
        self._sketches, self._news = sketches, news
        self._house = sketches.house()
        self._wordings: OrderedDict[int, Wording] = OrderedDict()
        self._stale: set[int] = set()
        """Texts with a sentence that has just turned out to be the newspaper's own."""

    def take(self, source: Source) -> None:
        """Look at one revision: index it, and note the pairs that it makes with those before it."""
        lined = self._learn_house(source)
        wording = word(source.lines, self._house[source.newspaper])
        signature = sign(wording.runs) if wording.is_comparable else None
        near = self._sketches.with_band(signature, _CANDIDATES) if signature else []
        text = self._sketches.add(source, signature, wording.keys if signature else ())
        if text is None or signature is None:
            return
        self._remember(text.id, wording)
        for other in self._likely(text, signature, near, lined):
            self._compare(text, other)

    def judge_again(self) -> None:
        """Hold the pairs of stale texts against each other without the sentences that are the newspaper's own."""
        for stale in self._stale:
            self._wordings.pop(stale, None)
        for ends in self._sketches.pairs_of(self._stale):
            one, other = self._sketches.read(ends)
            self._compare(one, other)
        self._stale.clear()

    def _learn_house(self, source: Source) -> list[int]:
        """Texts that hold one of its sentences, the most shared first; what recurs in one newspaper is its own."""
        house = self._house.setdefault(source.newspaper, set())
        keys = {line.key for line in source.lines if line.key is not None} - house
        found = self._sketches.with_line(keys)
        days: dict[int, set[str | None]] = {}
        for key, _, newspaper, day in found:
            if newspaper == source.newspaper:
                days.setdefault(key, {source.day}).add(day)
        own = {key for key, on in days.items() if len(on) >= _HOUSE_DAYS}
        for key in own:
            self._sketches.own(source.newspaper, key)
        house |= own
        self._stale |= {text for key, text, newspaper, _ in found if key in own and newspaper == source.newspaper}
        shared = Counter(text for key, text, _, _ in found if key not in own)
        return [text for text, _ in shared.most_common(_CANDIDATES)]

    def _likely(self, text: Text, signature: bytes, near: list[int], lined: list[int]) -> list[Text]:
        """Texts of other articles that may print the same, the likest first."""
        ids = {*near, *lined}
        others = [one for one in self._sketches.read(ids) if one.uid != text.uid] if ids else []
        likely = [(estimate(signature, one.signature), one) for one in others if one.signature]
        likely.sort(key=lambda pair: -pair[0])
        return [one for likeness, one in likely if likeness >= _LIKELY or one.id in lined][:_COMPARED]

    def _compare(self, one: Text, other: Text) -> None:
        is_double = one.newspaper == other.newspaper
        likeness = judge(self._wording(one), self._wording(other), same_newspaper=is_double)
        self._sketches.set_pair(one.id, other.id, likeness, is_double=is_double)

    def _wording(self, text: Text) -> Wording:
        known = self._wordings.get(text.id)
        if known is None:
            known = word(read_lines(self._news, text.uid, text.content), self._house.get(text.newspaper, ()))
        self._remember(text.id, known)
        return known

    def _remember(self, text: int, wording: Wording) -> None:
        self._wordings[text] = wording
        self._wordings.move_to_end(text)
        if len(self._wordings) > _REMEMBERED:
            self._wordings.popitem(last=False)
