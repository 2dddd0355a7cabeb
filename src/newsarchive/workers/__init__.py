"""Extraction in worker processes that can be killed one by one: `page` is what they do, `pool` who they are."""

from newsarchive.workers.page import Extracted, Page, extract_page
from newsarchive.workers.pool import Failed, PagePool, PageTask, Pool, Work

__all__ = ["Extracted", "Failed", "Page", "PagePool", "PageTask", "Pool", "Work", "extract_page"]
