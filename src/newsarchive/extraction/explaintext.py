"""Why a plain text became the article it became: its lines beside the passages that came of them."""

from __future__ import annotations

from collections.abc import Iterator

from newsarchive.cleaning.boilerplate import judge_lines
from newsarchive.cleaning.caption import is_caption_label
from newsarchive.cleaning.plaintext import Passage, read_passages
from newsarchive.cleaning.repair import repair
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.chrome import HOUSE, house_lines
from newsarchive.extraction.decisions import Decision, Explanation
from newsarchive.extraction.plaintext import article_from_text, why_no_text, without_house_lines
from newsarchive.press import Newspaper
from newsarchive.press import newspaper as find_newspaper
from newsarchive.press.houseline import is_house_line

DROPPED = "dropped"
_KINDS = {"moment": "time of publication", "item": "list item"}


def explain_text(text: str, *, newspaper: str | Newspaper | None = None) -> Explanation:
    """Read a text as `article_from_text` does, and tell line by line what was decided. Raises as that does."""
    article = article_from_text(text, newspaper=newspaper)
    reason = why_no_text(article)
    text, _ = repair(text)
    paper = find_newspaper(newspaper) if isinstance(newspaper, str) else newspaper
    house = house_lines(paper)
    # Furniture is judged without the house lines, as the reading does; then they are put back in their places.
    judged = iter(judge_lines(without_house_lines(text, paper)))
    said = [line for line in text.splitlines() if line.strip()]
    lines = [(line, HOUSE) if is_house_line(line, house) else next(judged) for line in said]
    dropped = sum(why is not None for _, why in lines)
    return Explanation(
        article=None if reason else article,
        reason=reason,
        layout="none: plain text",
        grounds={"lines": str(len(lines)), "lines of page furniture": str(dropped)},
        decisions=tuple(_lay(lines, read_passages(without_house_lines(text, paper)), article.dateline)),
    )


def _lay(lines: list[tuple[str, str | None]], passages: list[Passage], dateline: str | None) -> Iterator[Decision]:
    """Each line's decision, by the next passages that it holds or that hold it."""
    at = figures = 0
    bared = dateline is None
    for line, why in lines:
        said = clean_text(line)
        if why is not None or not said:
            yield Decision(DROPPED, why or "blank", said)
            continue
        before = at
        # Whole, a part of it (a glued caption, a credit), or one line of a paragraph broken at a fixed width.
        while at < len(passages) and passages[at].text in said:
            passage, text, cut = passages[at], passages[at].text, None
            if passage.kind == "paragraph" and dateline and not bared:
                bared, cut, text = True, dateline, text.removeprefix(dateline).lstrip(" -–—:")
            yield Decision(_name(passage, figures), passage.rule.removeprefix("text: "), text, cut)
            figures += passage.kind == "caption"
            at += 1
        if at == before:
            yield _unused(said, passages, at)
            at += at < len(passages) and passages[at].text.endswith(said)


def _name(passage: Passage, figures: int) -> str:
    return f"caption of figure {figures}" if passage.kind == "caption" else _KINDS.get(passage.kind, passage.kind)


def _unused(line: str, passages: list[Passage], at: int) -> Decision:
    if at < len(passages) and line in passages[at].text:
        return Decision(passages[at].kind, "line broken at a fixed width: part of a paragraph", line)
    if is_caption_label(line):
        return Decision(DROPPED, "label of a caption", line)
    place = "above the article" if at == 0 else "below the article" if at == len(passages) else "inside the article"
    return Decision(DROPPED, f"{place}: menu, section name or clock", line)
