"""Articles with planted reprints: texts of an invented language with formulas, edits of several strengths, and texts
that are like each other without being the same. Used small by the tests, at full size by `benchmarks/reprints.py`."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from newsarchive.store import NewspaperRow, Store

PAPERS = tuple(f"bao{n:02d}" for n in range(30))
FIRST_DAY = date(2024, 1, 1)
EDITS = (
    "headline", "new lead", "end cut", "cut to half", "new lead and cut to half", "paragraph added", "reordered",
    "toll", "words 5 %", "words 10 %", "words 20 %",
)  # fmt: skip
"""What the second print does to the first, first what desks do to agencies' stories; "headline" leaves the text as it
is, "new lead" puts a paragraph of the desk's own in the place of the first."""
DECOYS = ("shared quote", "form", "imprint", "notice", "table", "round-up part")
"""Two texts that must not be told as one."""

_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_RHYMES = "a á à ả an ang anh ao âm ân ây e en eo ê ên i iên im in o oa oan ong ô ông ơ ơi u uy ưa ươi ương"


@dataclass(frozen=True)
class Planted:
    """An article: newspaper, day and paragraphs."""

    uid: str
    newspaper: str
    day: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Planting:
    """What is known of an archive: kind and uids."""

    reprints: list[tuple[str, str, str]]
    doubles: list[tuple[str, str, str]]
    decoys: list[tuple[str, str, str, tuple[str, ...]]]

    @property
    def true_pairs(self) -> set[frozenset[str]]:
        """Every two articles that share a text; a round-up shares one with each of its parts."""
        found = {frozenset((one, other)) for _, one, other in (*self.reprints, *self.doubles)}
        return found | {frozenset((end, third)) for _, *ends, more in self.decoys for end in ends for third in more}


