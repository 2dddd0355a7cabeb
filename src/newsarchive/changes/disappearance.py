"""How an article went away: the capture that last showed it and the first that does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal
from urllib.parse import urljoin, urlsplit

from newsarchive.changes.records import Disappearance
from newsarchive.press import canonicalize_url, newspaper_for
from newsarchive.store import Capture

How = Literal["not found", "gone", "withheld by law", "redirect to a front page or section", "error page"]
TargetOf = Callable[[Capture], str | None]
"""The Location of a redirect's record; None when it has none or cannot be read."""

_BY_STATUS: dict[int | None, How] = {404: "not found", 410: "gone", 451: "withheld by law"}
_ERROR_PAGE = "error page"


def find_disappearance(captures: Sequence[Capture], target_of: TargetOf) -> Disappearance | None:
    """The latest time the article went away; None when it never did, or was never there.

    `captures`: of one article and of its addresses, oldest first (`Archive.captures`). A network error or a 5xx is no
    disappearance: nobody took anything down. An address of the article that redirects to the article is none either.
    """
    found, seen = None, None
    for capture in captures:
        if capture.revision is not None:
            if found is not None and found.back is None:
                found = Disappearance(found.last_seen, found.first_gone, found.how, capture)
            seen = capture
        elif seen is not None and (found is None or found.back is not None):
            how = _gone(capture, target_of)
            if how and _is_same_address(capture, seen):
                found = Disappearance(seen, capture, how)
    return found


def _gone(capture: Capture, target_of: TargetOf) -> How | None:
    if capture.status in _BY_STATUS:
        return _BY_STATUS[capture.status]
    if capture.outcome == "redirect":
        return "redirect to a front page or section" if _leads_away(capture, target_of(capture)) else None
    if capture.outcome == "skipped" and (capture.reason or "").startswith(_ERROR_PAGE):
        return "error page"
    return None


def _leads_away(capture: Capture, target: str | None) -> bool:
    if target is None:
        return False
    target = urljoin(capture.url, target)
    if urlsplit(target).path.strip("/") in {"", "index.html", "index.aspx", "index.php", "default.aspx"}:
        return True
    paper = newspaper_for(target)
    return paper is not None and bool(paper.patterns) and not paper.is_article(target)


def _is_same_address(capture: Capture, seen: Capture) -> bool:
    """Whether it is the address at which the article was seen: of an old alias a 404 says nothing."""
    return canonicalize_url(capture.url) == canonicalize_url(seen.url)
