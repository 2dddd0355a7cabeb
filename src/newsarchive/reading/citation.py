"""How an article is cited: authors, headline, newspaper, day, address, permalink id."""

from __future__ import annotations

from newsarchive.reading.article import ArticlePage
from newsarchive.reading.language import Language


def cite(article: ArticlePage, language: Language) -> str:
    """The citation as one line of text; parts that the page does not tell are left out."""
    authors = ", ".join(credit.name for credit in article.credits if credit.role == "text")
    parts = (
        authors,
        f"“{article.headline}”" if article.headline else "",
        article.newspaper_name,
        language.moment(article.published, article.day),
        article.url,
        f"newsarchive:{article.uid}",
    )
    return ". ".join(part for part in parts if part) + "."
