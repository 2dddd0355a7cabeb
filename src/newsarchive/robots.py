"""robots.txt: may we fetch this URL, how fast, and why. RFC 9309 over protego, which matches the paths.

Decisions of ours, each where the RFC leaves a choice:

- Only the groups of our product token `newsarchive` count, else those of `*` (RFC 9309, 2.2.1). protego by itself would
  also obey a group called "news"; user-agent lines are brought to exact tokens before it sees them.
- 4xx: nothing is said, all is allowed (2.3.1.3). 429 is not among them: a server that asks for rest is left alone, as
  Google does (developers.google.com/search/docs/crawling-indexing/robots/robots_txt, "HTTP status codes").
- 5xx and no answer: all is disallowed for now (2.3.1.4). After 30 days the RFC lets a crawler assume that there are no
  rules; we do not use that permission.
- More than five redirects: as if there were none (2.3.1.2). Rules found behind a redirect are those of the first host.
- Rules are used for a day (2.4); 500 KiB are read (2.5). A page of HTML is read for rules like any text.
"""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from protego import Protego

AGENT = "newsarchive"
"""Our product token."""
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
FRESH = 86_400.0
"""Seconds that rules are used before they are asked for again."""
RETRY = 600.0
"""Seconds before an unreachable robots.txt is asked for again; twice as long each time, an hour at most."""
RETRY_MOST = 3600.0

State = Literal["rules", "none", "unreachable"]

