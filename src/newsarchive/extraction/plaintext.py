"""Plain text → Article: the passages that `cleaning.plaintext` tells apart, put in their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from newsarchive.article import Article, Block, Byline, Evidence, Figure, Published
from newsarchive.cleaning.byline import parse_bylines
from newsarchive.cleaning.caption import parse_caption
from newsarchive.cleaning.dateline import cut_mark
from newsarchive.cleaning.dates import parse_published
from newsarchive.cleaning.plaintext import Passage, read_passages
from newsarchive.cleaning.repair import repair
from newsarchive.cleaning.script import count_words
from newsarchive.extraction.chrome import house_lines
from newsarchive.extraction.listing import is_sentence
from newsarchive.press import Newspaper
from newsarchive.press import newspaper as find_newspaper
from newsarchive.press.houseline import is_house_line

_SENTENCE, _TOLD = 3, 0.3
"""Words of a sentence at least, and how much of an article stands in sentences."""
_PROSE, _VERSE = 0.7, 0.9
_MARKS = re.compile(r"[\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3]")
"""Vowels of Thai, Lao, Burmese and Khmer, which are no letters to Python."""


def article_from_text(text: str, *, newspaper: str | Newspaper | None = None) -> Article:
    """Read an article from plain text as a naive scrape leaves it.

    `newspaper` is an id of the press registry (or its record): its marks and its names that are never an author are
    then known. Raises UnknownNewspaperError for an id that is not there. Empty text gives an empty Article.

    >>> text = "Cầu mới thông xe\\n\\n(BTV) Sáng 5/3, cầu mới đã thông xe.\\n\\nThu Hà, Minh Đan\\n\\nGửi bình luận"
    >>> article = article_from_text(text)
    >>> article.headline, article.dateline, article.body, article.authors
    ('Cầu mới thông xe', '(BTV)', ['Sáng 5/3, cầu mới đã thông xe.'], ['Thu Hà', 'Minh Đan'])
    """
    paper = find_newspaper(newspaper) if isinstance(newspaper, str) else newspaper
    text, mended = repair(text)
    passages = read_passages(without_house_lines(text, paper))
    dateline, passages = _take_dateline(passages, paper)
    figures = tuple(_figure(passage) for passage in passages if passage.kind == "caption")
    published = _published(passages)
    bylines = _bylines(passages, paper)
    return Article(
        headline=next((passage.text for passage in passages if passage.kind == "headline"), None),
        dateline=dateline,
        blocks=tuple(_blocks(passages)),
        bylines=bylines,
        figures=figures,
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        newspaper=paper.id if paper else None,
        evidence=_evidence(passages, dateline, mended) | _of_bylines(passages, bylines) | _of_newspaper(paper),
    )


def why_no_text(article: Article) -> str | None:
    """The reason why a text that was read is no article: nothing is left of it, or it is no prose and no verse.

    A file of settings, a table or a log has neither sentences nor lines of words alone.

    >>> why_no_text(article_from_text("root:x:0:0:root:/root:/bin/bash\\nmail:x:8:8:mail:/var/mail:/usr/sbin/nologin"))
    'no article: neither sentences nor verses'
    """
    if not article.headline and not article.blocks:
        return "no text is left after cleaning"
    lines = [line for block in article.blocks for line in (block.text, *block.items) if line]
    size = sum(map(len, lines))
    told = sum(len(line) for line in lines if is_sentence(line) and count_words(line) >= _SENTENCE)
    if not lines or (_is_worded(lines, _PROSE) and told >= _TOLD * size) or _is_verse(lines):
        return None
    return "no article: neither sentences nor verses"


def _is_verse(lines: Sequence[str]) -> bool:
    """Lines of a few words, which may stand in one paragraph, and nothing but words."""
    return _is_worded(lines, _VERSE) and sum(map(count_words, lines)) >= _SENTENCE * len(lines)


def _is_worded(lines: Sequence[str], least: float) -> bool:
    """This share of what is printed are letters."""
    printed = "".join("".join(line.split()) for line in lines)
    return sum(map(str.isalpha, printed)) + len(_MARKS.findall(printed)) >= least * len(printed)


def without_house_lines(text: str, newspaper: Newspaper | None) -> str:
    """The text without the whole lines that the registry calls boilerplate of this newspaper."""
    house = house_lines(newspaper)
    return "\n".join(line for line in text.splitlines() if not is_house_line(line, house)) if house else text


def _take_dateline(passages: Sequence[Passage], paper: Newspaper | None) -> tuple[str | None, list[Passage]]:
    """The mark at the head of the first paragraph, and the passages with that paragraph bared of it."""
    bared = list(passages)
    first = next((index for index, passage in enumerate(bared) if passage.kind == "paragraph"), None)
    if first is None:
        return None, bared
    mark, rest = cut_mark(bared[first].text, paper.datelines if paper else ())
    if mark:
        bared[first] = Passage("paragraph", rest, bared[first].rule)
    return mark, bared


def _figure(passage: Passage) -> Figure:
    caption = parse_caption(passage.text)
    return Figure(None, caption.text, caption.credit, passage.text)


def _blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    """Paragraphs, headings, lists and the places of the figures, in reading order."""
    figures = 0
    for kind, group in groupby(passages, key=lambda passage: passage.kind):
        texts = [passage.text for passage in group]
        if kind == "item":
            yield Block("list", items=tuple(texts))
        elif kind == "caption":
            yield from (Block("figure", figure=figures + index) for index in range(len(texts)))
            figures += len(texts)
        elif kind == "heading":
            yield from (Block("heading", text, level=2) for text in texts)
        elif kind == "paragraph":
            yield from (Block("paragraph", text) for text in texts)


def _bylines(passages: Sequence[Passage], paper: Newspaper | None) -> tuple[Byline, ...]:
    never = {name.casefold() for name in (*paper.never_author, *paper.names)} if paper else set()
    found = parse_bylines([passage.text for passage in passages if passage.kind == "byline"])
    return tuple(byline for byline in found if byline.name.casefold() not in never)


def _published(passages: Sequence[Passage]) -> Published | None:
    moments = (parse_published(passage.text) for passage in passages if passage.kind == "moment")
    return next((moment for moment in moments if moment), None)


_FIELDS = {
    "headline": "headline",
    "paragraph": "body",
    "heading": "body",
    "item": "body",
    "caption": "figures",
    "moment": "published",
}


def _evidence(passages: Sequence[Passage], dateline: str | None, mended: str | None) -> dict[str, Evidence]:
    """Per field the rule that found its first passage, and for each caption its own; the body's text is not repeated.

    A moment that could not be read is no evidence of a date.
    """
    evidence: dict[str, Evidence] = {}
    captions = 0
    for passage in passages:
        field = _FIELDS.get(passage.kind)
        if field and field not in evidence and (field != "published" or parse_published(passage.text)):
            evidence[field] = Evidence(passage.rule, None if field == "body" else passage.text)
        if passage.kind == "caption":
            evidence[f"figures[{captions}].caption"] = Evidence(passage.rule, passage.text)
            captions += 1
    if mended:
        evidence["encoding"] = Evidence(f"given as text; repaired: {mended}")
    if dateline:
        evidence["dateline"] = Evidence("text: mark at the head of the first paragraph", dateline)
    return evidence


def _of_bylines(passages: Sequence[Passage], bylines: Sequence[Byline]) -> dict[str, Evidence]:
    """Where the bylines were read, one by one, and the credit lines that name nobody ("Nhóm P.V")."""
    credits = [passage for passage in passages if passage.kind == "byline"]
    evidence: dict[str, Evidence] = {}
    unnamed = list(credits)
    for number, byline in enumerate(bylines):
        behind = next((passage for passage in credits if passage.text in byline.raw), None)
        evidence[f"bylines[{number}]"] = Evidence(behind.rule if behind else "text: credit line", byline.raw)
        unnamed = [passage for passage in unnamed if passage.text not in byline.raw]
    if named := [passage for passage in credits if passage not in unnamed]:
        evidence["bylines"] = Evidence(named[0].rule, " / ".join(passage.text for passage in named))
    if unnamed:
        told = Evidence("credit that names nobody", " / ".join(passage.text for passage in unnamed))
        evidence["bylines unnamed" if named else "bylines"] = told
    return evidence


def _of_newspaper(paper: Newspaper | None) -> dict[str, Evidence]:
    return {"newspaper": Evidence("given with the text", paper.id)} if paper else {}
