"""Plain text as a scraper or a saved file leaves it → typed passages, by the place and the shape of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from newsarchive.cleaning import wording
from newsarchive.cleaning.boilerplate import remove_boilerplate
from newsarchive.cleaning.byline import looks_like_byline, parse_byline
from newsarchive.cleaning.caption import has_credit, is_caption_label, split_credit
from newsarchive.cleaning.dates import is_moment, parse_published
from newsarchive.cleaning.furniture import say
from newsarchive.cleaning.glued import split_signature, split_trailing_byline
from newsarchive.cleaning.menus import find_article
from newsarchive.cleaning.text import clean_text

Kind = Literal["headline", "moment", "paragraph", "heading", "caption", "item", "byline"]

_LONGEST_HEADLINE = 250
_LONGEST_LABEL = 120
# Of 381 paragraphs read by hand none lacks its final stop; captions of one sentence run to 204 characters.
_LONGEST_SHORT = 200
_LONGEST_CAPTION = 400
_MOST_CAPTIONS = 3
_MOST_BYLINES = 3
_ENDED = re.compile(r"""[.!?…:;,]["”’')\]]*$""")
_NUMBERED = re.compile(
    r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[A-ZĐa-zđ])\s?[.)/]\s?\S|(?:Thứ|Bài|Phần|Kỳ)\s\S+\s?[:.]\s"
)
_BULLET = re.compile(r"[-–—•*+▪●◦]\s+(?=\S)")
_CREDIT_ALONE = re.compile(r"\(?\s*(?:ảnh|nguồn ảnh)\b.{0,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One line or paragraph and what it is."""

    kind: Kind
    text: str
    rule: str
    """How it was told, in words: it becomes the field's evidence."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    block: int
    """Number of the run of lines between two blank ones."""

    @property
    def short(self) -> bool:
        """A label rather than a sentence: short and without a final stop (a glued credit does not count)."""
        bare, _ = split_signature(split_trailing_byline(self.text)[0], marked=False)
        return len(self.text) <= _LONGEST_SHORT and not _ENDED.search(bare)


def read_passages(text: str) -> list[Passage]:
    """Split plain text into passages in reading order; furniture is removed before.

    The first short line is the headline; short lines without a final stop between paragraphs, or glued under one, are
    captions; the last short line with names is the byline.

    >>> scrape = "Cầu mới\\n\\nSáng 5/3, cầu thông xe.\\nToàn cảnh cầu\\n\\nXe chạy tốt.\\n\\nThu Hà\\n\\nGửi bình luận"
    >>> [(passage.kind, passage.text) for passage in read_passages(scrape)]
    [('headline', 'Cầu mới'), ('paragraph', 'Sáng 5/3, cầu thông xe.'), ('caption', 'Toàn cảnh cầu'), \
('paragraph', 'Xe chạy tốt.'), ('byline', 'Thu Hà')]
    """
    lines = _read_lines(remove_boilerplate(text))
    start, end = find_article([line.text for line in lines])
    lines = lines[start:end]
    headline, lines = _take_headline(lines)
    header, lines = _take_header(lines) if headline else ([], lines)
    tail, lines = _take_tail(lines)
    body = list(_split_glued(_classify(lines), signed=any(passage.kind == "byline" for passage in [*header, *tail])))
    passages = [*headline, *header, *body, *tail]
    signed = any(passage.kind == "byline" for passage in passages)
    return passages if signed else [*headline, *header, *_split_signature(body), *tail]


def _read_lines(text: str) -> list[_Line]:
    """Cleaned lines with the number of their block; lines broken at a fixed width are joined again."""
    blocks = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", "\n".join(map(clean_text, text.splitlines())))
    cleaned = [[line for line in block.split("\n") if line] for block in blocks]
    return [_Line(line, number) for number, block in enumerate(cleaned) for line in _join_wrapped(block)]


def _join_wrapped(lines: Sequence[str]) -> list[str]:
    """Mail and old files break lines at 60 to 90 characters: such a block of three lines or more is one paragraph."""
    from statistics import median  # noqa: PLC0415  (10 ms that no page of HTML needs)

    body = lines[:-1]
    if len(lines) < 3 or not 40 <= median(map(len, body)) <= 90 or max(map(len, lines)) > 100:
        return list(lines)
    if any(map(_BULLET.match, lines)) or sum(bool(_ENDED.search(line)) for line in body) * 2 > len(body):
        return list(lines)
    return [" ".join(lines)]


def _take_headline(lines: Sequence[_Line]) -> tuple[list[Passage], list[_Line]]:
    """The first line that is neither the clock of the visit nor a section's name, when it is no sentence."""
    rest = list(lines)
    while len(rest) > 1 and (is_moment(rest[0].text) or say(rest[0].text) in wording.SECTIONS):
        rest = rest[1:]
    if not rest or len(rest[0].text) > _LONGEST_HEADLINE or re.search(r"[.;:,]$", rest[0].text):
        return [], rest
    if len(rest) > 1 and (_BULLET.match(rest[0].text) or has_credit(rest[0].text)):
        return [], rest
    return [Passage("headline", rest[0].text, "text: first line")], rest[1:]


def _take_header(lines: Sequence[_Line]) -> tuple[list[Passage], list[_Line]]:
    """Moment and byline between headline and text: "PV•28/01/2025 08:22"."""
    taken: list[Passage] = []
    rest = list(lines)
    while len(rest) > 1 and len(rest[0].text) <= _LONGEST_LABEL:
        line = rest[0].text
        found = []
        if parse_published(line) and (is_moment(line) or _is_signed(line)):
            found.append(Passage("moment", line, "text: line under the headline"))
        # One word alone there is a section's name more often than a pen name.
        if _is_signed(line) and re.search(r"[\s.]", line):
            found.append(Passage("byline", line, "text: line under the headline"))
        if not found:
            break
        taken += found
        rest = rest[1:]
    return taken, rest


def _is_signed(line: str) -> bool:
    return looks_like_byline(line, last=True)


def _take_tail(lines: Sequence[_Line]) -> tuple[list[Passage], list[_Line]]:
    """Bylines at the very end, and a moment printed under them."""
    taken: list[Passage] = []
    rest = list(lines)
    while len(rest) > 1 and len(taken) < _MOST_BYLINES:
        line = rest[-1]
        under_caption = line.block == rest[-2].block and rest[-2].short and _CREDIT_ALONE.fullmatch(line.text)
        if _is_signed(line.text) and not under_caption:
            taken.insert(0, Passage("byline", line.text, "text: last line"))
        elif is_moment(line.text) and len(line.text) <= _LONGEST_LABEL:
            taken.insert(0, Passage("moment", line.text, "text: last line"))
        else:
            break
        rest = rest[:-1]
    return taken, rest


def _classify(lines: Sequence[_Line]) -> Iterator[Passage]:
    """Kinds of the lines between header and tail."""
    labelled = False
    for index, line in enumerate(lines):
        if is_caption_label(line.text):
            labelled = True
            continue
        if labelled:
            yield Passage("caption", line.text, "text: line under a caption label")
        elif looks_like_byline(line.text, last=False):
            yield Passage("byline", line.text, "text: labelled line")
        elif _is_item(lines, index):
            yield Passage("item", _BULLET.sub("", line.text, count=1), "text: bulleted line")
        elif len(line.text) <= _LONGEST_CAPTION and has_credit(line.text):
            yield Passage("caption", line.text, "text: line with a photo credit")
        elif line.short and (kind := _kind_of_short(lines, index)) != "paragraph":
            yield Passage(kind, line.text, "text: short line among paragraphs")
        else:
            yield Passage("paragraph", line.text, "text: paragraph")
        labelled = False


def _is_item(lines: Sequence[_Line], index: int) -> bool:
    """A bullet with another bullet directly above or below; a dash alone opens an answer in an interview."""
    line = lines[index]
    near = [lines[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)]
    return _BULLET.match(line.text) is not None and any(
        other.block == line.block and _BULLET.match(other.text) for other in near
    )


def _kind_of_short(lines: Sequence[_Line], index: int) -> Kind:
    """A short line: heading over a paragraph, caption under or between paragraphs, else a paragraph of its own."""
    line = lines[index]
    if re.match(r"[-–—•(\"“‘]", line.text):
        return "paragraph"
    first, last = _run_of_short(lines, index)
    above = lines[first - 1] if first else None
    below = lines[last + 1] if last + 1 < len(lines) else None
    glued_below = below is not None and last == index and below.block == line.block
    glued_above = above is not None and above.block == line.block
    heading = _NUMBERED.match(line.text) or line.text.isupper() or (glued_below and not glued_above)
    if heading:
        return "heading" if below is not None else "paragraph"
    return "caption" if above is not None and last - first < _MOST_CAPTIONS else "paragraph"


def _run_of_short(lines: Sequence[_Line], index: int) -> tuple[int, int]:
    """First and last index of the short lines that stand together around `index`."""
    first = last = index
    while first and lines[first - 1].short:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].short:
        last += 1
    return first, last


def _split_glued(passages: Iterator[Passage], *, signed: bool) -> Iterator[Passage]:
    """Cut a caption glued to the head of a paragraph, and a joined credit glued to the end of a passage."""
    for passage in passages:
        caption, rest = split_credit(passage.text) if passage.kind == "paragraph" else (None, passage.text)
        if caption:
            yield Passage("caption", caption, "text: credit inside a paragraph")
        text, byline = split_trailing_byline(rest) if not signed else (rest, None)
        yield Passage(passage.kind, text, passage.rule)
        if byline and parse_byline(byline):
            yield Passage("byline", byline, "text: credit glued to the line before")


def _split_signature(passages: list[Passage]) -> list[Passage]:
    """Cut bare names from the end of the last paragraph: "… trồng ồ ạt./. Thu Hà"."""
    last = next((at for at in reversed(range(len(passages))) if passages[at].kind == "paragraph"), None)
    text, names = split_signature(passages[last].text, marked=False) if last is not None else ("", None)
    if last is None or names is None:
        return passages
    paragraph = Passage("paragraph", text, passages[last].rule)
    return [
        *passages[:last],
        paragraph,
        Passage("byline", names, "text: names glued to the last line"),
        *passages[last + 1 :],
    ]
