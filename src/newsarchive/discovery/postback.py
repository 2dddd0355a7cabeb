"""Older pages of a section that only a form brings (ASP.NET's post-back): told, and never asked for.

The form sends the server's whole state back to it. That is no address: it cannot be cited, and nobody could ask for the
page again; Báo Phú Yên paged so (newslist.aspx).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsarchive.discovery.pagination import FOUND_AS
from newsarchive.link import Link

_SAID = "further pages come only by a form (post-back), which is not sent"
# A link or button that posts back and is a page's number, says "next", or turns a grid ("Page$2"). Bounded throughout.
_PAGER = re.compile(
    rb"""(?ix) <(?:a|input|button)\b [^<>]{0,300}? __doPostBack\( (?P<target>[^()<>]{0,200}) \) [^<>]{0,300} >
    \s* (?:<(?:span|b|i|font)\b[^<>]{0,100}>\s*){0,3}
    (?P<text>[^<>]{0,40})"""
)
_TEXT = re.compile(
    r"(?i)^(?:\d{1,4}|\.{2,3}|…|[›»>]+|(?:trang\s+)?(?:sau|tiếp|kế tiếp|cuối)|next|last|xem thêm|tải thêm)$"
)
_MOST = 20
"""Links of a pager; a calendar posts back as well, with the days of a month."""
_GRID = re.compile(rb"(?i)page\$(?:\d+|next|last)")


def tell_postback(body: bytes, links: Iterable[Link]) -> str | None:
    """Why the pages behind a section cannot be asked for, in words; None when its links lead on or nothing posts back.

    `links`: what was found on the section.
    """
    if b"__doPostBack" not in body or any(link.found_as == FOUND_AS for link in links):
        return None
    return _SAID if 0 < sum(map(_turns, _PAGER.finditer(body))) <= _MOST else None


def _turns(match: re.Match[bytes]) -> bool:
    text = match["text"].decode("utf-8", "replace").replace("&gt;", ">").replace("&raquo;", "»").strip()
    return _GRID.search(match["target"]) is not None or _TEXT.match(text) is not None
