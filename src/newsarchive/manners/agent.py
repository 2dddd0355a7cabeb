"""The one name we give ourselves, with a way to reach the operator."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

from newsarchive.config import CONFIG_NAME, Config
from newsarchive.exceptions import ConfigurationError

_PLAIN = re.compile(r"[!-'*-\[\]-~]+(?: [!-'*-\[\]-~]+)*")
"""Printable ASCII without brackets and backslash, which would end the comment of the header (RFC 9110, 5.6.5)."""


def user_agent(config: Config, path: Path | str = CONFIG_NAME) -> str:
    """The User-Agent header: "newsarchive/0.1 (+https://thuvien.example/luu-tru)".

    `path` is the archive.yml that is named in errors. Raises ConfigurationError without a contact, or with one that
    cannot stand in a header.

    >>> user_agent(Config(contact="luutru@thuvien.example"))
    'newsarchive/0.1 (+luutru@thuvien.example)'
    """
    if not config.contact:
        message = "no live site is crawled without `contact`: an e-mail address or https:// URL where you are reached"
        if not Path(path).exists():
            message += "; the file is not there, `newsarchive init` writes one"
        raise ConfigurationError(path, message)
    if not _PLAIN.fullmatch(config.contact):
        raise ConfigurationError(path, f"contact: {config.contact!r} must be plain ASCII without brackets")
    number = ".".join(version("newsarchive").split(".")[:2])
    return f"newsarchive/{number} (+{config.contact})"
