"""newsarchive keeps the Vietnamese provincial press: pages in, clean articles out.

>>> from newsarchive import parse_byline, parse_caption
>>> [(byline.name, byline.role) for byline in parse_byline("Tin: Tường Minh - Ảnh: Đỗ Hiền")]
[('Tường Minh', 'text'), ('Đỗ Hiền', 'photo')]
>>> parse_caption("Cầu Bến Sậy sáng 12/1. Ảnh: Phan Lộc")
Caption(text='Cầu Bến Sậy sáng 12/1.', credit='Phan Lộc')

All names in `__all__` are public; everything else may change. A name is imported when it is first used, so that the
command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsarchive.archive import Archive
    from newsarchive.article import Article, Block, Byline, Caption, Evidence, Figure, Published
    from newsarchive.cleaning import (
        clean_text,
        fold,
        parse_byline,
        parse_caption,
        parse_dateline,
        parse_published,
        remove_boilerplate,
    )
    from newsarchive.exceptions import (
        ArchiveError,
        ConfigurationError,
        LedgerError,
        NewsArchiveError,
        QueryError,
        ReleaseError,
        StorageFullError,
        UnknownNewspaperError,
        UnreadableInputError,
    )
    from newsarchive.extraction import article_from_text, extract_article
    from newsarchive.press import Newspaper, canonicalize_url, newspapers

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Block",
    "Byline",
    "Caption",
    "ConfigurationError",
    "Evidence",
    "Figure",
    "LedgerError",
    "NewsArchiveError",
    "Newspaper",
    "Published",
    "QueryError",
    "ReleaseError",
    "StorageFullError",
    "UnknownNewspaperError",
    "UnreadableInputError",
    "article_from_text",
    "canonicalize_url",
    "clean_text",
    "extract_article",
    "fold",
    "newspapers",
    "parse_byline",
    "parse_caption",
    "parse_dateline",
    "parse_published",
    "remove_boilerplate",
]

_HOMES = {
    "archive": ("Archive",),
    "article": ("Article", "Block", "Byline", "Caption", "Evidence", "Figure", "Published"),
    "extraction": ("article_from_text", "extract_article"),
    "exceptions": tuple(name for name in __all__ if name.endswith("Error")),
    "press": ("Newspaper", "canonicalize_url", "newspapers"),
    "cleaning": (
        "clean_text",
        "fold",
        "parse_byline",
        "parse_caption",
        "parse_dateline",
        "parse_published",
        "remove_boilerplate",
    ),
}

if not TYPE_CHECKING:  # a checker reads the imports above, so that a misspelt name is an error to it

    def __getattr__(name: str) -> Any:
        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(f"newsarchive.{home}"), name)
        message = f"module 'newsarchive' has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
