"""The one add-on that wires everything. Each setting that differs from Scrapy's default says why."""

from __future__ import annotations

from typing import Any

from scrapy.settings import BaseSettings

_ABOVE_THE_COMMAND_LINE = 50
"""A priority; Scrapy's own end at 40, `-s NAME=VALUE`."""

EARLY: dict[str, Any] = {
    # Names are resolved by us, so that an address that is none of a newspaper's is never connected to.
    "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
    # Scrapy 2.19 opens a loopback server that runs the Python it is sent.
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_SCRAPED_ITEMS": False,
}
BINDING: dict[str, Any] = {
    "SCHEDULER": "crawler.scheduler.FrontierScheduler",
    "DOWNLOAD_HANDLERS_BASE": {},
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.handler.CaptureHandler",
        "https": "crawler.handler.CaptureHandler",
    },
    # All of Scrapy's own are out. Retries, redirects and delays are the frontier's and the pacer's, bodies are kept as
    # sent, cookies would have tldextract fetch the public suffix list, a proxy would hide the address connected to.
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES": {"crawler.robots.RobotsMiddleware": 100},
    # Scrapy's own, since 2.14, lets all but the first of the requests that wait for a robots.txt through.
    "ROBOTSTXT_OBEY": False,
    # The default accepts any certificate.
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
}
"""Manners and capture; nobody overrides them."""
PREFERRED: dict[str, Any] = {
    "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
    "EXTENSIONS_BASE": {"scrapy.extensions.corestats.CoreStats": 0},
    "ITEM_PIPELINES_BASE": {},
    "LOG_FORMATTER": "crawler.logs.QuietFormatter",
    # Bytes as sent; the default is 1 GiB. Decompression has its own limit where pages are read.
    "DOWNLOAD_MAXSIZE": 32 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 60,
    # The pacer (newsarchive.manners) decides when a request starts; these only bound what waits for it.
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "AUTOTHROTTLE_ENABLED": False,
    # Scrapy starts as many tasks for every answer as it may work on items at once; we have none.
    "CONCURRENT_ITEMS": 1,
}


class NewsarchiveAddon:
    """Puts our components in place of Scrapy's."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """What must be known before a crawler exists."""
        for name, value in EARLY.items():
            settings.set(name, value, priority=_ABOVE_THE_COMMAND_LINE)

    def update_settings(self, settings: BaseSettings) -> None:
        """The rest; a setting given for a project or on the command line goes first where manners do not hang on it."""
        for name, value in BINDING.items():
            settings.set(name, value, priority=_ABOVE_THE_COMMAND_LINE)
        for name, value in PREFERRED.items():
            settings.set(name, value, priority="addon")
