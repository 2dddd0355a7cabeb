"""Images: the address behind lazy loading, and what is a picture rather than furniture."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsarchive.extraction.element import Element, chain

_ADDRESSES = ("data-original", "data-src", "data-lazy-src", "data-lazy", "data-echo", "data-url", "data-image", "src")
_FURNITURE = re.compile(
    r"(?:^|[/_.-])(?:icons?|logos?\w*|sprites?|spacer|pixel|blank|avatar|emoji|banner\w*|qc|ads?|loading|placeholder)(?:[/_.-]|$)"
)
_PIXELS = re.compile(r"\d+(?=(?:px)?$)")
_SMALL = 60


def image_source(element: Element) -> str | None:
    """The address of the full image as written in the page."""
    found = find_source(element)
    return found[1] if found else None


def find_source(element: Element) -> tuple[str, str] | None:
    """The attribute that holds the address of the full image, and the address as written in the page."""
    for name in _ADDRESSES:
        address = (element.get(name) or "").strip()
        if address and not address.startswith("data:"):
            return name, address
    for name in ("srcset", "data-srcset"):
        if found := _largest(element.get(name) or ""):
            return name, found
    parent = element.getparent()
    if parent is not None and parent.tag in {"picture", "source"}:
        for source in parent.iter("source"):
            if found := _largest(source.get("srcset") or source.get("data-srcset") or ""):
                return "source srcset", found
    return None


def is_picture(element: Element, source: str | None) -> bool:
    """False for icons, counters, logos and advertising banners."""
    if _size(element.get("width")) or _size(element.get("height")):
        return False
    if source and _FURNITURE.search(_file_of(source).lower()):
        return False
    return not any(
        outer.tag == "a" and "nofollow" in (outer.get("rel") or "") and _is_elsewhere(outer.get("href"), source)
        for outer in chain(element, 4)[1:]
    )


def _file_of(address: str) -> str:
    """The last part of the path."""
    return address.partition("#")[0].partition("?")[0].rpartition("/")[2]


def _size(told: str | None) -> bool:
    """True when a told length in pixels is too small for a picture."""
    number = _PIXELS.match(told.strip()) if told else None
    return number is not None and int(number[0]) < _SMALL


def _is_elsewhere(link: str | None, source: str | None) -> bool:
    """An image that leads to another host, and is not kept there, is advertising."""
    host = urlsplit(link or "").hostname or ""
    return (
        bool(host)
        and host not in (source or "")
        and not (link or "").lower().endswith((".jpg", ".jpeg", ".png", ".webp"))
    )


def _largest(srcset: str) -> str | None:
    best: tuple[float, str] | None = None
    for candidate in re.split(r",\s+|,(?=https?:)", srcset.strip()):
        parts = candidate.split()
        if not parts or parts[0].startswith("data:"):
            continue
        size = re.match(r"[\d.]+", parts[1]) if len(parts) > 1 else None
        width = float(size[0]) if size and size[0].strip(".") else 1.0
        if best is None or width > best[0]:
            best = (width, parts[0])
    return best[1] if best else None
