"""A generated newspaper of any size with its own rate, latency and faults: the load site of tests and benchmarks.

Everything at an address follows from the address, so that a site of a million pages needs no memory. In a process of
its own, `python -m newsarchive.demo.loadsite DIR --articles 2000` writes its registry entry into DIR/press and its log
to DIR/requests.jsonl, and prints its address.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from newsarchive.demo.entry import write_entry
from newsarchive.demo.loadpage import SHUT, article_path, print_article, print_list
from newsarchive.demo.picture import draw
from newsarchive.demo.web import LOOPBACK, Answer, Asked, ServedSite

_END = datetime.fromisoformat("2026-10-20T11:00:00+07:00")
_PER_SITEMAP = 1000
_NOT_HERE = Answer(b"<p>Not here</p>", status=404)
_XML = "application/xml; charset=utf-8"
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with every `every`-th article the first `times` times it is asked for."""

    kind: Literal["429", "503", "slow", "torn"]
    every: int
    times: int = 1
    seconds: float = 1.0
    """Retry-After of 429 and 503 (whole seconds), or how late a slow answer is."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the site is like."""

    articles: int = 300
    page_bytes: int = 175_000
    """Size of an article page; real ones have 175 kB in the median. Less than about 3,000 has no effect."""
    sections: int = 4
    per_page: int = 30
    """Articles on one page of a section."""
    latency: float = 0.0
    """Seconds before every answer."""
    rate: float | None = None
    """Most answers per second, over all connections; more are kept waiting."""
    crawl_delay: float | None = None
    pictures: bool = False
    """Whether every article shows one."""
    listed: Literal["sitemap", "sections", "both"] = "both"
    """Where its articles are named."""
    faults: tuple[Fault, ...] = ()


class LoadSite(ServedSite):
    """The site; `newspaper` is its id in the press registry."""

    def __init__(
        self, load: Load = Load(), *, newspaper: str = "loadsite", host: str = LOOPBACK, port: int = 0
    ) -> None:
        super().__init__(self._respond, host=host, port=port)
        self.load, self.newspaper = load, newspaper
        self._asked: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._next = 0.0

    def article_url(self, number: int) -> str:
        """Address of article `number`, 1 to `load.articles`."""
        return self.url + article_path(number)

    def article_urls(self) -> list[str]:
        """The addresses of all articles: what a crawl must have in the end."""
        return [self.article_url(number) for number in range(1, self.load.articles + 1)]

    def install_press(self, folder: Path) -> None:
        """Write its entry into a press folder (DIR/press of an archive)."""
        write_entry(folder / "newspapers" / f"{self.newspaper}.yml", self._entry())

    def _entry(self) -> str:
        host, _, _ = self._server.authority.rpartition(":")
        sections = "".join(f"\n  - {self.url}/muc-{n}/" for n in range(1, self.load.sections + 1))
        lists = f"sections:{sections}\n" if self.load.listed != "sitemap" else ""
        if self.load.listed != "sections":
            lists += f"sitemaps: [{self.url}/sitemap.xml]\n"
        return (
            f"name: Báo Thử Tải {self.newspaper}\nkind: national\nhost: {host}\nverified: {_END:%Y-%m-%d}\n"
            f"allow_private: ['{self._server.authority}']\nlayouts: [epi]\n"
            f"articles:\n  - path: -(?P<id>post\\d+)\\.html$\n{lists}"
            'pagination: "{section}?trang={n}"\n'
        )

    def _respond(self, asked: Asked) -> Answer:
        wait = self.load.latency + self._queue()
        answer = self._answer(asked.target)
        return replace(answer, wait=answer.wait + wait) if wait else answer

    def _queue(self) -> float:
        """Seconds until it is this answer's turn."""
        if self.load.rate is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + 1 / self.load.rate
        return turn - now

    def _answer(self, target: str) -> Answer:
        parts = urlsplit(target)
        path = parts.path
        number, section = _number(path, "-post", ".html"), _number(path, "/muc-", "/")
        if number is not None and path == article_path(number):
            return self._article(number)
        if section is not None:
            return self._section(section, parse_qs(parts.query).get("trang", ["1"])[0])
        if path.startswith("/sitemap"):
            return self._sitemap(path)
        return self._other(path)

    def _other(self, path: str) -> Answer:
        if path == "/":
            names = [(f"/muc-{n}/", f"Mục {n}") for n in range(1, self.load.sections + 1)]
            return Answer(print_list("Trang nhất", [*names, (f"{SHUT}1.html", "Bản tin nội bộ của tòa soạn")]))
        if path == "/robots.txt":
            return Answer(self._robots().encode(), content_type="text/plain; charset=utf-8")
        if path.endswith(".png"):
            return Answer(draw(path), content_type="image/png", modified=_END)
        return _NOT_HERE

    def _article(self, number: int) -> Answer:
        if not 1 <= number <= self.load.articles:
            return _NOT_HERE
        body = print_article(number, self.load.page_bytes, published(number), picture=self.load.pictures)
        answer = Answer(body, modified=published(number), etag=f"{number}-{len(body)}")
        with self._lock:
            self._asked[number] += 1
            turn = self._asked[number]
        fault = next((f for f in self.load.faults if number % f.every == 0 and turn <= f.times), None)
        return _spoil(answer, fault) if fault else answer

    def _section(self, section: int, page: str) -> Answer:
        load = self.load
        own = range(load.articles - section + 1, 0, -load.sections)
        pages = max(1, math.ceil(len(own) / load.per_page))
        n = int(page) if page.isdigit() else 0
        if not (1 <= section <= load.sections and 1 <= n <= pages) or load.listed == "sitemap":
            return _NOT_HERE
        shown = own[(n - 1) * load.per_page : n * load.per_page]
        links = [(article_path(number), f"Tin số {number} của mục {section} trên báo thử tải") for number in shown]
        further = f"/muc-{section}/?trang={n + 1}" if n < pages else None
        return Answer(print_list(f"Mục {section}", links, further=further))

    def _robots(self) -> str:
        delay = "" if self.load.crawl_delay is None else f"Crawl-delay: {self.load.crawl_delay:g}\n"
        return f"User-agent: *\n{delay}Disallow: {SHUT}\n"

    def _sitemap(self, path: str) -> Answer:
        files = math.ceil(self.load.articles / _PER_SITEMAP)
        if self.load.listed == "sections":
            return _NOT_HERE
        if path == "/sitemap.xml":
            rows = "".join(f"<sitemap><loc>{self.url}/sitemap-{n}.xml</loc></sitemap>\n" for n in range(1, files + 1))
            return _xml(f"<sitemapindex {_SITEMAP}>\n{rows}</sitemapindex>")
        n = _number(path, "/sitemap-", ".xml")
        if n is None or not 1 <= n <= files:
            return _NOT_HERE
        numbers = range((n - 1) * _PER_SITEMAP + 1, min(n * _PER_SITEMAP, self.load.articles) + 1)
        rows = "".join(
            f"<url><loc>{self.article_url(number)}</loc><lastmod>{published(number).isoformat()}</lastmod></url>\n"
            for number in numbers
        )
        return _xml(f"<urlset {_SITEMAP}>\n{rows}</urlset>")


