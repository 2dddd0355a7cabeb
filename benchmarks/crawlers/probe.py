"""A Scrapy extension that watches the process it runs in: CPU, how long the reactor stood still, how memory grows.

Loaded by `-s EXTENSIONS`, so that no product code knows of it. Writes JSON to the file named by CRAWL_PROBE.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

TICK = 0.005
WORST = 5
"""How many of the longest stalls are told."""
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Probe:
    """Sleeps 5 ms again and again; what a sleep takes longer is time in which the reactor did nothing else."""

    def __init__(self, crawler: Crawler) -> None:
        self._file = Path(os.environ["CRAWL_PROBE"])
        self._marks = [int(mark) for mark in os.environ["CRAWL_PROBE_MARKS"].split(",")]
        self._stalls: list[tuple[float, float, float, float]] = []
        self._rss: dict[int, float] = {}
        self._start = int(os.environ["CRAWL_PROBE_START"])
        self._spent: dict[str, float] = {}
        self._pages = 0
        crawler.signals.connect(self._open, signals.spider_opened)
        crawler.signals.connect(self._count, signals.response_received)
        crawler.signals.connect(self._close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the engine."""
        return cls(crawler)

    def _open(self) -> None:
        self._began = time.monotonic()
        # Watching costs 45 ms of CPU a second here, which a slow crawl pays more often a page than a quick one.
        watch = self._watch() if os.environ.get("CRAWL_PROBE_WATCH") else asyncio.sleep(0)
        self._task = asyncio.get_event_loop().create_task(watch)

    async def _watch(self) -> None:
        while True:
            began, process, thread = time.monotonic(), time.process_time(), time.thread_time()
            await asyncio.sleep(TICK)
            lag = time.monotonic() - began - TICK
            if lag > TICK:
                own, reactor = time.process_time() - process, time.thread_time() - thread
                self._stalls.append((lag, min(lag, own), min(lag, reactor), began - self._began))
                if len(self._stalls) > 1000:
                    self._stalls = self._worst()

    def _count(self) -> None:
        self._pages += 1
        if self._pages == self._start:
            self._spent = spent()
        if self._pages in self._marks:
            self._rss[self._pages] = rss()

    def _worst(self) -> list[tuple[float, float, float, float]]:
        chosen = {stall for column in range(3) for stall in sorted(self._stalls, key=lambda s: -s[column])[:WORST]}
        return sorted(chosen, reverse=True)

    def _close(self) -> None:
        self._task.cancel()
        names = ("wall", "process", "reactor", "at")
        stalls = [dict(zip(names, stall, strict=True)) for stall in self._worst()]
        cost = {name: now - self._spent[name] for name, now in spent().items()}
        found = {"stalls": stalls, "rss": self._rss, "rss_end": rss(), "pages": self._pages, "cost": cost}
        found["threads"] = cpu_of_threads()
        self._file.write_text(json.dumps(found), encoding="utf-8")


def spent() -> dict[str, float]:
    """Seconds until now: CPU of this process, CPU of the others of its session (the dead ones too), wall clock."""
    others = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == os.getsid(0) and stat.parent.name != str(os.getpid()):
            others += sum(map(int, fields[11:15]))
    return {"own": time.process_time(), "others": others / _TICKS, "wall": time.monotonic()}


def rss() -> float:
    """MiB of this process in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 2**20


def cpu_of_threads() -> dict[str, float]:
    """CPU seconds of each thread of this process so far, by its name without its number."""
    found: dict[str, float] = {}
    for thread in threading.enumerate():
        fields = Path(f"/proc/self/task/{thread.native_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        name = thread.name.partition(" (")[2].rstrip(")") or thread.name
        found[name] = found.get(name, 0.0) + (int(fields[11]) + int(fields[12])) / _TICKS
    return found
