"""One edition of the paper: what stands at every address on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

from newsarchive.demo.picture import draw
from newsarchive.demo.site import feeds, printing
from newsarchive.demo.site.printing import SECTIONS, Section
from newsarchive.demo.site.story import Story, stories
from newsarchive.demo.web import Answer

DAYS = {
    1: datetime.fromisoformat("2026-10-20T11:00:00+07:00"),
    2: datetime.fromisoformat("2026-10-21T11:00:00+07:00"),
}
"""The two editions and the clock that stands over them."""
PER_PAGE = 8
_NEWEST = 12
_XML = "application/xml; charset=utf-8"
_MOVED_TO = 10402
"""The article the old address leads to."""

MOVED = "/tin-nhanh/gio-loc-nam-tia.html"
"""An old address that redirects to today's."""
SOFT_404 = "/le-hoi-hoa-dao-suoi-dang-post9120.html"
"""Says with status 200 that there is no such article; other pages still link to it."""
BROKEN = "/lich-tiep-dan-thang-8-post9055.html"
"""Linked on the front page, answers 404."""
INTERNAL = "/noi-bo/ban-tin-toa-soan-post10399.html"
"""Linked on the front page, closed by robots.txt."""
TOPIC = "/chuyen-de/vung-cao-doi-thay.html"
"""A topic: a list of links that no section names."""


class Edition:
    """The site on one day. `base` is its address without a slash at the end."""

    def __init__(self, day: int, base: str) -> None:
        self.day, self.base = day, base
        self.now = DAYS[day]
        self.stories = _stories_of(day)
        self._by_path = {story.path: story for story in self.stories}
        self._gone = frozenset(story.path for story in stories() if story.vanishes) if day > 1 else frozenset[str]()

    def answer(self, target: str) -> Answer:
        """What stands at a path with query."""
        parts = urlsplit(target)
        path = parts.path
        if path in self._by_path:
            return self._article(self._by_path[path])
        if path in self._gone:
            return Answer(printing.print_missing("Bài viết đã được gỡ"), status=410)
        if path == MOVED:
            new = next(story.path for story in self.stories if story.id == _MOVED_TO)
            return Answer(b"", status=301, headers=(("Location", f"{self.base}{new}"),))
        section = next((each for each in SECTIONS if path == f"/{each.slug}/"), None)
        if section:
            return self._section(section, parse_qs(parts.query).get("trang", ["1"])[0])
        return self._special(path) or self._machine(path) or self._missing()

    def _article(self, story: Story) -> Answer:
        # Only what was published before: an old page does not change with every new article.
        others = [each for each in stories() if each.published < story.published and each.day == 1]
        related = [each for each in others if each.section == story.section and not each.vanishes][:3]
        most = [each for each in others if each.section != story.section and not each.vanishes][:3]
        page = printing.print_story(story, self.base + story.path, related=related, most=most, today=story.modified)
        return Answer(page, modified=story.modified)

    def _section(self, section: Section, number: str) -> Answer:
        own = [story for story in self.stories if story.section == section.slug]
        pages = -(-len(own) // PER_PAGE)
        page = int(number) if number.isdigit() else 0
        if not 1 <= page <= pages:
            return self._missing()
        shown = own[(page - 1) * PER_PAGE : page * PER_PAGE]
        body = printing.print_list(
            section.name,
            shown,
            page=page,
            pages=pages,
            address=lambda n: f"/{section.slug}/" + (f"?trang={n}" if n > 1 else ""),
        )
        return Answer(body, modified=max(story.modified for story in shown))

    def _special(self, path: str) -> Answer | None:
        if path == "/":
            extra = [
                (MOVED, "Tin nhanh: gió lốc ở Nậm Tía"),
                (TOPIC, "Chuyên đề: Vùng cao đổi thay"),
                (SOFT_404, "Lễ hội hoa đào Suối Đăng"),
                (BROKEN, "Lịch tiếp dân tháng 8"),
                (INTERNAL, "Bản tin tòa soạn"),
            ]
            return Answer(printing.print_list("Trang nhất", self.stories[:_NEWEST], extra=extra))
        if path == TOPIC:
            chosen = [story for story in self.stories if "Nậm Tía" in story.lead or "Mường Đăm" in story.lead]
            return Answer(printing.print_list("Chuyên đề: Vùng cao đổi thay", chosen))
        if path == SOFT_404:
            return Answer(printing.print_missing("Bài viết không tồn tại hoặc đã bị xóa"))
        if path.startswith("/hinh/") and path.endswith(".png"):
            return Answer(draw(path[6:-4]), content_type="image/png", modified=DAYS[1] - timedelta(days=1))
        if path.startswith(("/captcha/", "/tim-kiem", "/in/", "/noi-bo/")):
            return Answer(b"<p>closed by robots.txt</p>")
        return None

    def _machine(self, path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(feeds.print_robots(self.base).encode(), content_type="text/plain; charset=utf-8")
        if path == "/rss/trang-chu.rss":
            return self._xml(feeds.print_feed(self.base, self.stories[:_NEWEST]))
        if path == "/sitemap.xml":
            return self._xml(feeds.print_sitemap_index(self.base, self.stories))
        if path == "/sitemap-tin-moi.xml":
            recent = [story for story in self.stories if self.now - story.published < timedelta(days=2)]
            return self._xml(feeds.print_sitemap(self.base, recent, news=True))
        years = {f"/sitemap-{year}.xml": some for year, some in feeds.by_year(self.stories).items()}
        return self._xml(feeds.print_sitemap(self.base, years[path])) if path in years else None

    @staticmethod
    def _xml(text: str) -> Answer:
        return Answer(text.encode(), content_type=_XML)

    @staticmethod
    def _missing() -> Answer:
        return Answer(printing.print_missing("404 - Không tìm thấy trang"), status=404)


@cache
def _stories_of(day: int) -> tuple[Story, ...]:
    """The stories that stand on the site that day, newest first, each as that edition prints it."""
    found = [story for story in stories() if story.day <= day and not (story.vanishes and day > 1)]
    return tuple(replace(story.later, later=None) if story.later and day > 1 else story for story in found)
