"""What stands in a page but belongs to no article: forms, share bars, related lists, tags, advertising.

Structure and naming decide here, wording in `newsarchive.cleaning.boilerplate`. Nothing is noise for being a <form>:
ASP.NET keeps the whole article inside one.
"""

from __future__ import annotations

import re

from newsarchive.extraction.element import Element, chain, is_hidden
from newsarchive.extraction.naming import names_of, naming

SKIPPED_TAGS = frozenset((
    "script", "style", "noscript", "template", "svg", "button", "input", "select", "textarea", "nav", "datalist",
    "dialog", "canvas", "map", "object", "applet", "head", "title", "link", "meta", "base", "option", "menu"
))  # fmt: skip
_NAMED = re.compile(
    r"""
    (?:^|[\s_-]) (?:
        (?:box|block|list|news|article|story|item|detail|c|widget|wrap|in|mod|sec|section|div|ul)?[_-]?
        (?:relat(?:e|ed|ion|ive)s?|lien-?_?quan|tin-?lien-?quan|tinlienquan|bai-?lien-?quan
           |cung-?chuyen-?muc|tin-?khac|xem-?them|doc-?them
           |doc-?tiep|read-?more|see-?more|morelink|view-?more|recommend\w*|suggest(?:ion|ed)s?
           |you-?may|most-?(?:read|view)\w*|tin-?moi
           |tinlq|tin-?cung)
      | (?:box|block|list|news|article|detail|c|widget|wrap|item|post|btn|social|fb)?[_-]?
        (?:shar(?:e|es|ing)|socials?|addthis\w*|fb-?like|zalo|sharebar|bookmark|google-?news|like-?box)
      | (?:box|block|list|news|article|detail|c|widget|wrap|post|topic)?[_-]?
        (?:tags?|keywords?|tu-?khoa|tagname|hashtags?)(?:[_-]?(?:list|box|wrap|name|item|news|links?|s|detail|cloud))*
      | (?:box|block|list|news|article|detail|c|frm|form|fcb|post|section|wrap|fb|user)?[_-]?
        (?:comments?|commentbox|binh-?_?luan|y-?kien(?:-?ban-?doc)?|feedbacks?|captcha|respond|disqus\w*|phan-?hoi)(?:[_-]\w+)*
      | (?:ads?|adv|advert\w*|adsense|adsbygoogle|quang-?cao|qc|banner|sponsor\w*|promo\w*|admicro\w*
          |dfp|gpt|adslot|amn_res\S*|advertise\w*)
        (?:[_-]\S*)?
      | breadcrumbs?|pagination|paging|pager|raty?|rating|stars?|votes?|print(?:-?\w+)?|newsletter
      | subscri\w+|paywall\w*|donat\w+|tip-?box
      | (?:audio|tts|voice|speech|text-?to-?speech|read-?aloud|player-?audio|podcast|nghe-?bai)(?:[_-]\w+)*
      | (?:surveys?|polls?|quiz|khao-?sat|tham-?do|binh-?chon|vote)(?:[_-]\w+)*
      | toolbars?|tool-?box|font-?size|copy-?link|link-?goc|bai-?goc|link-?source\w*|back-?folder
      | (?:post|page|news|article|num|total)[_-]?views
      | (?:page|post|news|article)?-?(?:views?|hits?)[_-]?(?:count(?:er)?s?|num(?:ber)?)
      | so-?luot(?:-?(?:xem|doc))?|luot-?(?:xem|doc|truy-?cap)|visitors?-?count(?:er)?|num[_-]?views?
      | instagram-media|fb-(?:post|video)|tiktok-embed
      | prev-?next|post-?nav\w*|sr-?only|screen-?reader\w*
      | (?:menu|navbar|navigation|sidebar|footer|site-?header|site-?footer|topbar|top-?bar
          |popup|modal|overlay|cookie\w*|toast|tooltip|login|signin)
        (?:[_-]\w+)*
    ) (?:$|[\s_-])
    """,
    re.VERBOSE,
)
_CAMEL = re.compile(
    r"relatednews|relatedonenews|listnewsincontent|boxrelated|newsrelated|tinlienquan|lienquan|adsweb_|div-gpt-ad|zone-advertising"
    r"|vcobjectboxrelated|relatedbox|sharebutton|zalo-share|box_comment|frmcomment|commentform|adsbygoogle|notecomment|boxbinhluan|quangcao"
)
_is_named = naming(re.compile(f"{_NAMED.pattern}|{_CAMEL.pattern}", re.VERBOSE))
_TYPES = frozenset({"relatedonenews", "relatednews", "relatednewsbox", "surveybox", "admzone", "tagbox"})
_SENTENCE, _LINE, _NOTICE = 150, 60, 160
_STOPS = '.!”"'
_COMMENT_NAME = re.compile(r"comment|binh-?_?luan|tuong-?thuat")
_is_comment_name = naming(_COMMENT_NAME)
_CLOCK = re.compile(
    r"\s*(?:phút\s+(?:thứ\s+)?\d{1,3}(?:\s*\+\s*\d{1,2})?\b|\d{1,3}(?:\s*\+\s*\d{1,2})?\s*['’′]|\d{1,2}\s?[:hg]\s?\d{2}\b)",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?<!\w)(?:trả lời|reply|báo vi phạm|thích|like)(?!\w)", re.IGNORECASE)
