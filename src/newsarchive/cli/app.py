"""The command `newsarchive`: the table of commands, `--version`, and how an error reaches the user.

A command is a plain function in a module of its own, named in `COMMANDS` and imported when it is used, so that
`newsarchive clean` never pays for Datasette. Its module stays light at the top, since `--help` imports them all; what
is heavy is imported inside the function. The paragraph of its docstring that begins with `Examples:` keeps its lines.
"""

from __future__ import annotations

import errno
import importlib
import inspect
import sqlite3
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from newsarchive.cli.output import complain
from newsarchive.exceptions import ArchiveError, NewsArchiveError, StorageFullError
from newsarchive.lean import load_sqlite_utils

COMMANDS: dict[str, str] = {
    "init": "newsarchive.cli.init:init",
    "demo": "newsarchive.cli.demo:demo",
    "newspapers": "newsarchive.cli.newspapers:newspapers",
    "check": "newsarchive.cli.check:check",
    "probe": "newsarchive.cli.probe:probe",
    "crawl": "newsarchive.cli.crawl:crawl",
    "gaps": "newsarchive.cli.gaps:gaps",
    "endangered": "newsarchive.cli.endangered:endangered",
    "schedule": "newsarchive.cli.schedule:schedule",
    "tick": "newsarchive.cli.tick:tick",
    "watch": "newsarchive.cli.watch:watch",
    "worker": "newsarchive.cli.worker:worker",
    "ingest": "newsarchive.cli.ingest:ingest",
    "clean": "newsarchive.cli.clean:clean",
    "status": "newsarchive.cli.status:status",
    "accept": "newsarchive.cli.accept:accept",
    "verify": "newsarchive.cli.verify:verify",
    "salvage": "newsarchive.cli.salvage:salvage",
    "prove": "newsarchive.cli.prove:prove",
    "reextract": "newsarchive.cli.reextract:reextract",
    "rebuild": "newsarchive.cli.rebuild:rebuild",
    "why": "newsarchive.cli.why:why",
    "diff": "newsarchive.cli.diff:diff",
    "reprints": "newsarchive.cli.reprints:reprints",
    "withhold": "newsarchive.cli.withhold:withhold",
    "publish": "newsarchive.cli.publish:publish",
    "serve": "newsarchive.cli.serve:serve",
    "datasette": "newsarchive.cli.datasette:datasette",
    "send": "newsarchive.cli.send:send",
    "export": "newsarchive.cli.export:export",
}
"""Name → "module:function", in the order in which a newcomer needs them."""

_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


class _Commands(TyperGroup):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        # typer suggests a close name from these keys; the values are made by get_command.
        self.commands: MutableMapping[str, Any] = dict.fromkeys(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is typer's
        target = COMMANDS.get(cmd_name)
        return _load(cmd_name, target) if target else None

    def invoke(self, ctx: Any) -> Any:
        with reporting_errors():
            return super().invoke(ctx)


def _load(name: str, target: str) -> Any:
    module, _, function = target.partition(":")
    callback = getattr(importlib.import_module(module), function)
    if isinstance(callback, typer.Typer):
        return typer.main.get_command(callback)
    one = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    one.command(name, help=_help(callback.__doc__ or ""), no_args_is_help=False)(callback)
    return typer.main.get_command(one)


def _help(docstring: str) -> str:
    """The docstring with `Examples:` marked as a block whose lines are kept (backspace is click's mark for that)."""
    return inspect.cleandoc(docstring).replace("Examples:\n", "\b\nExamples:\n")


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Turn an error made for the user into one line on stderr and its exit code; a bug keeps its traceback.

    An OSError that names a file is about the user's disk (a name too long, a file where a folder should be).
    """
    try:
        yield
    except NewsArchiveError as error:
        complain(str(error))
        raise typer.Exit(error.exit_code) from error
    except OSError as error:
        is_full = error.errno in _UNWRITABLE
        if not is_full and error.filename is None:
            raise
        complain(f"{error.filename or 'storage'}: {error.strerror}; nothing kept so far is lost")
        raise typer.Exit(StorageFullError.exit_code if is_full else ArchiveError.exit_code) from error
    except sqlite3.OperationalError as error:
        complain(f"database: {error}")
        is_full = "full" in str(error) or "readonly" in str(error)
        raise typer.Exit(StorageFullError.exit_code if is_full else ArchiveError.exit_code) from error


app = typer.Typer(
    name="newsarchive",
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import version

    typer.echo(f"newsarchive {version('newsarchive')}")
    raise typer.Exit


@app.callback()
def _newsarchive(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Keep the Vietnamese provincial press: pages in, clean articles out, a reading room on top.

    Exit codes: 0 done, 1 done with findings, 2 usage or configuration, 3 archive unusable, 4 disk full or unwritable,
    130 interrupted.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line, as the program that this process is, and exit with its code."""
    load_sqlite_utils()
    answer(args)


def answer(args: Sequence[str] | None = None) -> None:
    """Run a command in a process that is ours or another's; raises SystemExit with its code."""
    typer.main.get_command(app)(args=args, prog_name="newsarchive")
