"""The frontier: URLs with due time and lease in DIR/data/frontier.db, and a done-mark for every end of a request."""

from newsarchive.frontier.crawl import LEASE, SILENCE, Crawl
from newsarchive.frontier.frontier import Frontier
from newsarchive.frontier.records import OUTCOMES, Added, Counts, End, History, Lease, Outcome, Stop, Visit
from newsarchive.frontier.schedule import Schedule

__all__ = [
    "LEASE",
    "OUTCOMES",
    "SILENCE",
    "Added",
    "Counts",
    "Crawl",
    "End",
    "Frontier",
    "History",
    "Lease",
    "Outcome",
    "Schedule",
    "Stop",
    "Visit",
]