def published(number: int) -> datetime:
    """When article `number` appeared: later numbers later, seven minutes apart within two years."""
    return _END - timedelta(days=730) + timedelta(minutes=7) * (number % 150_000)


def _number(path: str, before: str, after: str) -> int | None:
    """The number that stands between the two at the end of a path."""
    digits = path.removesuffix(after).rpartition(before)[2] if path.endswith(after) and before in path else ""
    return int(digits) if digits.isdigit() and len(digits) < 10 else None


def _spoil(answer: Answer, fault: Fault) -> Answer:
    if fault.kind == "slow":
        return replace(answer, wait=fault.seconds)
    if fault.kind == "torn":
        return replace(answer, torn_after=len(answer.body) // 2)
    return Answer(
        b"<p>Later, please</p>", status=int(fault.kind), headers=(("Retry-After", str(math.ceil(fault.seconds))),)
    )


def _xml(text: str) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode(), content_type=_XML)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the log is written at the end and whenever SIGUSR1 comes."""
    parser = argparse.ArgumentParser(prog="python -m newsarchive.demo.loadsite", description=__doc__)
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--page-bytes", type=int, default=175_000)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--crawl-delay", type=float)
    parser.add_argument("--listed", choices=("sitemap", "sections", "both"), default="both")
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--newspaper", default="loadsite")
    parser.add_argument("--host", default=LOOPBACK)
    parser.add_argument("--port", type=int, default=0)
    told = vars(parser.parse_args(arguments))
    directory, newspaper, host, port = (told.pop(name) for name in ("directory", "newspaper", "host", "port"))
    _serve(LoadSite(Load(**told), newspaper=newspaper, host=host, port=port), directory)


def _serve(site: LoadSite, directory: Path) -> None:
    wanted = {signal.SIGTERM, signal.SIGINT, signal.SIGUSR1}
    signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    with site:
        site.install_press(directory / "press")
        print(site.url, flush=True)
        for _ in itertools.count():
            ended = signal.sigwait(wanted) != signal.SIGUSR1
            lines = (json.dumps(asdict(entry)) for entry in site.log)
            (directory / "requests.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            if ended:
                return


if __name__ == "__main__":
    main()
