"""What every test may lean on."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_SHARED = ROOT.parent / "shared"
SHARED: Path | None = _SHARED if (_SHARED / "corpus").is_dir() else None
"""The shared corpus beside the checkout, or None in a stranger's clone."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus; skips the test when it is absent."""
    if SHARED is None:
        pytest.skip("needs the shared corpus beside the checkout (../shared), which is not part of the project")
    return SHARED
