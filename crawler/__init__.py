"""The Scrapy project: glue between the engine and newsarchive."""
