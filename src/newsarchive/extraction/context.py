"""What is known of a page before its text is read; every later step is given it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.page import Element, Page
from newsarchive.press import Layout, Newspaper


@dataclass(frozen=True, slots=True)
class Context:
    """A page, its head, its layout and its newspaper."""

    page: Page
    metadata: Metadata
    layout: Layout | None
    newspaper: Newspaper | None
    captured_at: datetime | None

    def select(self, field: str) -> list[Element]:
        """Elements that the layout's selectors of this field match; none without a layout."""
        return self.page.select(*getattr(self.layout, field)) if self.layout else []

    @property
    def is_article_address(self) -> bool:
        """The URL has the shape of an article of the newspaper."""
        return self.newspaper is not None and self.page.url is not None and self.newspaper.is_article(self.page.url)

    @property
    def is_vietnamese(self) -> bool:
        """A newspaper we know, a page in Vietnamese by its own word, a .vn host: its clock without a zone is ours."""
        host = urlsplit(self.page.url or "").hostname or ""
        language = (self.page.language or "").lower()
        return self.newspaper is not None or language.startswith("vi") or host.endswith(".vn") or not self.page.url
