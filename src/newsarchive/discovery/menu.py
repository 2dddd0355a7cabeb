"""The sections of a newspaper, from its home page: for papers whose sections the registry does not name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsarchive.discovery.anchors import Anchor, Linked, read_links
from newsarchive.discovery.shape import guess_articles
from newsarchive.link import Link
from newsarchive.press import Newspaper

FOUND_AS = "menu of the home page"
_MOST_TEXT = 40
_SEGMENT = re.compile(r"^[a-z0-9%]+(?:-[a-z0-9%]+){0,5}(?:\.(?:html?|aspx|bbg|bcb|chn))?$", re.IGNORECASE)
_SERVICE = re.compile(
    r"""(?xi) (?:^|/) (?: rss | feed | sitemap | tim-kiem | search | tags? | lien-he | gioi-thieu | quang-cao
      | dang-nhap | dang-ky | login | register | toa-soan | bang-gia | bao-gia | video | media | podcast | emagazine
      | e-?paper | bao-in | doc-bao-in | en | english | print | user | admin | thoi-tiet | lich | rao-vat | index
      | home | trang-chu | default | contact | utilities | thong-tin-\w+ | gop-y | gui-bai | xem-bao
      | events? | (?:dong-)?su-kien | chu-de | topic | tac-gia | author ) (?: [/.-] | $ ) """
)


def read_menu(
    body: bytes, url: str, newspaper: Newspaper | None = None, *, content_type: str | None = None
) -> tuple[Link, ...]:
    """Links to sections in page order: short addresses of this very host with a short name, that are no articles."""
    linked = read_links(body, url, newspaper, content_type)
    guessed = set() if linked.site.knows_articles else guess_articles(linked.anchors)
    return tuple(
        Link(anchor.url, "section", FOUND_AS, title=anchor.text)
        for anchor in linked.anchors
        if _is_section(anchor, linked) and anchor.url not in guessed
    )


def _is_section(anchor: Anchor, linked: Linked) -> bool:
    parts, home = urlsplit(anchor.url), urlsplit(linked.url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if parts.query or not 1 <= len(segments) <= 2 or not 2 <= len(anchor.text) <= _MOST_TEXT:
        return False
    if (parts.hostname or "").removeprefix("www.") != (home.hostname or "").removeprefix("www."):
        return False
    if _SERVICE.search(parts.path) or not all(_SEGMENT.match(segment) for segment in segments):
        return False
    return any(char.isalpha() for char in anchor.text) and not linked.site.is_article(anchor.url)
