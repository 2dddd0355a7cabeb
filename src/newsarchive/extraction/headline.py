"""The headline: the heading of the page that its metadata repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsarchive.article import Evidence
from newsarchive.cleaning.script import count_words
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.element import text_of
from newsarchive.extraction.likeness import begins, key, same
from newsarchive.extraction.lines import line_of
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import LONGEST_TITLE, Page
from newsarchive.press import Layout

_SUFFIX = re.compile(r"\s+(?:[-–—|»•]|::)\s+[^-–—|»•]{2,60}$|\s*\|\s*[^|]{2,60}$")
_PREFIX = re.compile(r"^(?:Báo|Tạp chí)\s+(?=\w*[A-ZĐ])[^-–—|]{2,40}\s+[-–—|]\s+(?=\S.{20})")
"""The paper's name before the title: "Báo Sông Lam Online - Cầu mới nối hai bờ sông"."""
_is_title = naming(
    re.compile(
        r"(?:^|[\s_-])(?:(?:p|news|detail|article|post|main|cms|header)[_-]?)?(?:title|tieu-?de|headline)(?:$|[\s_-])"
    )
)
_ENDS = re.compile(r"(?:[-–—|»•]|::+)\s*$")
_BEGINS = re.compile(r"\s*(?:[-–—|»•]|::+)")
_LINES = ("p", "div", "span", "td", "h3", "h4", "strong", "b")
_WORD = re.compile(r"\w+")
_LEAST, _LONGEST = 8, 250
_WORDS = 4
"""A headline has at least so many words; the name of a site fewer."""


def find_headline(page: Page, metadata: Metadata, layout: Layout | None) -> Evidence | None:
    """Rule and text of the headline, the text in `raw`; None for a fragment.

    The first <h1> is often the section or a logo: the heading that the head of the page repeats wins.
    """
    if page.is_fragment:
        return None
    if layout and (found := page.select_first(*layout.headline)):
        element, selector = found
        text = element.get("content") if element.tag == "meta" else text_of(element)
        if text:
            return Evidence(f"layout:{layout.id} {selector}", text)
    return next(_find(page, metadata), None)


def _find(page: Page, metadata: Metadata) -> Iterator[Evidence]:
    """What may be the headline, the surest first."""
    told = metadata.headlines
    headings = [(element.tag, text) for element in page.root.iter("h1", "h2") if (text := text_of(element))]
    first = [text for tag, text in headings if tag == "h1" and len(text) >= _LEAST]
    if all(count_words(one) < _WORDS for one in told):
        logos = {text_of(element) for element in page.root.iter("h1") if next(element.iter("a"), None) is not None}
        own = [text for text in first if text not in logos or count_words(text) >= _WORDS]
        if len(own) == 1:
            yield Evidence("only h1, the head names the site", own[0])
        yield from (Evidence("line named as title, the head names the site", text) for text in _named(page))
    if repeated := _longest_repeated(headings, told):
        yield Evidence(f"{repeated[0]}, repeated in the head", repeated[1])
    if line := _line(page, told):
        yield Evidence("line that the head repeats", line)
    if told:
        yield Evidence("metadata headline", _bare(told[0]))
    if first:
        yield Evidence("first h1", first[0])


def _named(page: Page) -> Iterator[str]:
    """Lines of an article's title by their names, or the only <h2>; none that is a link."""
    second = [element for element in page.root.iter("h2") if next(element.iter("a"), None) is None]
    lines = [*page.named(_is_title, "h2", "h3", "div", "p", "span", "td"), *(second if len(second) == 1 else ())]
    for element in lines:
        line = line_of(element)
        if len(line) <= _LONGEST and next(element.iter("a"), None) is None:
            text = clean_text(line)
            if count_words(text) >= _WORDS:
                yield text


def _longest_repeated(headings: list[tuple[str, str]], told: tuple[str, ...]) -> tuple[str, str] | None:
    """Tag and text of the heading that the head repeats most of: it may repeat the name of the site, too."""
    found = [(tag, text) for tag, text in headings if len(text) >= _LEAST and any(repeats(one, text) for one in told)]
    return max(found, key=lambda heading: len(heading[1]), default=None)


def _line(page: Page, told: tuple[str, ...]) -> str | None:
    """The longest line in no heading that the head repeats: some systems print the headline in a paragraph."""
    found, is_told = "", Repeated(told)
    for element in page.root.iter(*_LINES):
        if len(found) < len(line := line_of(element)) <= _LONGEST:
            text = clean_text(line)
            if count_words(text) >= _WORDS and len(text) > len(found) and is_told(text):
                found = text
    return found or None


class Repeated:
    """A test of many lines, whether the head repeats them: nearly all begin with a word that it does not have."""

    def __init__(self, told: Iterable[str]) -> None:
        self._told = tuple(one for one in told if len(one) <= LONGEST_TITLE)
        self._words = frozenset(word for one in self._told for word in key(one).split())

    def __call__(self, line: str) -> bool:
        """Whether one of the head's titles repeats the line; see `repeats`."""
        first = _WORD.search(line)
        begins_so = first is not None and key(first[0]) in self._words
        return begins_so and any(repeats(told, line) for told in self._told)


def repeats(told: str, heading: str) -> bool:
    """The head repeats a heading: whole, with names of section and paper around it, or cut off."""
    if same(told, heading) or same(_bare(told), heading):
        return True
    shorter = min(len(key(told)), len(key(heading)))
    return (shorter >= 25 and begins(told, heading)) or _is_part(told, heading)


def _is_part(told: str, heading: str) -> bool:
    """Signs part the heading from what else stands in the title."""
    before, found, behind = clean_text(told).casefold().partition(clean_text(heading).casefold())
    if not found or count_words(heading) < _WORDS:
        return False
    return (not before or _ENDS.search(before) is not None) and (not behind or _BEGINS.match(behind) is not None)


def _bare(title: str) -> str:
    """A title without the name of the paper behind or before it."""
    cut = _SUFFIX.sub("", _PREFIX.sub("", title))
    return cut if len(cut) >= _LEAST else title
