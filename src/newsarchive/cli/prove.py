"""`newsarchive prove`: roots of days, timestamps over them, and proofs of single captures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import DAY_FORMATS, ArchiveOption, JsonOption, day
from newsarchive.cli.output import note, print_json, print_table, write_bytes, write_file

if TYPE_CHECKING:
    from newsarchive.archive import Archive
    from newsarchive.proof import Key, Pending, Proven

prove = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Prove what was held, and since when: roots of days, timestamps over them, proofs of single captures.

A day (of Vietnam) that is over gets a root: one hash over every capture of it, kept in the ledger. An authority that
signs the root proves that nothing of that day was made later. Nothing here asks the network: the request is a file to
be sent, the answer a file to be attached. A purge breaks no root: of what is gone its hashes stay.

\b
Examples:
  newsarchive prove seal
  newsarchive prove request --day 2026-11-27 --output hom-qua.tsq
  curl -H 'Content-Type: application/timestamp-query' --data-binary @hom-qua.tsq https://tsa.example > hom-qua.tsr
  newsarchive prove attach --day 2026-11-27 hom-qua.tsr --anchors tsa-root.pem
  newsarchive prove capture https://baodonghai.example/tin-1.html --output tin-1.proof.json
  newsarchive prove verify tin-1.proof.json --anchors tsa-root.pem --record tin-1.warc.gz
""",
)
_FINDINGS = 1

DayOption = Annotated[
    datetime | None,
    typer.Option("--day", formats=DAY_FORMATS, metavar="DATE", help="The day, in Vietnam.", show_default=False),
]
OneDayOption = Annotated[
    datetime, typer.Option("--day", formats=DAY_FORMATS, metavar="DATE", help="The day, in Vietnam.")
]
AnchorsOption = Annotated[
    Path | None,
    typer.Option(
        "--anchors", metavar="PEM", help="Certificates to believe timestamp authorities by.", show_default=False
    ),
]


@prove.command("seal")
def seal(day_: DayOption = None, archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """Write the root of a day into the ledger; without --day of every day that is over and has captures in no root."""
    from newsarchive import proof

    with _opened(archive) as (opened, data):
        days = [day(day_)] if day_ else [date.fromisoformat(one.day) for one in _pending(opened, data)]
        made = [proof.seal(data, opened.store, opened.ledger, one) for one in days if one]
    found = [root for root in made if root is not None]
    if json:
        print_json([{"day": one.day, "root": one.text, "leaves": one.leaves} for one in found])
        return
    for root in found:
        typer.echo(f"{root.day}: {root.text} over {root.leaves} captures")
    if not found:
        typer.echo("nothing new: every capture of a day that is over stands in a root")


@prove.command("request")
def request(
    day_: OneDayOption,
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="The file to make (.tsq).")],
    archive: ArchiveOption = None,
) -> None:
    """Write the request for a timestamp (RFC 3161, DER) over a day's root, to be sent to an authority you trust."""
    from newsarchive import proof

    with _opened(archive) as (opened, _):
        root = proof.find_root(opened.ledger, str(day(day_)))
    write_bytes(output, proof.request_for(root.root))


