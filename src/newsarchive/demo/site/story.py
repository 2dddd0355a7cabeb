"""The articles of Báo Hòa Giang: those written by hand and those composed of themes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from newsarchive.cleaning.text import fold
from newsarchive.yamlfile import read_document

_HERE = Path(__file__).resolve().parent
_PATHS = {
    "epi": "/{slug}-post{id}.html",
    "onecms": "/{slug}-{id}.html",
    "fck-a": "/{slug}-a{id}.html",
    "hoagiang-2013": "/Tin/{id}/{slug}.aspx",
}
SYSTEMS = tuple(_PATHS)
"""The four content systems the paper has had, newest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a body, as the templates print it."""

    kind: Literal["paragraph", "heading", "picture", "table"]
    text: str = ""
    picture: str = ""
    """Name of the image, without folder and ending."""
    caption: str = ""
    credit: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One article as one edition prints it."""

    id: int
    slug: str
    system: str
    section: str
    headline: str
    lead: str
    body: tuple[Part, ...]
    author: str
    published: datetime
    modified: datetime
    photo: str | None = None
    keywords: tuple[str, ...] = ()
    mark: str = "(HGO)"
    day: int = 1
    """First edition that has it."""
    vanishes: bool = False
    """True when the second edition has taken it down."""
    later: Story | None = None
    """What the second edition prints instead."""

    @property
    def path(self) -> str:
        """Its address on the site, in the shape of its content system."""
        return _PATHS[self.system].format(slug=self.slug, id=self.id)

    @property
    def cover(self) -> str | None:
        """Its first picture."""
        return next((part.picture for part in self.body if part.kind == "picture"), None)


@cache
def stories() -> tuple[Story, ...]:
    """Every article of both editions, newest first."""
    found = [*_written(), *_composed()]
    return tuple(sorted(found, key=lambda story: (story.published, story.id), reverse=True))


def _written() -> Iterator[Story]:
    for entry in _read("stories"):
        later = entry.pop("later", None)
        story = _story(entry)
        yield replace(story, later=_story(entry | later)) if later else story


def _story(entry: Mapping[str, Any]) -> Story:
    published = datetime.fromisoformat(entry["published"])
    author, photo = entry["author"], entry.get("photo")
    return Story(
        id=int(entry["id"]),
        slug=entry["slug"],
        system=entry["system"],
        section=entry["section"],
        headline=entry["headline"],
        lead=entry["lead"],
        body=tuple(_part(item) for item in entry["body"]),
        author=f"{author} - Ảnh: {photo}" if photo and photo != author else author,
        published=published,
        modified=datetime.fromisoformat(entry["modified"]) if "modified" in entry else published,
        photo=photo,
        keywords=tuple(entry.get("keywords", ())),
        mark=entry.get("mark", "(HGO)"),
        day=int(entry.get("day", 1)),
        vanishes="vanishes" in entry,
    )


def _part(item: str | Mapping[str, Any]) -> Part:
    if isinstance(item, str):
        heading = item.removeprefix("## ")
        return Part("paragraph", item) if heading == item else Part("heading", heading)
    if "table" in item:
        return Part("table", rows=tuple(tuple(row) for row in item["table"]))
    return Part("picture", picture=item["picture"], caption=item["caption"], credit=item.get("credit", ""))


def _composed() -> Iterator[Story]:
    for theme in _read("themes"):
        for number, values in enumerate(theme["stories"]):
            yield _story(_compose(theme, values, number))


def _compose(theme: Mapping[str, Any], values: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A theme with one set of values; `number` takes other wordings in turn, at each place out of step."""

    def say(wordings: list[str], place: int) -> str:
        return _sentences(wordings[(number + place * (1 + number // 2)) % len(wordings)].format_map(values))

    headline = say(theme["headlines"], 0)
    lead = say(theme["leads"], 1)
    body: list[Any] = []
    for place, wordings in enumerate(theme["body"], 2):
        if wordings == ["picture"]:
            body += [_picture(theme, values)] if "picture" in values else []
        elif isinstance(wordings[0], dict):
            rows = wordings[0]["table"]
            body.append({"table": [[cell.format_map(values) for cell in row] for row in rows]})
        else:
            body.append(say(wordings, place))
    if values["system"] == "onecms":
        lead = f"(HGĐT)- {lead}"
    return {
        **{name: values[name] for name in ("id", "system", "author")},
        "photo": values.get("photo"),
        "published": values["at"],
        "section": theme["section"],
        "slug": _slug(headline),
        "headline": headline,
        "lead": lead,
        "body": body,
        "keywords": [theme["theme"], *([values["noi"]] if "noi" in values else [])],
    }


def _picture(theme: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    person = (values.get("photo") or values["author"]).title()
    caption = _sentences(theme["caption"].format_map(values))
    return {"picture": values["picture"], "caption": caption, "credit": person}


def _sentences(text: str) -> str:
    """The first letter of every sentence as a capital: a value may stand at its head."""
    return re.sub(r"(^(?:## )?“?|[.!?]”? “?)(\w)", lambda match: match[1] + match[2].upper(), text)


def _slug(headline: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(headline)).strip("-")


def _read(name: str) -> list[dict[str, Any]]:
    """The one list of a file, all values as text."""
    entries: list[dict[str, Any]] = read_document(_HERE / f"{name}.yml").data[name]
    return entries
