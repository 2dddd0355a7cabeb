"""Kinds of the events and ledger lines by which an archive gives account."""

CERTIFICATE = "certificate"
"""Kind of the event of news.db that tells until when a host's certificate holds."""
CRAWL = "crawl"
"""Kind of the ledger line that a crawl leaves, and of its run."""
SEGMENT_CLOSED = "segment-closed"
"""Kind of the ledger line that ends a segment."""
