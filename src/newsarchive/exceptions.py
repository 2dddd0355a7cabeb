"""Every error that newsarchive raises on purpose, under one base.

Each class says when it is raised and what the caller should do next; what went wrong is held as attributes, so that the
command line can print one clear line and choose its exit code without parsing a message.
"""

from __future__ import annotations

from pathlib import Path


class NewsArchiveError(Exception):
    """Base of every error below. Catch it to handle anything this library reports on purpose."""

    exit_code = 2


class ConfigurationError(NewsArchiveError):
    """Raised when a YAML file (archive.yml, the press registry) is malformed. Mend the file at the place it names."""

    def __init__(self, path: Path | str, message: str, line: int | None = None) -> None:
        self.path, self.line, self.problem = str(path), line, message
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {message}")


class UnknownNewspaperError(NewsArchiveError):
    """Raised when a newspaper id is not in the registry. Choose one of `close` or run `newsarchive newspapers`."""

    def __init__(self, newspaper: str, close: tuple[str, ...] = ()) -> None:
        self.newspaper, self.close = newspaper, close
        hint = f" Did you mean {', '.join(close)}?" if close else " `newsarchive newspapers` lists them all."
        super().__init__(f"unknown newspaper {newspaper!r}.{hint}")


class UnknownProvinceError(NewsArchiveError):
    """Raised when no province has the slug or name. Choose one of `close` or look at `newsarchive newspapers`."""

    def __init__(self, province: str, close: tuple[str, ...] = ()) -> None:
        self.province, self.close = province, close
        hint = f" Did you mean {', '.join(close)}?" if close else " `newsarchive newspapers` names them all."
        super().__init__(f"unknown province {province!r}.{hint}")


class UnreadableInputError(NewsArchiveError):
    """Raised when a file given to us cannot be opened or is of no kind we know. Check path, rights and kind."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class RecordTooLargeError(UnreadableInputError):
    """Raised when a record is larger than the caller is willing to hold. Read it with `warc.read_record` instead."""


class ElsewhereError(UnreadableInputError):
    """Raised when the place to which WARC files are sent cannot be reached or used. Mend what it says, run it again."""

    exit_code = 3


class ArchiveError(NewsArchiveError):
    """Raised when an archive directory cannot be used: missing, locked by another run, of a newer version."""

    exit_code = 3

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class LedgerError(ArchiveError):
    """Raised when ledger.jsonl is missing or its chain is broken. Publish nothing; restore it from a second copy."""


class ReleaseError(ArchiveError):
    """Raised when a release fails its self-test. The release in service stays; the message names the failed test."""


class StorageFullError(NewsArchiveError):
    """Raised when the disk is full, over quota or read-only. Nothing kept so far is lost; free space and run again."""

    exit_code = 4

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class CrawlFailedError(NewsArchiveError):
    """Raised when the crawler, a process of its own, ended without doing its part. Mend what `problem` says.

    `exit_code` is the crawler's own: 130 when it was interrupted; then run the same command again.
    """

    def __init__(self, newspaper: str, problem: str, code: int) -> None:
        self.newspaper, self.problem, self.exit_code = newspaper, problem, code
        super().__init__(f"{newspaper}: {problem}")


class ScheduleError(NewsArchiveError):
    """Raised for a cron line or a newspaper that cannot be scheduled as told. Mend the line; five fields."""

    def __init__(self, what: str, problem: str) -> None:
        self.what, self.problem = what, problem
        super().__init__(f"{what}: {problem}")


class NotHeldError(NewsArchiveError):
    """Raised when an article is asked for that the archive does not hold. `newsarchive why` tells more."""

    def __init__(self, url: str, verdict: str) -> None:
        super().__init__(f"{url}: no article of this address is held ({verdict}); `newsarchive why` tells more")


class WithholdError(NewsArchiveError):
    """Raised when an article cannot be withheld, or given back, as asked for. Do first what the message says."""

    def __init__(self, article: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{article}: {reason}")


class ProofError(NewsArchiveError):
    """Raised when a root, a timestamp or a proof cannot be made, or does not hold. Do what the message says."""

    exit_code = 1

    def __init__(self, what: Path | str, reason: str) -> None:
        self.what, self.reason = str(what), reason
        super().__init__(f"{what}: {reason}")


class QueryError(NewsArchiveError):
    """Raised when a reading-room query cannot be understood. Show the message to the reader and keep the query."""


class WorkersError(NewsArchiveError):
    """Raised when worker processes keep dying before they do anything. Look at the memory and process limits here."""

    def __init__(self) -> None:
        super().__init__("the extraction processes cannot start or keep dying; look at the memory and process limits")


class ClusterError(NewsArchiveError):
    """Raised when a cluster cannot be used or went away. What was written stays; the same command goes on."""

    exit_code = 3

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"{address}: {reason}")


class ProbeError(NewsArchiveError):
    """Raised when no layout can be inferred: too few pages, or nothing that repeats. Give it more or other pages."""


class MissingLibraryError(NewsArchiveError):
    """Raised when an optional library is not installed. Install the extra that it names."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(f"{purpose} need {library}, which is not installed: pip install 'newsarchive[{extra}]'")
