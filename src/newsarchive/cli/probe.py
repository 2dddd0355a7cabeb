"""`newsarchive probe`: a layout for pages that nobody has described yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import console, note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.capture.process import Event
    from newsarchive.probe import LeftOut, Probe, Proposal, Sample

_SAME = {"same", "none"}
_PIPE_WIDTH = 10_000


def probe(  # noqa: PLR0917 - a command's options are its parameters
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL|FILE…", help="Articles: addresses, saved pages, WARC files.", show_default=False),
    ] = None,
    newspaper: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Probe the newest captures the archive holds of it.", show_default=False),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", help="What to call newspaper and layout; by the host without it.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write layouts/ID.yml and newspapers/ID.yml below DIR, over nothing.",
            show_default=False,
        ),
    ] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Infer a layout from three or more articles of a newspaper, and show what it reads better than general rules do.

    What repeats between the pages is template, what varies is article. The layout is printed as YAML on stdout, with
    on how many of the pages each line holds; the comparison goes to stderr. Addresses are asked for the way of every
    crawl, politely and into the archive; files need no archive. Pages of several layouts are told apart, pages that
    are no articles are named and left out.

    Examples:
      newsarchive probe saved/*.html
      newsarchive probe saved/*.html --output archive/press --id suoivang
      newsarchive probe https://baosuoivang.vn/mot-post1.html https://baosuoivang.vn/hai-post2.html \\
        https://baosuoivang.vn/ba-post3.html
      newsarchive probe --newspaper suoivang
    """
    from newsarchive.config import archive_directory
    from newsarchive.press import press_of
    from newsarchive.probe import probe as infer
    from newsarchive.probe import write_files

    _check_id(name)
    directory = archive_directory(archive)
    samples, missing = _gather(sources or [], newspaper, directory, name)
    with _telling(missing), press_of(directory):
        found = infer(samples, newspaper_id=name or newspaper)
    written = write_files(found, output) if output else []
    if json:
        print_json({**found.to_dict(), "not_fetched": [one._asdict() for one in missing]})
    else:
        _print(found, missing, show_yaml=output is None)
    _say_written(written)


def _say_written(paths: Sequence[Path]) -> None:
    for path in paths:
        note(f"written: {path}")


@contextmanager
def _telling(missing: Sequence[LeftOut]) -> Iterator[None]:
    """When nothing can be inferred, say first which pages did not come."""
    from newsarchive.exceptions import ProbeError

    try:
        yield
    except ProbeError:
        _print_left_out(missing)
        raise


def _check_id(name: str | None) -> None:
    import re

    if name is not None and not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise typer.BadParameter("lower-case letters, digits and hyphens, a letter first", param_hint="--id")


def _gather(
    sources: Sequence[str], newspaper: str | None, directory: Path, name: str | None
) -> tuple[list[Sample], list[LeftOut]]:
    """All pages: of files, of addresses, of the archive."""
    from newsarchive.probe import read_saved

    urls = [source for source in sources if "://" in source]
    samples = [sample for source in sources if source not in urls for sample in read_saved(Path(source))]
    missing: list[LeftOut] = []
    if urls or newspaper:
        from newsarchive.probe.fetch import fetch, held_pages

        if urls:
            with progress("requests") as shown:
                task = shown.add_task("asking", total=None)

                def show(event: Event) -> None:
                    shown.update(task, completed=sum(event["requests"].values()))

                fetched, missing = fetch(directory, urls, newspaper_id=name, on_event=show)
            samples += fetched
        if newspaper:
            samples += held_pages(directory, newspaper)
    return samples, missing


def _print(found: Probe, missing: Sequence[LeftOut], *, show_yaml: bool) -> None:
    from newsarchive.probe import files_of

    if show_yaml:
        for path, text in files_of(found):
            typer.echo(f"# {path}\n{text}")
    for proposal in found.proposals:
        _print_proposal(proposal)
    _print_left_out([*missing, *found.left_out])
    if found.known_newspaper:
        ids = ", ".join(proposal.layout.id for proposal in found.proposals)
        note(f"The registry has this newspaper: {found.known_newspaper}. Name the layout in its file: layouts: [{ids}]")


def _print_proposal(proposal: Proposal) -> None:
    from newsarchive.probe import FIELDS

    known = f"; the registry's {proposal.known} fits them already" if proposal.known else ""
    console.print(f"\n{proposal.layout.id}: {len(proposal.pages)} pages{known}", markup=False)
    keys = {"bylines": "byline", "captions": "caption"}
    held = {guess.key: guess for guess in proposal.guesses}
    rows = []
    for field in FIELDS:
        verdicts = Counter(one.verdict for one in proposal.comparisons if one.field == field and one.verdict != "none")
        guess = held.get(keys.get(field, field))
        sure = f"{guess.pages} of {guess.of}" if guess else ""
        selector = ", ".join(guess.selectors) if guess else "(general rules)"
        rows.append((field, selector, sure, ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items())))
    _print_table(("field", "selector", "pages", "against general rules"), rows)
    changes = [
        (one.page, one.field, one.verdict, one.generic or "-", one.layout or "-")
        for one in proposal.comparisons
        if one.verdict not in _SAME
    ]
    if changes:
        console.print()
        _print_table(("page", "field", "", "general rules", "this layout"), changes)
    for page in proposal.gained:
        note(f"gained: {page}: no article by general rules, read by this layout")
    if proposal.refused:
        note(f"Left out, since it read worse than general rules: {', '.join(proposal.refused)}")


def _print_left_out(left_out: Sequence[LeftOut]) -> None:
    for one in left_out:
        note(f"left out: {one.page}: {one.reason}")


def _print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On stderr, so that the YAML alone goes into a pipe; never folded when stderr is no terminal."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table, crop=False, width=None if console.is_terminal else _PIPE_WIDTH)
