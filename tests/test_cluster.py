"""Extraction on a cluster gives what the pool gives, digest by digest, whatever happens to its machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pressroom
from newsarchive.archive import Archive
from newsarchive.exceptions import ClusterError
from newsarchive.workers import Page
from test_cli import run

pytest.importorskip("distributed", reason="needs distributed, the extra `cluster`")

from cluster_proof import digests, kill_scheduler, kill_worker
from dask_cluster import DaskCluster, running

ARTICLES = 60


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with running(tmp_path_factory.mktemp("dask"), workers=2) as started:
        yield started


def test_an_ingest_on_the_cluster_equals_one_at_home(cluster: DaskCluster, tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path, range(12), extras=True)
    assert run("ingest", str(warc), "--archive", str(tmp_path / "nha"), "--workers", "0").exit_code == 0
    done = run("ingest", str(warc), "--archive", str(tmp_path / "cum"), "--cluster", cluster.address)
    assert done.exit_code == 0, done.stderr
    assert len(digests(tmp_path / "cum")) >= 12
    assert digests(tmp_path / "cum") == digests(tmp_path / "nha")


def test_tasks_name_file_and_byte_and_ship_no_body(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsarchive.cluster import Cluster

    shipped: list[Page] = []
    with Archive.open(tmp_path / "kho", create=True, cluster=cluster.address) as archive:
        assert isinstance(archive.pool, Cluster)
        submit = archive.pool._client.submit

        def watched(function: Any, *arguments: Any, **options: Any) -> Any:
            shipped.extend(one for pages in arguments if isinstance(pages, tuple) for one in pages)
            return submit(function, *arguments, **options)

        monkeypatch.setattr(archive.pool._client, "submit", watched)
        archive.ingest(pressroom.write_warc(tmp_path, range(5)))
    assert len(shipped) >= 5
    assert all(page.payload == b"" and page.place is not None for page in shipped)


def test_a_record_that_cannot_be_read_fails_alone(cluster: DaskCluster, tmp_path: Path) -> None:
    from newsarchive.cluster import Cluster

    page = Page(pressroom.article_page(1), url=pressroom.article_url(1))
    gone = Page(b"", url=pressroom.article_url(2), place=("khong-co.warc.gz", 0))
    with Cluster(cluster.address, tmp_path) as machines:
        found = [task.result() for task in [machines.submit(one) for one in (page, gone, *[page] * 9, gone, page)]]
    assert [one.failed for one in found] == [False, True, *[False] * 9, True, False]
    assert "could not" in (found[1].reason or "") or "khong-co.warc.gz" in (found[1].reason or "")
    headlines = [one.article.headline for one in found if one.article]
    assert len(headlines) == 11
    assert len(set(headlines)) == 1


def test_a_worker_killed_amid_a_reextraction_loses_nothing(tmp_path: Path) -> None:
    found = kill_worker(tmp_path, ARTICLES)
    assert (found.captures, found.other, found.failed, found.killed) == (ARTICLES, 0, 0, 1)


def test_a_scheduler_killed_amid_a_reextraction_is_told_and_loses_nothing(
    cluster: DaskCluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = kill_scheduler(tmp_path, ARTICLES, cluster.address)
    assert (found.captures, found.other, found.failed, found.killed) == (ARTICLES, 0, 0, 1)
    assert "what was written stays, and the same command goes on" in found.refused
    assert "Traceback" not in capfd.readouterr().err


def test_no_scheduler_or_no_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = pressroom.write_warc(tmp_path, range(1))
    with monkeypatch.context() as patch:
        patch.setattr("newsarchive.cluster._CONNECT_SECONDS", 1)
        done = run("ingest", str(warc), "--archive", str(tmp_path / "kho"), "--cluster", "tcp://127.0.0.1:9")
    assert done.exit_code == 3
    assert "cannot be reached" in done.stderr
    (tmp_path / "dask").mkdir()
    with running(tmp_path / "dask", workers=0) as empty, pytest.raises(ClusterError, match="no worker has joined"):
        Archive.open(tmp_path / "kho", create=True, cluster=empty.address)
    assert [one.name for one in (tmp_path / "kho" / "data" / "warc").rglob("*.warc.gz")] == []
