"""Newspapers that became others: where an article lives on, and which hosts are about to go."""

from newsarchive.succession.endangered import Danger, find_endangered
from newsarchive.succession.successor import Successor, find_successor

__all__ = ["Danger", "Successor", "find_endangered", "find_successor"]
