"""What the user sees: results on stdout, everything else (progress, warnings, errors) on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from newsarchive.exceptions import StorageFullError

console = Console(stderr=True, highlight=False, soft_wrap=True)
"""For people watching: stderr."""
_PIPE_WIDTH = 10_000
"""Columns of a table that goes into a pipe: wide enough that no cell is cut or folded."""


def complain(message: str) -> None:
    """One error line on stderr, without a traceback."""
    typer.echo(f"Error: {message}", err=True)


def note(message: str) -> None:
    """One line on stderr for the person watching."""
    typer.echo(message, err=True)


def print_json(value: Any) -> None:
    """A result as indented JSON on stdout, Vietnamese letters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A result as a table on stdout; never cut when it goes into a pipe or file."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else "" if cell is None else str(cell) for cell in row))
    out = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    out.print(table, crop=False)


def echo(line: Text) -> None:
    """A line of a result on stdout, coloured where that is a terminal."""
    Console(highlight=False, markup=False, soft_wrap=True).print(line)


def write_file(path: Path, text: str) -> None:
    """A result into a file that the user named, and a line that says so. Raises StorageFullError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """The same of what is no text."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise StorageFullError(path, error.strerror or "cannot be written") from error
    note(f"written: {path}")


def following(shown: Progress, description: str) -> Callable[[str, int, int], None]:
    """A line of a display, and what brings it on: told what is being done, how much, and of how much (0: unknown)."""
    task = shown.add_task(description, total=None)
    return lambda what, done, total: shown.update(task, description=what, completed=done, total=total or None)


def progress(unit: str = "") -> Progress:
    """A progress display on stderr; use it with `with`. It is silent when stderr is not a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
