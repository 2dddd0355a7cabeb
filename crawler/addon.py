"""The one add-on that wires everything. Each setting that differs from Scrapy's default says why."""

from __future__ import annotations

from typing import Any

from scrapy.settings import BaseSettings

EARLY: dict[str, Any] = {
    "SPIDER_LOADER_CLASS": "crawler.loader.NewspaperLoader",
    # Names are resolved by us, so that an address that is none of a newspaper's is never connected to.
    "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
    # Scrapy 2.19 opens a loopback server that runs the Python it is sent.
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_SCRAPED_ITEMS": False,
}
LATE: dict[str, Any] = {
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
    "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
    "EXTENSIONS_BASE": {"scrapy.extensions.corestats.CoreStats": 0},
    "ITEM_PIPELINES_BASE": {},
    "LOG_FORMATTER": "crawler.logs.QuietFormatter",
    # Scrapy's own, since 2.14, lets all but the first of the requests that wait for a robots.txt through.
    "ROBOTSTXT_OBEY": False,
    # The default accepts any certificate.
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    # Bytes as sent; the default is 1 GiB. Decompression has its own limit where pages are read.
    "DOWNLOAD_MAXSIZE": 32 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 60,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
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
            settings.set(name, value, priority="addon")

    def update_settings(self, settings: BaseSettings) -> None:
        """The rest; a setting given for a project or on the command line goes first, as with every add-on."""
        for name, value in LATE.items():
            settings.set(name, value, priority="addon")
