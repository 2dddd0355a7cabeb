"""Roots of days, timestamps over them, proofs of single captures; and a purge, a rebuild and a restore in between."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import canary_archive
import package_archive as kept
import pressroom
from newsarchive import proof
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import ProofError
from newsarchive.fixity import verify
from newsarchive.packages import Request, export, restore
from newsarchive.proof.day import bounds, day_of
from newsarchive.rebuild import rebuild
from newsarchive.store import Ledger, moments
from newsarchive.warc import Damage, Record, SegmentWriter, read_records
from newsarchive.warc.checked import check_stream
from newsarchive.withhold import Order, purge
from timestamp_authority import Authority

DAY = date(2026, 1, 8)
"""Of every capture in `package_archive`: they were made at 18:21 and later in Vietnam."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept.build(tmp_path_factory.mktemp("proof") / "kho")


@pytest.fixture
def kho(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "kho"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    pytest.importorskip("rfc3161_client")
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


def run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.output


def seal(kho: Path, day: date = DAY) -> proof.Root | None:
    with Archive.open(kho, workers=0) as archive:
        return proof.seal(kho / "data", archive.store, archive.ledger, day)


def flaws(kho: Path, **given: Any) -> list[str]:
    with Archive.open(kho, workers=0) as archive:
        return [one.reason for one in proof.check_roots(kho / "data", archive.store, archive.ledger, **given)]


def test_a_day_is_one_of_vietnam() -> None:
    assert bounds(DAY) == ("2026-01-07T17:00:00", "2026-01-08T17:00:00")
    assert day_of("2026-01-07T16:59:59.9Z") == "2026-01-07"
    assert day_of("2026-01-07T17:00:00Z") == "2026-01-08"
    begin, end = bounds(DAY)
    for moment in ("2026-01-07T17:00:00Z", "2026-01-07T17:00:00.5Z", "2026-01-08T16:59:59.999999Z"):
        assert begin <= moment < end
    assert not begin <= "2026-01-07T16:59:59.999999Z"
    assert end <= "2026-01-08T17:00:00Z"


def test_every_capture_of_a_day_stands_in_its_root_and_the_root_does_not_hang_on_the_order(kho: Path) -> None:
    root = seal(kho)
    assert root is not None
    with Archive.open(kho, workers=0) as archive:
        keys = list(proof.keys(archive.store, DAY))
        assert root.leaves == len({key.leaf for key in keys}) == len(keys) > 5
        assert proof.pending(kho / "data", archive.store, archive.ledger) == []
    assert seal(kho) is None
    assert rebuild(kho, workers=0).is_equal
    assert seal(kho) is None
    assert flaws(kho) == []


def test_the_day_that_has_just_ended_is_sealed_once(kho: Path) -> None:
    next_day = datetime(2026, 1, 8, 17, 0, tzinfo=UTC)
    assert proof.seal_yesterday(kho / "data", now=datetime(2026, 1, 8, 16, 59, tzinfo=UTC)) is None
    root = proof.seal_yesterday(kho / "data", now=next_day)
    assert root is not None and root.day == str(DAY)
    assert proof.seal_yesterday(kho / "data", now=next_day) is None


def test_a_day_that_is_not_over_has_no_root(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive, pytest.raises(ProofError, match="not over"):
        proof.seal(kho / "data", archive.store, archive.ledger, DAY, now=datetime(2026, 1, 8, 16, 59, tzinfo=UTC))
    with pytest.raises(ProofError, match="nothing is held"):
        seal(kho, date(2025, 1, 1))


def test_what_comes_later_gets_a_new_root_that_holds_the_old_leaves(kho: Path, tmp_path: Path) -> None:
    first = seal(kho)
    with SegmentWriter(tmp_path / "more", prefix="mai", info={}) as writer:
        writer.write_response(pressroom.article_url(77), pressroom.AT, pressroom.head(), pressroom.article_page(77))
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
        (left,) = proof.pending(kho / "data", archive.store, archive.ledger)
    assert (left.day, left.unproven) == (str(DAY), 1)
    second = seal(kho)
    assert first is not None and second is not None and second.leaves == first.leaves + 1
    assert second.root != first.root
    assert verify(kho).problems == []


def test_a_capture_removed_or_backdated_is_told(kho: Path) -> None:
    seal(kho)
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        db.execute("update capture set fetched_at = '2026-01-06T00:00:00Z' where id = (select max(id) from capture)")
    assert any("held no more" in reason for reason in flaws(kho))
    assert any("held no more" in problem.reason for problem in verify(kho).problems)


@pytest.mark.parametrize("change", ["flip", "cut", "remove"])
def test_leaves_that_were_changed_are_told(kho: Path, change: str) -> None:
    root = seal(kho)
    assert root is not None
    path = kho / "data" / "proof" / root.file
    data = path.read_bytes()
    if change == "remove":
        path.unlink()
    else:
        path.write_bytes(data[:-30] if change == "cut" else bytes([data[0] ^ 1]) + data[1:])
    (problem,) = verify(kho).problems
    assert problem.file == f"proof/{root.file}"
    assert problem.kind == ("missing file" if change == "remove" else "damaged file")


def test_a_purge_breaks_no_root_and_keeps_digests_only(tmp_path: Path) -> None:
    kho = canary_archive.build(tmp_path)
    with Archive.open(kho, workers=0) as archive:
        days = [date.fromisoformat(one.day) for one in proof.pending(kho / "data", archive.store, archive.ledger)]
        made = [proof.seal(kho / "data", archive.store, archive.ledger, day) for day in days]
        gone = [key for day in days for key in proof.keys(archive.store, day) if canary_archive.CANARY in key.url]
        told = [proof.prove(kho / "data", archive.ledger, key) for key in gone]
    assert made and gone
    purge(kho, canary_archive.UID, Order("purge", "bản án 7/2026", None))
    assert canary_archive.found_in(kho) == []
    assert flaws(kho) == []
    assert verify(kho).problems == []
    with Archive.open(kho, workers=0) as archive:
        held = {key.leaf for key in proof.keys(archive.store)}
        for key, before in zip(gone, told, strict=True):
            assert key.leaf not in held
            after = proof.prove(kho / "data", archive.ledger, key)  # by who still knows what it was
            assert after["root"] == before["root"]
            assert proof.check_proof(json.dumps(after)).key == key
    assert rebuild(kho, workers=0).is_equal
    assert flaws(kho) == []
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        db.execute("delete from capture where id = (select max(id) from capture where revision_id is null)")
    assert any("held no more" in reason for reason in flaws(kho))  # a purge explains no other loss


def test_a_timestamp_is_asked_for_offline_attached_and_looked_at_again(
    kho: Path, tmp_path: Path, authority: Authority
) -> None:
    run("prove", "seal", "--archive", kho)
    asked = tmp_path / "hom-qua.tsq"
    run("prove", "request", "--day", DAY, "--output", asked, "--archive", kho)
    first = asked.read_bytes()
    run("prove", "request", "--day", DAY, "--output", asked, "--archive", kho)
    assert asked.read_bytes() == first
    answer = authority.answer(asked)
    (tmp_path / "root.bin").write_bytes(proof.last_roots(Ledger(kho / "data" / "ledger.jsonl"))[str(DAY)].root)
    assert authority.verifies(answer, tmp_path / "root.bin")  # by somebody else's program
    command = ("prove", "attach", "--day", DAY, answer, "--anchors", authority.anchors, "--archive", kho)
    assert "Co quan thu" in run(*command)
    run(*command)  # once more adds nothing
    assert len(list(proof.stamps(Ledger(kho / "data" / "ledger.jsonl")))) == 1
    assert flaws(kho) == flaws(kho, anchors=authority.anchors.read_bytes()) == []
    assert verify(kho).problems == []
    (roots,) = json.loads(run("prove", "show", "--json", "--archive", kho))["roots"]
    assert roots["timestamps"][0]["authority"] == "CN=Co quan thu"
    (path,) = (kho / "data" / "proof").glob("*.tsr")
    sent = answer.read_bytes()
    path.write_bytes(sent[:-1] + bytes([sent[-1] ^ 1]))
    assert [problem.file for problem in verify(kho).problems] == [f"proof/{path.name}"]


def test_an_answer_that_does_not_hold_is_not_attached(kho: Path, tmp_path: Path, authority: Authority) -> None:
    seal(kho)
    asked, other = tmp_path / "a.tsq", tmp_path / "other.tsq"
    run("prove", "request", "--day", DAY, "--output", asked, "--archive", kho)
    other.write_bytes(proof.request_for(b"\x01" * 32))
    stranger = Authority(tmp_path / "stranger")
    no_stamper = tmp_path / "damaged.tsr"
    no_stamper.write_bytes(b"\x30\x03\x02\x01\x00")
    wrong = [
        (authority.answer(other), authority.anchors, "does not hold"),
        (authority.answer(asked), stranger.anchors, "does not hold"),
        (no_stamper, authority.anchors, "no timestamp that an authority gave"),
        (asked, authority.anchors, "no timestamp that an authority gave"),
        (authority.answer(asked), asked, "no certificate in PEM"),
    ]
    for answer, anchors, told in wrong:
        command = ("prove", "attach", "--day", DAY, answer, "--anchors", anchors, "--archive", kho)
        assert told in run(*command, code=1)
    assert list(proof.stamps(Ledger(kho / "data" / "ledger.jsonl"))) == []
    assert not list((kho / "data" / "proof").glob("*.tsr"))


def test_one_capture_is_proven_to_somebody_without_the_archive(kho: Path, tmp_path: Path, authority: Authority) -> None:
    url, told = pressroom.article_url(kept.PUBLIC), tmp_path / "tin.proof.json"
    assert "no root yet" in run("prove", "capture", url, "--output", told, "--archive", kho, code=1)
    run("prove", "seal", "--archive", kho)
    run("prove", "request", "--day", DAY, "--output", tmp_path / "a.tsq", "--archive", kho)
    answer = authority.answer(tmp_path / "a.tsq")
    run("prove", "attach", "--day", DAY, answer, "--anchors", authority.anchors, "--archive", kho)
    run("prove", "capture", url, "--output", told, "--archive", kho)
    kho.rename(tmp_path / "elsewhere")
    assert "stands in the root of 2026-01-08" in run("prove", "verify", told, "--record", tmp_path / "tin.warc.gz")
    (record,) = read_records(tmp_path / "tin.warc.gz")
    assert isinstance(record, Record)
    assert record.payload == kept.page(kept.PUBLIC, note="hai bờ")
    held = json.loads(run("prove", "verify", told, "--anchors", authority.anchors, "--json"))
    assert held["capture"]["url"] == url
    assert held["timestamps"][0]["authority"] == "CN=Co quan thu"
    page = kept.page(kept.PUBLIC, note="hai bờ")
    assert held["capture"]["payload_digest"] == f"sha256:{hashlib.sha256(page).hexdigest()}"


def test_a_capture_of_today_is_told_to_wait(kho: Path) -> None:
    now = moments.to_text(datetime.now(UTC))
    with (
        Archive.open(kho, workers=0) as archive,
        pytest.raises(ProofError, match="gets one when it is over"),
    ):
        proof.prove(kho / "data", archive.ledger, proof.Key("https://x.example/", now, "sha256:0", "response"))


def test_a_proof_holds_the_capture_itself(kho: Path) -> None:
    seal(kho)
    with Archive.open(kho, workers=0) as archive:
        found = list(proof.keys(archive.store, DAY))
        told = {
            key: proof.prove(
                kho / "data", archive.ledger, key, proof.records_of(kho / "data" / "warc", archive.store, key)
            )
            for key in found
        }
    for key, one in told.items():
        proven = proof.check_proof(json.dumps(one))
        records = [item for item in _records(proven.records) if isinstance(item, Record)]
        assert records[0].uri == key.url
        assert [item.type for item in records[1:]] == (["response"] if key.record_type == "revisit" else [])
        assert records[-1].payload_digest == key.payload_digest
    assert {key.record_type for key in told} == {"response", "revisit"}


@pytest.mark.parametrize("forgery", ["other page", "other capture", "torn", "no base64"])
def test_a_proof_with_another_record_does_not_hold(kho: Path, tmp_path: Path, forgery: str) -> None:
    seal(kho)
    with Archive.open(kho, workers=0) as archive:
        keys = [key for key in proof.keys(archive.store, DAY) if key.record_type == "response"]
        cut = [proof.records_of(kho / "data" / "warc", archive.store, key)[0] for key in keys[:2]]
        told = proof.prove(kho / "data", archive.ledger, keys[0], cut[:1])
    assert proof.check_proof(json.dumps(told)).records == cut[0]
    with SegmentWriter(tmp_path / "x", prefix="x", info={}) as writer:
        place = writer.write_response(keys[0].url, pressroom.AT, pressroom.head(), pressroom.article_page(99))
    forged = {
        "other page": writer.summaries[0].path.read_bytes()[place.offset :],
        "other capture": cut[1],
        "torn": cut[0][:-20],
        "no base64": b"",
    }[forgery]
    told["records"] = [base64.b64encode(forged).decode() or "????"]
    with pytest.raises(ProofError, match="record in it"):
        proof.check_proof(json.dumps(told))


def test_a_stranger_needs_no_program_of_ours(kho: Path) -> None:
    """The steps of docs/for-archivists.md, by hand."""
    seal(kho)
    with Archive.open(kho, workers=0) as archive:
        keys = list(proof.keys(archive.store, DAY))
        told = [
            json.loads(
                json.dumps(
                    proof.prove(
                        kho / "data", archive.ledger, key, proof.records_of(kho / "data" / "warc", archive.store, key)
                    )
                )
            )
            for key in keys
        ]
    for one in told:
        capture = one["capture"]
        record = gzip.decompress(base64.b64decode(one["records"][-1]))
        length = int(re.search(rb"Content-Length: (\d+)", record)[1])  # type: ignore[index]
        block = record.split(b"\r\n\r\n", 1)[1][:length]
        payload = block.split(b"\r\n\r\n", 1)[1]
        assert capture["payload_digest"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
        fields = (capture[name] for name in ("payload_digest", "record_type", "fetched_at", "url"))
        found = hashlib.sha256(b"\0" + " ".join(fields).encode()).digest()
        assert found.hex() == one["leaf"]
        at, last = one["index"], one["leaves"] - 1
        for other in map(bytes.fromhex, one["path"]):
            if at % 2 or at == last:
                found = hashlib.sha256(b"\1" + other + found).digest()
                while at and not at % 2:
                    at, last = at // 2, last // 2
            else:
                found = hashlib.sha256(b"\1" + found + other).digest()
            at, last = at // 2, last // 2
        assert one["root"] == f"sha256:{found.hex()}"


def _records(data: bytes) -> list[Record | Damage]:
    return list(check_stream(io.BytesIO(data)))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["capture"].update(url="https://khac.example/"),
        lambda told: told["capture"].update(payload_digest="sha256:00"),
        lambda told: told.update(index=told["index"] ^ 1),
        lambda told: told["path"].pop(),
        lambda told: told.update(root="sha256:" + "0" * 64),
        lambda told: told.update(day="2026-01-09"),
        lambda told: told["ledger"]["detail"].update(leaves=1),
        lambda told: told.pop("ledger"),
        lambda told: told.update(path="zz"),
        lambda told: told.clear(),
    ],
)
def test_a_forged_proof_does_not_hold(kho: Path, tmp_path: Path, change: Any) -> None:
    seal(kho)
    with Archive.open(kho, workers=0) as archive:
        key = next(iter(proof.keys(archive.store, DAY)))
        told = proof.prove(kho / "data", archive.ledger, key)
    assert proof.check_proof(json.dumps(told)).key == key
    change(told)
    with pytest.raises(ProofError):
        proof.check_proof(json.dumps(told))
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(told))
    run("prove", "verify", path, code=1)


@pytest.mark.parametrize("form", ["bagit", "wacz"])
def test_roots_and_timestamps_come_back_with_a_restore(
    kho: Path, tmp_path: Path, authority: Authority, form: Any
) -> None:
    root = seal(kho)
    assert root is not None
    (tmp_path / "a.tsq").write_bytes(proof.request_for(root.root))
    given = proof.Answer(authority.answer(tmp_path / "a.tsq").read_bytes(), authority.anchors.read_bytes())
    with Archive.open(kho, workers=0) as archive:
        proof.attach(kho / "data", archive.store, archive.ledger, root, given)
    export(kho, Request(form, tmp_path / "package", "preservation"))
    assert restore(tmp_path / "new", tmp_path / "package") is not None
    assert verify(tmp_path / "new").problems == []
    names = {path.name for path in (kho / "data" / "proof").iterdir()}
    assert len(names) == 3
    assert {path.name for path in (tmp_path / "new" / "data" / "proof").iterdir()} == names
