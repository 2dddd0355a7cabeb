"""What was read of a page → the entry that goes into the store."""

from __future__ import annotations

from dataclasses import replace

from newsarchive.ingest.judge import Verdict, judge_reason
from newsarchive.press import article_uid
from newsarchive.store import Capture, Entry
from newsarchive.workers import Extracted


def entry_of(capture: Capture, extracted: Extracted, reader: str) -> Entry:
    """A capture with its article, or with the outcome and the reason that there is none.

    `reader` is whose rules read the page where extraction does not tell; nobody's when its worker died.
    """
    if extracted.article is not None:
        return Entry(
            capture,
            extracted.article,
            extracted.key,
            article_uid(extracted.key),
            extracted.article_url,
            extracted.extractor,
            content_digest=extracted.article.content_digest,
        )
    reason = extracted.reason or "no article, and extraction tells no reason"
    verdict = Verdict("failed", reason) if extracted.failed else judge_reason(reason)
    judged = replace(capture, outcome=verdict.outcome, reason=verdict.reason)
    return Entry(judged, extractor="" if extracted.failed else extracted.extractor or reader)
