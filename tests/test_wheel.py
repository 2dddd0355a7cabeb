"""The wheel as a stranger gets it: built, looked into, installed alone, and its demo run from an empty folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = (
    ".db",
    ".db-wal",
    ".db-shm",
    ".sqlite",
    ".warc",
    ".gz",
    ".wacz",
    ".arc",
    ".jsonl",
    ".parquet",
    ".partial",
    ".open",
)
PROJECT_FILES = ("scrapy.cfg", "metadata.yml", "crawler/__init__.py", "crawler/settings.py")

pytestmark = pytest.mark.wheel


def call(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the sdist and the wheel built from it."""
    out = tmp_path_factory.mktemp("dist")
    # What an archive in use leaves in the checkout must not be packed: lay it there while building.
    strays = [ROOT / "archive" / "stray.db", ROOT / "archive" / "stray.warc.gz"]
    try:
        for stray in strays:
            stray.write_bytes(b"private")
        # By the builder that is here, which `build` holds against what pyproject.toml asks for.
        call(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=ROOT)
    finally:
        for stray in strays:
            stray.unlink()
    return out


def test_the_wheel_holds_the_project_and_no_data(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert not [name for name in names if name.endswith(DATA) or "__pycache__" in name]
    for file in PROJECT_FILES:
        assert f"newsarchive/_project/{file}" in names
    for folder in ("templates", "static", "plugins"):
        assert any(name.startswith(f"newsarchive/_project/archive/{folder}/") for name in names)
    assert "newsarchive/py.typed" in names
    assert sum(name.startswith("newsarchive/demo/pages/") for name in names) == 16
    assert sum(name.startswith("newsarchive/press/newspapers/") for name in names) >= 69
    assert {name.split("/")[0].split("-")[0] for name in names} == {"newsarchive"}


def test_the_sdist_holds_no_data(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = sdist.getnames()
    assert not [name for name in names if name.endswith(DATA)]
    for needed in ("/constraints.txt", "/metadata.yml", "/crawler/settings.py", "/tests/conftest.py", "/Makefile"):
        assert any(name.endswith(needed) for name in names)


def test_it_installs_alone_and_runs_the_demo(built: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment)
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "--python",
        environment / "bin" / "python",
    )
    # What the demo loads is compiled then; all that is installed would be compiled for nothing.
    call(*pip, "install", "--no-compile", "-c", ROOT / "constraints.txt", next(built.glob("*.whl")), cwd=tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    command = environment / "bin" / "newsarchive"
    shown = call(command, "demo", "--no-serve", cwd=empty)
    assert "69 articles in 72 revisions" in shown
    assert (empty / "newsarchive-demo" / "public.db").is_file()
    assert sorted(path.name for path in empty.iterdir()) == ["newsarchive-demo"]
    assert "Báo Cần Thơ" in call(command, "newspapers", "cantho", cwd=empty)
