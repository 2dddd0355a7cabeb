"""A `news.db` full of generated articles, written row by row: twenty-one years of the newspapers of the registry."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from press.vocabulary import Vocabulary, make_vocabulary

from newsarchive.press import newspapers
from newsarchive.store import Ledger, Store

FIRST, LAST = date(2005, 1, 1), date(2025, 12, 31)
SECTIONS = ("Thời sự", "Kinh tế", "Văn hóa", "Giáo dục", "Y tế", "Pháp luật", "Thể thao", "Nông nghiệp", "Môi trường",
            "Du lịch", "Quốc phòng - An ninh", "Bạn đọc", "Phóng sự", "Đời sống")  # fmt: skip
_BATCH = 2_000
_BODY = 210
"""Words of a body, about 400 syllables."""
_INSERTS = {
    "article": 8, "capture": 17, "revision": 22, "byline": 5, "figure": 6, "keyword": 3,
}  # fmt: skip
_CAPTURED = datetime(2026, 1, 5, 3, tzinfo=UTC)


def make_archive(folder: Path, articles: int, seed: int = 7) -> Path:
    """An archive directory with so many articles; the same ones for the same number and seed."""
    data = folder / "data"
    data.mkdir(parents=True)
    ledger = Ledger(data / "ledger.jsonl")
    ledger.create()
    ledger.append("archive", "benchmark", {"made": "generated articles"})
    with closing(Store(data / "news.db")) as store:
        store.mirror(ledger.lines())
    with closing(sqlite3.connect(data / "news.db", isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000; BEGIN")
        _write(db, articles, random.Random(seed))
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
    return folder


def _write(db: sqlite3.Connection, articles: int, chance: random.Random) -> None:
    papers = newspapers()
    db.executemany(
        "INSERT INTO newspaper VALUES (?, ?, ?, ?, ?, NULL)",
        ((paper.id, paper.name, paper.kind, paper.province, f"{paper.id}.example") for paper in papers),
    )
    writer = _Writer(make_vocabulary(), tuple(paper.id for paper in papers), chance)
    for first in range(1, articles + 1, _BATCH):
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _INSERTS}
        for number in range(first, min(first + _BATCH, articles + 1)):
            for table, row in writer.rows(number):
                rows[table].append(row)
        for table, columns in _INSERTS.items():
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows[table])


class _Writer:
    """Writes articles; each newspaper began in a year of its own and has months of which nothing is held."""

    def __init__(self, vocabulary: Vocabulary, papers: tuple[str, ...], chance: random.Random) -> None:
        self._vocabulary, self._papers, self._chance = vocabulary, papers, chance
        self._weights = [1 / (rank + 4) for rank in range(len(papers))]
        self._begins = {paper: FIRST + timedelta(days=chance.randrange(3_000)) for paper in papers}
        self._missing = {
            paper: {(chance.randrange(2005, 2026), chance.randrange(1, 13)) for _ in range(12)} for paper in papers
        }

    def rows(self, number: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """(table, row) of one article with everything that hangs on it."""
        chance = self._chance
        paper = chance.choices(self._papers, self._weights)[0]
        day = self._day(paper) if chance.random() > 0.01 else None
        moment = day and datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60))
        topic = chance.choice(self._vocabulary.topics)
        url, fetched = f"https://{paper}.example/bai-{number}.html", f"{_CAPTURED + timedelta(seconds=number):%FT%TZ}"
        yield "article", (number, f"g{number:015d}", paper, f"{paper}/{number}", url, fetched, fetched, 0)
        yield "capture", (
            number, paper, url, fetched, "response", 200, "text/html", f"newsarchive-{number // 5000:05d}.warc.gz",
            number % 5000 * 9_000, 9_000, f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>", f"sha256:{number:064x}",
            30_000, "stored", None, number, "newsarchive/1",
        )  # fmt: skip
        paragraphs = self._paragraphs(topic)
        published = f"{moment - timedelta(hours=7):%FT%TZ}" if moment else None
        yield "revision", (
            number, number, number, 1, f"sha256:{number:064x}", "newsarchive/1", "source", fetched,
            self._text(topic, 9)[:-1], self._text(topic, 22), None, published, "minute" if moment else None,
            f"{moment:%d/%m/%Y %H:%M}" if moment else None, "+07:00" if moment else None, day and day.isoformat(), None,
            chance.choice(SECTIONS), "vi",
            json.dumps([{"kind": "paragraph", "text": text} for text in paragraphs], ensure_ascii=False), "{}",
            sum(text.count(" ") + 1 for text in paragraphs),
        )  # fmt: skip
        for position in range(chance.choice((0, 1, 1, 1, 2))):
            name = self._vocabulary.names[min(int(chance.expovariate(1 / 400)), 5_999)]
            yield "byline", (number, position, name, "text", name)
        for position in range(chance.choice((0, 1, 1, 2))):
            caption = self._text(topic, 12)
            yield "figure", (number, position, f"https://anh.example/{number}-{position}.jpg", caption, None, caption)
        for position in range(2):
            yield "keyword", (number, position, topic[position * 20])

    def _day(self, paper: str) -> date:
        """More and more articles towards the end, none before the newspaper began or in a month that is missing."""
        span = (LAST - self._begins[paper]).days
        while True:
            day = self._begins[paper] + timedelta(days=int(span * self._chance.random() ** 0.6))
            if (day.year, day.month) not in self._missing[paper]:
                return day

    def _paragraphs(self, topic: tuple[str, ...]) -> list[str]:
        return [self._text(topic, _BODY // 6) for _ in range(6)]

    def _text(self, topic: tuple[str, ...], words: int) -> str:
        """Sentences: a seventh of the words are the topic's, the rest by frequency alone."""
        chance, vocabulary = self._chance, self._vocabulary
        chosen = chance.choices(vocabulary.drawn, k=words - words // 7)
        for word in chance.choices(topic, k=words // 7):
            chosen[chance.randrange(len(chosen))] += " " + word
        sentences = (" ".join(chosen[i : i + 16]) for i in range(0, len(chosen), 16))
        return " ".join(sentence[0].upper() + sentence[1:] + "." for sentence in sentences)
