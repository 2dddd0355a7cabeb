"""`newsarchive withhold`: hide and block take an article from readers, and a rebuild keeps it from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import canary_archive
import pressroom
from canary_archive import CANARY, LIBEL, UID, URL, found_in
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.fixity import verify
from newsarchive.publish import publish
from newsarchive.rebuild import rebuild


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    return canary_archive.build(tmp_path)


def run(kho: Path, *arguments: str, code: int = 0) -> str:
    """A command's output; the archive is added."""
    done = CliRunner().invoke(app, [*arguments, "--archive", str(kho)])
    assert done.exit_code == code, done.output
    return done.output


def lose_database(kho: Path) -> None:
    for path in (kho / "data").glob("news.db*"):
        path.unlink()


def test_the_canary_is_everywhere_before(kho: Path) -> None:
    publish(kho)
    found = found_in(kho)
    assert "data/news.db" in found
    assert "public.db" in found
    assert len([name for name in found if name.startswith("data/warc/imported/")]) == 4
    with Archive.open(kho, workers=0) as archive:
        article = archive.article(URL)
        assert article is not None
        told = article.to_dict()
        assert not [
            name for name in ("headline", "lead", "body", "captions", "keywords") if CANARY not in str(told[name])
        ]
        assert len(archive.revisions(UID)) >= 3


@pytest.mark.parametrize("level", ["hide", "block"])
def test_what_is_withheld_is_in_no_byte_of_a_release_also_after_a_rebuild(kho: Path, level: str) -> None:
    publish(kho)
    run(kho, "withhold", URL, "--level", level, "--reason", "đơn số 12", "--public-reason", "Theo yêu cầu tòa soạn")
    release = publish(kho).release
    assert "public.db" not in found_in(kho)
    lose_database(kho)
    rebuild(kho, workers=0)
    again = publish(kho).release
    assert (again.fingerprint, again.withheld) == (release.fingerprint, 1 if level == "block" else 0)
    assert "public.db" not in found_in(kho)
    assert verify(kho).problems == []
    assert "đơn số 12" in run(kho, "why", URL)
    assert json.loads(run(kho, "status", "--json"))["withheld"] == {level: 1}


def test_what_was_blocked_is_given_back(kho: Path) -> None:
    before = publish(kho).release
    run(kho, "withhold", UID, "--level", "block", "--reason", "đơn")
    run(kho, "withhold", UID, "--level", "none", "--reason", "rút đơn")
    assert publish(kho).release.fingerprint == before.fingerprint
    assert json.loads(run(kho, "why", URL, "--json"))["withheld"] is None


def test_a_withheld_article_that_is_captured_again_stays_withheld(kho: Path, tmp_path: Path) -> None:
    run(kho, "withhold", URL, "--level", "hide", "--reason", "đơn")
    lose_database(kho)
    rebuild(kho, workers=0)
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(canary_archive.again(tmp_path / "e", "later", hours=30))
    publish(kho)
    assert "public.db" not in found_in(kho)


def test_one_revision_is_withheld_and_the_others_stay(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        numbers = [one.number for one in archive.revisions(UID) if LIBEL in str(one.article.body)]
    assert len(numbers) == 1
    before = publish(kho).release
    run(kho, "withhold", URL, "--level", "hide", "--revision", str(numbers[0]), "--reason", "vu khống")
    after = publish(kho).release
    assert after.articles == before.articles
    assert after.revisions == before.revisions - 1
    assert after.captures == before.captures - 1
    assert "public.db" not in found_in(kho, LIBEL)
    lose_database(kho)
    rebuild(kho, workers=0)
    assert publish(kho).release.fingerprint == after.fingerprint


def test_a_dry_run_changes_nothing(kho: Path) -> None:
    before = (kho / "data" / "ledger.jsonl").read_bytes()
    assert "would be hidden" in run(kho, "withhold", URL, "--level", "hide", "--reason", "x", "--dry-run")
    plan = json.loads(run(kho, "withhold", URL, "--level", "purge", "--reason", "x", "--dry-run", "--json"))
    assert plan["uid"] == UID
    assert len(plan["files"]) == 6
    assert plan["bytes"] > 5_000
    assert plan["pictures"] == 1
    assert (kho / "data" / "ledger.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((pressroom.article_url(77), "--level", "hide", "--reason", "x"), "no article of this address is held"),
        ((URL, "--level", "hide", "--reason", " "), "needs a reason"),
        ((URL, "--level", "hide", "--reason", "x", "--revision", "99"), "no revision 99"),
        ((URL, "--level", "purge", "--reason", "x"), "--yes"),
    ],
)
def test_what_cannot_be_done_is_said(kho: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in run(kho, "withhold", *arguments, code=2)
