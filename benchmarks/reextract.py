"""Re-extraction beside a plain loop over the same file, and ingest of what is held already.

By hand: `python benchmarks/reextract.py [PAGES]`.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.demo.loadpage import article_path, print_article
from newsarchive.demo.loadsite import published
from newsarchive.warc import HttpHead, SegmentWriter

Row = dict[str, object]

PAGES, PAGE_BYTES = 5_000, 60_000
FEW = 5
"""The first fifth of the captures, for memory."""
HOST = "https://thutai.example"
CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
HEAD = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
PRESS = """\
name: Báo Thử Tải
kind: national
host: thutai.example
verified: 2026-01-08
layouts: [epi]
articles:
  - path: -(?P<id>post\\d+)\\.html$
"""

_MEASURE = """
import json, resource, sys
from multiprocessing.forkserver import _forkserver
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
def spent():
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, WHO))
def tell(begun=0.0, **found):
    _forkserver._stop()  # the CPU of the pool's workers counts once their server has been waited for
    print(json.dumps({**found, "cpu": spent() - begun, "mib": resource.getrusage(WHO[0]).ru_maxrss / 1024}))
"""
INGEST = f"""{_MEASURE}
from newsarchive.archive import Archive
begun = spent()
with Archive.open(sys.argv[1], create=True) as archive:
    summary = archive.ingest(sys.argv[2])
tell(begun, articles=summary.recorded.articles)
"""
REEXTRACT = f"""{_MEASURE}
from newsarchive.archive import Archive
from newsarchive.reextract import reextract
limit = int(sys.argv[2]) or None
with Archive.open(sys.argv[1]) as archive:
    found = reextract(archive, limit=limit, dry_run=limit is not None)
tell(captures=found.captures, equal=found.equal, changed=found.changed, revisions=found.revisions)
"""
PLAIN = f"""{_MEASURE}
import sqlite_utils, trafilatura
from warcio.archiveiterator import ArchiveIterator
articles = 0
with open(sys.argv[2], "rb") as file:
    table = sqlite_utils.Database(sys.argv[1])["article"]
    for record in ArchiveIterator(file):
        if record.rec_type != "response":
            continue
        url = record.rec_headers.get_header("WARC-Target-URI")
        found = trafilatura.bare_extraction(record.content_stream().read(), url=url, with_metadata=True)
        if found is not None:
            told = found.as_dict()
            row = {{name: told[name] for name in ("title", "author", "date", "description", "text")}}
            table.upsert({{"url": url, **row}}, pk="url")
            articles += 1
tell(articles=articles)
"""


def main(pages: int = PAGES) -> list[Row]:
    """Invented pages of a registered newspaper, from one WARC file, each program in a process of its own; of a tenth of
    the articles the reading before was another, and is told apart as a re-extraction."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-reextract-") as folder:
        root = Path(folder)
        warc = write_pages(root / "warc", pages)
        archive = root / "kho"
        (archive / "press" / "newspapers").mkdir(parents=True)
        (archive / "press" / "newspapers" / "thutai.yml").write_text(PRESS, encoding="utf-8")
        first = run(INGEST, archive, warc)
        held = sum(size for _, size in files(archive))
        again = run(INGEST, archive, warc)
        growth = sum(size for _, size in files(archive)) - held
        elsewhere = run(INGEST, archive, write_pages(root / "elsewhere", pages))
        make_older(archive / "data" / "news.db")
        few = run(REEXTRACT, archive, max(1, pages // FEW))
        ours = run(REEXTRACT, archive, 0)
        plain = run(PLAIN, root / "plain.db", warc)
    theirs = "warcio + trafilatura with metadata + sqlite-utils"
    ingested, memory = "first ingest", f"memory, {max(1, pages // FEW):,} captures"
    return [
        rate(theirs, plain["articles"] / plain["cpu"]),
        rate(
            "reextract", ours["captures"] / ours["cpu"], baseline=theirs,
            note=f"5 × is asked; {ours['changed']:.0f} read otherwise, {ours['revisions']:.0f} revisions added",
        ),
        {"what": "captures not read again", "value": int(pages - ours["captures"]), "unit": "", "expected": 0},
        rate(ingested, pages / first["cpu"]),
        rate("the same file again", pages / again["cpu"], baseline=ingested, note="30 × is asked; once imported"),
        {"what": "growth by that", "value": growth, "unit": "bytes", "expected": 0},
        rate("the same captures in another file", pages / elsewhere["cpu"], baseline=ingested, note="the file is kept"),
        {"what": memory, "value": round(few["mib"], 1), "unit": "MiB", "note": "dry run; peak of the writing process"},
        {"what": f"memory, {pages:,} captures", "value": round(ours["mib"], 1), "unit": "MiB", "baseline": memory},
    ]  # fmt: skip


def rate(what: str, value: float, *, baseline: str | None = None, note: str = "") -> Row:
    """Articles per CPU second, all processes counted."""
    told: Row = {"what": what, "value": round(value, 1), "unit": "articles/CPU s", "note": note}
    return told | {"baseline": baseline} if baseline else told


def write_pages(folder: Path, count: int) -> Path:
    """A WARC file of so many articles."""
    with SegmentWriter(folder, prefix="bench", info={}) as writer:
        for number in range(1, count + 1):
            body = print_article(number, PAGE_BYTES, published(number), picture=False)
            writer.write_response(HOST + article_path(number), CAPTURED + timedelta(seconds=number), HEAD, body)
        summary = writer.close()
    assert summary is not None
    return summary.path


def make_older(database: Path) -> None:
    """Give every reading to an earlier extractor; a tenth of the headlines were longer then."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("update capture set extractor = 'newsarchive/0' where extractor is not null")
        db.execute("update revision set extractor = 'newsarchive/0'")
        db.execute(
            "update revision set headline = headline || ' | Báo', content_digest = 'sha256:' || printf('%064d', id)"
            " where id % 10 = 0"
        )


def files(archive: Path) -> Iterator[tuple[Path, int]]:
    """Every file of an archive with its size."""
    return ((path, path.stat().st_size) for path in sorted((archive / "data").rglob("*")) if path.is_file())


def run(code: str, *arguments: object) -> dict[str, float]:
    """What a program told of itself."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    for measured in main(*map(int, sys.argv[1:])):
        print(measured)
