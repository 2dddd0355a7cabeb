"""Run a command of ours in this process, as the command line would."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from newsarchive.cli import app


def run(*args: str, given: str | bytes | None = None) -> Result:
    """The command's exit_code, stdout and stderr; `given` is its stdin. A bug is raised, not swallowed."""
    shown = CliRunner().invoke(app, list(args), input=given)
    if shown.exception is not None and not isinstance(shown.exception, SystemExit):
        raise shown.exception
    return shown
