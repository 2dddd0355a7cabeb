"""An invented newspaper with a clock of its own: articles appear, are edited and pulled; it redesigns, moves away."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from months_designs import DESIGNS, Moving
from newsarchive.article import VIETNAM

HOST = "https://baosuoinguon.example"
ENTRY = r"""
name: Báo Suối Nguồn
kind: national
host: baosuoinguon.example
layouts: [suoinguon]
feeds: [https://baosuoinguon.example/rss/tin-moi.rss]
sections: [https://baosuoinguon.example/thoi-su/]
articles:
  - path: '-post(?P<id>\d+)\.html$'
"""
LAYOUT = """
family: suối nguồn
signature: [article.bai-viet, .but-danh]
headline: h1.tieu-de
lead: p.sapo
body: article.bai-viet
byline: .but-danh
published: .ngay-dang
caption: figcaption
"""
_PLACES = ("Nậm Tía", "Bản Phố", "Suối Đăng", "Cốc Lầu", "Tả Van", "Mường Hum", "Lùng Vai", "Pha Long")
_NAMES = ("Trần Thu Hà", "Nguyễn Văn Lực", "Vàng A Sính", "Lê Quốc Bảo", "Giàng Thị Mỷ", "Phạm Hải Yến")
_THINGS = ("trạm bơm", "cây cầu treo", "nhà văn hóa", "đập nước", "tuyến đường liên thôn", "trường mầm non")
_DEEDS = ("khởi công", "khánh thành", "sửa chữa", "bàn giao", "nghiệm thu", "mở rộng")
_SENTENCES = (
    "Sáng nay, xã {place} {deed} {thing} có vốn đầu tư {money} triệu đồng từ ngân sách huyện và của người dân.",
    "Công trình phục vụ {homes} hộ dân của ba thôn vùng cao, dự kiến hoàn thành trước mùa mưa bão năm nay.",
    "Ông {head}, người phụ trách công trình, cho biết địa phương đã vận động bà con hiến đất và góp ngày công.",
    "Nhiều năm qua, người dân ở đây phải đi vòng gần một giờ mới ra được chợ trung tâm để bán nông sản.",
    "Bà con trong thôn đều phấn khởi vì từ nay con em đi học không còn phải lội suối trong những ngày nước lớn.",
)
EDITS = ("headline", "numbers", "names", "caption", "correction", "addition", "removal")


@dataclass(slots=True)
class Story:
    """One article and what becomes of it."""

    number: int
    at: datetime
    slug: str
    headline: str
    lead: str
    paragraphs: list[str]
    byline: str
    caption: str
    edit: tuple[datetime, str] | None = None
    """(when, class)"""
    pulled: tuple[datetime, int | str] | None = None
    """(when, 404, 410 or "home")"""
    back: datetime | None = None
    """When it stands there again."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"{HOST}/thoi-su/{self.slug}-post{self.number}.html"

    def edited(self, now: datetime) -> Story:
        """As it reads at that moment."""
        if self.edit is None or now < self.edit[0]:
            return self
        changed = Story(**{name: getattr(self, name) for name in Story.__slots__})
        changed.paragraphs = list(self.paragraphs)
        _EDITING[self.edit[1]](changed)
        return changed


def _change_number(story: Story) -> None:
    story.paragraphs[0] = (
        story.paragraphs[0].replace("triệu đồng", "tỷ đồng").replace(" có vốn đầu tư ", " có vốn đầu tư 1")
    )


def _set(name: str, value: str) -> object:
    def change(story: Story) -> None:
        setattr(story, name, value.format(old=getattr(story, name)))

    return change


_EDITING: Mapping[str, object] = {
    "headline": _set("headline", "{old} trong niềm vui của bà con"),
    "numbers": _change_number,
    "names": lambda story: story.paragraphs.__setitem__(2, story.paragraphs[2].replace("Ông ", "Ông Hoàng ")),
    "caption": _set("caption", "{old} trong ngày đầu tiên"),
    "correction": lambda story: story.paragraphs.append(
        "Đính chính: Bài viết đã được sửa lại cho đúng tên công trình."
    ),
    "addition": lambda story: story.paragraphs.append(
        "Cũng trong buổi sáng, lãnh đạo xã đã trao quà cho các hộ khó khăn."
    ),
    "removal": lambda story: story.paragraphs.pop(3),
}  # type: ignore[assignment]


@dataclass(slots=True)
class Plan:
    """What is planted; days count from the first."""

    days: int
    first: datetime = datetime(2026, 3, 2, tzinfo=VIETNAM)
    a_day: int = 6
    edits: int = 0
    pulled: int = 0
    returned: int = 0
    """How many of the pulled come back."""
    worn: str = "first"
    """The design that it begins with."""
    redesign: int | None = None
    design: str = "detail"
    """Which of the designs it comes to wear then."""
    dies: int | None = None
    moves_to: str = ""
    """Path at another host that every address leads to from then on; empty: its own path there."""
    off: tuple[int, ...] = ()
    """Days on which nobody crawls."""
    rests: tuple[int, ...] = ()
    """Weekdays without a paper, Monday 0."""
    pause: tuple[int, ...] = ()
    """Days without a paper, as at Tết."""
    torn: tuple[int, ...] = ()
    """Days on which the feed breaks off in the middle."""


@dataclass(slots=True)
class Answer:
    """What the server sends."""

    status: int
    body: bytes = b""
    location: str | None = None
    content_type: str = "text/html; charset=utf-8"


@dataclass(slots=True)
class Months:
    """The newspaper. `answer` is asked with the time of its own clock."""

    plan: Plan
    seed: int
    stories: dict[int, Story] = field(default_factory=dict)

    @property
    def first(self) -> datetime:
        """Midnight of its first day."""
        return self.plan.first

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        number = chance.randint(1200, 90_000)
        for day in filter(self._has_paper, range(self.plan.days)):
            for _ in range(max(1, self.plan.a_day + chance.randint(-1, 1))):
                number += chance.randint(1, 3)
                # Up to four in the morning, so that the crawl at five finds the day's paper.
                at = self.first + timedelta(days=day, minutes=chance.randint(5, 240))
                self.stories[number] = _write(chance, number, at)
        self._plant(chance)

    def _has_paper(self, day: int) -> bool:
        return (self.first + timedelta(days=day)).weekday() not in self.plan.rests and day not in self.plan.pause

    def _plant(self, chance: random.Random) -> None:
        """Edits and removals, each of another article that is caught before and seen again after."""
        last = self.first + timedelta(days=min(self.plan.dies or self.plan.days, self.plan.days) - 7)
        off = {(self.first + timedelta(days=day)).date() for day in self.plan.off}
        fit = [story for story in self.stories.values() if story.at < last and story.at.date() not in off]
        chance.shuffle(fit)
        for at, story in enumerate(fit[: self.plan.edits]):
            story.edit = (story.at + timedelta(hours=chance.randint(8, 90)), EDITS[at % len(EDITS)])
        hows: tuple[int | str, ...] = (404, 410, "home")
        early = self.first + timedelta(days=self.plan.days - 15)  # what is gone is asked for after a day, then a week
        rest = sorted(fit[self.plan.edits :], key=lambda story: story.at >= early)
        for at, story in enumerate(rest[: self.plan.pulled]):
            story.pulled = (story.at + timedelta(hours=chance.randint(8, 90)), hows[at % 3])
            if at < self.plan.returned:
                story.back = story.pulled[0] + timedelta(hours=chance.randint(30, 60))

    def day(self, now: datetime) -> int:
        """Days since the first."""
        return (now.astimezone(VIETNAM) - self.first).days

    def _latest(self, now: datetime) -> list[Story]:
        """Those of the latest day with a paper: related lists lead to no day that nobody crawled."""
        out = [story for story in self.stories.values() if story.at <= now]
        return [story for story in out if story.at.date() == out[-1].at.date()]

    def answer(self, url: str, now: datetime) -> Answer:  # noqa: PLR0911 - one return a kind of page
        """The page at that moment; clock, counter and related list are others at every request."""
        path = urlsplit(url).path
        if self.plan.dies is not None and self.day(now) >= self.plan.dies:
            return Answer(301, location=f"https://baokhac.example{self.plan.moves_to or path}")
        if path == "/robots.txt":
            return Answer(200, b"User-agent: *\nDisallow: /tim-kiem\n", content_type="text/plain")
        today = [story for story in self.stories.values() if story.at <= now and self.day(story.at) == self.day(now)]
        if path.endswith(".rss"):
            feed = _feed(today, now)
            sent = feed[: len(feed) // 2] if self.day(now) in self.plan.torn else feed
            return Answer(200, sent, content_type="application/rss+xml")
        if path in {"/", "/thoi-su/"}:
            return Answer(200, _section(today, now))
        number = int(path.rpartition("-post")[2].removesuffix(".html") or 0) if "-post" in path else 0
        story = self.stories.get(number)
        if story is None or story.at > now:
            return Answer(404, b"<html><title>404</title><p>Khong tim thay</p></html>")
        if story.pulled and story.pulled[0] <= now and not (story.back and story.back <= now):
            how = story.pulled[1]
            return Answer(302, location="/") if how == "home" else Answer(int(how), b"<html><p>Khong con</p></html>")
        redesigned = self.plan.redesign is not None and self.day(now) >= self.plan.redesign
        design = DESIGNS[self.plan.design if redesigned else self.plan.worn]
        return Answer(200, design(story.edited(now), _moving(now, self._latest(now))).encode())


def _write(chance: random.Random, number: int, at: datetime) -> Story:
    place, deed, thing = chance.choice(_PLACES), chance.choice(_DEEDS), chance.choice(_THINGS)
    told = {"place": place, "deed": deed, "thing": thing, "head": chance.choice(_NAMES)}
    told |= {"money": str(chance.randint(200, 900)), "homes": str(chance.randint(40, 400))}
    return Story(
        number=number,
        at=at,
        slug=f"xa-vung-cao-{chance.choice('abcdegh')}-co-cong-trinh-moi",
        headline=f"{place} {deed} {thing} số {number}",
        lead=f"Công trình {thing} ở xã {place} được bà con chờ đợi đã {chance.randint(3, 9)} năm nay.",
        paragraphs=[text.format(**told) for text in _SENTENCES],
        byline=chance.choice(_NAMES),
        caption=f"Bà con xã {place} bên {thing} mới",
    )


def _moving(now: datetime, others: list[Story]) -> Moving:
    """Others at every request."""
    chance = random.Random(f"{now.timestamp()}")
    return Moving(now, chance.randint(10, 99_999), [*chance.sample(others, min(3, len(others)))])


def _section(today: list[Story], now: datetime) -> bytes:
    items = "".join(f'<li><h3><a href="{one.url}">{one.headline}</a></h3><p>{one.lead}</p></li>' for one in today)
    clock = _moving(now, today).clock
    return f"""<!DOCTYPE html><html lang="vi"><head><title>Thời sự</title></head><body><span>{clock}</span>
<ul class="danh-sach">{items}</ul></body></html>""".encode()


def _feed(today: list[Story], now: datetime) -> bytes:
    items = "".join(
        f"<item><title>{one.headline}</title><link>{one.url}</link>"
        f"<pubDate>{one.at:%a, %d %b %Y %H:%M:%S} +0700</pubDate></item>"
        for one in today
    )
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin mới</title>
<lastBuildDate>{now:%a, %d %b %Y %H:%M:%S} +0000</lastBuildDate>{items}</channel></rss>""".encode()