_OPENING = 40
_FIELDS = ("input", "textarea", "select")
_FORM_FIELD = ".//textarea|.//input[not(@type) or @type='text' or @type='email' or @type='password']"


def is_noise(element: Element) -> bool:
    """True when the element's tag, type, name or hiding says that it is no article text."""
    tag = element.tag
    if tag in SKIPPED_TAGS:
        return True
    told = element.keys()
    if not told:
        # Most paragraphs say nothing of themselves.
        return False
    if ("style" in told or "hidden" in told) and is_hidden(element):
        return True
    if "type" in told and element.get("type", "").lower() in _TYPES:
        return True
    if "aria-hidden" in told and element.get("aria-hidden") == "true" and tag not in {"figure", "img", "picture"}:
        return True
    return _is_named(element)


def find_live(known: dict[Element, bool], element: Element) -> bool:
    """Whether it is an entry of a live report, or holds them: named as comments, but opening with the hour or minute.

    "Bình luận trực tiếp" is a commentary. A reader's comment opens with a name and ends with "Trả lời". `known`: what
    is known of elements, since entries share what holds them.
    """
    for outer in chain(element, 4):
        if outer not in known:
            known[outer] = (
                _is_comment_name(outer) and _CLOCK.match(_opening(outer)) is not None and not _asks_reply(outer)
            )
        if known[outer]:
            return True
    return False


def _opening(element: Element) -> str:
    """The first words of an element; what stands in front of an hour is no entry."""
    return next((text for text in element.itertext() if text.strip()), "")[:_OPENING]


def _asks_reply(element: Element) -> bool:
    """Whether readers may answer there: by a form, or by a short line that offers it."""
    if next(element.iter("textarea"), None) is not None:
        return True
    return any(_REPLY.fullmatch(text.strip()) for text in element.itertext() if len(text) < _OPENING)


def why_noise(element: Element) -> str | None:
    """In words why `is_noise` says so, or that it is a form or a poll; None when neither."""
    kind = (element.get("type") or "").lower()
    names = names_of(element).strip()
    if element.tag in SKIPPED_TAGS:
        return f"<{element.tag}>"
    if is_hidden(element):
        return "hidden"
    if kind in _TYPES:
        return f'type="{kind}"'
    if (element.get("aria-hidden") or "") == "true" and element.tag not in {"figure", "img", "picture"}:
        return "hidden from readers (aria-hidden)"
    named = next((word for word in names.split() if _NAMED.search(word) or _CAMEL.search(word)), None)
    asked = "form to write in" if is_comment_form(element) else "poll or form" if is_questions(element) else None
    return f'named "{named}"' if named else asked


def is_questions(element: Element) -> bool:
    """A poll or a form: boxes to tick or fill in, and no paragraph to read."""
    if element.tag not in {"div", "section", "form", "aside", "fieldset", "table", "ul"}:
        return False
    fields = [field for field in element.iter(*_FIELDS) if field.get("type") != "hidden"]
    if len(fields) < 2:
        return False
    # A wrapper around an article and its comment form, or its reader's voice, has sentences; a poll has questions.
    texts = [text.strip() for text in element.itertext()]
    sentences = sum(len(text) for text in texts if len(text) >= _LINE and text[-1] in _STOPS)
    return sentences < _NOTICE and all(len(text) < _SENTENCE for text in texts)


def asks_anything(root: Element) -> bool:
    """Whether there is anything to fill in below an element: without, it holds neither a poll nor a form."""
    return next(root.iter(*_FIELDS), None) is not None


def is_comment_form(element: Element) -> bool:
    """A form to write in, small enough to be nothing else: it asks for words and holds no paragraphs."""
    if element.tag != "form" or not element.xpath(_FORM_FIELD):
        return False
    paragraphs = sum(len(p.text_content()) for p in element.iter("p"))
    return paragraphs < 600
