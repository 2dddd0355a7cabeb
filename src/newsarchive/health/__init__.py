"""Whether each newspaper still comes in as it always did: held against its own history, at first against the others."""

from newsarchive.health.acceptance import accept
from newsarchive.health.judge import judge
from newsarchive.health.records import Finding, Health, Held, Level, Page, Run
from newsarchive.health.source import read_held
from newsarchive.health.watch import last_health, look_after

__all__ = [
    "Finding",
    "Health",
    "Held",
    "Level",
    "Page",
    "Run",
    "accept",
    "judge",
    "last_health",
    "look_after",
    "read_held",
]
