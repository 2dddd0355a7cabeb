"""Damages an archive in every way a disk or a hand may, and asks `verify` for each; for tests and `make proof`."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pressroom
from newsarchive.archive import Archive
from newsarchive.fixity import Report, salvage, verify
from newsarchive.warc import Record, read_records

_ROWS = ("capture", "article", "revision", "byline", "figure", "event")


@dataclass(frozen=True)
class Harm:
    """What was done, and where `verify` must find it."""

    what: str
    file: str
    """Relative to data/."""
    begin: int | None = None
    """First byte that is not as it was; None when the whole file is meant."""
    end: int | None = None
    """First byte after it that is; None: nothing after it stands where it stood."""


@dataclass(frozen=True)
class Judged:
    """One damage and what was made of it."""

    harm: Harm
    found: bool
    named: bool
    """Its file, and a byte that the damaged record or the one before it holds, where one can be told."""
    lost: int = 0
    """Records that the damage did not touch and salvage did not bring back."""


def make_whole(place: Path) -> Path:
    """An archive with an imported file and a segment of its own."""
    saved = place / "saved"
    saved.mkdir()
    for number in range(20, 26):
        (saved / f"{number}.html").write_bytes(pressroom.article_page(number))
    with Archive.open(place / "kho", create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(place, range(8), extras=True))
        archive.ingest(saved)
    return place / "kho"


def judge(whole: Path, folder: Path, seed: int) -> Judged:
    """Damage a copy of the archive in a way that `seed` picks, and look at it."""
    dice = random.Random(seed)
    kho = folder / "kho"
    shutil.copytree(whole, kho)
    harm = _KINDS[seed % len(_KINDS)](kho, dice)
    problems = verify(kho)
    lost = _salvaged(whole, kho, harm, folder) if harm.begin is not None and harm.file.startswith("warc/") else 0
    named = _is_named(whole, problems, harm) or _is_in_padding(whole, kho, problems, harm)
    judged = Judged(harm, not problems.is_sound, named, lost)
    shutil.rmtree(kho)
    return judged


def _is_named(whole: Path, report: Report, harm: Harm) -> bool:
    here = [one for one in report.problems if one.file == harm.file]
    if harm.begin is None or not harm.file.startswith("warc/"):
        return bool(here)
    # A file cut between two records: the rows that point behind its end name the place.
    first = next((begin for begin, end in _spans(whole / "data" / harm.file) if begin <= harm.begin < end), 0)
    return any(one.offset is not None and one.offset >= first for one in here)


def _is_in_padding(whole: Path, kho: Path, report: Report, harm: Harm) -> bool:
    """Its file is named, and every record reads as before: deflate pads its last byte with bits nobody looks at."""
    if harm.what != "one bit flipped" or not any(one.file == harm.file for one in report.problems):
        return False
    before, after = ([(one.record_id, one.payload) for one in _records(at / "data" / harm.file)] for at in (whole, kho))
    return before == after


def _spans(path: Path) -> list[tuple[int, int]]:
    return [(one.offset or 0, (one.offset or 0) + (one.length or 0)) for one in _records(path)]


def _records(path: Path) -> list[Record]:
    return [item for item in read_records(path) if isinstance(item, Record)]


def _salvaged(whole: Path, kho: Path, harm: Harm, folder: Path) -> int:
    """How many records that were left whole salvage does not bring back."""
    begin, end = harm.begin or 0, harm.end
    untouched = {
        one.record_id: one.payload
        for one, (first, last) in zip(
            _records(whole / "data" / harm.file), _spans(whole / "data" / harm.file), strict=True
        )
        if last <= begin or (end is not None and first >= end)
    }
    output = folder / "salvaged.warc.gz"
    salvage(kho / "data" / harm.file, output)
    saved = {one.record_id: one.payload for one in _records(output)} if output.exists() else {}
    output.unlink(missing_ok=True)
    return sum(saved.get(name) != payload for name, payload in untouched.items())


def _warcs(kho: Path) -> list[Path]:
    return sorted((kho / "data" / "warc").rglob("*.warc.gz"))


def _shown(kho: Path, path: Path) -> str:
    return str(path.relative_to(kho / "data"))


def _flip(kho: Path, dice: random.Random) -> Harm:
    path = dice.choice(_warcs(kho))
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
    return Harm("one bit flipped", _shown(kho, path), at, at + 1)


def _cut(kho: Path, dice: random.Random) -> Harm:
    path = dice.choice(_warcs(kho))
    data = path.read_bytes()
    at = dice.randrange(len(data))
    path.write_bytes(data[:at])
    return Harm("cut off", _shown(kho, path), at)


def _take_out(kho: Path, dice: random.Random) -> Harm:
    path = dice.choice(_warcs(kho))
    data = path.read_bytes()
    at = dice.randrange(len(data))
    path.write_bytes(data[:at] + data[at + 1 :])
    return Harm("one byte missing", _shown(kho, path), at, at + 1)


def _overwrite(kho: Path, dice: random.Random) -> Harm:
    path = dice.choice(_warcs(kho))
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data) - 1)
    size = min(dice.randrange(2, 600), len(data) - at)
    data[at : at + size] = bytes(size)
    path.write_bytes(data)
    return Harm("zeros over it", _shown(kho, path), at, at + size)


def _delete_row(kho: Path, dice: random.Random) -> Harm:
    table = dice.choice(_ROWS)
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        ledger = " where ledger_seq is not null" if table == "event" else ""
        key = "revision_id" if table in {"byline", "figure"} else "id"
        ids = [row[0] for row in db.execute(f"select {key} from {table}{ledger}")]
        if not ids:
            return _delete_row(kho, dice)
        place = None
        one = dice.choice(ids)
        if table == "capture":
            place = db.execute("select warc_file, warc_offset from capture where id = ?", (one,)).fetchone()
        db.execute(f"delete from {table} where {key} = ?", (one,))
    if place is not None:
        return Harm("capture row deleted", f"warc/{place[0]}", None)
    return Harm(f"{table} row deleted", "news.db")


def _change_row(kho: Path, dice: random.Random) -> Harm:
    statement = dice.choice(
        (
            "update revision set lead = 'Khác' where id = {}",
            "update revision set blocks = replace(blocks, 'cầu', 'phà') where id = {}",
            "update capture set status = 500 where id = {}",
            "update capture set warc_length = warc_length + 1 where id = {}",
            "update byline set name = 'Khác' where revision_id = {}",
        )
    )
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        assert db.execute(statement.format(dice.randrange(1, 9))).rowcount == 1
    return Harm("row changed", "news.db")


def _foreign(kho: Path, dice: random.Random) -> Harm:
    path = kho / "data" / "warc" / dice.choice(("la.warc.gz", "imported/la.warc.gz", "ghi-chu.txt"))
    shutil.copyfile(dice.choice(_warcs(kho)), path)
    return Harm("foreign file", _shown(kho, path))


def _remove(kho: Path, dice: random.Random) -> Harm:
    path = dice.choice([*_warcs(kho), kho / "data" / "ledger.jsonl"])
    path.unlink()
    return Harm("file gone", _shown(kho, path))


def _change_ledger(kho: Path, dice: random.Random) -> Harm:
    path = kho / "data" / "ledger.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = dice.randrange(len(lines))
    words = ('"agent":"', '"detail":{', '"at":"2', '"seq":')
    how = dice.randrange(3)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(at, lines[at])
    else:
        word = dice.choice(words)
        lines[at] = lines[at].replace(word, word + "1" if word.endswith(":") else word[:-1] + "0" + word[-1], 1)
    path.write_text("".join(lines), encoding="utf-8")
    return Harm("ledger line changed", "ledger.jsonl")


_KINDS: tuple[Callable[[Path, random.Random], Harm], ...] = (
    _flip, _cut, _take_out, _overwrite, _delete_row, _change_row, _foreign, _remove, _change_ledger, _flip,
)  # fmt: skip
