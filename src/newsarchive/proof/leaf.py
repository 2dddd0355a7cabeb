"""What a leaf of a day's tree stands for: one capture, by what makes it one."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.proof.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Key:
    """A capture, by its key (docs/architecture.md, Identity)."""

    url: str
    fetched_at: str
    """UTC, as news.db has it: `2026-01-08T11:21:00Z`."""
    payload_digest: str
    record_type: str

    @property
    def leaf(self) -> bytes:
        """The hash of the leaf: over payload digest, record type, time and address, parted by blanks.

        >>> key = Key("https://bao.example/1.html", "2026-01-08T11:21:00Z", "sha256:00", "response")
        >>> key.leaf.hex()[:16]
        'bec84c34989502f9'
        """
        text = f"{self.payload_digest} {self.record_type} {self.fetched_at} {self.url}"
        return leaf_hash(text.encode("utf-8", "surrogatepass"))
