"""What is known of the newspapers, as data: hosts, URLs, layouts, marks, names, and the provinces they are of."""

from newsarchive.press.heirs import Heir, find_heir
from newsarchive.press.identity import article_key, article_uid, canonicalize_url
from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import ArticlePattern, CopyRule, Newspaper
from newsarchive.press.number import read_number
from newsarchive.press.province import Change, Province
from newsarchive.press.registry import (
    Registry,
    layout,
    layouts,
    load_registry,
    newspaper,
    newspaper_file,
    newspaper_for,
    newspapers,
    press_of,
    provinces,
    rules_of,
)

__all__ = [
    "ArticlePattern",
    "Change",
    "CopyRule",
    "Heir",
    "Layout",
    "Newspaper",
    "Province",
    "Registry",
    "article_key",
    "article_uid",
    "canonicalize_url",
    "find_heir",
    "layout",
    "layouts",
    "load_registry",
    "newspaper",
    "newspaper_file",
    "newspaper_for",
    "newspapers",
    "press_of",
    "provinces",
    "read_number",
    "rules_of",
]
