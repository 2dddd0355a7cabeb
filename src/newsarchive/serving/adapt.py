"""A captured page made fit to be looked at: its pictures from the archive, its ways out closed, all else as it was.

This is not what keeps a reader safe: the policy that the page is sent under does (`reading.security.COPIES`). It is so
that the page shows its pictures and asks nobody for what it cannot get. Tags are rewritten where they stand, in one
pass, since a parser would drop what is nested deep, or hang on what is hostile.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

FindPicture = Callable[[str], str | None]
"""Absolute address of a picture → path of its copy, None when there is none."""

_TAG_BYTES = 1 << 14
"""A tag that does not end within so many characters is left as it is."""
_BROKEN_TAGS = 200
"""After so many of those the rest of the page is left as it is: a hostile page would keep us reading."""
_TAG = re.compile(
    r"<(a|area|audio|base|button|embed|form|frame|iframe|img|image|input|link|meta|object|script|source|track|video)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s=>/"'<][^\s=>/]{0,200})
        (?:\s{0,100}=\s{0,100}(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s<>"']+)))?""",
    re.VERBOSE,
)
_END = re.compile(r"[\s/]*>")
_DROPPED = frozenset({"base", "link"})
_LOADING = frozenset(
    {"src", "srcset", "srcdoc", "data", "href", "xlink:href", "action", "formaction", "poster", "background", "ping",
     "target", "lowsrc", "code", "archive", "imagesrcset", "download"}
)  # fmt: skip
"""Attributes that fetch something or lead elsewhere."""
_LINKS = frozenset({"a", "area"})
_PICTURE_TRIES = 2_000
"""Addresses that are looked up for one page."""


def adapt(page: str, url: str, find_picture: FindPicture, *, banner: str = "") -> str:
    """The page with pictures of the archive, without links, forms, frames or requests; `banner` stands before it.

    Links within the page work; others keep their address as a title. `url` is what relative addresses are resolved
    against, unless the page has a base of its own.
    """
    seeker = _Seeker(url, find_picture)
    # In front of everything: nothing that the page begins can swallow the banner there.
    parts = [_doctype(page) + banner] if banner else []
    done = 0
    for start, end, name, attributes in _tags(page):
        parts += (page[done:start], _rewritten(name, attributes, seeker))
        done = end
    return "".join([*parts, page[done:]])


def _doctype(page: str) -> str:
    """Without one, a banner in front would put the page into quirks mode."""
    return "<!DOCTYPE html>" if page.lstrip("\ufeff \t\r\n")[:9].lower() == "<!doctype" else ""


class _Seeker:
    """Finds the pictures of one page."""

    def __init__(self, url: str, find_picture: FindPicture) -> None:
        self._base, self._find = url, find_picture
        self._known: dict[str, str | None] = {}

    def rebase(self, href: str) -> None:
        """Take the page's own base."""
        self._base = _joined(self._base, href) or self._base

    def find(self, written: str) -> str | None:
        """The copy of a picture whose address stands in an attribute."""
        if not 3 < len(written) < 2_000 or len(self._known) >= _PICTURE_TRIES:
            return None
        address = _joined(self._base, written.strip())
        if address is None or not address.startswith(("http://", "https://")):
            return None
        if address not in self._known:
            self._known[address] = self._find(address)
        return self._known[address]


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def _tags(page: str) -> Iterator[tuple[int, int, str, list[tuple[str, str | None]]]]:
    """(begin, end, name, attributes) of each tag that loads something or leads elsewhere."""
    at = broken = 0
    while broken < _BROKEN_TAGS and (found := _TAG.search(page, at)):
        attributes, end = _attributes(page, found.end())
        at = end or found.end()
        if end:
            yield found.start(), end, found[1].lower(), attributes
        else:
            broken += 1


def _attributes(page: str, at: int) -> tuple[list[tuple[str, str | None]], int | None]:
    limit = min(len(page), at + _TAG_BYTES)
    found: list[tuple[str, str | None]] = []
    while True:
        if end := _END.match(page, at, limit):
            return found, end.end()
        one = _ATTRIBUTE.match(page, at, limit)
        if one is None:
            return found, None
        value = next((one[form] for form in ("double", "single", "bare") if one[form] is not None), None)
        found.append((one["name"].lower(), None if value is None else html.unescape(value)))
        at = one.end()


def _rewritten(name: str, attributes: list[tuple[str, str | None]], seeker: _Seeker) -> str:
    told: dict[str, str | None] = {}
    for key, value in attributes:
        told.setdefault(key, value)
    if name == "base" and told.get("href"):
        seeker.rebase(told["href"] or "")
    if name in _DROPPED or (name == "meta" and "http-equiv" in told):
        return ""
    kept = {key: value for key, value in told.items() if key not in _LOADING and not key.startswith("on")}
    href = told.get("href")
    if name in _LINKS and href:
        kept |= {"href": href} if href.startswith("#") else {"title": kept.get("title") or href}
    if name in {"img", "image"}:
        kept |= _picture(told, seeker)
    return _written(name, kept)


def _picture(told: dict[str, str | None], seeker: _Seeker) -> dict[str, str | None]:
    """Whichever attribute names a picture that is held: pages that load late write it elsewhere than in src."""
    src = told.get("src") or ""
    candidates = [src, *(value for key, value in told.items() if value and key not in {"src", "alt", "class", "style"})]
    held = next((path for written in candidates for one in _sources(written) if (path := seeker.find(one))), None)
    if held:
        return {"src": held}
    return {"src": src} if src.lower().startswith("data:image/") else {}


def _sources(written: str) -> Iterator[str]:
    """An attribute as one address, then as a srcset."""
    yield written
    if " " in written.strip() or "," in written:
        yield from (part.split()[0] for part in written.split(",")[:20] if part.strip())


def _written(name: str, attributes: dict[str, str | None]) -> str:
    parts = [name, *(key if value is None else f'{key}="{html.escape(value)}"' for key, value in attributes.items())]
    return f"<{' '.join(parts)}>"
