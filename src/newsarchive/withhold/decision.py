"""The decision about an article: what is asked for, and the ledger line that says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from newsarchive.exceptions import WithholdError
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide
from newsarchive.store.withholding import WITHHOLD
from newsarchive.withhold.pictures import own_pictures
from newsarchive.withhold.sought import address_digest
from newsarchive.withhold.target import Target, find_target

Wish = Literal["hide", "block", "purge", "none"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with an article."""

    level: Wish
    """none: give it back to readers; for hide and block only."""
    reason: str
    """For the operator; it stays in the ledger for ever, so it should not repeat what is withheld."""
    public_reason: str | None = None
    """For readers, on the page that stands in its place."""
    revision: int | None = None
    """Number of the one revision that is meant; None for the whole article."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands in the ledger."""

    uid: str
    level: Wish
    revisions: tuple[int, ...]
    """Numbers of the revisions that it is about."""
    is_whole: bool

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "revisions": list(self.revisions)}


def decide_on(store: Store, ledger: Ledger, named: str, order: Order) -> Decided:
    """Write down a decision to hide, block or give back; it holds from the next public build on.

    Raises NotHeldError for an unknown article, WithholdError for an unknown revision, what was purged or a purge, which
    `purge` is for, LedgerError, StorageFullError.
    """
    target = find_target(store, named)
    if order.level == "purge":
        raise WithholdError(target.uid, "a purge is more than a decision")
    if target.held is not None and target.held.level == "purge":
        raise WithholdError(target.uid, "it was purged; nothing brings it back")
    decided = describe(store, target, order)
    decide(ledger, store, WITHHOLD, target.uid, detail_of(store, target, order))
    return decided


def describe(store: Store, target: Target, order: Order) -> Decided:
    """What an order is about, without doing anything; raises WithholdError for a revision that is not there."""
    numbers = tuple(number for number, _, _ in _revisions(store, target, order))
    return Decided(target.uid, order.level, numbers, order.revision is None)


def detail_of(store: Store, target: Target, order: Order, naming: Collection[str] = ()) -> Mapping[str, Any]:
    """The ledger line of an order: no address, no word of the article; digests, where they are needed to find it.

    `naming` are payload digests of captures that name the article and go with it.
    """
    is_purge, is_whole = order.level == "purge", order.revision is None
    told: dict[str, Any] = {
        "level": order.level,
        "scope": "article" if is_whole else "revision",
        "reason": order.reason,
        "public_reason": order.public_reason,
        "newspaper": target.newspaper,
    }
    if is_whole and not is_purge:
        return told
    revisions = _revisions(store, target, order)
    told["contents"] = sorted({content for _, content, _ in revisions})
    payloads = _payloads(store, [row for _, _, row in revisions])
    payloads.update(naming)
    addresses = target.addresses if is_whole else ()
    if is_purge:
        pictures = own_pictures(store, [row for _, _, row in revisions])
        payloads |= pictures.payloads
        addresses = (*addresses, *pictures.addresses)
    told["payloads"] = sorted(payloads)
    told["addresses"] = sorted({address_digest(address) for address in addresses})
    return told


def _revisions(store: Store, target: Target, order: Order) -> list[tuple[int, str, int]]:
    """(number, content digest, row id) of what is meant: one revision means every one that says the same."""
    rows = store.connection.execute(
        "select number, content_digest, id from revision where article_id = ? order by number", (target.id,)
    ).fetchall()
    found = [(row[0], row[1], row[2]) for row in rows]
    if order.revision is None:
        return found
    meant = {content for number, content, _ in found if number == order.revision}
    if not meant:
        raise WithholdError(target.uid, f"it has {len(found)} revisions and no revision {order.revision}")
    return [one for one in found if one[1] in meant]


def _payloads(store: Store, revisions: list[int]) -> set[str]:
    """Digests of the captures that show these revisions, or did before another extractor read them."""
    marks = ", ".join("?" * len(revisions))
    rows = store.connection.execute(
        f"""
        select payload_digest from capture where revision_id in ({marks})
        union select c.payload_digest from capture c join revision r on r.capture_id = c.id where r.id in ({marks})
        """,
        (*revisions, *revisions),
    )
    return {row[0] for row in rows}
