"""One spider per newspaper with a host of its own."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.spider import NewspaperSpider
from newsarchive.config import archive_directory
from newsarchive.exceptions import NewsArchiveError
from newsarchive.press import Newspaper, newspaper_for, newspapers, press_of


class NewspaperLoader:
    """Finds the spider of a newspaper by its id."""

    def __init__(self, papers: tuple[Newspaper, ...]) -> None:
        self.papers = {paper.id: paper for paper in papers if paper.host}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The newspapers of the registry and of the archive's own press/; ends the process where one cannot be read."""
        told = settings.get("NEWSARCHIVE_DIR")
        try:
            with press_of(archive_directory(Path(told) if told else None)):
                return cls(newspapers())
        except NewsArchiveError as error:
            # Scrapy asks before any command runs, and would print a traceback.
            print(f"Error: {error}", file=sys.stderr)
            raise SystemExit(error.exit_code) from None

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of a newspaper; raises KeyError."""
        paper = self.papers[spider_name]
        return type("".join(spider_name.title().split("-")), (NewspaperSpider,), {"name": paper.id, "newspaper": paper})

    def list(self) -> builtins.list[str]:
        """Ids by name."""
        return sorted(self.papers)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The newspaper of a request's host."""
        paper = newspaper_for(request.url)
        return [paper.id] if paper and paper.id in self.papers else []
