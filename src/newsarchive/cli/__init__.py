"""The command line: thin commands, one module per group; `app` starts them."""

from newsarchive.cli.app import app, main

__all__ = ["app", "main"]
