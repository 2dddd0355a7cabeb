"""What of a newspaper may be shown: the registry's terms, overridden by archive.yml."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from newsarchive.config import Config
from newsarchive.exceptions import ConfigurationError, UnknownNewspaperError
from newsarchive.press import newspaper

Access = Literal["full", "excerpt", "metadata"]
_STRICTNESS: tuple[Access, ...] = ("full", "excerpt", "metadata")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one newspaper.

    >>> Terms("full", 30).embargoed(date(2023, 2, 3), date(2023, 3, 1))
    True
    """

    access: Access = "full"
    embargo_days: int = 0
    """Days after publication before an article is shown; undated articles count from their first capture."""

    def embargoed(self, day: date | None, today: date) -> bool:
        """True when an article of that day must not be shown yet; one without any day never is under an embargo."""
        if self.embargo_days == 0:
            return False
        return day is None or day + timedelta(days=self.embargo_days) > today


def terms_of(newspaper_id: str, config: Config) -> Terms:
    """archive.yml's own rule for the newspaper, else the stricter of its default and the press registry."""
    policy = config.publish.access
    registered = _registered(newspaper_id)
    own = policy.newspapers.get(newspaper_id)
    strict = max(registered.access, policy.default, key=_STRICTNESS.index)
    if own is None:
        return Terms(strict, registered.embargo_days)
    return Terms(
        access=own.access or strict,
        embargo_days=registered.embargo_days if own.embargo_days is None else own.embargo_days,
    )


def strictest(told: Iterable[Mapping[str, Terms]], newspaper_id: str) -> Terms:
    """What all of several archives allow of a newspaper; each tells what it decided itself.

    >>> strictest([{"a": Terms("full", 30)}, {"a": Terms("excerpt")}, {}], "a")
    Terms(access='excerpt', embargo_days=30)
    """
    found = [terms[newspaper_id] for terms in told if newspaper_id in terms]
    return Terms(
        access=max((one.access for one in found), key=_STRICTNESS.index, default="metadata"),
        embargo_days=max((one.embargo_days for one in found), default=0),
    )


def check_names(config: Config, held: Collection[str], path: Path) -> None:
    """Every newspaper that archive.yml (`path`) has a rule for must exist: a misspelt id would publish it in full.

    `held` are the ids in the archive, which may hold unlisted hosts. Raises ConfigurationError.
    """
    for name in config.publish.access.newspapers:
        if name in held:
            continue
        try:
            newspaper(name)
        except UnknownNewspaperError as error:
            raise ConfigurationError(path, f"publish.access.newspapers: {error}") from error


def _registered(newspaper_id: str) -> Terms:
    try:
        known = newspaper(newspaper_id)
    except UnknownNewspaperError:
        return Terms()
    return Terms(known.access, known.embargo_days)
