"""The frontier: URLs with due time and lease, in DIR/data/frontier.db or on a server, and a done-mark for every end."""

from newsarchive.frontier.crawl import LEASE, SILENCE, Crawl
from newsarchive.frontier.frontier import Frontier
from newsarchive.frontier.home import Home, Server, find_home
from newsarchive.frontier.ladder import Habit
from newsarchive.frontier.records import OUTCOMES, Added, Counts, End, History, Lease, Outcome, Stop, Visit
from newsarchive.frontier.schedule import Schedule
from newsarchive.frontier.standing import Ended

__all__ = [
    "LEASE",
    "OUTCOMES",
    "SILENCE",
    "Added",
    "Counts",
    "Crawl",
    "End",
    "Ended",
    "Frontier",
    "Habit",
    "History",
    "Home",
    "Lease",
    "Outcome",
    "Schedule",
    "Server",
    "Stop",
    "Visit",
    "find_home",
]
