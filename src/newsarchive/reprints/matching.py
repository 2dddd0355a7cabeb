"""Texts batch by batch: signed, held against those that are like it, put into the index."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from newsarchive.reprints.postings import Bands, Holder, Lines
from newsarchive.reprints.signature import bands as bands_of
from newsarchive.reprints.signature import estimate, sign
from newsarchive.reprints.sketches import Sketches, Text, key_of
from newsarchive.reprints.source import Reader, Source
from newsarchive.reprints.verdict import judge
from newsarchive.reprints.wording import SIGNED_RUN, Wording, runs_of, word

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
"""Wordings kept in memory, up to 60 kB each: reprints come close together."""


class _Signed(NamedTuple):
    """A text of the batch under way."""

    text: Text
    day: str | None
    wording: Wording
    bands: list[int]
    """None of a text that is not comparable."""
    lined: list[int]
    """Texts that hold one of its sentences."""


class Matching:
    """The state of one run over an open index."""

    def __init__(self, sketches: Sketches, reader: Reader) -> None:
        self._sketches, self._reader = sketches, reader
        self._house = sketches.house()
        self._wordings: OrderedDict[int, Wording] = OrderedDict()
        self._stale: set[int] = set()
        """Texts with a sentence that has just turned out to be the newspaper's own."""
        self._batch: dict[int, Wording] = {}
        """Text → wording, of the batch under way."""

    def take(self, sources: Sequence[Source]) -> None:
        """Look at a batch, in one transaction of the caller's: index each, and note its pairs with those before it."""
        signed = self._sign_all(sources)
        bands = Bands(self._sketches, (band for one in signed for band in one.bands))
        self._batch = {one.text.id: one.wording for one in signed}
        for one in signed:
            for other in self._likely(one, bands):
                self._compare(one.text, other)
            bands.add(one.bands, one.text.id)
        bands.write(self._sketches)
        self._judge_again()
        self._batch = {}

    def _sign_all(self, sources: Sequence[Source]) -> list[_Signed]:
        """Put the texts of a batch in, but for those that another run put in meanwhile."""
        held = self._sketches.held([key_of(source.uid, source.content) for source in sources])
        fresh = [source for source in sources if key_of(source.uid, source.content) not in held]
        keys = (line.key for source in fresh for line in source.lines)
        lines = Lines(self._sketches, (key for key in keys if key is not None))
        signed = [self._sign(at, source, lines) for at, source in enumerate(fresh, self._sketches.next_id())]
        self._sketches.add((one.text, one.day, one.wording.keys if one.bands else ()) for one in signed)
        lines.write(self._sketches)
        return signed

    def _sign(self, at: int, source: Source, lines: Lines) -> _Signed:
        lined = self._learn_house(source, lines)
        wording = word(source.lines, self._house[source.newspaper])
        signature = sign(runs_of(wording.words, SIGNED_RUN)) if wording.is_comparable else None
        text = Text(at, source.uid, source.content, source.newspaper, signature)
        if signature is None:
            return _Signed(text, source.day, wording, [], [])
        lines.add(wording.keys, Holder(at, source.newspaper, source.day))
        return _Signed(text, source.day, wording, bands_of(signature), lined)

    def _judge_again(self) -> None:
        """Hold the pairs of stale texts against each other without the sentences that are the newspaper's own."""
        for stale in self._stale:
            self._wordings.pop(stale, None)
            self._batch.pop(stale, None)
        for ends in self._sketches.pairs_of(self._stale):
            one, other = self._sketches.read(ends)
            self._compare(one, other)
        self._stale.clear()

    def _learn_house(self, source: Source, lines: Lines) -> list[int]:
        """Texts that hold one of its sentences, the most shared first; what recurs in one newspaper is its own."""
        house = self._house.setdefault(source.newspaper, set())
        keys = {line.key for line in source.lines if line.key is not None} - house
        found = list(lines.with_any(keys))
        days: dict[int, set[str | None]] = {}
        for key, holder in found:
            if holder.newspaper == source.newspaper:
                days.setdefault(key, {source.day}).add(holder.day)
        own = {key for key, on in days.items() if len(on) >= _HOUSE_DAYS}
        for key in own:
            self._sketches.own(source.newspaper, key)
        house |= own
        self._stale |= {holder.text for key, holder in found if key in own and holder.newspaper == source.newspaper}
        shared = Counter(holder.text for key, holder in found if key not in own)
        return [text for text, _ in shared.most_common(_CANDIDATES)]

    def _likely(self, signed: _Signed, bands: Bands) -> list[Text]:
        """Texts of other articles that may print the same, the likest first."""
        signature = signed.text.signature
        ids = {*bands.likest(signed.bands, _CANDIDATES), *signed.lined}
        if signature is None or not ids:
            return []
        others = [one for one in self._sketches.read(ids) if one.uid != signed.text.uid]
        likely = [(estimate(signature, one.signature), one) for one in others if one.signature]
        likely.sort(key=lambda pair: -pair[0])
        return [one for likeness, one in likely if likeness >= _LIKELY or one.id in signed.lined][:_COMPARED]

    def _compare(self, one: Text, other: Text) -> None:
        is_double = one.newspaper == other.newspaper
        likeness = judge(self._wording(one), self._wording(other), same_newspaper=is_double)
        self._sketches.set_pair(one.id, other.id, likeness, is_double=is_double)

    def _wording(self, text: Text) -> Wording:
        if (held := self._batch.get(text.id)) is not None:
            return held
        known = self._wordings.get(text.id)
        if known is None:
            known = word(self._reader.lines(text.uid, text.content), self._house.get(text.newspaper, ()))
        self._remember(text.id, known)
        return known

    def _remember(self, text: int, wording: Wording) -> None:
        self._wordings[text] = wording
        self._wordings.move_to_end(text)
        if len(self._wordings) > _REMEMBERED:
            self._wordings.popitem(last=False)
