"""`export --format dataset`: Parquet files by newspaper and year, brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import command_line
import package_archive
import pressroom
from newsarchive.archive import Archive
from newsarchive.exceptions import ConfigurationError
from newsarchive.packages import Exported, Request, export
from newsarchive.withhold import Order, decide_on, purge
from package_archive import CANARY

pytest.importorskip("pyarrow", reason="pip install 'newsarchive[parquet]'")


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    return package_archive.build(tmp_path / "kho")


def write(kho: Path, audience: Any = "public") -> Exported:
    return export(kho, Request("dataset", kho.parent / f"bo-{audience}", audience))


def parts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def rows(folder: Path) -> list[dict[str, Any]]:
    dataset = pytest.importorskip("pyarrow.dataset")
    table = dataset.dataset(folder, format="parquet", partitioning="hive").to_table()
    return sorted(table.to_pylist(), key=lambda row: row["uid"])


def test_it_holds_what_one_file_holds(kho: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for audience in ("public", "preservation"):
        export(kho, Request("parquet", tmp_path / f"{audience}.parquet", audience))
        told = write(kho, audience)
        alone = parquet.read_table(tmp_path / f"{audience}.parquet").to_pylist()
        found = rows(tmp_path / f"bo-{audience}")
        assert told.articles == len(found) == len(alone) > 2
        for row, other in zip(found, sorted(alone, key=lambda row: row["uid"]), strict=True):
            assert (row.pop("year"), row.pop("newspaper")) == (2026, row["url"].split("/")[2])
            other.pop("newspaper")
            assert row == other
        assert {name.split("/")[0] for name in parts(tmp_path / f"bo-{audience}")} == {
            "newspaper=baodonghai.example", "newspaper=baokhac.example",
        }  # fmt: skip
    assert not [name for name, data in parts(tmp_path / "bo-public").items() if CANARY.encode() in data]


def test_only_what_changed_is_written_anew(kho: Path, tmp_path: Path) -> None:
    write(kho)
    before = parts(tmp_path / "bo-public")
    assert write(kho).parts == {"unchanged": len(before), "removed": 0}
    more = pressroom.write_warc(tmp_path / "them", [77], note="mới")
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(more)
    told = write(kho)
    after = parts(tmp_path / "bo-public")
    assert told.parts == {"written": 1, "unchanged": len(before) - 1, "removed": 0}
    assert [name for name in after if after[name] != before.get(name)] == [
        "newspaper=baodonghai.example/year=2026/part-01.parquet"
    ]


@pytest.mark.parametrize("level", ["hide", "purge"])
def test_what_is_withheld_is_gone_with_the_next_run(kho: Path, tmp_path: Path, level: Any) -> None:
    write(kho)
    uid, url = package_archive.uid(package_archive.PUBLIC), pressroom.article_url(package_archive.PUBLIC)
    assert uid in {row["uid"] for row in rows(tmp_path / "bo-public")}
    if level == "purge":
        purge(kho, url, Order("purge", "bản án"))
    else:
        with Archive.open(kho, workers=0) as archive:
            decide_on(archive.store, archive.ledger, url, Order(level, "bản án"))
    write(kho)
    assert uid not in {row["uid"] for row in rows(tmp_path / "bo-public")}
    assert not [name for name, data in parts(tmp_path / "bo-public").items() if uid.encode() in data]


def test_a_newspaper_of_which_nothing_may_be_shown_any_more_is_gone(kho: Path, tmp_path: Path) -> None:
    write(kho)
    settings = kho / "archive.yml"
    settings.write_text(settings.read_text().replace("access: excerpt", "embargo_days: 36000"), encoding="utf-8")
    told = write(kho)
    assert told.parts["removed"] == 1
    assert not (tmp_path / "bo-public" / "newspaper=baokhac.example").exists()


def test_a_part_that_is_torn_is_written_anew(kho: Path, tmp_path: Path) -> None:
    write(kho)
    path = next((tmp_path / "bo-public").rglob("*.parquet"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    (path.parent / "part-12.parquet.partial").write_bytes(b"left by a kill")
    assert write(kho).parts["written"] == 1
    assert path.read_bytes() == whole
    assert not list((tmp_path / "bo-public").rglob("*.partial"))


def test_duckdb_and_polars_read_it(kho: Path, tmp_path: Path) -> None:
    write(kho, "preservation")
    expected = sorted((row["newspaper"], row["year"], row["uid"]) for row in rows(tmp_path / "bo-preservation"))
    pattern = str(tmp_path / "bo-preservation" / "**" / "*.parquet")
    duckdb = pytest.importorskip("duckdb", reason="pip install duckdb")
    query = f"select newspaper, year, uid from read_parquet('{pattern}', hive_partitioning = true)"
    assert sorted(duckdb.sql(query).fetchall()) == expected
    polars = pytest.importorskip("polars", reason="pip install polars")
    frame = polars.scan_parquet(pattern, hive_partitioning=True).select("newspaper", "year", "uid").collect()
    assert sorted(frame.rows()) == expected


def test_a_folder_for_one_audience_is_not_written_for_the_other(kho: Path, tmp_path: Path) -> None:
    write(kho, "preservation")
    with pytest.raises(ConfigurationError, match="preservation"):
        export(kho, Request("dataset", tmp_path / "bo-preservation", "public"))
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "thu.txt").write_text("thư riêng")
    with pytest.raises(ConfigurationError, match="no dataset of ours"):
        export(kho, Request("dataset", tmp_path / "khac"))
    with pytest.raises(ConfigurationError, match="all newspapers"):
        export(kho, Request("dataset", tmp_path / "moi", newspaper="baodonghai.example"))


def test_the_command_tells_what_it_wrote(kho: Path, tmp_path: Path) -> None:
    arguments = ("export", "--format", "dataset", "--output", str(tmp_path / "bo"), "--archive", str(kho))
    assert "files: 2 written" in command_line.run(*arguments).stdout
    assert "files: 2 unchanged" in command_line.run(*arguments).stdout