@prove.command("attach")
def attach(
    answer: Annotated[Path, typer.Argument(metavar="FILE", help="What the authority answered (.tsr).")],
    day_: OneDayOption,
    anchors: Annotated[
        Path, typer.Option("--anchors", metavar="PEM", help="Certificates to believe the authority by.")
    ],
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Keep an authority's answer beside the root that it is about, once it holds.

    Answer and certificates are copied into the archive, so that `newsarchive verify` can look at them again.
    """
    from newsarchive import proof

    with _opened(archive) as (opened, data):
        root = proof.find_root(opened.ledger, str(day(day_)))
        stamp = proof.attach(data, opened.store, opened.ledger, root, proof.Answer(_read(answer), _read(anchors)))
    if json:
        print_json(asdict(stamp))
    else:
        typer.echo(f"{stamp.day}: held at {stamp.at}, says {stamp.authority}")


@prove.command("capture")
def capture(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address, as it was captured.")],
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="The file to make (JSON).")],
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help="The capture that began then, as `why` tells it or in ISO 8601; else the first.",
            show_default=False,
        ),
    ] = None,
    with_record: Annotated[
        bool, typer.Option("--record/--no-record", help="Put what was captured, as WARC, into the proof.")
    ] = True,
    archive: ArchiveOption = None,
) -> None:
    """Write a proof that one capture stands in the root of its day; who has it needs nothing else of the archive.

    The proof holds the capture itself, also of an article that is withheld from readers.
    """
    import json

    from newsarchive import proof

    with _opened(archive) as (opened, data):
        key = _key(opened, url, at)
        records = proof.records_of(data / "warc", opened.store, key) if with_record else ()
        told = proof.prove(data, opened.ledger, key, records)
    write_file(output, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


@prove.command("verify")
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[PROOF]", help="A proof to look at, instead of the archive.", show_default=False),
    ] = None,
    anchors: AnchorsOption = None,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record", metavar="PATH", help="Write what the proof says was captured here (WARC).", show_default=False
        ),
    ] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Check every root, timestamp and leaf of an archive, or one proof, for which no archive is needed.

    Without --anchors an archive's timestamps are believed by the certificates that came with them, and those of a proof
    are not looked at. Exit code 1: something does not hold.
    """
    from newsarchive import proof

    pem = _read(anchors) if anchors else None
    if file is not None:
        _show_proof(proof.check_proof(_read(file), pem, str(file)), record, json=json, looked=pem is not None)
        return
    with _opened(archive) as (opened, data):
        flaws = list(proof.check_roots(data, opened.store, opened.ledger, anchors=pem))
        count = len(proof.last_roots(opened.ledger))
    if json:
        print_json({"days": count, "flaws": [asdict(one) for one in flaws]})
    else:
        typer.echo(f"{count} days with a root: {'all hold' if not flaws else f'{len(flaws)} flaws'}")
        for flaw in flaws:
            note(f"  {flaw.file}: {flaw.reason}")
    if flaws:
        raise typer.Exit(_FINDINGS)


@prove.command("show")
def show(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """Show every day with a root, its timestamps, and the days with captures that stand in none."""
    from newsarchive import proof
    from newsarchive.store import moments

    with _opened(archive) as (opened, data):
        newest, known = proof.last_roots(opened.ledger), list(proof.stamps(opened.ledger))
        left = _pending(opened, data)
    rows = [
        _Row(one.day, one.text, one.leaves, [asdict(s) for s in proof.stamps_of(one, known)]) for one in newest.values()
    ]
    if json:
        print_json({"roots": [asdict(row) for row in rows], "pending": [asdict(one) for one in left]})
        return
    if rows:
        told = (
            (row.day, row.leaves, row.root, "; ".join(moments.to_words(stamp["at"]) for stamp in row.timestamps))
            for row in rows
        )
        print_table(("day", "captures", "root", "timestamps"), told)
    for one in left:
        typer.echo(f"{one.day}: {one.unproven} of {one.captures} captures stand in no root: `newsarchive prove seal`")
    if not rows and not left:
        typer.echo("no day that is over has a capture")


@dataclass(frozen=True, slots=True)
class _Row:
    day: str
    root: str
    leaves: int
    timestamps: list[dict[str, str]]


@contextmanager
def _opened(archive: Path | None) -> Iterator[tuple[Archive, Path]]:
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory

    directory = archive_directory(archive)
    with Archive.open(directory, workers=0) as opened:
        yield opened, directory / "data"


def _pending(opened: Archive, data: Path) -> list[Pending]:
    from newsarchive import proof

    return proof.pending(data, opened.store, opened.ledger)


def _key(opened: Archive, url: str, at: str | None) -> Key:
    from newsarchive.exceptions import ProofError
    from newsarchive.proof import Key
    from newsarchive.store import moments

    try:
        told = at and moments.to_words(moments.from_words(at))
    except ValueError as error:
        raise typer.BadParameter(f"{at} is no moment as `why` tells it, nor ISO 8601", param_hint="--at") from error
    held = [one for one in opened.captures(url) if told is None or moments.to_words(one.fetched_at) == told]
    if not held:
        raise ProofError(url, "no such capture is held; `newsarchive why` tells which are")
    one = held[0]
    return Key(one.url, moments.to_text(one.fetched_at), one.payload_digest, one.record_type)


def _show_proof(proven: Proven, record: Path | None, *, json: bool, looked: bool) -> None:
    """Say what a proof proves; `looked`: its timestamps were looked at."""
    from newsarchive.exceptions import ProofError
    from newsarchive.store import moments

    if record is not None and not proven.records:
        raise ProofError(proven.key.url, "the proof does not hold the record of the capture")
    if record is not None:
        write_bytes(record, proven.records)
    if json:
        print_json(proven.to_dict())
        return
    typer.echo(
        f"{proven.key.url}, captured {moments.to_words(proven.key.fetched_at)}, payload {proven.key.payload_digest}"
    )
    typer.echo(f"stands in the root of {proven.day}: {proven.root}")
    if proven.records:
        typer.echo(f"and was this: a WARC record of {len(proven.records)} bytes with that payload")
    for at, authority in proven.stamped:
        typer.echo(f"held at {moments.to_words(at)}, says {authority}")
    if not proven.stamped:
        note("no timestamp stands in it" if looked else "no timestamp was looked at")


def _read(path: Path) -> bytes:
    from newsarchive.exceptions import UnreadableInputError

    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error
