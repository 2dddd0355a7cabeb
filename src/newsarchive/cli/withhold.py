"""`newsarchive withhold`: take an article from readers, or out of the archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import following, note, print_json, print_table, progress
from newsarchive.exceptions import WithholdError

if TYPE_CHECKING:
    from newsarchive.withhold import Decided, Leftovers, Order, Plan, Purged

_SHOWN = 10
_SAID = {
    "hide": "hidden: in no release from the next `newsarchive publish` on",
    "block": "blocked: from the next `newsarchive publish` on its permalink answers 451",
    "none": "given back: shown again from the next `newsarchive publish` on",
}


def withhold(  # noqa: PLR0917 (one for each option)
    article: Annotated[
        str, typer.Argument(metavar="URL|UID", help="Its address in any spelling, or its permalink id.")
    ],
    level: Annotated[
        Literal["hide", "block", "purge", "none"],
        typer.Option("--level", help="hide, block or purge; none gives back what was hidden or blocked."),
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it stays in the ledger for ever, unpublished.")
    ],
    public_reason: Annotated[
        str | None,
        typer.Option("--public-reason", metavar="TEXT", help="Why, for readers of its permalink.", show_default=False),
    ] = None,
    revision: Annotated[
        int | None,
        typer.Option(
            "--revision", min=1, metavar="N", help="This revision alone; the others stay.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be touched and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Purge without asking.")] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Take an article, or one revision of it, from readers (hide, block) or out of the archive for good (purge).

    hide: in no release. block: so, and its permalink answers 451 with the day and the public reason. purge: its
    records go from every WARC file, with all captures of its address, revisits, pictures that are its alone, and the
    newspaper's sections, feeds and sitemaps that name it; the databases are scrubbed, a release in service is built
    anew, releases written as files below the archive and proposed layouts that tell of it are removed; the ledger
    keeps digests. Killed, it goes on with the next command. What is left is named: other articles whose pages link to
    it, releases and exports elsewhere, files that an import left in their place. The decision stands in the ledger and
    outlives a rebuild.

    Examples:
      newsarchive withhold https://baocantho.com.vn/bai-viet-a12345.html --level block --reason "Đơn số 12"
      newsarchive withhold ejr3c254ohfzh5ng --level hide --revision 1 --reason "đính chính"
      newsarchive withhold ejr3c254ohfzh5ng --level purge --reason "bản án 7/2026" --dry-run
      newsarchive withhold ejr3c254ohfzh5ng --level none --reason "rút đơn"
    """
    from newsarchive.config import archive_directory
    from newsarchive.withhold import Order

    directory = archive_directory(archive)
    order = Order(level, reason.strip(), public_reason, revision)
    if not order.reason:
        raise WithholdError(article, "a decision needs a reason")
    if level == "purge":
        _purge(directory, article, order, dry_run=dry_run, yes=yes, json=json)
    else:
        _decide(directory, article, order, dry_run=dry_run, json=json)


def _decide(directory: Path, article: str, order: Order, *, dry_run: bool, json: bool) -> None:
    from newsarchive.archive import Archive
    from newsarchive.withhold import decide_on
    from newsarchive.withhold.decision import describe
    from newsarchive.withhold.target import find_target

    with Archive.open(directory, workers=0) as opened:
        if dry_run:
            decided = describe(opened.store, find_target(opened.store, article), order)
        else:
            decided = decide_on(opened.store, opened.ledger, article, order)
    if json:
        print_json({**decided.to_dict(), "dry_run": dry_run})
    else:
        _print_decided(decided, dry_run=dry_run)


def _print_decided(decided: Decided, *, dry_run: bool) -> None:
    meant = "the article" if decided.is_whole else f"revision {', '.join(map(str, decided.revisions))}"
    typer.echo(f"{decided.uid}, {meant} ({len(decided.revisions)} of its revisions)")
    typer.echo(f"{'would be ' if dry_run else ''}{_SAID[decided.level]}")


def _purge(directory: Path, article: str, order: Order, *, dry_run: bool, yes: bool, json: bool) -> None:
    from newsarchive.withhold import purge

    if dry_run or not yes:
        plan = _look(directory, article, order)
        if dry_run:
            print_json(plan.to_dict()) if json else _print_plan(plan)
            return
        _print_plan(plan)
        if not sys.stdin.isatty():
            raise WithholdError(article, "a purge cannot be undone; --yes does it without asking")
        typer.confirm("Take this out of the archive for good?", abort=True, err=True)
    with progress() as shown:
        done = purge(directory, article, order, following(shown, "purge"))
    if json:
        print_json([one.to_dict() for one in done])
    else:
        _print_purged(done)


def _look(directory: Path, article: str, order: Order) -> Plan:
    from newsarchive.archive import Archive
    from newsarchive.withhold import plan_purge

    with Archive.open(directory, workers=0) as opened, progress() as shown:
        look = following(shown, "looking")
        return plan_purge(directory, opened.store, opened.ledger, article, order, progress=look)


def _print_plan(plan: Plan) -> None:
    meant = "the whole article" if plan.is_whole else f"revision {', '.join(map(str, plan.revisions))}"
    typer.echo(f"{plan.uid}, {meant}: {len(plan.revisions)} revisions, {plan.captures} captures would go")
    typer.echo(f"{plan.pictures} of them are pictures that nothing else shows, {plan.lists} lists and feeds name it")
    if plan.files:
        print_table(("file", "records", "bytes"), [(one.file, one.records, f"{one.bytes:,}") for one in plan.files])
    for path in plan.derived:
        typer.echo(f"{path} would go: it was made from it")
    _print_left(plan.left)
    note("What other copies of this archive hold stays.")


def _print_left(left: Leftovers) -> None:
    """What somebody has to decide about."""
    if left.along:
        note(f"{len(left.along)} other articles have captures with the same bytes, which go too: {_listed(left.along)}")
    if left.articles:
        note(f"{len(left.articles)} other articles have pages that name it, which stay: {_listed(left.articles)}")
        note("  Withhold those too where they repeat what must go (`newsarchive why UID`).")
    for folder in left.releases:
        note(f"{folder} holds it: remove it, and `newsarchive publish --releases` writes the release anew")
    for path in left.originals:
        note(f"{path} holds it: an import left it in its place, and it is not touched; remove it yourself")
    if left.packages:
        note(f"Exports written since its first capture may hold it; write them anew: {_listed(left.packages)}")


def _listed(names: tuple[str, ...]) -> str:
    """The first few; `--json` has all."""
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _print_purged(done: list[Purged]) -> None:
    for one in done:
        typer.echo(f"{one.uid} purged: {one.records} records ({one.bytes:,} bytes) out of {one.files} files")
        if one.left is not None:
            _print_left(one.left)
