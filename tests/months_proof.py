"""Simulated months through the crawl's own path: frontier, WARC, extraction, news.db, discovery, health and gaps.

The clock is the newspaper's; what is left out is the network itself (the HTTP engine and its pace), which has tests of
its own.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from months_site import ENTRY, HOST, LAYOUT, Months, Plan
from newsarchive.archive import Archive
from newsarchive.capture.exchange import Exchange
from newsarchive.capture.recorder import Found, Recorder
from newsarchive.frontier import End, Frontier, Habit, Lease, find_home
from newsarchive.gaps import find_gaps
from newsarchive.health import look_after
from newsarchive.ingest.session import Written
from newsarchive.link import Link
from newsarchive.press import newspaper
from newsarchive.reextract import reextract
from newsarchive.store import moments
from newsarchive.succession import find_endangered

PAPER = "suoinguon"
_ENTRIES = (Link(f"{HOST}/rss/tin-moi.rss", "feed", "entry"), Link(f"{HOST}/thoi-su/", "section", "entry"))
_HOURS = (5, 17)
"""Of a day's crawls."""


class Clock:
    """Seconds since 1970, as the newspaper has it."""

    def __init__(self, at: datetime) -> None:
        self.now = at.timestamp()

    def __call__(self) -> float:
        return self.now

    @property
    def moment(self) -> datetime:
        """The same with a zone."""
        return datetime.fromtimestamp(self.now, UTC)


