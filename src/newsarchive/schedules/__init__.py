"""When each newspaper is crawled: its cron line, the slots that come of it, and what became of each."""

from newsarchive.schedules.cron import next_slots
from newsarchive.schedules.records import Due, Entry, Slot
from newsarchive.schedules.tick import Ticked, tick
from newsarchive.schedules.timetable import Timetable
from newsarchive.schedules.units import crontab, systemd_units
from newsarchive.schedules.watch import Watch
from newsarchive.schedules.worker import Worker

__all__ = [
    "Due",
    "Entry",
    "Slot",
    "Ticked",
    "Timetable",
    "Watch",
    "Worker",
    "crontab",
    "next_slots",
    "systemd_units",
    "tick",
]
