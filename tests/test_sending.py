"""WARC files elsewhere: nothing lost, nothing accepted unread, nothing dropped before it was read back."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import canary_archive
import command_line
import pressroom
import s3_server
import sftp_server
from canary_archive import UID, URL, found_in
from fault_proxy import Fault, Plan, always
from newsarchive.archive import Archive
from newsarchive.exceptions import ElsewhereError
from newsarchive.fixity import verify
from newsarchive.fixity.expected import expected_files
from newsarchive.rebuild import rebuild
from newsarchive.sending import FILE_SENT, sent_files
from newsarchive.store import Ledger
from newsarchive.warc import elsewhere
from newsarchive.withhold import Order, purge
from s3_server import Bucket
from test_withhold import lose_database
from waiting import wait_for
from warm_starter import starter

FAULTS: tuple[Fault, ...] = ("timeout", "503", "truncated", "cut", "corrupt")
ORDER = Order("purge", "bản án 7/2026", "Theo bản án")


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    with s3_server.running() as bucket:
        yield bucket


@pytest.fixture
def bucket(server: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Empty, and soon given up where nothing answers."""
    short = {"connect_timeout": 5, "read_timeout": 5, "retries": {"max_attempts": 0}}
    monkeypatch.setattr(elsewhere, "_PATIENCE", short)
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
    yield server
    server.proxy.plan = None
    for name in server.names():
        server.client.delete_object(Bucket=s3_server.BUCKET, Key=name)


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    return canary_archive.build(tmp_path)


def sends_to(kho: Path, settings: str) -> Path:
    (kho / "archive.yml").write_text(settings, encoding="utf-8")
    return kho


def own_files(kho: Path) -> dict[str, str]:
    """File → digest of everything that the ledger tells of."""
    return {name: one.sha256 for name, one in expected_files(Ledger(kho / "data" / "ledger.jsonl"), None).items()}


def sent_names(kho: Path) -> set[str]:
    return {one.file for one in sent_files(Ledger(kho / "data" / "ledger.jsonl")).values()}


def run(kho: Path, *arguments: str, code: int | None = 0) -> Result:
    """A command on an archive; None: whatever its exit code."""
    done = command_line.run(*arguments, "--archive", str(kho))
    assert code is None or done.exit_code == code, done.output
    return done


def told_by(kho: Path, *arguments: str, code: int | None = 0) -> Any:
    return json.loads(run(kho, *arguments, "--json", code=code).stdout)


def on_disk(kho: Path) -> set[str]:
    warc = kho / "data" / "warc"
    return {str(path.relative_to(warc)) for path in warc.rglob("*") if path.is_file() and path.suffix != ".away"}


def test_what_was_sent_is_read_from_there(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings("drop_sent: true"))
    files = own_files(kho)
    with Archive.open(kho, workers=0) as archive:
        before = [one.content_digest for one in archive.revisions(UID)]
    told = told_by(kho, "send")
    assert told["counts"] == {"dropped": len(files)}
    assert on_disk(kho) == set()
    assert {name: bucket.digest(f"warc/{name}") for name in files} == files
    assert verify(kho).problems == []
    assert verify(kho, sample=5).problems == []
    lose_database(kho)
    rebuilt = rebuild(kho, workers=0)
    assert (rebuilt.missing, rebuilt.damage) == ((), [])
    with Archive.open(kho, workers=0) as archive:
        assert [one.content_digest for one in archive.revisions(UID)] == before
    assert told_by(kho, "send")["run"]["sent"] == []
    assert f"dropped {len(files)}" in run(kho, "status").output


def one_after_the_other(chance: random.Random) -> Plan:
    """Every fault in turn, some requests between them."""
    waiting: list[Fault] = []
    quiet = 0

    def plan(_method: str, _path: str, size: int) -> Fault | None:
        nonlocal quiet
        if not waiting:
            waiting.extend(chance.sample(FAULTS, len(FAULTS)))
        if quiet or (waiting[0] == "truncated" and not size):
            quiet = max(0, quiet - 1)
            return None
        quiet = chance.randrange(4)
        return waiting.pop(0)

    return plan


