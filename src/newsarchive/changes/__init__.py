"""What a newspaper changed in an article: edits between revisions, their classes, and how an article went away."""

from newsarchive.changes.compare import compare
from newsarchive.changes.disappearance import find_disappearance
from newsarchive.changes.history import History, Step, trace
from newsarchive.changes.html import to_html
from newsarchive.changes.records import CLASSES, Change, Disappearance, Edit, Run

__all__ = [
    "CLASSES",
    "Change",
    "Disappearance",
    "Edit",
    "History",
    "Run",
    "Step",
    "compare",
    "find_disappearance",
    "to_html",
    "trace",
]
