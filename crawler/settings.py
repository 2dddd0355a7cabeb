"""Settings of the Scrapy project; everything of ours is wired by the add-on."""

BOT_NAME = "newsarchive"
SPIDER_MODULES: list[str] = []
ADDONS = {"crawler.addon.NewsarchiveAddon": 0}
COMMANDS_MODULE = "crawler.commands"
