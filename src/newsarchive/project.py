"""Where the project's own files lie: crawler/, archive/ (the Datasette directory), scrapy.cfg and metadata.yml.

In a checkout they stand at its root; an installed wheel carries them under `newsarchive/_project/`.
"""

from __future__ import annotations

from pathlib import Path

from newsarchive.exceptions import ConfigurationError

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_project"
_MARK = "scrapy.cfg"


def checkout() -> Path | None:
    """The root of the checkout this package runs from, or None when it is installed."""
    root = _PACKAGE.parent.parent
    return root if (root / _MARK).is_file() and (root / "pyproject.toml").is_file() else None


def project_root() -> Path:
    """The folder that holds scrapy.cfg, crawler/, archive/ and metadata.yml: the bundle of a wheel, else the checkout.

    Raises ConfigurationError when neither is there (a broken installation).
    """
    root = _BUNDLE if (_BUNDLE / _MARK).is_file() else checkout()
    if root is None:
        raise ConfigurationError(_BUNDLE, "the bundled project files are missing; install newsarchive again")
    return root


def datasette_dir() -> Path:
    """The folder with Datasette's templates/, static/ and plugins/."""
    return project_root() / "archive"


def metadata_path() -> Path:
    """Datasette's metadata.yml."""
    return project_root() / "metadata.yml"