class Writer:
    """Writes texts from a vocabulary whose words are as unevenly frequent as those of a language (Zipf)."""

    def __init__(self, seed: int, first: int = 1) -> None:
        self.random = random.Random(seed)
        onsets = _ONSETS.split()
        rhymes = _RHYMES.split()
        self._words = [onset + rhyme for onset in onsets for rhyme in rhymes]
        self.random.shuffle(self._words)
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self._words))))
        self._formulas = [" ".join(self.words(self.random.randint(4, 9))) for _ in range(400)]
        self._count = first - 1

    def words(self, number: int) -> list[str]:
        return self.random.choices(self._words, cum_weights=self._weights, k=number)

    def paragraph(self, least: int = 35, most: int = 80) -> str:
        """Words, here and there a number, and in every third sentence a formula of the trade."""
        words = self.words(self.random.randint(least, most))
        for at in range(5, len(words), 17):
            words[at] = self.number()
        if self.random.random() < 0.4:
            words[8:8] = [self.random.choice(self._formulas)]
        return " ".join(words).capitalize() + "."

    def number(self) -> str:
        return str(self.random.choice([self.random.randint(2, 99), self.random.randint(100, 9_999)]))

    def paragraphs(self, number: int | None = None) -> tuple[str, ...]:
        return tuple(self.paragraph() for _ in range(number or self.random.randint(5, 10)))

    def article(
        self, paragraphs: tuple[str, ...] | None = None, *, paper: str = "", day: date | None = None
    ) -> Planted:
        self._count += 1
        return Planted(
            f"{self._count:016x}",
            paper or self.random.choice(PAPERS),
            day or self.day(),
            paragraphs or self.paragraphs(),
        )

    def papers(self, number: int) -> list[str]:
        return self.random.sample(PAPERS, number)

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.random.randrange(700))

    def edited(self, text: tuple[str, ...], edit: str) -> tuple[str, ...]:
        """What another desk makes of a text."""
        half = (len(text) + 1) // 2
        done = {
            "new lead": (self.paragraph(), *text[1:]),
            "end cut": text[: -(len(text) // 4 or 1)],
            "cut to half": text[:half],
            "new lead and cut to half": (self.paragraph(), *text[1 : half + 1]),
            "paragraph added": (*text[:1], self.paragraph(), *text[1:]),
            "reordered": (*text[2:], *text[:2]),
            "toll": (self._renumbered(text[0]), *text[1:]),
        }
        if edit.startswith("words"):
            return self._reworded(text, int(edit.split()[1]) / 100)
        return done.get(edit, text)

    def _reworded(self, text: tuple[str, ...], share: float) -> tuple[str, ...]:
        return tuple(
            " ".join(self.words(1)[0] if self.random.random() < share else word for word in paragraph.split())
            for paragraph in text
        )

    def _renumbered(self, text: str) -> str:
        return " ".join(self.number() if word.isdecimal() else word for word in text.split())

    def decoy(self, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Two texts of a kind that must not be taken for one."""
        if kind == "shared quote":
            quote = self.paragraph(70, 90)
            return (*self.paragraphs(5), quote), (*self.paragraphs(5), quote)
        if kind == "form":
            text = self.paragraphs(4)
            return text, tuple(map(self._renumbered, text))
        if kind == "notice":
            text = self.paragraph(45, 70)
            return (text,), (self._renumbered(text),)
        if kind == "table":
            numbers = " ".join(str(self.random.randint(10, 99_999)) for _ in range(60))
            text = f"{' '.join(self.words(30))} {numbers}"
            return (text,), (text,)
        return self.paragraphs(6), self.paragraphs(6)


def planted_pairs(writer: Writer, each: int) -> Iterator[tuple[str, Planted, Planted]]:
    """(edit, first print, second print), `each` of every edit, up to nine days apart."""
    for edit in EDITS:
        for _ in range(each):
            one, other = writer.papers(2)
            first = writer.article(paper=one)
            later = first.day + timedelta(days=writer.random.randrange(10))
            yield edit, first, writer.article(writer.edited(first.paragraphs, edit), paper=other, day=later)


def double_pairs(writer: Writer, each: int) -> Iterator[tuple[str, Planted, Planted]]:
    """One newspaper's article at two addresses of the same day; the second has a line more."""
    for _ in range(each):
        first = writer.article()
        again = (*first.paragraphs, writer.paragraph(9, 12))
        yield "two addresses", first, writer.article(again, paper=first.newspaper, day=first.day)


def decoys(writer: Writer, each: int) -> Iterator[tuple[str, Planted, Planted, tuple[Planted, ...]]]:
    """(kind, one, other, more): one and other are not one text. `more` is the round-up that prints half of both."""
    imprints = {paper: writer.paragraphs(2) for paper in PAPERS}
    for kind in DECOYS:
        for _ in range(each):
            one, other, third = writer.papers(3)
            first, second = writer.decoy(kind)
            if kind == "imprint":
                first, second = ((writer.paragraph(), *imprints[one]) for _ in range(2))
                other = one
            day = writer.day()
            more = (writer.article((*first[:3], *second[:3]), paper=third, day=day),) if kind == "round-up part" else ()
            later = day + timedelta(days=1 + writer.random.randrange(9))
            yield kind, writer.article(first, paper=one, day=day), writer.article(second, paper=other, day=later), more


def build(folder: Path, *, fillers: int, each: int, seed: int = 1, first: int = 1) -> Planting:
    """An archive with `fillers` articles of their own, `each` of every planted pair and decoy; from number `first`."""
    writer = Writer(seed, first)
    reprints = list(planted_pairs(writer, each))
    doubles = list(double_pairs(writer, each))
    others = list(decoys(writer, each))
    articles = [one for _, *pair in (*reprints, *doubles) for one in pair]
    articles += [one for _, one, other, more in others for one in (one, other, *more)]
    writer.random.shuffle(articles)
    add_articles(folder, (writer.article() for _ in range(fillers)))
    add_articles(folder, articles)
    return Planting(
        [(edit, one.uid, other.uid) for edit, one, other in reprints],
        [(edit, one.uid, other.uid) for edit, one, other in doubles],
        [(kind, one.uid, other.uid, tuple(third.uid for third in more)) for kind, one, other, more in others],
    )


def add_articles(folder: Path, articles: Iterable[Planted]) -> int:
    """Rows of news.db as ingest writes them, without WARC files behind them."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    with closing(Store(data / "news.db")) as store:
        store.record([], newspapers=[NewspaperRow(one, one, "provincial", None, f"{one}.example") for one in PAPERS])
        db = store.connection
        start = db.execute("select coalesce(max(id), 0) from article").fetchone()[0]
        db.execute("begin immediate")
        count = 0
        for number, article in enumerate(articles, start + 1):
            _insert(db, number, article)
            count += 1
        db.execute("commit")
    return count


def _insert(db: sqlite3.Connection, number: int, article: Planted) -> None:
    blocks = json.dumps([{"kind": "paragraph", "text": text} for text in article.paragraphs], ensure_ascii=False)
    digest = f"sha256:{sha256(f'{article.uid}{blocks}'.encode()).hexdigest()}"
    url, at = f"https://{article.newspaper}.example/{article.uid}", f"{article.day}T02:00:00Z"
    db.execute(
        """insert into capture (id, newspaper_id, url, fetched_at, record_type, status, payload_digest, outcome,
                                warc_file, warc_offset, warc_length, payload_bytes)
           values (?, ?, ?, ?, 'response', 200, ?, 'stored', 'kho.warc.gz', 0, 0, 0)""",
        (number, article.newspaper, url, at, digest),
    )
    db.execute(
        """insert into article (id, uid, newspaper_id, key, url, first_captured_at, last_captured_at)
           values (?, ?, ?, ?, ?, ?, ?)""",
        (number, article.uid, article.newspaper, f"{article.newspaper}/{article.uid}", url, at, at),
    )
    db.execute(
        """insert into revision (id, article_id, capture_id, number, content_digest, extractor, cause, recorded_at,
                                 headline, published, published_precision, published_day, blocks, evidence, word_count)
           values (?, ?, ?, 1, ?, 'newsarchive/1', 'source', ?, ?, ?, 'day', ?, ?, '{}', 100)""",
        (number, number, number, digest, at, f"Tin {article.uid}", str(article.day), str(article.day), blocks),
    )
