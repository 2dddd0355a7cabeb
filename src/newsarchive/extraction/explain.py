"""Why a page or text became the article it became: the same reading, with its decisions told.

A page is read by `extract` itself, watched; nothing is decided here. A text is read by `article_from_text`, and its
lines are laid beside the passages that came of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from newsarchive.extraction.context import Context
from newsarchive.extraction.decisions import Explanation, Place
from newsarchive.extraction.decode import decode
from newsarchive.extraction.element import Element, ancestors, opening_tags, text_of
from newsarchive.extraction.judged import judge_pieces
from newsarchive.extraction.kind import grounds
from newsarchive.extraction.noise import why_noise
from newsarchive.extraction.pipeline import extract
from newsarchive.extraction.watch import Seen, Watch
from newsarchive.press import Newspaper

BODY = "the body"
_RIVALS, _RIVAL = 3, 200
"""So many of the longest other parts are told, each of so many characters at least."""
_PARAGRAPH = 60
_BEGINS = 100


def explain(
    html: bytes | str,
    *,
    url: str | None = None,
    newspaper: Newspaper | str | None = None,
    content_type: str | None = None,
    captured_at: datetime | None = None,
) -> Explanation:
    """Read a page as `extract` does, and tell what was decided. Raises as `extract` does."""
    watch = Watch()
    found = extract(html, url=url, newspaper=newspaper, content_type=content_type, captured_at=captured_at, watch=watch)
    context = watch.context
    if context is None:
        return Explanation(found.article, found.reason, "none: the page was not read", _unread(html, content_type))
    decisions = judge_pieces(watch, context, found.article) if found.article else ()
    return Explanation(
        article=found.article,
        reason=found.reason,
        layout=_layout(context),
        grounds=grounds(context, watch.pieces),
        places=(*_tried(watch, context, is_article=found.article is not None), *_rivals(watch, context)),
        decisions=decisions,
    )


def _unread(html: bytes | str, content_type: str | None) -> dict[str, str]:
    """What is known of a page that was refused before it was parsed."""
    decoded = decode(html[:100_000], content_type)
    start = " ".join(decoded.text[: _BEGINS * 4].split())[:_BEGINS]
    return {
        "length": f"{len(html)} {'bytes' if isinstance(html, bytes) else 'characters'}",
        "encoding": f"{decoded.encoding} ({decoded.rule})",
        "source begins": start if start.isprintable() and not decoded.is_binary else "no text",
    }


def _layout(context: Context) -> str:
    layout = context.layout
    if layout is None:
        return "none fits; the page is read by what news pages have in common"
    marks = [*([f"URL like {layout.url.pattern}"] if layout.url else []), *layout.signature]
    return f"{layout.id} (told by {', '.join(marks)})"


def _tried(watch: Watch, context: Context, *, is_article: bool) -> Iterator[Place]:
    """Selectors of the layout that found nothing, then the places that were looked at."""
    rules = {place.rule for place in watch.places}
    for selector in context.layout.body if context.layout and not context.page.is_fragment else ():
        rule = f"layout:{context.layout.id} {selector}" if context.layout else ""
        if rule in rules:
            break
        yield Place(rule, "", 0, "no such element with text", "")
    for number, place in enumerate(watch.places):
        said = list(_texts(place.pieces))
        chosen = watch.body is not None and number == len(watch.places) - 1
        verdict = (BODY if is_article else "the nearest to a body") if chosen else "too little text"
        yield Place(place.rule, opening_tags(place.roots), sum(map(len, said)), verdict, _begin(said))


def _texts(seen: tuple[Seen, ...]) -> Iterator[str]:
    for one in seen:
        if one.text:
            yield one.text
        for row in one.piece.rows:
            yield from row
        yield from _texts(one.inner)


def _rivals(watch: Watch, context: Context) -> Iterator[Place]:
    """The longest other parts of the page: elements whose children hold paragraphs."""
    body = set(watch.places[-1].roots) if watch.body is not None else set()
    lengths: Counter[Element] = Counter()
    for element in context.page.root.iter("p", "div", "td", "li"):
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        inline = own if element.tag != "p" else element.text_content()
        parent = element.getparent()
        if len(inline.strip()) >= _PARAGRAPH and parent is not None and body.isdisjoint([element, *ancestors(element)]):
            lengths[parent] += len(" ".join(inline.split()))
    for element, length in lengths.most_common(_RIVALS):
        if length >= _RIVAL:
            yield Place(
                "other text of the page",
                opening_tags([element]),
                length,
                _why_outside(element),
                _begin([text_of(element)]),
            )


def _why_outside(element: Element) -> str:
    for outer in [element, *ancestors(element)]:
        if outer.tag in {"body", "html"}:
            break
        if why := why_noise(outer):
            return f"outside, {why}"
    return "outside the body"


def _begin(texts: list[str]) -> str:
    said = " ".join(texts[:3])
    return said if len(said) <= _BEGINS else said[: _BEGINS - 1] + "…"
