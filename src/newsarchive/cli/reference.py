"""docs/commands.md, written from the commands' own help: `python -m newsarchive.cli.reference docs/commands.md`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path

import typer
from typer.core import TyperGroup

from newsarchive.cli.app import COMMANDS, answer, app

_HEAD = """\
# Commands

Written by `make docs` from the help of each command; a test keeps it current.
"""
_TERMINAL = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


def write_reference() -> str:
    """The whole page: `newsarchive --help`, then the help of every command, as a terminal of 80 columns shows it."""
    words = [[], *(each for name in COMMANDS for each in _words(name))]
    with _environment(_TERMINAL):
        return "\n".join([_HEAD, *map(_section, words)])


def _words(name: str) -> list[list[str]]:
    """A command, and those below it."""
    command = typer.main.get_command(app)
    found = command.get_command(typer.Context(command), name) if isinstance(command, TyperGroup) else None
    below = found.commands if isinstance(found, TyperGroup) else ()
    return [[name], *([name, one] for one in below)]


def _section(words: list[str]) -> str:
    title = " ".join(["newsarchive", *words])
    return f"## {title}\n\n```\n{_help(words)}\n```\n"


def _help(words: list[str]) -> str:
    shown = io.StringIO()
    with redirect_stdout(shown), suppress(SystemExit):
        answer([*words, "--help"])
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(write_reference(), encoding="utf-8")
