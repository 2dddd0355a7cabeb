"""Digests as this archive writes them."""

from __future__ import annotations

import hashlib


def sha256_digest(*parts: bytes) -> str:
    """Bytes, in one piece or in several → "sha256:" and lower-case hex.

    warcio's checker accepts this form; unpadded base32, as older tools write it, it refuses for sha256.

    >>> sha256_digest(b"")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return "sha256:" + digest.hexdigest()
