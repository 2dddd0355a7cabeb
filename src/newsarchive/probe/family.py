"""Pages of one layout together: what repeats between them is template, what varies is the articles'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from newsarchive.extraction.likeness import key, same
from newsarchive.probe.specimen import Specimen


class Family:
    """Specimens that are taken to be of one layout."""

    def __init__(self, specimens: Sequence[Specimen]) -> None:
        self.specimens = tuple(specimens)

    @cached_property
    def _pages_of(self) -> Counter[str]:
        return Counter(text for specimen in self.specimens for text in {key(text) for text in specimen.texts.values()})

    def repeats(self, text: str) -> bool:
        """Whether several of the pages have an element that says exactly this."""
        return self._pages_of[key(text)] > 1

    def is_own(self, specimen: Specimen, headline: str | None) -> bool:
        """Whether no other page has this headline; lists of other articles may well name it."""
        others = [each.article.headline for each in self.specimens if each is not specimen]
        return bool(headline) and not any(same(headline, other) for other in others)

    @property
    def most(self) -> int:
        """So many pages are most of them."""
        return len(self.specimens) // 2 + 1
