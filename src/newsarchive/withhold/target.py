"""Which article is meant: an address in any spelling, or a uid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsarchive.account import explain
from newsarchive.exceptions import NotHeldError
from newsarchive.press import article_key, article_uid
from newsarchive.store import Capture, Store
from newsarchive.store import moments as clock
from newsarchive.store.withholding import Withholding

_UID = re.compile(r"[a-z2-7]{16}")


@dataclass(frozen=True, slots=True)
class Target:
    """An article that the archive holds, or held before it was purged."""

    uid: str
    id: int | None
    """Row of `article`; None for one that was purged."""
    newspaper: str | None
    """Id."""
    addresses: tuple[str, ...]
    """Every address under which it was captured or is known."""
    captures: tuple[Capture, ...]
    """Those that show it, and those of its addresses that show nothing."""
    held: Withholding | None
    """What was decided about it before."""

    @property
    def since(self) -> str | None:
        """When it was first captured, as the ledger writes moments; None when nothing of it is held."""
        first = min((one.fetched_at for one in self.captures), default=None)
        return clock.to_text(first) if first else None


def find_target(store: Store, named: str) -> Target:
    """The article named by an address or a uid; raises NotHeldError when none was ever held."""
    named = named.strip()
    uid = named if _UID.fullmatch(named) else None
    account = None if uid else explain(store, named)
    uid = uid or (account.article_uid if account else None) or article_uid(article_key(named))
    row = store.connection.execute("select id, newspaper_id, url from article where uid = ?", (uid,)).fetchone()
    held = store.withholding(uid)
    if row is None and held is None:
        raise NotHeldError(named, account.verdict if account else "no article has this uid")
    captures = {one.id: one for one in store.article_captures(uid)}
    if account is not None:
        captures |= {one.id: one for one in account.captures if one.article_uid in {None, uid}}
    elif row is not None:
        captures |= {one.id: one for one in explain(store, row["url"]).captures if one.article_uid in {None, uid}}
    addresses = dict.fromkeys([*(one.url for one in captures.values()), *([row["url"]] if row else [])])
    return Target(
        uid=uid,
        id=row["id"] if row else None,
        newspaper=row["newspaper_id"] if row else None,
        addresses=tuple(addresses),
        captures=tuple(captures.values()),
        held=held,
    )
