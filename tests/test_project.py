"""Where the project's files are found: in the checkout, and in the bundle of a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive import project
from newsarchive.exceptions import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_is_its_own_project() -> None:
    assert project.project_root() == ROOT
    assert (project.datasette_dir() / "templates").is_dir()
    assert project.metadata_path().is_file()


def test_a_wheel_uses_its_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\n")
    monkeypatch.setattr(project, "_BUNDLE", tmp_path)
    assert project.project_root() == tmp_path
    assert project.metadata_path() == tmp_path / "metadata.yml"


def test_a_broken_installation_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(project, "_BUNDLE", tmp_path / "none")
    monkeypatch.setattr(project, "_PACKAGE", tmp_path / "site-packages" / "newsarchive")
    with pytest.raises(ConfigurationError, match="install newsarchive again"):
        project.project_root()
