"""How an article is cited: authors, headline, newspaper, day, address, permalink id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from newsarchive.reading.article import ArticlePage
from newsarchive.reading.language import Language
from newsarchive.reading.reference import Reference, bibtex, csl, ris


def cite(article: ArticlePage, language: Language) -> str:
    """The citation as one line of text; parts that the page does not tell are left out."""
    parts = (
        ", ".join(_authors(article)),
        f"“{article.headline}”" if article.headline else "",
        article.newspaper_name,
        language.moment(article.published, article.day),
        article.url,
        f"newsarchive:{article.uid}",
    )
    return ". ".join(part for part in parts if part) + "."


def refer(article: ArticlePage, host: str) -> Reference:
    """What a bibliography wants to know of it; `host` is where the reading room stands."""
    evidence = article.evidence_capture
    return Reference(
        uid=article.uid,
        authors=_authors(article),
        headline=article.headline,
        newspaper=article.newspaper_name,
        day=article.day,
        url=article.url,
        permalink=f"{host}/bai/{article.uid}",
        language=article.language,
        captured_at=evidence.fetched_at if evidence else None,
    )


def describe(article: ArticlePage, host: str) -> dict[str, Any]:
    """The article in schema.org's words (JSON-LD)."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{host}/bai/{article.uid}",
        "identifier": f"newsarchive:{article.uid}",
        "headline": article.headline,
        "author": [{"@type": "Person", "name": name} for name in _authors(article)],
        "datePublished": article.published or article.day,
        "inLanguage": article.language,
        "articleSection": article.section,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.newspaper_name},
        "isBasedOn": article.url,
    }
    return {key: value for key, value in told.items() if value}


def _authors(article: ArticlePage) -> tuple[str, ...]:
    return tuple(credit.name for credit in article.credits if credit.role == "text")


def _csl(entry: Reference) -> str:
    return json.dumps([csl(entry)], ensure_ascii=False)


REFERENCES: Mapping[str, tuple[str, Callable[[Reference], str]]] = MappingProxyType(
    {
        "bib": ("application/x-bibtex", bibtex),
        "ris": ("application/x-research-info-systems", ris),
        "csl.json": ("application/vnd.citationstyles.csl+json", _csl),
    }
)
"""Ending of the address → media type and writer."""
