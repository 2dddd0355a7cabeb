"""`newsarchive diff`: what a newspaper changed in an article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json, write_file

if TYPE_CHECKING:
    from newsarchive.changes import Edit, History

_COLOURS = {"same": "", "removed": "red strike", "added": "green"}
_SIGNS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""As `wdiff` writes it, where there is no colour."""


def diff(
    url: Annotated[str, typer.Argument(metavar="URL", help="The article's address, in any of its spellings.")],
    archive: ArchiveOption = None,
    json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as an HTML page.", show_default=False)
    ] = None,
) -> None:
    """Tell what a newspaper changed in an article, word by word, and when it took the article down.

    Each change is classed: headline, numbers, names, caption, picture, byline, date, correction, addition, removal,
    order, wording. What our own rules read differently later is told as such and is no edit.

    Examples:
      newsarchive diff https://baocantho.com.vn/bai-viet-a12345.html
      newsarchive diff --html thay-doi.html https://baocantho.com.vn/bai-viet-a12345.html
    """
    from newsarchive.archive import Archive
    from newsarchive.changes import to_html
    from newsarchive.config import archive_directory

    with Archive.open(archive_directory(archive)) as opened:
        history = opened.history(url)
    if html is not None:
        write_file(html, to_html(history))
    if json:
        print_json(history.to_dict())
    elif html is None:
        _print(history)


def _print(history: History) -> None:
    from newsarchive.store.moments import to_words

    out = Console(highlight=False, markup=False, soft_wrap=True)
    first = history.revisions[0]
    out.print(first.article.headline or first.article_uid)
    out.print(f"revision 1: {to_words(first.capture.fetched_at)}, the earliest that is held")
    for step in history.steps:
        by = "" if step.is_edit else " (our rules read it anew)"
        what = ", ".join(step.change.classes) or "nothing in words"
        out.print(f"\nrevision {step.after.number}: {to_words(step.after.capture.fetched_at)}: {what}{by}")
        for edit in step.change.edits:
            out.print(_edit(edit))
    if not history.steps:
        out.print("never changed since")
    if (pulled := history.pulled) is not None:
        out.print(f"\ntaken down: {pulled.how} at {to_words(pulled.first_gone.fetched_at)}")
        out.print(f"  last seen {to_words(pulled.last_seen.fetched_at)}")
        if pulled.back:
            out.print(f"  there again {to_words(pulled.back.fetched_at)}")


def _edit(edit: Edit) -> Text:
    text = Text(f"  {edit.field} ({', '.join(edit.classes)}): ")
    for run in edit.runs:
        before, after = ("", "") if sys.stdout.isatty() else _SIGNS[run.kind]
        text.append(f"{before}{run.text}{after}", style=_COLOURS[run.kind])
    return text
