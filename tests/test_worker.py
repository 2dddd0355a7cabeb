"""Workers that share a frontier: nothing lost, nothing doubled, never two on one newspaper."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crawl_site import Site, make_archive, newspaper_of
from newsarchive.frontier import SILENCE, End, Frontier, Home, Server
from newsarchive.link import Link
from newsarchive.press import Newspaper
from newsarchive.schedules import Worker
from postgres_server import PostgresInstance
from test_cli import run
from workers_proof import kill_workers

PAPER = Newspaper(id="suoivang", name="Báo Suối Vàng", host="baosuoivang.vn", hosts=("baosuoivang.vn",))


@pytest.mark.waits
def test_a_worker_killed_at_a_random_moment(tmp_path: Path, postgres: PostgresInstance) -> None:
    """Ten kills over 800 pages: `make proof ONLY=workers`."""
    shared = kill_workers(tmp_path, postgres.fresh(), articles=24, kills=1, seed=20_261_128)
    assert (shared.lost, shared.leased, shared.damaged, shared.together) == (0, 0, 0, 0), shared
    assert shared.handed_over > 0, "a kill handed a newspaper over"


@pytest.fixture(params=["file", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "file":
        return tmp_path / "frontier.db"
    return Server(request.getfixturevalue("postgres").fresh())


def test_what_waits_for_a_worker(home: Home) -> None:
    now = [1_780_000_000.0]
    with Frontier(home, clock=lambda: now[0]) as frontier:
        names = ["suoivang", "bensay"]
        assert frontier.waiting(names) == ("bensay", "suoivang")  # never crawled
        frontier.add(PAPER, [Link("https://baosuoivang.vn/a.html", "article", "feed entry")])
        with frontier.crawl("suoivang") as crawl:
            assert frontier.waiting(names) == ("bensay",)
            crawl.done([End(crawl.lease(1)[0].id, "stored", 200)])
        assert frontier.waiting(["suoivang"]) == ()  # due again in a while
        now[0] += 90_000
        assert frontier.waiting(["suoivang"]) == ("suoivang",)
        frontier.crawl("suoivang").lease(1)
        with frontier._writing("suoivang") as connection:
            connection.execute("update crawl set host = 'may-khac'")
        assert frontier.waiting(["suoivang"]) == ()
        now[0] += SILENCE + 1
        assert frontier.waiting(["suoivang"]) == ("suoivang",)  # its machine went dark


def test_a_connection_that_went_away_between_two_transactions_is_made_anew(postgres: PostgresInstance) -> None:
    import psycopg

    url = postgres.fresh()
    with Frontier(Server(url)) as frontier, frontier.crawl("suoivang") as crawl:
        frontier.add(PAPER, [Link("https://baosuoivang.vn/a.html", "article", "feed entry")])
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        assert crawl.done([End(crawl.lease(1)[0].id, "stored", 200)]) == 1


def test_a_crawl_that_fails_is_left_to_others_for_a_while(tmp_path: Path) -> None:
    make_archive(tmp_path)
    (tmp_path / "data").mkdir()
    said: list[str] = []
    failing = [sys.executable, "-c", "import sys; sys.exit(1)"]
    worker = Worker(tmp_path, newspapers=("bacninh",), say=said.append, command=failing)
    worker.run(until_idle=True)
    assert (worker.begun, worker.failed) == (1, 1)
    assert said == ["bacninh: its crawl ended with exit code 1"]


def test_on_the_command_line_with_a_frontier_in_a_file(tmp_path: Path) -> None:
    with Site(newspaper_of(12)).serving() as site:
        kho, disk = make_archive(tmp_path / "kho", suoiloc=site), tmp_path / "o-dia"
        disk.mkdir()
        with (kho / "archive.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"storage:\n  segments: {disk}\n")
        done = run("worker", "suoiloc", "--until-idle", "--archive", str(kho))
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in disk.iterdir()} == {path.name for path in (kho / "data" / "warc").iterdir()}
    assert [path.name for path in disk.glob("*.warc.gz")], "closed files were sent without being asked"
    assert "1 crawls begun, 0 failed" in done.stderr
    assert run("why", site.url + "/bai/thong-xe-cau-so-3-post3.html", "--archive", str(kho)).exit_code == 0


def test_a_server_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    kho = make_archive(tmp_path / "kho")
    secret = "postgresql://kho:mat-khau-bi-mat@127.0.0.1:9/frontier"
    (kho / "archive.yml").write_text(f"contact: a@b.example\nstorage:\n  frontier: {secret}\n", encoding="utf-8")
    (kho / "data").mkdir()
    done = run("schedule", "list", "--archive", str(kho))
    assert done.exit_code == 3
    assert "postgresql://127.0.0.1:9/frontier: cannot be reached" in done.stderr
    assert "bi-mat" not in done.stderr + done.stdout


def test_a_server_without_the_library_for_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kho = make_archive(tmp_path / "kho")
    settings = "contact: a@b.example\nstorage:\n  frontier: postgresql://may.example/frontier\n"
    (kho / "archive.yml").write_text(settings, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "newsarchive.frontier.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    done = run("schedule", "list", "--archive", str(kho))
    assert done.exit_code != 0
    assert "pip install 'newsarchive[postgres]'" in done.stderr
