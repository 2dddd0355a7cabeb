"""What an element that the walk passed by is to a reader: a comment form, a related list, a share bar."""

from __future__ import annotations

import re

from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, text_of
from newsarchive.extraction.naming import names_of
from newsarchive.extraction.noise import why_noise

_KINDS = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("comments", r"comment|binh-?_?luan|y-?kien|feedback|captcha|respond|disqus|phan-?hoi"),
        (
            "related list",
            r"relat|lien-?_?quan|tinlq|cung-?chuyen|tin-?(?:moi|khac|cung)|(?:xem|doc)-?(?:them|tiep)|recommend|suggest"
            r"|(?:read|see|view)-?more|morelink|you-?may|most-?(?:read|view)",
        ),
        ("share bar", r"shar|social|addthis|fb-?like|zalo|bookmark|google-?news|like-?box"),
        ("counter of readers", r"views|(?:view|hit)s?-?(?:count|num)|luot-?(?:xem|doc)|visitor"),
        ("reading aloud", r"audio|tts|voice|speech|read-?aloud|podcast|nghe-?bai"),
        ("poll", r"survey|poll|quiz|khao-?sat|tham-?do|binh-?chon|vote|rating"),
        ("tags", r"tag|keyword|tu-?khoa"),
        ("window over the page", r"popup|modal|overlay|cookie|toast|login|signin|subscri|paywall|newsletter|donat"),
        ("navigation", r"menu|nav|sidebar|header|footer|top-?bar|breadcrumb|pag(?:ing|er|ination)"),
        (
            "advertisement",
            r"(?:^|[\W_])(?:ads?|adv|dfp|gpt|qc)(?:[\W_]|$)|advert|adsense|quang-?cao|banner|sponsor|promo",
        ),
    )
)
"""Names for a reader; whether an element goes is decided in `noise` and by the layout alone."""
_MUTE = frozenset({"script", "style", "noscript", "template", "link", "meta", "head", "title", "base", "input"})


def is_worth_telling(element: Element) -> bool:
    """Whether a reader of the page could miss it: it has words or a picture."""
    if element.tag in _MUTE:
        return False
    return any(map(str.isalnum, element.text_content())) or next(element.iter("img"), None) is not None


def drops_of_layout(context: Context) -> dict[Element, str]:
    """The elements that the layout drops, each with what told so: "layout epi drops .c-related"."""
    layout = context.layout
    if layout is None:
        return {}
    told = {selector: f"layout {layout.id} drops {selector}" for selector in reversed(layout.drop)}
    return {element: rule for selector, rule in told.items() for element in context.page.select(selector)}


def describe(element: Element, drops: dict[Element, str]) -> str:
    """What it is and what told so: 'related list: 5 links (named "box-related")'. `drops`: `drops_of_layout`."""
    rule = drops.get(element) or why_noise(element) or "left out"
    return f"{_kind(element)}{_holds(element)} ({rule})"


def _kind(element: Element) -> str:
    names = f"{names_of(element)} {(element.get('type') or '').lower()} {element.tag}"
    return next((kind for kind, words in _KINDS if words.search(names)), "page furniture")


def _holds(element: Element) -> str:
    fields = [field for field in element.iter("textarea", "input", "select") if field.get("type") != "hidden"]
    if fields:
        return f": form of {len(fields)} field{'s' * (len(fields) > 1)}"
    links = [link for link in element.iter("a") if text_of(link)]
    return f": {len(links)} link{'s' * (len(links) > 1)}" if links else ""
