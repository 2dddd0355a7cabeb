"""What the newsroom changed from one revision of an article to the next, as far as its text may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from newsarchive.article import Article, Block
from newsarchive.changes import Change, compare
from newsarchive.reading.article import ArticlePage, RevisionEntry
from newsarchive.reading.shape import pack_blocks

_STEPS = 20
"""Steps that are compared for one page, the latest: some live pages have hundreds."""


def edits_of(page: ArticlePage) -> Mapping[int, Change]:
    """Number of a revision → what differs from the one before; headline, lead and body, word by word.

    Only where the newspaper changed it: what our rules read differently later is no edit. Empty where the access level
    keeps earlier wording back.
    """
    if page.access != "full":
        return {}
    steps = [(before, after) for before, after in pairwise(page.revisions) if after.cause == "source"]
    return {after.number: compare(_said(page, before), _said(page, after)) for before, after in steps[-_STEPS:]}


def _said(page: ArticlePage, revision: RevisionEntry) -> Article:
    """A revision as far as a release holds it: lines without their kind. The current one stands in the page itself."""
    if revision is page.revisions[-1]:
        headline, lead, body = page.headline, page.lead, pack_blocks(page.blocks)[0]
    else:
        headline, lead, body = revision.headline, revision.lead, revision.body or ""
    return Article(headline=headline, lead=lead, blocks=tuple(Block("paragraph", line) for line in body.splitlines()))
