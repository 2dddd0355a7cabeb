"""What the page says about itself in its head: JSON-LD, Open Graph, meta elements."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from newsarchive.article import Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.jsonld import Node, article_node, is_list_page, people, texts
from newsarchive.extraction.page import LANGUAGE_METAS, LONGEST_TITLE, Page

_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "pubdate", "publish_date", "publishdate",
    "article:published", "dc.date.issued", "dc.date", "dcterms.created", "date", "sailthru.date", "parsely-pub-date",
    "article.published", "cxenseparse:recs:publishtime", "og:article:published_time",
)  # fmt: skip
"""Never `datetimenow`: it is the clock of the visit at Báo Hải Phòng and Báo Nghệ An."""
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified")
_AUTHOR = ("article:author", "author", "dc.creator", "dable:author", "parsely-author", "byl", "sailthru.author")
_SECTION = ("article:section", "articlesection")
_KEYWORDS = ("keywords", "news_keywords", "article:tag")
_HEADLINE = ("og:title", "twitter:title", "title")
_DESCRIPTION = ("og:description", "description", "twitter:description")
_ADDRESS = ("canonical", "og:url")
READ_METAS = frozenset((
    *_PUBLISHED, *_MODIFIED, *_AUTHOR, *_SECTION, *_KEYWORDS, *_HEADLINE, *_DESCRIPTION, *_ADDRESS,
    *LANGUAGE_METAS, "og:type", "og:site_name"
))  # fmt: skip
"""Names of the meta elements that any rule reads; of a page whose layout is known no others are parsed."""
_ZONE, _ZONE_LENGTH = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$"), len("+07:00")
_SCRIPT_DATE = re.compile(rb"articlePublishDate['\"]?\s*[:=,]\s*['\"]([0-9T:+./\sZ-]{10,35})['\"]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Claims of the head of a page, unjudged."""

    headlines: tuple[str, ...]
    description: str | None
    published: tuple[Evidence, ...]
    modified: tuple[Evidence, ...]
    authors: tuple[Evidence, ...]
    section: Evidence | None
    canonical: Evidence | None
    """The address that the page gives itself; absolute when the page's own is known."""
    is_article: bool
    """JSON-LD or og:type calls the page an article."""
    is_list: bool
    body: str | None
    """The article's text in the JSON-LD, as it is written there."""
    words: tuple[str, ...]
    """Its keywords there."""


def read_metadata(page: Page) -> Metadata:
    """Read the head of a page once."""
    node = article_node(page.guarded.json_ld) or {}
    return Metadata(
        headlines=_headlines(page, node),
        description=_description(page, node),
        published=_published(page, node),
        modified=_dates(page, node, "dateModified", _MODIFIED),
        authors=_authors(page, node),
        section=_section(page, node),
        canonical=_canonical(page),
        is_article=bool(node) or (page.meta("og:type") or "").lower() in {"article", "news", "newsarticle"},
        is_list=not node and is_list_page(page.guarded.json_ld),
        body=next(iter(texts(node.get("articleBody"))), None),
        words=tuple(texts(node.get("keywords"))),
    )


def _tidy(text: str) -> str:
    return clean_text(html.unescape(text))


def _headlines(page: Page, node: Node) -> tuple[str, ...]:
    found = [*texts(node.get("headline")), page.meta(*_HEADLINE) or "", page.title]
    return tuple(dict.fromkeys(tidy for text in found if len(text) <= LONGEST_TITLE and (tidy := _tidy(text))))


def _description(page: Page, node: Node) -> str | None:
    found = [page.meta(*_DESCRIPTION) or "", *texts(node.get("description"))]
    return next((tidy for text in found if (tidy := _tidy(text))), None)


def _dates(page: Page, node: Node, key: str, names: tuple[str, ...]) -> tuple[Evidence, ...]:
    told, metas = [Evidence(f"json-ld {key}", text.strip()) for text in texts(node.get(key))], page.metas
    told += [Evidence(f"meta {name}", metas[name][0]) for name in names if name in metas]
    return tuple(told)


def _published(page: Page, node: Node) -> tuple[Evidence, ...]:
    """Báo Nghệ An hands the moment to its statistics with zone, while its meta elements lack one."""
    told = _dates(page, node, "datePublished", _PUBLISHED)
    return told if any(tells_zone(claim.raw or "") for claim in told) else told + _script_date(page)


def tells_zone(raw: str) -> bool:
    """Whether a moment ends with an offset, as metadata tell it."""
    return _ZONE.search(raw.rstrip()[-_ZONE_LENGTH:]) is not None


def _script_date(page: Page) -> tuple[Evidence, ...]:
    telling = (script for script in page.guarded.scripts if b"articlePublishDate" in script)
    found = next((found for script in telling if (found := _SCRIPT_DATE.search(script))), None)
    return (Evidence("script articlePublishDate", found[1].decode("ascii")),) if found else ()


def _authors(page: Page, node: Node) -> tuple[Evidence, ...]:
    told = [Evidence("json-ld author", _tidy(name)) for name in people(node.get("author"))]
    told += [Evidence(f"meta {name}", _tidy(text)) for name in _AUTHOR for text in page.metas.get(name, ())[:5]]
    return tuple(told)


def _section(page: Page, node: Node) -> Evidence | None:
    for rule, found in (
        ("json-ld articleSection", texts(node.get("articleSection"))),
        ("meta article:section", [content for name in _SECTION for content in page.metas.get(name, ())]),
    ):
        if found and (name := _tidy(found[0])):
            return Evidence(rule, name)
    return None


def _canonical(page: Page) -> Evidence | None:
    if linked := page.link("canonical"):
        return Evidence("link canonical", linked)
    told = page.absolute(page.meta(*_ADDRESS))
    return Evidence("meta og:url", told) if told else None


def read_keywords(page: Page, metadata: Metadata) -> tuple[tuple[str, ...], Evidence | None]:
    """Keywords of the meta elements together, else of the JSON-LD; and where they stand, as they are written there."""
    names = [name for name in _KEYWORDS if name in page.metas]
    told = [content for name in names for content in page.metas[name]]
    rule = "meta " + ", ".join(names)
    if not told:
        told, rule = list(metadata.words), "json-ld keywords"
    words = dict.fromkeys(tidy for text in told for word in text.split(",") if (tidy := _tidy(word)))
    return tuple(words), Evidence(rule, " | ".join(told)) if words else None