@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_that_fails_now_and_then_loses_nothing(
    kho: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Timeouts, 503, uploads cut in half that the server takes for whole, answers cut off and altered."""
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)
    sends_to(kho, bucket.settings("drop_sent: true"))
    files, chance = own_files(kho), random.Random(seed)
    bucket.proxy.silence = 6
    bucket.proxy.happened.clear()
    bucket.proxy.plan = one_after_the_other(chance)
    for _ in range(12):
        told = told_by(kho, "send", code=None)
        noted = sent_names(kho)
        assert all(bucket.digest(f"warc/{name}") == files[name] for name in noted)
        assert set(files) - on_disk(kho) <= noted
        if told["counts"] == {"dropped": len(files)}:
            break
    bucket.proxy.plan = None
    assert set(bucket.proxy.happened) == set(FAULTS)
    assert told_by(kho, "send")["counts"] == {"dropped": len(files)}
    assert verify(kho).problems == []


def test_with_the_ledger_and_the_bucket_alone_the_archive_is_there_again(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings())
    run(kho, "send")
    with Archive.open(kho, workers=0) as archive:
        before = [one.content_digest for one in archive.revisions(UID)]
    shutil.rmtree(kho / "data" / "warc")
    assert {one.kind for one in verify(kho).problems} == {"missing file"}
    assert told_by(kho, "send")["counts"] == {"dropped": len(own_files(kho))}
    lose_database(kho)
    rebuild(kho, workers=0)
    assert verify(kho).problems == []
    with Archive.open(kho, workers=0) as archive:
        assert [one.content_digest for one in archive.revisions(UID)] == before


def test_an_upload_that_the_server_cuts_in_half_is_not_accepted(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings("drop_sent: true"))
    bucket.proxy.plan = always("truncated", "PUT")
    told = told_by(kho, "send", code=1)
    assert sent_names(kho) == set()
    assert on_disk(kho) == set(own_files(kho))
    assert told["counts"].keys() <= {"failed", "waiting"}
    assert told["run"]["is_given_up"]


def test_bytes_that_come_back_altered_are_not_accepted(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings("drop_sent: true"))
    bucket.proxy.plan = lambda _method, path, _size: "corrupt" if path.endswith((".gz", ".warc", ".wacz")) else None
    told = told_by(kho, "send", code=1)
    assert sent_names(kho) == set()
    assert on_disk(kho) == set(own_files(kho))
    reasons = [one["why"] for one in told["files"] if one["state"] == "failed"]
    assert reasons
    assert all("other bytes" in why or "checksum" in why for why in reasons), reasons


def test_a_run_killed_again_and_again_goes_on(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings("drop_sent: true"))
    files = own_files(kho)
    chance, asked = random.Random(8), [""]

    def slow(method: str, path: str, size: int) -> None:
        asked.append(path)
        time.sleep(0.15)

    bucket.proxy.plan = slow
    for _ in range(4):
        enough = len(asked) + chance.randrange(1, 8)
        process = starter().begin("newsarchive", ["send", "--archive", str(kho)])
        wait_for(lambda enough=enough, process=process: len(asked) >= enough or process.poll() is not None)
        process.kill()
        process.wait()
        assert all(bucket.digest(f"warc/{name}") == files[name] for name in sent_names(kho))
        assert set(files) - on_disk(kho) <= sent_names(kho)
    bucket.proxy.plan = None
    assert told_by(kho, "send")["counts"] == {"dropped": len(files)}
    ledger = Ledger(kho / "data" / "ledger.jsonl")
    assert len([line for line in ledger.lines() if line.kind == FILE_SENT]) == len(files)
    assert verify(kho).problems == []


def test_a_copy_that_was_damaged_there_is_sent_anew(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings())
    files = own_files(kho)
    run(kho, "send")
    first, second = sorted(files)[:2]
    for name in (first, second):
        bucket.client.put_object(Bucket=s3_server.BUCKET, Key=f"warc/{name}", Body=b"rot")
    (kho / "data" / "warc" / second).write_bytes(b"rot too")
    told = told_by(kho, "send", "--check", code=1)
    assert told["run"]["checked"] == len(files)
    assert bucket.digest(f"warc/{first}") == files[first]
    assert "verify" in told["run"]["failed"][second]
    assert told_by(kho, "send", "--drop", code=1)["counts"] == {"dropped": len(files) - 1, "sent": 1}


@pytest.mark.parametrize("is_dropped", [False, True])
def test_a_purge_reaches_the_copies_elsewhere(kho: Path, bucket: Bucket, is_dropped: bool) -> None:
    sends_to(kho, bucket.settings(f"drop_sent: {str(is_dropped).lower()}"))
    run(kho, "send")
    before = bucket.names()
    purge(kho, URL, ORDER)
    files = own_files(kho)
    assert bucket.names() == {f"warc/{name}" for name in files} != before
    assert {name: bucket.digest(f"warc/{name}") for name in files} == files
    run(kho, "send")
    assert found_in(kho) == []
    held = kho.parent / "held"
    held.mkdir()
    for number, name in enumerate(sorted(bucket.names())):
        data = bucket.client.get_object(Bucket=s3_server.BUCKET, Key=name)["Body"].read()
        (held / str(number)).write_bytes(data)
    assert found_in(held) == []
    assert verify(kho).problems == []


def test_a_purge_does_not_wait_for_files_that_it_has_nothing_to_do_with(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings())
    run(kho, "send")
    more = pressroom.write_warc(kho.parent / "sau", [55])
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(more)
    fresh = next(name for name in own_files(kho) if name not in sent_names(kho))
    (kho / "data" / "warc" / fresh).write_bytes(b"rot")
    purge(kho, URL, ORDER)
    assert bucket.names() == {f"warc/{name}" for name in own_files(kho) if name != fresh}
    assert told_by(kho, "status")["unfinished_purges"] == 0


def test_a_purge_waits_for_a_place_that_cannot_be_reached(kho: Path, bucket: Bucket) -> None:
    sends_to(kho, bucket.settings())
    run(kho, "send")
    bucket.proxy.plan = always("503", "DELETE")
    with pytest.raises(ElsewhereError):
        purge(kho, URL, ORDER)
    assert found_in(kho) == []
    assert told_by(kho, "status", code=1)["unfinished_purges"] == 1
    bucket.proxy.plan = None
    run(kho, "status")
    assert bucket.names() == {f"warc/{name}" for name in own_files(kho)}


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("s3://kho-bao/warc", "credentials"),
        ("s3://khong-co/warc", "no such bucket"),
        ("s3://kho-bao/warc http://127.0.0.1:9", "127.0.0.1:9"),
        ("/khong/co/o-dia", "there is no folder /khong/co/o-dia"),
    ],
)
def test_what_stands_in_the_way_is_told_and_nothing_is_lost(
    kho: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, setting: str, says: str
) -> None:
    place, _, endpoint = setting.partition(" ")
    sends_to(
        kho,
        f"storage:\n  segments: {place}\n  endpoint: {endpoint or bucket.proxy.url}\n",
    )
    if says == "credentials":
        for name in s3_server.KEYS:
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    told = told_by(kho, "send", code=1)
    assert all(says in why for why in told["run"]["failed"].values()), told["run"]["failed"]
    assert on_disk(kho) == set(own_files(kho))
    more = kho.parent / "them.html"
    more.write_bytes(pressroom.article_page(88))
    assert "is not sent" in run(kho, "ingest", str(more)).stderr
    assert verify(kho).problems == []


def test_a_folder_on_another_disk_and_a_note_for_each_file(kho: Path, tmp_path: Path) -> None:
    disk = tmp_path / "o-dia"
    disk.mkdir()
    sends_to(kho, f"storage:\n  segments: {disk}\n")
    files = own_files(kho)
    shown = told_by(kho, "send", "--dry-run")
    assert shown["counts"] == {"waiting": len(files)}
    run(kho, "send", "--drop")
    assert on_disk(kho) == set()
    assert {str(path.relative_to(disk)) for path in disk.rglob("*.*") if path.is_file()} == set(files)
    assert verify(kho).problems == []
    target = disk / sorted(files)[0]
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(data)
    assert {one.file for one in verify(kho).problems} == {f"warc/{sorted(files)[0]}"}
    target.rename(disk / "weg")
    assert {one.kind for one in verify(kho).problems} == {"unreachable file"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("segments: sftp://thu:mat-khau@may-chu/kho", "no password"),
        ("segments: kho/warc", "absolute path"),
        ("segments: memory://kho", "absolute path"),
        ("endpoint: s3.example", "https://"),
    ],
)
def test_settings_that_cannot_be_meant(kho: Path, line: str, says: str) -> None:
    sends_to(kho, f"storage:\n  {line}\n")
    assert says in run(kho, "send", code=2).stderr


def test_an_archive_that_sends_nowhere_says_what_to_write(kho: Path) -> None:
    assert "segments: s3://" in run(kho, "send", code=2).stderr


def test_an_sftp_server_whose_key_is_known(kho: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sshfs", reason="pip install 'newsarchive[sftp]'")
    (tmp_path / "may-chu" / "kho").mkdir(parents=True)
    files = own_files(kho)
    with sftp_server.running(tmp_path / "may-chu", tmp_path / "home") as port:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        sends_to(kho, f"storage:\n  segments: sftp://thu@127.0.0.1:{port}/kho\n  drop_sent: true\n")
        assert told_by(kho, "send")["counts"] == {"dropped": len(files)}
        assert on_disk(kho) == set()
        assert verify(kho).problems == []
        purge(kho, URL, ORDER)
        assert found_in(kho) == []
        assert found_in(tmp_path / "may-chu") == []
        assert verify(kho).problems == []


def test_an_sftp_server_whose_key_is_not_known_gets_nothing(
    kho: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sshfs", reason="pip install 'newsarchive[sftp]'")
    (tmp_path / "may-chu" / "kho").mkdir(parents=True)
    with sftp_server.running(tmp_path / "may-chu", tmp_path / "home") as port:
        (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        sends_to(kho, f"storage:\n  segments: sftp://thu@127.0.0.1:{port}/kho\n")
        told = told_by(kho, "send", code=1)
    assert all("known_hosts" in why for why in told["run"]["failed"].values()), told["run"]["failed"]
    assert list((tmp_path / "may-chu").rglob("*.gz")) == []
