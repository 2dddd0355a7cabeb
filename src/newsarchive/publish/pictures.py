"""Which captures hold the pictures of a revision: one rule for releases and for public packages."""

from __future__ import annotations

PICTURES = """
    figure AS f JOIN capture AS c ON c.url = f.src
    WHERE f.revision_id = ? AND c.outcome <> 'error' AND (c.content_type LIKE 'image/%' OR c.record_type = 'revisit')
"""
"""What stands behind FROM; `c` is the capture, the parameter the row id of a revision that may be shown."""
