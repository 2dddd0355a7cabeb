"""The record that opens a WARC file and says who wrote it, how and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from newsarchive.warc.block import CONFORMS_TO, warc_fields, warc_header
from newsarchive.warc.compress import gzip_member
from newsarchive.warc.dates import format_warc_date
from newsarchive.warc.digest import sha256_digest


def warcinfo_member(file_name: str, record_id: str, info: Mapping[str, str]) -> bytes:
    """A warcinfo record as one gzip member; software, format and conformsTo are filled in, `info` goes before."""
    filled = {
        "software": f"newsarchive/{version('newsarchive')}",
        "format": "WARC File Format 1.1",
        "conformsTo": CONFORMS_TO,
        **info,
    }
    block = warc_fields(filled.items())
    header = (
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", format_warc_date(datetime.now(UTC).replace(microsecond=0))),
        ("WARC-Filename", file_name),
        ("WARC-Block-Digest", sha256_digest(block)),
        ("Content-Type", "application/warc-fields"),
        ("Content-Length", str(len(block))),
    )
    return gzip_member(b"".join((warc_header(header), block, b"\r\n\r\n")))
