"""How fast we ask one host. Nothing here sleeps or reads a clock: each call is given the time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The limits, in seconds."""

    delay: float = 1.0
    """Between the starts of two requests to a host whose robots.txt names no delay."""
    slowest: float = 60.0
    """The longest delay that we come to by ourselves; a longer Crawl-delay is kept all the same."""
    in_flight: int = 4
    """Requests open at one time on one host."""
    rest: float = 60.0
    """How long a host is left alone after 429 or 503 without Retry-After; twice as long each time in a row."""
    rest_most: float = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request, as far as the pace is concerned."""

    latency: float
    """Seconds from the start of the request to the end of the answer or failure."""
    status: int | None
    """None when there was no answer: connection refused, reset, timed out."""
    retry_after: float | None = None
    """Retry-After in seconds (`read_retry_after`)."""


@dataclass(slots=True)
class _Host:
    told: float | None = None
    """Crawl-delay of its robots.txt."""
    own: float = 0.0
    """The delay its answers taught us."""
    counted_from: float | None = None
    """When the last request started; with a Crawl-delay, when its answer ended."""
    stopped_until: float = 0.0
    why: str = ""
    in_flight: int = 0
    refusals: int = 0
    """429 and 503 in a row."""


class Pacer:
    """The pace of every host. `now` is seconds since 1970, so that a later run can be given the stops of this one."""

    def __init__(self, pace: Pace = Pace()) -> None:
        self._pace = pace
        self._hosts: dict[str, _Host] = {}

    def set_crawl_delay(self, host: str, seconds: float | None) -> None:
        """What robots.txt says; None: nothing."""
        self._host(host).told = seconds

    def stop(self, host: str, until: float, reason: str) -> None:
        """Leave a host alone until then; an earlier, longer stop stays."""
        known = self._host(host)
        if until > known.stopped_until:
            known.stopped_until, known.why = until, reason

    def delay(self, host: str) -> float:
        """Seconds between the starts of two requests now: what the host asks for, more when it is slow or failing."""
        known = self._host(host)
        return max(self._least(known), known.own)

    def wait(self, host: str, now: float) -> float | None:
        """Seconds until the next request may start, 0.0 for now; None while too many are open (ask after `finish`)."""
        known = self._host(host)
        if known.in_flight >= (1 if known.told else self._pace.in_flight):
            return None
        delay = self.delay(host)
        rest = (
            0.0 if known.counted_from is None else min(delay, known.counted_from + delay - now)
        )  # a clock may be set back
        return max(0.0, rest, known.stopped_until - now)

    def stopped(self, host: str, now: float) -> tuple[float, str] | None:
        """(until, reason) while a host is to be left alone; not for the ordinary delay."""
        known = self._host(host)
        return (known.stopped_until, known.why) if known.stopped_until > now else None

    def start(self, host: str, now: float) -> None:
        """A request starts now. Between `wait` and `start` nobody else may start one."""
        known = self._host(host)
        known.in_flight += 1
        known.counted_from = now

    def finish(self, host: str, now: float, answer: Answer) -> None:
        """The request ended: learn from it."""
        known = self._host(host)
        known.in_flight = max(0, known.in_flight - 1)
        if answer.status in {429, 503}:
            self._rest(host, known, now, answer)
        else:
            known.refusals = 0
        known.own = self._learn(known, answer)
        if known.told:
            # A Crawl-delay is counted from the answer: counted from our start, a request that was long on its way
            # would be seen by the server less than the delay before the next one (0.39989 s of 0.4 on loopback).
            known.counted_from = now

    def _rest(self, host: str, known: _Host, now: float, answer: Answer) -> None:
        own = min(self._pace.rest_most, self._pace.rest * 2.0 ** min(known.refusals, 20))
        known.refusals += 1
        # Asked to stay away for longer than we would, we do; asked for less, we go by what was asked.
        wait = own if answer.retry_after is None else answer.retry_after
        asked = "" if answer.retry_after is None else f", Retry-After {answer.retry_after:g} s"
        self.stop(host, now + wait, f"{host} answered {answer.status}{asked}")

    def _learn(self, known: _Host, answer: Answer) -> float:
        """A host that needs a second for an answer is asked once a second; one that fails is asked half as often."""
        least = self._least(known)
        before = max(known.own, least)
        if answer.status is None or answer.status >= 500 or answer.status == 429:
            return min(self._pace.slowest, max(2 * before, 1.0))
        # Down by halves towards the latency, never by one quick answer alone; up at once.
        target = min(self._pace.slowest, answer.latency)
        return max(target, (before + target) / 2)

    def _least(self, known: _Host) -> float:
        return self._pace.delay if known.told is None else known.told

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host.lower(), _Host())
