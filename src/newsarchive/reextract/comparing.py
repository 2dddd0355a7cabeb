"""Between what is read and news.db: each reading is held against what its capture shows, then written or not."""

from __future__ import annotations

from newsarchive.article import Article
from newsarchive.changes import compare
from newsarchive.ingest import Finding
from newsarchive.ingest.again import Reading
from newsarchive.ingest.papers import find_paper
from newsarchive.ingest.session import BATCH_CAPTURES
from newsarchive.reextract.records import Reextracted, Sample
from newsarchive.store import Entry, Store
from newsarchive.store.rereading import Shows

_SHOWN = 160


class Comparing:
    """Takes readings in batches; `result` is counted up, and in a dry run nothing is written."""

    def __init__(self, store: Store, result: Reextracted) -> None:
        self._store, self._result = store, result
        self._entries: list[Entry] = []
        self._articles: set[int] = set()

    def take(self, found: Reading) -> None:
        """Compare and write it, with the others of its batch."""
        if isinstance(found, Finding):
            self._result.add_damage(found)
            return
        self._entries.append(found)
        if len(self._entries) >= BATCH_CAPTURES:
            self.write()

    def write(self) -> None:
        """Compare what was taken; then write, all in one transaction."""
        entries, self._entries = self._entries, []
        for entry, shows in zip(entries, self._store.shown([one.capture for one in entries]), strict=True):
            self._compare(entry, shows)
        if self._result.dry_run or not entries:
            return
        papers = {one.capture.newspaper_id: one.capture.url for one in entries}
        recorded = self._store.record(entries, newspapers=[find_paper(url)[1] for url in papers.values()])
        self._result.revisions += recorded.revisions

    def _compare(self, entry: Entry, shows: Shows) -> None:
        result = self._result
        result.captures += 1
        if entry.capture.newspaper_id not in result.newspapers:
            result.newspapers.append(entry.capture.newspaper_id)
        if not entry.extractor:
            result.failed += 1
        elif entry.article is None:
            self._refuse(entry, shows)
        elif shows.content_digest is None:
            result.found += 1
            self._note(entry, "article", None, entry.article.headline)
        elif shows.uid != entry.uid:
            result.moved += 1
            self._note(entry, "identity", shows.uid, entry.uid)
        elif shows.content_digest == (entry.content_digest or entry.article.content_digest):
            result.equal += 1
        else:
            result.changed += 1
            self._tell_fields(entry, entry.article, shows)

    def _refuse(self, entry: Entry, shows: Shows) -> None:
        if shows.content_digest is None:
            self._result.equal += 1
            return
        self._result.refused += 1
        before = self._store.shown_article(shows)
        self._note(entry, "article", before.headline if before else None, None, shows.uid)

    def _tell_fields(self, entry: Entry, after: Article, shows: Shows) -> None:
        before = self._store.shown_article(shows)
        seen: set[str] = set()
        for edit in compare(before, after).edits if before else ():
            if edit.field not in seen:
                seen.add(edit.field)
                self._note(entry, edit.field, edit.before, edit.after)

    def _note(self, entry: Entry, field: str, before: str | None, after: str | None, uid: str | None = None) -> None:
        result = self._result
        result.fields[field] += 1
        result.add_sample(Sample(entry.capture.url, field, _short(before), _short(after)))
        # Eight bytes of the uid: a set of strings would cost five times as much for a million articles.
        self._articles.add(hash(uid or entry.uid))
        result.articles = len(self._articles)


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
