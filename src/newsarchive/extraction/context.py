"""What is known of a page before its text is read; every later step is given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from newsarchive.article import Evidence
from newsarchive.cleaning.syllable import is_vietnamese
from newsarchive.extraction.element import Element
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.page import Page
from newsarchive.press import Layout, Newspaper

_FEW_TEXTS = 100


@dataclass(frozen=True)
class Context:
    """A page, its head, its layout and its newspaper."""

    page: Page
    metadata: Metadata
    layout: Layout | None
    newspaper: Newspaper | None
    captured_at: datetime | None
    told: Mapping[str, Evidence] = field(default_factory=dict)
    """Where encoding and newspaper are known from."""

    def select(self, field: str) -> list[Element]:
        """Elements that the layout's selectors of this field match; none without a layout."""
        return self.page.select(*getattr(self.layout, field)) if self.layout else []

    @cached_property
    def is_article_address(self) -> bool:
        """The URL has the shape of an article of the newspaper."""
        return self.newspaper is not None and self.page.url is not None and self.newspaper.is_article(self.page.url)

    @cached_property
    def is_vietnamese(self) -> bool:
        """A newspaper we know, a .vn host, Vietnamese by its own word or its letters: its clock without a zone is ours.

        Templates of Vietnamese papers also say lang="en"; letters do not lie.
        """
        host = urlsplit(self.page.url or "").hostname or ""
        language = (self.page.language or "").lower()
        told = self.newspaper is not None or language.startswith("vi") or host.endswith(".vn")
        return told or is_vietnamese(" ".join((*self.metadata.headlines, self.metadata.description or "", self._begin)))

    @property
    def _begin(self) -> str:
        """The first words of a page without a head."""
        if self.metadata.headlines:
            return ""
        return " ".join(text for text in islice(self.page.root.itertext(), _FEW_TEXTS) if text.strip())
