"""Log lines as JSON, one object a line, for whoever collects them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.settings import BaseSettings


class JsonFormatter(logging.Formatter):
    """time, level, logger, message; newspaper where a spider speaks, error with its traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        spider = getattr(record, "spider", None)
        if spider is not None:
            line["newspaper"] = spider.name
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class QuietFormatter(LogFormatter):
    """No line for every answer: the frontier's history has it (`newsarchive why`)."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        """Nothing."""


def log_as_json(settings: BaseSettings) -> None:
    """Write such lines to stderr instead of Scrapy's, from its very first, which speaks before a crawl begins."""
    handler = logging.StreamHandler()
    handler.setLevel(settings.get("LOG_LEVEL"))
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    settings.set("LOG_ENABLED", value=False, priority="cmdline")
