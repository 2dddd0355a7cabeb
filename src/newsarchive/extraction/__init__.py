"""HTML or plain text → Article."""

from newsarchive.extraction.pipeline import EXTRACTOR, Extraction, extract, extract_article

__all__ = ["EXTRACTOR", "Extraction", "extract", "extract_article"]
