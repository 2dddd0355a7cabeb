"""The Scrapy project: glue only."""
