"""What is withheld from readers: the decisions of the ledger, as news.db mirrors them, added up.

A decision is an event of kind `withhold` about a uid. It never names the address or a word of the article, since a
ledger line stays for ever; a purge tells by digests what must go.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

WITHHOLD = "withhold"
"""Kind of the ledger line for each decision."""
PURGE_FILE = "purge-file"
"""Kind of the ledger line for each file of records that a purge writes anew or removes."""
PURGE_PARTIAL = "purge.partial"
"""Name, in data/warc, of a file while a purge writes it."""
PURGED = "purged"
"""Kind of the ledger line that ends a purge: everything is gone."""

CAME_BACK = "purged before; its record came again: `newsarchive withhold --level purge` takes it out"
"""Reason of a capture of what was purged: it gives no article, and its bytes must go again."""

Level = Literal["hide", "block", "purge"]
"""hide: in no release. block: so, and its permalink tells of it. purge: so, and taken out of the archive."""
_DONE: Mapping[Level, str] = {"hide": "hidden", "block": "blocked", "purge": "purged"}


@dataclass(slots=True)
class Withholding:
    """What holds now for one article."""

    uid: str
    newspaper: str | None = None
    """Id."""
    level: Level | None = None
    """Of the whole article; None when single revisions are withheld, or nothing any more."""
    at: str = ""
    """When the last decision was made; UTC."""
    reason: str = ""
    """Why, for the operator."""
    public_reason: str | None = None
    """Why, in words for readers; None when they are not to be told."""
    contents: dict[str, Level] = field(default_factory=dict)
    """Content digest of a revision that is withheld by itself → its level."""
    payloads: dict[str, Level] = field(default_factory=dict)
    """Payload digest of a capture that showed such a revision → its level: another extractor reads other contents."""

    @property
    def says(self) -> str:
        """The decision in words."""
        day = self.at[:10]
        if self.level is not None:
            return f"{_DONE[self.level]} on {day}: {self.reason}"
        return f"{len(self.contents)} of its revisions withheld, the last on {day}: {self.reason}"

    @property
    def is_any(self) -> bool:
        """Whether the article or a revision of it is withheld."""
        return self.level is not None or bool(self.contents)

    def covers(self, content: str | None, payload: str | None) -> bool:
        """Whether a revision with this content digest, begun by a capture of this payload, must not be shown."""
        return self.level is not None or content in self.contents or payload in self.payloads

    def purges(self, content: str | None, payload: str | None) -> bool:
        """Whether such a revision must not even be kept."""
        levels = (self.level, self.contents.get(content or ""), self.payloads.get(payload or ""))
        return "purge" in levels

    def take(self, at: str, detail: Mapping[str, Any]) -> None:
        """Add the next decision; what was purged stays so, and a line that does not tell more blocks the article."""
        told = detail.get("level", "block")
        level: Level | None = None if told == "none" else told
        self.newspaper = detail.get("newspaper") or self.newspaper
        self.at, self.reason, self.public_reason = at, detail.get("reason", ""), detail.get("public_reason")
        if detail.get("scope", "article") == "article":
            self.level = self.level if self.level == "purge" else level
            return
        for held, digests in ((self.contents, detail["contents"]), (self.payloads, detail["payloads"])):
            for digest in digests:
                if held.get(digest) == "purge":
                    continue
                if level is None:
                    held.pop(digest, None)
                else:
                    held[digest] = level


def read_withholding(connection: sqlite3.Connection, uid: str) -> Withholding | None:
    """What holds for this article; None when nothing was ever decided."""
    rows = connection.execute(
        "select subject, at, detail from event where kind = ? and subject = ? and ledger_seq is not null"
        " order by ledger_seq",
        (WITHHOLD, uid),
    )
    return next(iter(_add_up(rows).values()), None)


def read_withholdings(connection: sqlite3.Connection) -> dict[str, Withholding]:
    """By uid, every article that is withheld now, in whole or in part."""
    rows = connection.execute(
        "select subject, at, detail from event where kind = ? and ledger_seq is not null order by ledger_seq",
        (WITHHOLD,),
    )
    return {uid: held for uid, held in _add_up(rows).items() if held.is_any}


def apply_withholding(connection: sqlite3.Connection, uids: Iterable[str]) -> None:
    """Bring `article.withheld` in line with the decisions about these articles; inside the caller's transaction."""
    for uid in uids:
        held = read_withholding(connection, uid)
        flag = int(held is not None and held.level is not None)
        connection.execute("update article set withheld = ? where uid = ? and withheld <> ?", (flag, uid, flag))


def pending_purges(connection: sqlite3.Connection) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """(ledger line, uid, detail) of every purge that was decided and has not come to its end, oldest first."""
    ended = {
        json.loads(row[0])["decision"]
        for row in connection.execute("select detail from event where kind = ?", (PURGED,))
    }
    rows = connection.execute(
        "select ledger_seq, subject, detail from event where kind = ? and ledger_seq is not null order by ledger_seq",
        (WITHHOLD,),
    ).fetchall()
    for seq, uid, text in rows:
        detail = json.loads(text)
        if detail.get("level") == "purge" and seq not in ended:
            yield seq, uid, detail


def _add_up(rows: Iterable[Any]) -> dict[str, Withholding]:
    found: dict[str, Withholding] = {}
    for uid, at, text in rows:
        found.setdefault(uid, Withholding(uid)).take(at, json.loads(text))
    return found
