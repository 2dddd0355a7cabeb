"""One writer per format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from newsarchive.packages.bag_package import write_bag
from newsarchive.packages.cdxj import new_index
from newsarchive.packages.dataset import write_dataset
from newsarchive.packages.output import Counted, new_file
from newsarchive.packages.premis_package import check_captures, write_premis
from newsarchive.packages.request import Format
from newsarchive.packages.rows import Row
from newsarchive.packages.tables import write_csv, write_jsonl, write_parquet
from newsarchive.packages.wacz_package import write_wacz
from newsarchive.packages.warc_package import write_warc_package
from newsarchive.packages.warcfile import index_places
from newsarchive.packages.work import Work


def _table(write: Callable[[Iterable[Row], Counted], None]) -> Callable[[Work], None]:
    def write_table(work: Work) -> None:
        with new_file(work.selection.request.output) as file:
            out = Counted(file)
            write(work.rows(), out)
            _measure(work, out)

    return write_table


def _cdxj(work: Work) -> None:
    """An index of the archive's own files in data/warc, where the records stay."""
    with work.captures() as (picked, shelf), new_index() as index, new_file(work.selection.request.output) as file:
        index_places(picked, shelf, index, work.exported, work.progress)
        out = Counted(file)
        for line in index:
            out.write(f"{line}\n".encode())
        _measure(work, out)
    work.exported.articles = sum(1 for _ in work.selection.articles())


def _premis(work: Work) -> None:
    """What was done with the captures, and by whom."""
    with work.captures() as (picked, shelf), new_file(work.selection.request.output) as file:
        out = Counted(file)
        check_captures(work, picked, shelf)
        write_premis(work, picked, out)
        _measure(work, out)
    work.exported.articles = sum(1 for _ in work.selection.articles())


def _measure(work: Work, out: Counted) -> None:
    work.exported.bytes, work.exported.sha256 = out.size, f"sha256:{out.digest}"


WRITERS: Mapping[Format, Callable[[Work], None]] = {
    "jsonl": _table(write_jsonl),
    "csv": _table(write_csv),
    "parquet": _table(write_parquet),
    "dataset": write_dataset,
    "warc": write_warc_package,
    "cdxj": _cdxj,
    "wacz": write_wacz,
    "bagit": write_bag,
    "premis": _premis,
}
