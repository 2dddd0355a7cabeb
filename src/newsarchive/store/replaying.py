"""Which captures today's readers have read, and which pictures their articles show; for a replay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from newsarchive.store.rereading import WITH_READERS, Readers

_PAGES = "c.outcome in ('stored', 'same', 'listing', 'skipped') and c.extractor is not null"
_READ = "c.extractor is coalesce(reader.name, :other)"


def replayable(connection: sqlite3.Connection, readers: Readers) -> tuple[list[int], int]:
    """(row ids of the pages and revisits that today's readers read, as they lie on the disk, how many others read)."""
    rows = connection.execute(
        f"""{WITH_READERS} select c.id, {_READ} from capture c
            left join reader on reader.newspaper_id = c.newspaper_id where {_PAGES}
            order by c.warc_file, c.warc_offset""",
        readers.values(),
    )
    ids, others = [], 0
    for id_, is_read in rows:
        if is_read:
            ids.append(id_)
        else:
            others += 1
    return ids, others


def missing_pictures(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[str, str, str, str | None]]:
    """(article's uid, newspaper, picture, why) of the pictures that no whole capture holds.

    Those of the revisions that the captures with these row ids show; `why` is what came of its last capture.
    """
    rows = connection.execute(
        f"""
        select distinct a.uid, a.newspaper_id, f.src,
               (select c.reason from capture c where c.url = f.src order by c.id desc limit 1)
        {_FIGURES} and not exists
               (select 1 from capture c where c.url = f.src and c.outcome not in ('error', 'redirect', 'failed'))
        order by a.newspaper_id, a.id, f.src
        """,
        (json.dumps(ids),),
    )
    for row in rows:
        yield row[0], row[1], row[2], row[3]


def count_pictures(connection: sqlite3.Connection, ids: Sequence[int]) -> int:
    """How many pictures those revisions show."""
    return int(connection.execute(f"select count(distinct f.src) {_FIGURES}", (json.dumps(ids),)).fetchone()[0])


_FIGURES = """
    from figure f join revision r on r.id = f.revision_id join article a on a.id = r.article_id
    where f.src is not null
      and r.id in (select revision_id from capture where id in (select value from json_each(?)))
"""
