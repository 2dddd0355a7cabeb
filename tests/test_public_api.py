"""Imports run one way (docs/architecture.md, "Layout and import direction"): read from the source, nothing is run."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import newsarchive

SIGNATURES = {
    "extract_article": "(html, *, url=None, newspaper=None, content_type=None, captured_at=None)",
    "article_from_text": "(text, *, newspaper=None)",
    "clean_text": "(text)",
    "remove_boilerplate": "(text)",
    "parse_byline": "(text)",
    "parse_caption": "(text)",
    "parse_dateline": "(text)",
    "parse_published": "(text, *, captured_at=None)",
    "fold": "(text)",
    "newspapers": "()",
}
RECORDS = {"Article", "Block", "Byline", "Caption", "Evidence", "Figure", "Published", "Newspaper", "Archive"}
ERRORS = {
    "NewsArchiveError",
    "ArchiveError",
    "ConfigurationError",
    "LedgerError",
    "QueryError",
    "ReleaseError",
    "StorageFullError",
    "UnknownNewspaperError",
    "UnreadableInputError",
}


def test_exactly_these_names_are_public() -> None:
    assert set(newsarchive.__all__) == {*SIGNATURES, *RECORDS, *ERRORS, "canonicalize_url"}
    for name in newsarchive.__all__:
        assert getattr(newsarchive, name).__doc__, f"{name} has no docstring"


@pytest.mark.parametrize("name", sorted(SIGNATURES))
def test_signature(name: str) -> None:
    signature = inspect.signature(getattr(newsarchive, name))
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    told = str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    expected = SIGNATURES[name]
    if "(text" in expected:
        # The one positional argument may be called what reads best; what counts is that there is one.
        told = told.replace(f"({bare[0].name}", "(text", 1)
    assert told == expected


@pytest.mark.parametrize("name", sorted(ERRORS - {"NewsArchiveError"}))
def test_every_error_is_a_newsarchive_error_and_says_when(name: str) -> None:
    error = getattr(newsarchive, name)
    assert issubclass(error, newsarchive.NewsArchiveError)
    assert error.__doc__.startswith("Raised when")


def test_archive_has_its_methods() -> None:
    for name in ("open", "ingest", "article", "articles", "revisions", "captures"):
        assert callable(getattr(newsarchive.Archive, name))


@pytest.mark.parametrize("statement", ["import newsarchive", "import newsarchive; newsarchive.newspapers()"])
def test_the_import_brings_nothing_heavy(statement: str) -> None:
    heavy = ["scrapy", "twisted", "datasette", "dateparser", "htmldate", "playwright"]
    script = f"{statement}\nimport sys\nprint([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_extraction_never_reaches_dateparser() -> None:
    script = (
        "import newsarchive, sys\n"
        "page = '<html><body><article><h1>Khai giảng lớp học mới</h1>' + '<p>Sáng 5/9, trường học mở cửa.</p>' * 9\n"
        "newsarchive.extract_article(page + '</article></body></html>')\n"
        "print('dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
