"""What the papers themselves explain: abbreviations defined in brackets, and the names behind initials."""

from newsarchive.lexicon.abbreviation import Definition, find_definitions
from newsarchive.lexicon.credit import Alias, find_aliases, is_short_for

__all__ = ["Alias", "Definition", "find_aliases", "find_definitions", "is_short_for"]
