"""Forty random damages: `verify` names each, `salvage` brings back every whole record (400 in `make proof`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from damage_proof import judge, make_whole
from newsarchive.fixity import verify


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kho = make_whole(tmp_path_factory.mktemp("whole"))
    assert verify(kho).problems == []
    return kho


@pytest.mark.parametrize("seed", range(40))
def test_a_damage_is_found_and_named_and_whole_records_come_back(whole: Path, tmp_path: Path, seed: int) -> None:
    judged = judge(whole, tmp_path, seed)
    assert (judged.found, judged.named, judged.lost) == (True, True, 0), judged.harm