_LINE = re.compile(r"\s*(?P<field>[A-Za-z-]+(?: delay)?)\s*[:\s]\s*(?P<value>[^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_AGENT_LINE = re.compile(r"\s*user[- ]?agents?\s*[:\s]\s*(?P<value>[^#]*)", re.IGNORECASE)
_DISALLOW = re.compile(r"d[is]{1,3}al+[oa]w", re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|script)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_NOBODY = "x"
"""Stands for every agent but us: protego looks for it inside our name, where there is no x."""


@dataclass(frozen=True, slots=True)
class RobotsDecision:
    """Whether one URL may be fetched, and why, in words for `newsarchive why`."""

    allowed: bool
    reason: str
    retry_at: float | None = None
    """When to ask again (seconds since 1970), where it is disallowed only for now."""


@dataclass(frozen=True)
class RobotsRules:
    """What one robots.txt says to us. Make it with `read_robots` or `unreachable`."""

    state: State
    """rules: a file was read (it may hold none for us). none: there is none. unreachable: nobody could tell."""
    reason: str
    """Where this comes from: "robots.txt (200)", "no robots.txt (404)"."""
    expires_at: float
    """Seconds since 1970 from which it is to be asked for again; RETRY-time when unreachable."""
    text: str = field(default="", repr=False)
    """The file with user agents as exact tokens."""

    def decide(self, url: str) -> RobotsDecision:
        """May `url` be fetched? Never raises. The robots.txt itself always may."""
        path = _path(url)
        if path is None:
            return RobotsDecision(False, "robots.txt cannot be asked about what is no web address")
        if path == "/robots.txt":
            return RobotsDecision(True, "robots.txt itself")
        if self.state == "unreachable":
            return RobotsDecision(False, f"disallowed for now: {self.reason}", self.expires_at)
        if self.state == "none" or self._parser.can_fetch(url, AGENT):
            return RobotsDecision(True, f"allowed: {self.reason}")
        return RobotsDecision(False, f"disallowed by {self.reason}: {self._line_against(url)}")

    def allowed(self, url: str) -> bool:
        """May `url` be fetched?"""
        return self.decide(url).allowed

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests: Crawl-delay or Request-rate, whichever is slower; None when not told."""
        rate = self._parser.request_rate(AGENT)
        told = [self._parser.crawl_delay(AGENT), rate.seconds / rate.requests if rate else None]
        return max((delay for delay in told if delay is not None), default=None)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses behind `Sitemap:`, as printed, each once."""
        return tuple(dict.fromkeys(self._parser.sitemaps))

    @cached_property
    def _parser(self) -> Protego:
        return Protego.parse(self.text)

    @cached_property
    def _disallows(self) -> list[tuple[str, Protego]]:
        """Each Disallow of our group as printed, alone in a parser, the longest first."""
        group = AGENT if f"User-agent: {AGENT}" in self.text.splitlines() else "*"
        lines = sorted(_lines_of(self.text, group), key=len, reverse=True)
        return [(line, Protego.parse(f"User-agent: *\n{line}")) for line in lines]

    def _line_against(self, url: str) -> str:
        """The longest Disallow that fits; protego does not tell which rule won."""
        return next((line for line, rule in self._disallows if not rule.can_fetch(url, AGENT)), "its rules")


def read_robots(
    status: int, body: bytes, *, now: float, retry_after: float | None = None, failures: int = 0
) -> RobotsRules:
    """The rules in an answer to GET /robots.txt, after at most MAX_REDIRECTS redirects.

    `status` is the last answer's; 3xx means that the redirects did not end. `retry_after` is the server's Retry-After
    in seconds, `failures` how many asked before in vain. Never raises.
    """
    if 200 <= status < 300:
        text = _decode(body)
        html = " that is HTML" if _HTML.match(text) else ""
        return RobotsRules("rules", f"robots.txt ({status}){html}", now + FRESH, _exact_agents(text))
    if status == 429 or not 300 <= status < 500:
        return unreachable(f"robots.txt answers {status}", now=now, retry_after=retry_after, failures=failures)
    what = "robots.txt redirects without end" if status < 400 else "no robots.txt"
    return RobotsRules("none", f"{what} ({status})", now + FRESH)


def unreachable(reason: str, *, now: float, retry_after: float | None = None, failures: int = 0) -> RobotsRules:
    """The rules when nobody answers (`reason`: "robots.txt: connection refused"): all is disallowed for now."""
    wait = min(RETRY_MOST, RETRY * 2 ** min(failures, 20))
    return RobotsRules("unreachable", reason, now + max(wait, retry_after or 0.0))


def _path(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path if parts.scheme in {"http", "https"} and parts.netloc else None


def _decode(body: bytes) -> str:
    """The first 500 KiB as text, cut at the last whole line; bytes that are no UTF-8 as percent escapes.

    So a rule in an old Vietnamese encoding still fits the URL that is printed with the same bytes.
    """
    if len(body) > MAX_BYTES:
        body = body[: MAX_BYTES + 1].rpartition(b"\n")[0][:MAX_BYTES]
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
            break
    else:
        text = body.decode("utf-8", "surrogateescape")
    text = _STRAY_BYTE.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", text)
    return text.lstrip("\ufeff").replace("\x00", "")


def _exact_agents(text: str) -> str:
    """Every user-agent line as `newsarchive`, `*` or somebody else; a decimal comma in Crawl-delay as a point."""
    return "\n".join(_exact_line(line) for line in text.splitlines())


def _exact_line(line: str) -> str:
    if agent := _AGENT_LINE.match(line):
        value = agent["value"].strip()
        token = _TOKEN.match(value)
        ours = token is not None and token[0].lower() == AGENT
        return f"User-agent: {AGENT if ours else '*' if value == '*' else _NOBODY}"
    match = _LINE.match(line)
    if match and match["field"].lower() in {"crawl-delay", "crawl delay"}:
        return f"Crawl-delay: {_number(match['value'])}"
    return line


def _number(value: str) -> str:
    """A delay in seconds: "2,5" and "0.2 s" are numbers to the person who wrote them."""
    match = re.match(r"\d+(?:[.,]\d+)?|[.,]\d+", value)
    seconds = float(match[0].replace(",", ".")) if match else math.nan
    return repr(seconds)


def _lines_of(text: str, group: str) -> list[str]:
    """Disallow lines of the groups with this agent."""
    found: list[str] = []
    agents: set[str] = set()
    in_head = False
    for line in text.splitlines():
        if agent := _AGENT_LINE.match(line):
            agents = {*(agents if in_head else ()), agent["value"].strip()}
            in_head = True
        elif match := _LINE.match(line):
            in_head = False
            if group in agents and _DISALLOW.fullmatch(match["field"]):
                found.append(f"{match['field']}: {match['value'].strip()}")
    return found
