"""Exports after `withhold`: hidden, blocked and purged articles, and a single revision."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import canary_archive
import pressroom
from canary_archive import CANARY, LIBEL, UID, URL
from newsarchive.archive import Archive
from newsarchive.exceptions import ArchiveError
from newsarchive.fixity import verify
from newsarchive.packages import FORMATS, Request, export, restore
from newsarchive.packages.request import Format
from newsarchive.rebuild import rebuild
from newsarchive.store import Ledger
from newsarchive.withhold import Order, decide_on, purge
from test_export import OUTPUTS, read_all

FORMS = [form for form in FORMATS if form not in {"parquet", "dataset"} or find_spec("pyarrow")]
ORDER = Order("purge", "bản án 7/2026", "Theo bản án")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return canary_archive.build(tmp_path_factory.mktemp("canary"))


@pytest.fixture
def kho(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "kho"))


def exported(kho: Path, folder: Path, form: Format, audience: Any = "public") -> Path:
    output = folder / f"{audience}-{OUTPUTS[form]}"
    export(kho, Request(form, output, audience))
    return output


@pytest.mark.parametrize("level", ["hide", "block"])
def test_the_canary_is_in_no_public_export(kho: Path, tmp_path: Path, level: Any) -> None:
    assert CANARY in read_all(exported(kho, tmp_path, "jsonl")).decode()  # as long as nothing is withheld
    (tmp_path / "public-p.jsonl").unlink()
    with Archive.open(kho, workers=0) as archive:
        decide_on(archive.store, archive.ledger, UID, Order(level, "đơn số 12", None))
    for form in FORMS:
        told = read_all(exported(kho, tmp_path, form)).lower()
        assert CANARY.encode() not in told, form
        assert UID.encode() not in told, form
        assert pressroom.article_url(2).encode() in told, form


def test_a_revision_alone_is_withheld(kho: Path, tmp_path: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        revisions = archive.revisions(UID)
        (libel,) = [one for one in revisions if LIBEL in " ".join(one.article.body)]
        decide_on(archive.store, archive.ledger, UID, Order("hide", "đơn số 12", None, libel.number))
    for form in FORMS:
        told = read_all(exported(kho, tmp_path, form)).lower()
        assert LIBEL.encode() not in told, form
        assert CANARY.encode() in told, form


def test_after_a_purge_not_even_the_preservation_package_has_it(kho: Path, tmp_path: Path) -> None:
    purge(kho, UID, ORDER)
    for form in FORMS:
        told = read_all(exported(kho, tmp_path, form, "preservation")).lower()
        assert CANARY.encode() not in told, form
    for form in ("bagit", "wacz"):
        new = tmp_path / f"new-{form}"
        assert restore(new, tmp_path / f"preservation-{OUTPUTS[form]}") is not None
        assert verify(new).problems == []
        assert canary_archive.found_in(new) == []
        assert rebuild(new, workers=0).is_equal


def test_what_was_withheld_stays_so_after_a_restore(kho: Path, tmp_path: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        decide_on(archive.store, archive.ledger, UID, Order("block", "đơn số 12", None))
    exported(kho, tmp_path, "bagit", "preservation")
    new = tmp_path / "new"
    assert restore(new, tmp_path / "preservation-p.bag") is not None
    for path in (new / "data").glob("news.db*"):
        path.unlink()
    rebuild(new, workers=0)
    assert CANARY.encode() not in read_all(exported(new, tmp_path, "jsonl"))
    with Archive.open(new, workers=0) as archive:
        assert archive.article(URL) is not None


def test_a_decision_that_news_db_missed_is_not_exported_over(kho: Path, tmp_path: Path) -> None:
    line = {"level": "hide", "scope": "article", "reason": "đơn", "public_reason": None, "newspaper": None}
    Ledger(kho / "data" / "ledger.jsonl").append("withhold", UID, line)
    for audience in ("public", "preservation"):
        with pytest.raises(ArchiveError, match="its last decision"):
            exported(kho, tmp_path, "jsonl", audience)
    assert not list(tmp_path.glob("*.jsonl*"))
    Archive.open(kho, workers=0).close()
    assert CANARY not in read_all(exported(kho, tmp_path, "jsonl")).decode()
