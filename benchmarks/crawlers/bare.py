"""Scrapy with its own defaults: fetches a list of addresses and drops the answers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response


class Bare(Spider):
    """The addresses stand in the file named by CRAWL_URLS."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        """One request for each."""
        for url in Path(os.environ["CRAWL_URLS"]).read_text(encoding="utf-8").split():
            yield Request(url)

    def parse(self, response: Response) -> None:
        """Nothing is done with a page."""
