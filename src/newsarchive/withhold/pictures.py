"""Which pictures go with an article: those that nothing else in the archive shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.store import Store


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of some revisions and of nothing else."""

    addresses: tuple[str, ...]
    payloads: frozenset[str]


def own_pictures(store: Store, revisions: Sequence[int]) -> Pictures:
    """The pictures of these revisions (row ids) that stand in no other revision and are held under no other address."""
    marks, db = ", ".join("?" * len(revisions)), store.connection
    rows = db.execute(
        f"""
        select distinct src from figure where revision_id in ({marks}) and src is not null
          and src not in (select src from figure where revision_id not in ({marks}) and src is not null)
        """,
        (*revisions, *revisions),
    )
    addresses: list[str] = []
    payloads: set[str] = set()
    mine = [row[0] for row in rows]
    for src in mine:
        digests = {row[0] for row in db.execute("select payload_digest from capture where url = ?", (src,))}
        if not any(_is_shared(store, digest, set(mine)) for digest in digests):
            addresses.append(src)
            payloads |= digests
    return Pictures(tuple(addresses), frozenset(payloads))


def _is_shared(store: Store, digest: str, mine: set[str]) -> bool:
    rows = store.connection.execute("select distinct url from capture where payload_digest = ?", (digest,))
    return any(row[0] not in mine for row in rows)
