"""The current extractor over what is held: what our rules change is told apart from what newspapers change."""

from newsarchive.reextract.records import Reextracted, Sample
from newsarchive.reextract.replay import REPLAY, MissingPicture, Replayed, replay
from newsarchive.reextract.run import reextract

__all__ = ["REPLAY", "MissingPicture", "Reextracted", "Replayed", "Sample", "reextract", "replay"]
