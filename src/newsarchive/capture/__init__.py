"""Keeping what a live crawl brings: the half of the one door that the crawler knocks at.

`Desk` is the thread that owns the databases, `Recorder` the order of writing, `Paper` one newspaper's run.
"""

from newsarchive.capture.desk import Desk, Leased, Opened
from newsarchive.capture.exchange import Exchange, Truncated
from newsarchive.capture.run import Order, Tally

__all__ = ["Desk", "Exchange", "Leased", "Opened", "Order", "Tally", "Truncated"]
