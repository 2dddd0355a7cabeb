"""A Parquet dataset for DuckDB, Polars or Spark: `newspaper=ID/year=YYYY/part-MM.parquet`, one part for each month.

Written again into the same folder, only parts whose articles changed are written anew, and those of which nothing is
left are removed. Each part tells in its own metadata of what it was made, so that a run that was killed leaves nothing
that the next one takes for something else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsarchive.exceptions import ArchiveError, ConfigurationError
from newsarchive.packages.output import Counted, new_file
from newsarchive.packages.request import RESTRICTED, Request
from newsarchive.packages.rows import article_row
from newsarchive.packages.selection import Chosen, day_of
from newsarchive.packages.tables import COLUMNS, write_parquet
from newsarchive.packages.work import Work
from newsarchive.parquet import require_pyarrow
from newsarchive.store.errors import storage_errors
from newsarchive.store.rights import rights_of_revision

ABOUT = "_newsarchive.json"
"""What the dataset is and for whom; readers of Parquet pass over names that begin with an underscore."""
_MADE_OF = "newsarchive.made_of"
"""Key in a part's metadata: a digest of everything that its rows are made of."""
_FORM = "newsarchive-dataset/1"
_IN_PATH = "newspaper"
"""Column that stands in the path alone, as readers of such folders expect."""
_STATE = """
    select r.*, a.url as article_url, a.first_captured_at, c.fetched_at, c.warc_file, c.warc_offset, c.warc_length,
        c.record_id, c.payload_digest,
        (select json_group_array(keyword) from keyword where revision_id = r.id),
        (select json_group_array(json_array(name, role, raw)) from byline where revision_id = r.id),
        (select json_group_array(json_array(src, caption, credit, raw)) from figure where revision_id = r.id)
    from article a join revision r on r.article_id = a.id join capture c on c.id = r.capture_id
    where a.uid = ? and r.number = ?
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """The articles of one newspaper and month."""

    newspaper: str
    month: str
    """YYYY-MM, of publication or else of the first capture; in Vietnam."""
    made_of: str

    @property
    def path(self) -> str:
        """Below the folder of the dataset."""
        year, month = self.month.split("-")
        return f"newspaper={quote(self.newspaper, safe='')}/year={year}/part-{month}.parquet"


def check_dataset(request: Request) -> None:
    """Refuse what would leave a dataset of something else; raises ConfigurationError."""
    folder = request.output
    if request.newspaper or request.first or request.last:
        raise ConfigurationError(folder, "a dataset holds all newspapers and days; readers take a part of it")
    if not folder.parent.is_dir():
        raise ConfigurationError(folder, "the folder it should lie in does not exist")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        about = json.loads((folder / ABOUT).read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(folder, "is there already and no dataset of ours; give another name") from error
    if about.get("audience") != request.audience:
        told = f"holds a dataset for the audience {about.get('audience')}, not {request.audience}; give another name"
        raise ConfigurationError(folder, told)


def write_dataset(work: Work) -> None:
    """Bring the dataset of a request up to date."""
    folder = work.selection.request.output
    with _alone(folder), closing(sqlite3.connect("", isolation_level=None)) as plan:
        _describe(folder, work)
        parts = _plan(work, plan)
        for number, part in enumerate(parts, start=1):
            if _made_of(folder / part.path) == part.made_of:
                work.exported.parts["unchanged"] += 1
            else:
                _write(folder / part.path, part, plan, work)
                work.exported.parts["written"] += 1
            work.progress("parts", number, len(parts))
        work.exported.parts["removed"] += _sweep(folder, {part.path for part in parts})
    work.exported.bytes = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    digest = hashlib.sha256("".join(f"{part.path} {part.made_of}\n" for part in parts).encode())
    work.exported.sha256 = f"sha256:{digest.hexdigest()}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with storage_errors(folder), folder.with_name(folder.name + ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(folder, "another export is writing it; wait for it") from error
        yield


def _describe(folder: Path, work: Work) -> None:
    folder.mkdir(exist_ok=True)
    request = work.selection.request
    about = {"form": _FORM, "audience": request.audience, "partitions": ["newspaper", "year"], "columns": COLUMNS}
    if request.audience == "preservation":
        about["notice"] = RESTRICTED
    with new_file(folder / ABOUT) as file:
        file.write(json.dumps(about, indent=2).encode())


def _plan(work: Work, plan: sqlite3.Connection) -> list[_Part]:
    """Which article goes into which part; in a database of SQLite's own, so that memory holds a digest a part."""
    plan.execute("create table chosen (newspaper text, month text, row text)")
    plan.execute("begin")
    made: dict[tuple[str, str], hashlib._Hash] = {}
    work.exported.articles = 0
    for one in work.selection.articles():
        state = work.by_name.execute(_STATE, (one.uid, one.revision)).fetchone()
        key = (one.newspaper, (one.day or day_of(state["first_captured_at"]) or "0000-00-00")[:7])
        told = (one.id, one.uid, one.newspaper, one.access, one.revision, one.revisions[-1], one.withheld)
        rights = rights_of_revision(work.by_name, one.revisions[-1])
        plan.execute("insert into chosen values (?, ?, ?)", (*key, json.dumps(told)))
        made.setdefault(key, hashlib.sha256(_FORM.encode())).update(repr((told, tuple(state), rights)).encode())
        work.exported.articles += 1
        work.progress("articles", work.exported.articles, 0)
    plan.execute("create index place on chosen (newspaper, month)")
    plan.execute("commit")
    return [_Part(*key, made_of=digest.hexdigest()) for key, digest in sorted(made.items(), key=lambda item: item[0])]


def _write(path: Path, part: _Part, plan: sqlite3.Connection, work: Work) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = plan.execute(
        "select row from chosen where newspaper = ? and month = ? order by rowid", (part.newspaper, part.month)
    )
    chosen = (_chosen(*json.loads(row[0])) for row in rows)
    columns = tuple(name for name in COLUMNS if name != _IN_PATH)
    with new_file(path) as file:
        articles = (article_row(one, work.by_name) for one in chosen)
        write_parquet(articles, Counted(file), columns=columns, told={_MADE_OF: part.made_of})


def _chosen(*told: Any) -> Chosen:
    id_, uid, newspaper, access, revision, row_id, withheld = told
    return Chosen(id_, uid, newspaper, None, access, revision, (row_id,), withheld=withheld)


def _made_of(path: Path) -> str | None:
    """What a part says it is made of; None for one that is not there or not whole."""
    if not path.is_file():
        return None
    library = require_pyarrow()
    from pyarrow import parquet  # noqa: PLC0415 (an optional extra, and half a second to import)

    try:
        metadata = parquet.read_metadata(path).metadata or {}
    except (OSError, library.ArrowException):
        return None
    told: bytes | None = metadata.get(_MADE_OF.encode())
    return told.decode() if told else None


def _sweep(folder: Path, wanted: set[str]) -> int:
    """Remove parts of which no article is left, what a killed run left half written, and empty folders."""
    gone = 0
    for path in sorted(folder.glob("newspaper=*/year=*/part-*.parquet*")):
        if str(path.relative_to(folder)) not in wanted:
            gone += path.suffix == ".parquet"
            path.unlink()
    for kind in ("newspaper=*/year=*", "newspaper=*"):
        for path in folder.glob(kind):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    return gone
