"""The one door: record → article → store, for files of any kind.

`ingest_path` sorts what it is given; `keep` brings a file of records into the archive and `records` reads it, `pages`
turns saved pages into records of our own; `judge` decides what a record is; `session` sends pages through the pool and
writes the results in batches; `revisits` finds the originals of revisits that came before them.
"""

from newsarchive.ingest.door import Tools, ingest_path
from newsarchive.ingest.records import ingest_held
from newsarchive.ingest.summary import Finding, IngestSummary

__all__ = ["Finding", "IngestSummary", "Tools", "ingest_held", "ingest_path"]
