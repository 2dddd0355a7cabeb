"""What a purge looks for, told by the ledger line alone: so that it can be gone on with whatever is left by then."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from newsarchive.press import article_key, article_uid
from newsarchive.warc import Record

_PAYLOADS = frozenset({"response", "resource", "conversion"})
_TO = ", to "


@dataclass(frozen=True, slots=True)
class Sought:
    """The article, or the revisions of it, that must go."""

    uid: str
    is_whole: bool
    contents: frozenset[str]
    payloads: frozenset[str]
    addresses: frozenset[str]
    """Digests of addresses: of its captures and of pictures that are its alone."""
    newspaper: str | None
    reason: str

    @classmethod
    def from_decision(cls, uid: str, detail: Mapping[str, Any]) -> Sought:
        """What the ledger line of a purge says."""
        return cls(
            uid=uid,
            is_whole=detail["scope"] == "article",
            contents=frozenset(detail["contents"]),
            payloads=frozenset(detail["payloads"]),
            addresses=frozenset(detail["addresses"]),
            newspaper=detail["newspaper"],
            reason=detail["reason"],
        )

    def wants_address(self, url: str | None) -> bool:
        """Whether this is an address of what must go."""
        return url is not None and (address_digest(url) in self.addresses or self.is_article(url))

    def is_article(self, url: str) -> bool:
        """Whether this is an address of the article, which must go as a whole."""
        return self.is_whole and article_uid(article_key(url)) == self.uid

    def wants_record(self, record: Record) -> bool:
        """Whether a record must go by itself: its address, its payload, or where it leads."""
        if self.wants_address(record.uri):
            return True
        if record.type in _PAYLOADS:
            target = record.http.get("Location") if record.http else None
            leads = target is not None and self.wants_address(urljoin(record.uri or "", target.strip()))
            return leads or bool(record.payload and record.payload_digest in self.payloads)
        if record.type == "revisit":
            declared = record.get("WARC-Payload-Digest")
            return declared in self.payloads or self.wants_address(record.refers_to[0])
        return False

    def wants_row(self, url: str, payload: str, reason: str | None) -> bool:
        """The same of a row of `capture`, whose reason tells where a redirect leads."""
        if self.wants_address(url) or payload in self.payloads:
            return True
        _, to, target = (reason or "").partition(_TO)
        return bool(to) and self.wants_address(urljoin(url, target.strip()))


def address_digest(address: str) -> str:
    """What the ledger keeps of an address."""
    return "sha256:" + hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
