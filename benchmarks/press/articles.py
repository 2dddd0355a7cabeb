"""Generated articles of the newspapers of the registry over twenty-one years, as a release takes them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from press.vocabulary import make_vocabulary

from newsarchive.article import Block
from newsarchive.press import newspapers
from newsarchive.publish.access import Terms
from newsarchive.publish.select import Papers, Selected
from newsarchive.publish.source import SourceArticle, SourceNewspaper, SourceRevision

FIRST, LAST = date(2005, 1, 1), date(2025, 12, 31)
SECTIONS = ("Thời sự", "Kinh tế", "Văn hóa", "Giáo dục", "Y tế", "Pháp luật", "Thể thao", "Nông nghiệp", "Môi trường",
            "Du lịch", "Quốc phòng - An ninh", "Bạn đọc", "Phóng sự", "Đời sống")  # fmt: skip
BODY = (60, 150)
"""Fewest and most words of a body; a word is nearly two syllables."""
_UNDATED = 0.01
_SENTENCE = 14
_CAPTURED = datetime(2026, 1, 5, 3, tzinfo=UTC)


def generated_papers() -> Papers:
    """Every newspaper of the registry, all of it published in full."""
    return {
        paper.id: (
            SourceNewspaper(paper.id, paper.name, paper.kind, paper.province, f"{paper.id}.example", None),
            Terms(),
        )
        for paper in newspapers()
    }


def generate(articles: int, papers: Papers, seed: int = 7) -> Iterator[Selected]:
    """So many articles in order of publication; the same ones for the same number and seed."""
    chance = random.Random(seed)
    writer = _Writer(chance)
    for number, (day, newspaper) in enumerate(_plan(articles, list(papers), chance)):
        paper, terms = papers[newspaper]
        yield Selected(writer.write(number, day, newspaper), paper, terms, is_embargoed=False)


def _plan(articles: int, papers: list[str], chance: random.Random) -> list[tuple[date | None, str]]:
    """(day, newspaper) of every article: large papers and small ones, each with a beginning and missing months."""
    weights = [1 / (rank + 4) for rank in range(len(papers))]
    begins = {paper: chance.randrange(3_000) for paper in papers}
    missing = {paper: {(chance.randrange(2005, 2026), chance.randrange(1, 13)) for _ in range(12)} for paper in papers}
    whole = (LAST - FIRST).days
    days = [FIRST + timedelta(days=number) for number in range(whole + 1)]
    dated: list[tuple[int, str]] = []
    undated = int(articles * _UNDATED)
    while len(dated) < articles - undated:
        paper = chance.choices(papers, weights)[0]
        number = begins[paper] + int((whole - begins[paper]) * chance.random() ** 0.6)
        if (days[number].year, days[number].month) not in missing[paper]:
            dated.append((number, paper))
    dated.sort()
    return [
        *((None, paper) for paper in chance.choices(papers, weights, k=undated)),
        *((days[number], paper) for number, paper in dated),
    ]


class _Writer:
    """Writes one article after the other."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._vocabulary = chance, make_vocabulary()

    def write(self, number: int, day: date | None, newspaper: str) -> SourceArticle:
        """An article about one topic, captured once, with its credits and pictures."""
        chance = self._chance
        topic = chance.choice(self._vocabulary.topics)
        sentences = self._sentences(topic, chance.randrange(*BODY) + 40)
        headline, lead, caption, *body = sentences
        blocks = tuple(Block("paragraph", " ".join(body[i : i + 2])) for i in range(0, len(body), 2))
        url, fetched = (
            f"https://{newspaper}.example/bai-{number}.html",
            f"{_CAPTURED + timedelta(seconds=number):%FT%TZ}",
        )
        digest = f"sha256:{number:064x}"
        moment = datetime(day.year, day.month, day.day, chance.randrange(17), chance.randrange(60)) if day else None
        revision = SourceRevision(
            id=number, number=1, cause="source", recorded_at=fetched, captured_at=fetched, content_digest=digest,
            extractor="newsarchive/1", headline=headline[:-1], lead=lead, dateline=None,
            published=f"{moment:%FT%TZ}" if moment else None, published_precision="minute" if moment else None,
            published_raw=f"{moment:%d/%m/%Y}" if moment else None, section=chance.choice(SECTIONS), language="vi",
            blocks=blocks, word_count=sum(block.text.count(" ") + 1 for block in blocks),
        )  # fmt: skip
        names = self._vocabulary.names
        name = names[min(int(chance.expovariate(1 / 400)), len(names) - 1)]
        warc = (f"newsarchive-{number // 5000:05d}.warc.gz", number % 5000 * 9_000, 9_000)
        return SourceArticle(
            id=number, uid=f"g{number:015d}", newspaper=newspaper, url=url, day=day and day.isoformat(),
            first_captured_at=fetched, last_captured_at=fetched, revisions=(revision,),
            bylines=((name, "text", name),) if number % 5 else (),
            figures=((f"https://anh.example/{number}.jpg", caption, None, caption),) if number % 3 else (),
            keywords=(topic[20], topic[40]),
            captures=((1, url, fetched, "response", 200, *warc, f"<urn:uuid:{number:032x}>", digest),),
        )  # fmt: skip

    def _sentences(self, topic: tuple[str, ...], words: int) -> list[str]:
        """A seventh of the words are the topic's, the rest as frequent as in the language."""
        chance = self._chance
        chosen = chance.choices(self._vocabulary.drawn, k=words)
        for place, word in zip(range(0, words, 7), chance.choices(topic, k=words // 7), strict=False):
            chosen[place] = word
        sentences = (" ".join(chosen[i : i + _SENTENCE]) for i in range(0, words, _SENTENCE))
        return [sentence[0].upper() + sentence[1:] + "." for sentence in sentences]
