"""What one would write with Scrapy, warcio and trafilatura: all of it in the callback."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import trafilatura
from scrapy import Request, Spider
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Usual(Spider):
    """The addresses stand in the file named by CRAWL_URLS, the WARC goes to CRAWL_WARC."""

    name = "usual"

    async def start(self) -> AsyncIterator[Any]:
        """One request for each."""
        self.warc = Path(os.environ["CRAWL_WARC"]).open("wb")  # noqa: SIM115 - closed with the spider
        self.writer = WARCWriter(self.warc, gzip=True)
        for url in Path(os.environ["CRAWL_URLS"]).read_text(encoding="utf-8").split():
            yield Request(url)

    def parse(self, response: Response) -> None:
        """Keep it, then read it."""
        fields = [(name.decode(), value.decode()) for name, value in _pairs(response.headers)]
        head = StatusAndHeaders(f"{response.status} OK", fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(response.url, "response", BytesIO(response.body), http_headers=head)
        asked = [(name.decode(), value.decode()) for name, value in _pairs(response.request.headers)]
        line = StatusAndHeaders(f"GET {response.url} HTTP/1.1", asked, is_http_request=True)
        request = self.writer.create_warc_record(response.url, "request", http_headers=line)
        self.writer.write_request_response_pair(request, record)
        if not trafilatura.extract(response.body, url=response.url, output_format="json", with_metadata=True):
            self.logger.error("nothing extracted from %s", response.url)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - the signature is Scrapy's
        """The end of the crawl."""
        self.warc.close()


def _pairs(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]
