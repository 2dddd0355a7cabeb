"""archive.yml: who keeps this archive, and what of it may be published. Errors name the file and the line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from newsarchive.project import checkout
from newsarchive.yamlfile import parse_document, read_document, validate

Access = Literal["full", "excerpt", "metadata"]
CONFIG_NAME = "archive.yml"
ENVIRONMENT_NAME = "NEWSARCHIVE_DIR"
_DEFAULT_NAME = "archive"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Storage(_Part):
    """How files are cut, where the frontier is, and where closed WARC files are sent."""

    segment_bytes: int = Field(default=1_000_000_000, ge=1_000_000, le=100_000_000_000)
    """A WARC segment is closed when it has grown past this many bytes."""
    frontier: str | None = None
    """Address of a PostgreSQL database that keeps the frontier for several machines; None: DIR/data/frontier.db."""

    @field_validator("frontier")
    @classmethod
    def _frontier_is_postgresql(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must be the address of a PostgreSQL database, postgresql://user@host/database")
        return value

    segments: str | None = None
    """Where closed WARC files are sent (`newsarchive send`): s3://bucket/folder, sftp://user@host/folder, another place
    that fsspec knows, or the absolute path of a folder on another disk. None: they stay here alone."""
    endpoint: str | None = None
    """Address of the server, where `segments` is a bucket of an S3-compatible one."""
    drop_sent: bool = False
    """Whether what was sent, and read back whole, is removed here; it is read by range from then on."""

    @field_validator("segments")
    @classmethod
    def _segments_is_a_place(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.password is not None:
            raise ValueError("must hold no password: keys come from the environment, a profile or the ssh agent")
        is_place = parts.netloc and parts.scheme not in {"memory", "http", "https"}
        if not (value.startswith("/") or (parts.scheme == "file" and parts.path.startswith("/")) or is_place):
            raise ValueError("must be s3://bucket/folder, sftp://user@host/folder or the absolute path of a folder")
        return value.rstrip("/")

    @field_validator("endpoint")
    @classmethod
    def _endpoint_is_a_server(cls, value: str | None) -> str | None:
        if value is not None and (not value.startswith(("https://", "http://")) or "@" in value):
            raise ValueError("must be the https:// address of a server, without credentials")
        return value


class NewspaperAccess(_Part):
    """What may be published of one newspaper, by this archive's decision. None leaves what the press registry says."""

    access: Access | None = None
    embargo_days: int | None = Field(default=None, ge=0, le=36_525)
    """Days after publication (or capture, when undated) before an article may appear."""


class AccessPolicy(_Part):
    """What may be published at most, and the exceptions."""

    default: Access = "full"
    """The most that is shown of any newspaper not named below; the press registry can only tighten it."""
    newspapers: dict[str, NewspaperAccess] = Field(default_factory=dict)
    """Newspaper id → its own rule, which goes before `default` and before the press registry."""


class NewspaperGroup(_Part):
    """Newspapers whose articles a release keeps in one file."""

    newspapers: tuple[str, ...] = ()
    """Ids."""
    provinces: tuple[str, ...] = ()
    """Slugs as in press/provinces.yml, until 30 June 2025: all newspapers of these."""


class Publish(_Part):
    """The reading room."""

    title: str = Field(default="Kho báo địa phương Việt Nam", min_length=1)
    shards: tuple[str, ...] = ()
    """Folders of the archives of other hosts, absolute or from here, that a release holds too."""
    groups: dict[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")], NewspaperGroup] = Field(
        default_factory=dict, max_length=10
    )
    """Name → its newspapers, which are published in a file of their own; all others stay in public.db. Ten, since a
    connection of SQLite reads so many files beside its first."""
    access: AccessPolicy = AccessPolicy()

    @property
    def own_title(self) -> str | None:
        """The title that archive.yml sets; None leaves the one of metadata.yml, which is in both languages."""
        return self.title if self.title != Publish().title else None


