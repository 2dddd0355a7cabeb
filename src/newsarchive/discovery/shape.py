"""Article or not, where the registry has no pattern: what recurs on a section page is its articles.

A newspaper gives all its articles addresses of one form, and a section page links to many of them with headlines as
text. So links are put in groups by the form of their address; a group is articles when it recurs and its texts and
slugs are as long as headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from urllib.parse import unquote, urlsplit

from newsarchive.discovery.anchors import Anchor

_RECURS = 4
_HEADLINE = 25
"""Characters; section names are shorter ("Văn hóa - Giải trí"), headlines longer."""
_SLUG_WORDS = 5
_LAST = re.compile(r"^(?P<stem>.*?)(?P<suffix>\.[A-Za-z]{2,5})?$", re.DOTALL)
_ID = re.compile(r"(?:^|[-_.])(?P<mark>[a-z]{0,8}?)(?P<number>\d{4,}|(?=[a-f]*\d)[0-9a-f]{7})$", re.IGNORECASE)
_NEVER = re.compile(
    r"""(?xi)
    (?:^|/) (?: tags? | tim-kiem | search | rss | feed | author | tac-gia | lien-he | gioi-thieu | quang-cao | dang-nhap
              | login | user | ajax | static | print | danh-ba | rao-vat | videos? ) (?:/|\.|-|$)
    | -(?:tag|event|topic|author)\d
    """
)
_TOPIC = re.compile(r"(?:^|/)(?:dong-)?(?:su-kien|events?|chu-de|topic)(?:/|\.|-|$)", re.IGNORECASE)
_LONG_NUMBER = 9
"""Topics have short numbers; an article in a section called "Sự kiện" has the long one of all articles."""
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|zip|mp[34]|xml|css|js)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The form of an address: what stays the same from article to article."""

    host: str
    suffix: str
    number: str
    """Letters before the number and about how long it is: "a6", "post6", "13"; "" without one."""
    depth: int


def guess_articles(anchors: Iterable[Anchor]) -> set[str]:
    """The URLs that are articles by what recurs."""
    groups: dict[_Shape, list[tuple[Anchor, int]]] = {}
    for anchor in anchors:
        if (read := _read(anchor.url)) is not None:
            groups.setdefault(read[0], []).append((anchor, read[1]))
    found: set[str] = set()
    for shape, members in groups.items():
        found |= _articles(shape, members)
    return found


def _articles(shape: _Shape, members: list[tuple[Anchor, int]]) -> set[str]:
    if not shape.number:
        # Section addresses have this form too: only slugs as long as a headline count.
        members = [(anchor, words) for anchor, words in members if words >= _SLUG_WORDS]
    if len(members) < _RECURS:
        return set()
    text = median(len(anchor.text) for anchor, _ in members)
    words = median(words for _, words in members)
    if text < _HEADLINE or (words < _SLUG_WORDS and not shape.number):
        return set()
    return {anchor.url for anchor, _ in members}


def _read(url: str) -> tuple[_Shape, int] | None:
    """The form of an address and the number of words in its slug; None for what is never an article."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _NEVER.search(path) or _FILE.search(path):
        return None
    segments = [segment for segment in path.split("/") if segment]
    if not segments:
        return None
    last = _LAST.match(segments[-1])
    if last is None:
        return None
    stem, suffix = last["stem"], (last["suffix"] or "").lower()
    number, slug = "", stem
    if match := _ID.search(stem):
        number = f"{match['mark'].lower()}{_about(len(match['number']))}"
        slug = stem[: match.start()] or max(segments[:-1], key=len, default="")
    if _TOPIC.search(path) and not (match and len(match["number"]) >= _LONG_NUMBER):
        return None
    words = len([word for word in re.split(r"[-_+ ]+", slug) if word])
    # An article may stand in /section/ or /section/subsection/, so the depth only tells a number's place.
    depth = 0 if slug and slug in stem else len(segments)
    return _Shape(parts.hostname or "", suffix, number, depth), words


def _about(length: int) -> int:
    """Numbers grow: five and six digits are the same counter, as are the times of day that lost a zero."""
    return max(least for least in (4, 6, 9, 13) if least <= length)
