"""HTML or plain text → Article."""

from newsarchive.extraction.pipeline import EXTRACTOR, Extraction, extract, extract_article
from newsarchive.extraction.plaintext import article_from_text
from newsarchive.extraction.reader import reader

__all__ = ["EXTRACTOR", "Extraction", "article_from_text", "extract", "extract_article", "reader"]
