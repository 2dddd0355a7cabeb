"""Who read a page: the version of the extractor, and the registry's rules for the newspaper."""

from __future__ import annotations

from newsarchive.extraction.pipeline import EXTRACTOR
from newsarchive.press import rules_of


def reader(newspaper: str | None) -> str:
    """The name that a reading carries, for an id of the registry or None: "newsarchive/1+3f9c1a22".

    Two readings with one name were made by the same rules, so that what differs between them the source changed.
    """
    rules = rules_of(newspaper)
    return f"{EXTRACTOR}+{rules}" if rules else EXTRACTOR
