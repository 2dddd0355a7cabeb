"""Settings of the Scrapy project; what Scrapy does not ask for before any add-on is wired by ours."""

from newsarchive.lean import load_sqlite_utils

# Scrapy reads this module before it loads anything else of ours.
load_sqlite_utils()

BOT_NAME = "newsarchive"
SPIDER_MODULES: list[str] = []
# `scrapy list` begins no crawler process, and so no add-on.
SPIDER_LOADER_CLASS = "crawler.loader.NewspaperLoader"
ADDONS = {"crawler.addon.NewsarchiveAddon": 0}
COMMANDS_MODULE = "crawler.commands"