@dataclass(slots=True)
class Seen:
    """What the archive tells afterwards."""

    revisits: int = 0
    """Looks at an article that was held."""
    alarms: dict[int, frozenset[str]] = field(default_factory=dict)
    """Day → codes that were found then and not the day before."""
    edits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Number of the article → classes of its one edit; of several edits, all of them with a "+" between."""
    gone: dict[int, str] = field(default_factory=dict)
    back: set[int] = field(default_factory=set)
    """Numbers of those that went and stand there again."""
    unnoticed: dict[int, timedelta] = field(default_factory=dict)
    """Of those, how long each stood there again before a capture showed it."""
    gaps: frozenset[date] = frozenset()
    endangered: dict[int, str] = field(default_factory=dict)
    """Day → kind."""
    restored: bool | None = None
    """Whether re-extraction with the proposed layout brought every field back and health to green."""
    fetched_to_restore: int = 0


def live_apart(plan: Plan, seed: int) -> tuple[Months, Seen]:
    """The same in a folder that is gone afterwards, for a process of its own."""
    with TemporaryDirectory(prefix="newsarchive-months-") as folder:
        return live(Path(folder), plan, seed)


def live(folder: Path, plan: Plan, seed: int, *, hours: tuple[int, ...] = _HOURS) -> tuple[Months, Seen]:
    """Let the months pass, crawled at these hours of every day."""
    site, directory, seen = Months(plan, seed), folder / "kho", Seen()
    for name, kind, text in ((PAPER, "newspapers", ENTRY), (PAPER, "layouts", LAYOUT)):
        path = directory / "press" / kind / f"{name}.yml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    standing: frozenset[str] = frozenset()
    for day in range(plan.days):
        if day in plan.off:
            continue
        for hour in hours:
            _crawl(directory, site, Clock(site.first + timedelta(days=day, hours=hour)), seen)
            (health,) = look_after(directory, [PAPER])
            if health.codes - standing:
                seen.alarms[day] = seen.alarms.get(day, frozenset()) | (health.codes - standing)
            standing = health.codes
            if health.proposal and seen.restored is None and day >= (plan.redesign or 0) + 1:
                _restore(directory, health.proposal, seen)
                standing = frozenset()
    _read(directory, site, seen)
    return site, seen


def _crawl(directory: Path, site: Months, clock: Clock, seen: Seen) -> None:
    requests: Counter[str] = Counter()
    started = clock.moment
    with (
        Archive.open(directory, create=True, workers=0) as archive,
        Frontier(find_home(directory), clock=clock) as frontier,
    ):
        paper = newspaper(PAPER)
        ends: list[End] = []

        def found(page: Found) -> None:
            links = [link for link in page.links if link.kind not in {"page", "image"}]
            frontier.add(paper, links, found_on=page.url)

        def ended(_paper: str, done: Sequence[End]) -> None:
            ends.extend(done)

        def told(_paper: str, _written: Written) -> None:
            return

        recorder = Recorder(archive, found, ended, told, info={})
        frontier.add(paper, _ENTRIES, again=True)
        with frontier.crawl(PAPER, Habit(*archive.store.editing(PAPER))) as crawl:
            while leases := crawl.lease(16):
                for lease in leases:
                    recorder.end(PAPER, _fetch(lease, site, clock, recorder))
                recorder.flush()
                requests.update(end.outcome for end in ends)
                held = {lease.id for lease in leases if lease.kind == "article"}
                seen.revisits += sum(end.id in held and end.outcome == "same" for end in ends)
                crawl.done(ends)
                crawl.renew()
                ends.clear()
        recorder.finish()
        archive.note_crawl(PAPER, moments.to_text(started), {"requests": dict(requests)}, moments.to_text(clock.moment))
        kinds = [one.kind for one in find_endangered(archive.store.connection, frontier)]
        if kinds:
            seen.endangered.setdefault(site.day(clock.moment), kinds[0])


def _fetch(lease: Lease, site: Months, clock: Clock, recorder: Recorder) -> End:
    """A request and its redirects, as the spider follows them."""
    url = lease.url
    for _ in range(5):
        clock.now += 1
        answer = site.answer(url, clock.moment)
        lines = [f"HTTP/1.1 {answer.status} X", f"Content-Type: {answer.content_type}"]
        lines += [f"Location: {answer.location}"] if answer.location else []
        recorder.take(
            Exchange(
                newspaper=PAPER,
                url=url,
                fetched_at=clock.moment,
                request=f"GET {urlsplit(url).path} HTTP/1.1\r\n\r\n".encode(),
                head="".join(f"{line}\r\n" for line in lines).encode(),
                body=answer.body,
                expects=lease.kind,
                lease=lease.id,
            ),
            0.0,
        )
        if answer.location is None:
            break
        url = urljoin(url, answer.location)
        if not url.startswith(HOST):
            return End(lease.id, "dropped", answer.status, f"redirects to another host: {urlsplit(url).hostname}")
    if answer.status == 200:
        return End(lease.id, "stored", 200)
    return End(lease.id, "gone", answer.status, f"HTTP status {answer.status}")


def _restore(directory: Path, proposal: str, seen: Seen) -> None:
    """What an archivist does on the morning after a redesign."""
    shutil.copytree(directory / proposal, directory / "press", dirs_exist_ok=True)
    with Archive.open(directory, workers=0) as archive:
        before = archive.store.newest_capture()
        reextract(archive)
        seen.fetched_to_restore = archive.store.newest_capture() - before
    (health,) = look_after(directory, [PAPER])
    seen.restored = health.level == "green"


def _read(directory: Path, site: Months, seen: Seen) -> None:
    with Archive.open(directory, workers=0) as archive:
        for story in site.stories.values():
            if archive.article(story.url) is None:
                continue
            history = archive.history(story.url)
            steps = [step.change.classes for step in history.steps if step.is_edit]
            if steps:
                seen.edits[story.number] = steps[0] if len(steps) == 1 else ("+".join(map(str, steps)),)
            if history.pulled:
                seen.gone[story.number] = history.pulled.how
                if history.pulled.back:
                    seen.back.add(story.number)
                    if story.back:
                        seen.unnoticed[story.number] = history.pulled.back.fetched_at - story.back
            if seen.restored is not None:
                seen.restored &= _is_whole(archive, site, story.number)
        today = (site.first + timedelta(days=site.plan.dies or site.plan.days)).date()
        found = find_gaps(archive.store, find_home(directory), newspaper=PAPER, today=today)
        seen.gaps = frozenset(day.day for gaps in found for day in gaps.missing)


def _is_whole(archive: Archive, site: Months, number: int) -> bool:
    """Every field as the newspaper printed it last before it was pulled; the time to the minute."""
    story = site.stories[number]
    until = story.pulled[0] - timedelta(seconds=1) if story.pulled else datetime.max.replace(tzinfo=UTC)
    told, held = story.edited(until), archive.article(story.url)
    assert held is not None
    published = held.published.replace(second=0) if isinstance(held.published, datetime) else None
    fields = (held.headline, held.lead, list(held.body), held.authors, [one.caption for one in held.figures], published)
    return fields == (told.headline, told.lead, told.paragraphs, [told.byline], [told.caption], told.at)


HOWS = {404: "not found", 410: "gone", "home": "redirect to a front page or section"}


def planted(site: Months) -> tuple[dict[int, str], dict[int, str], frozenset[date]]:
    """(edits, removals, days without a crawl) as the archive should tell them."""
    edits = {story.number: story.edit[1] for story in site.stories.values() if story.edit}
    gone = {story.number: HOWS[story.pulled[1]] for story in site.stories.values() if story.pulled}
    return edits, gone, frozenset((site.first + timedelta(days=day)).date() for day in site.plan.off)
