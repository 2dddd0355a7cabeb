"""Stories as pages: the templates of the paper's four content systems, its lists and its error page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsarchive.demo.site.story import Story

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the paper."""

    slug: str
    name: str


SECTIONS = (
    Section("thoi-su", "Thời sự"),
    Section("kinh-te", "Kinh tế"),
    Section("xa-hoi", "Xã hội"),
    Section("van-hoa", "Văn hóa"),
)


def print_story(story: Story, url: str, *, related: Sequence[Story], most: Sequence[Story], today: datetime) -> bytes:
    """The page of an article in the markup of its content system. `today` is the clock some headers show."""
    section = next(section for section in SECTIONS if section.slug == story.section)
    return _fill(story.system, story=story, url=url, section=section, related=related, most=most, today=today)


def print_list(
    title: str,
    stories: Sequence[Story],
    *,
    page: int = 1,
    pages: int = 1,
    address: Callable[[int], str] = str,
    extra: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A page of links: front page, section or topic. `extra` are plain links (address, text) below the stories."""
    further = address(page + 1) if page < pages else None
    return _fill("list", title=title, stories=stories, pages=pages, address=address, next=further, extra=extra)


def print_missing(title: str) -> bytes:
    """The page that says there is none."""
    return _fill("missing", title=title)


def _fill(template: str, **values: Any) -> bytes:
    return _templates().get_template(f"{template}.html").render(sections=SECTIONS, **values).encode()


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["json"] = lambda text: Markup(json.dumps(text, ensure_ascii=False).replace("<", "\\u003c"))
    environment.globals["american"] = _american
    environment.globals["weekday"] = lambda moment: _DAYS[moment.weekday()]
    return environment


def _american(moment: datetime) -> str:
    """Month first, as the metadata of these systems write it: "2/3/2025 6:10:00 AM"."""
    half = "AM" if moment.hour < 12 else "PM"
    day = f"{moment.month}/{moment.day}/{moment.year}"
    return f"{day} {moment.hour % 12 or 12}:{moment:%M:%S} {half}"
