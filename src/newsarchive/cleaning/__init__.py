"""Text in, text or value out: pure functions that clean what a page says and read what it prints.

`text` repairs one block of text; `boilerplate` cuts what is no article; `dateline`, `byline`, `caption` and `dates`
read the forms newsrooms print. The words they know stand apart as data in `newsrooms` and `wording`.
"""

from newsarchive.cleaning.boilerplate import remove_boilerplate
from newsarchive.cleaning.byline import parse_byline
from newsarchive.cleaning.caption import parse_caption
from newsarchive.cleaning.dateline import parse_dateline
from newsarchive.cleaning.dates import parse_published
from newsarchive.cleaning.text import clean_text, fold

__all__ = [
    "clean_text",
    "fold",
    "parse_byline",
    "parse_caption",
    "parse_dateline",
    "parse_published",
    "remove_boilerplate",
]
