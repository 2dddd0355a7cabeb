"""Two revisions held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from newsarchive.article import Article
from newsarchive.changes.classes import classify
from newsarchive.changes.pairing import pair_lines
from newsarchive.changes.records import Change, Edit, Field, Run
from newsarchive.changes.words import compare_words


def compare(before: Article, after: Article) -> Change:
    """Every edit from one revision to the next, field by field in reading order.

    What counts as a change is what the content digest counts (docs/architecture.md, "Identity"): keywords, section and
    the time of modification do not. The same words set in another way (a paragraph that became a heading, a caption
    whose credit is now told apart) are one edit of class `form`.
    """
    scalars: tuple[tuple[Field, str | None, str | None], ...] = (
        ("headline", before.headline, after.headline),
        ("lead", before.lead, after.lead),
        ("dateline", before.dateline, after.dateline),
        ("published", _moment(before), _moment(after)),
    )
    lists: tuple[tuple[Field, Sequence[str], Sequence[str]], ...] = (
        ("body", before.body, after.body),
        ("caption", before.captions, after.captions),
        ("picture", _pictures(before), _pictures(after)),
        ("byline", _credits(before), _credits(after)),
    )
    edits = [_edit(field, old, new) for field, old, new in scalars if old != new]
    for field, old_lines, new_lines in lists:
        edits += _edit_lines(field, old_lines, new_lines)
    if not edits and before.content_digest != after.content_digest:
        edits = [Edit("body", None, None, (), ("form",))]
    return Change(tuple(edits))


def _edit_lines(field: Field, before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    pairs = pair_lines(before, after)
    came = {new for old, new in pairs if old is None}
    moved = {old for old, new in pairs if new is None} & came
    for old, new in pairs:
        if old is not None and new is None and old in moved:
            yield Edit(field, old, old, (Run("same", old),), ("order",))
        elif not (old is None and new in moved):
            yield _edit(field, old, new)


def _edit(field: Field, before: str | None, after: str | None) -> Edit:
    runs = compare_words(before or "", after or "")
    return Edit(field, before, after, runs, classify(field, before, after, runs))


def _moment(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def _pictures(article: Article) -> list[str]:
    return [urlsplit(figure.src)._replace(query="", fragment="").geturl() for figure in article.figures if figure.src]


def _credits(article: Article) -> list[str]:
    return list(dict.fromkeys(byline.raw for byline in article.bylines))