class Config(_Part):
    """The contents of archive.yml."""

    operator: str | None = None
    """Who keeps the archive; written into every WARC segment."""
    contact: str | None = None
    """An address (e-mail or https URL) where a newspaper reaches the operator; no live host is crawled without one."""
    warc_prefix: str = Field(default="newsarchive", pattern=r"^[A-Za-z0-9][A-Za-z0-9_.]{0,39}$")
    """First part of segment names: letters, digits, `_` and `.`; no hyphen, which parts the name."""
    storage: Storage = Storage()
    notify: tuple[str, ...] = ()
    """Addresses for alarms, as apprise writes them (extra `alarms`)."""
    publish: Publish = Publish()

    @field_validator("contact")
    @classmethod
    def _contact_reaches_someone(cls, value: str | None) -> str | None:
        if value is not None and "@" not in value and not value.startswith("https://"):
            raise ValueError("must be an e-mail address or an https:// URL")
        return value

    @classmethod
    def parse(cls, text: str, path: Path) -> Self:
        """Read YAML text. `path` is only named in errors. Raises ConfigurationError with the line."""
        return validate(parse_document(text, path), cls)


def load_config(directory: Path) -> Config:
    """The configuration of an archive; all defaults when it has no archive.yml.

    Raises ConfigurationError (path, message, line) when the file is malformed.
    """
    path = directory / CONFIG_NAME
    return validate(read_document(path), Config) if path.exists() else Config()


def published_folders(directory: Path, config: Config) -> tuple[Path, ...]:
    """The archives whose articles a release of this one holds: itself, then its shards."""
    return (directory, *(directory / shard for shard in config.publish.shards))


def archive_directory(option: Path | None = None) -> Path:
    """The archive to use: the option, else NEWSARCHIVE_DIR, else archive/ of the checkout or of the current folder."""
    if option is not None:
        return option.expanduser()
    told = os.environ.get(ENVIRONMENT_NAME)
    if told:
        return Path(told).expanduser()
    return (checkout() or Path.cwd()) / _DEFAULT_NAME


def default_yaml(*, operator: str | None = None, contact: str | None = None, title: str | None = None) -> str:
    """A commented archive.yml to start from; `newsarchive init` writes it."""
    return _TEMPLATE.format(
        operator=_entry("operator", operator, "Thư viện tỉnh X"),
        contact=_entry("contact", contact, "luutru@thuvien.example"),
        title=_entry("title", title, "Kho báo của chúng tôi"),
    )


def _entry(key: str, value: str | None, example: str) -> str:
    """One line: set when told, else a comment that shows how."""
    if value is None:
        return f"# {key}: {example}"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'{key}: "{quoted}"'


_TEMPLATE = """\
# Settings of this archive. Lines that begin with # are off; every setting has a safe default.

# Who keeps the archive; written into every WARC file.
{operator}

# How a newspaper reaches you: an e-mail address or an https:// URL. No live site is crawled without it.
{contact}

# First part of the names of WARC files: letters, digits, _ and .
warc_prefix: newsarchive

storage:
  # A WARC file is closed when it has grown past this many bytes.
  segment_bytes: 1000000000
  # Several machines share one frontier in PostgreSQL (newsarchive[postgres], `newsarchive worker`):
  # frontier: postgresql://newsarchive@db.thuvien.example/frontier
  # Closed WARC files are sent elsewhere too, by `newsarchive send` and after each crawl, and read back: a bucket
  # (newsarchive[s3]; keys from the environment or a profile), an SFTP server (newsarchive[sftp]) or another disk.
  # segments: s3://kho-bao/warc
  # endpoint: https://s3.thuvien.example
  # Remove here what was sent and read back whole:
  # drop_sent: true

# Where alarms go when a newspaper no longer comes in as it did: addresses as apprise writes them, for mail
# (mailto://user:password@thuvien.example), a webhook (jsons://host/path) or a chat. Needs newsarchive[alarms].
notify: []

publish:
  {title}
  # Folders of the archives of other hosts (their data/ must be readable here), published with this one as one:
  # shards: [/mnt/may-2/kho-bao]
  # A release too large for one file: newspapers of a group in a file of their own, read as one. At most ten groups;
  # whatever is in none of them stays in public.db.
  # groups:
  #   mien-trung: {{newspapers: [nghean], provinces: [quang-tri, quang-binh]}}
  access:
    # What the reading room may show at most: full, excerpt or metadata.
    default: full
    # Exceptions by newspaper id (`newsarchive newspapers` lists the ids):
    #   bao-x:
    #     access: excerpt
    #     embargo_days: 30
    newspapers: {{}}
"""
