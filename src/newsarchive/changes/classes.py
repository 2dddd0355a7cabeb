"""What kind of edit it is, as an editor would say: a number, a name, a correction, something added or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from newsarchive.changes.records import CLASSES, EditClass, Field, Run
from newsarchive.cleaning.text import fold

_BY_FIELD: dict[Field, EditClass] = {
    "headline": "headline",
    "caption": "caption",
    "picture": "picture",
    "byline": "byline",
    "published": "date",
}
_IN_VIETNAMESE = (
    "một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi chục trăm nghìn ngàn vạn triệu tỷ tỉ rưỡi nửa lẻ linh"
)
_IN_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve hundred thousand million billion dozen half"
)
_NUMBER_WORDS = frozenset(f"{_IN_VIETNAMESE} {_IN_ENGLISH}".split())
# Words that hardly stand elsewhere than in titles and ranks: "phó giám đốc" for "giám đốc" is another person's post.
_TITLES = frozenset(("phó", "ông", "bà", "tá", "tướng", "acting", "former"))
_WORD = re.compile(r"[^\W_]+")
# The notice a newspaper prints with a correction, at the head of a paragraph.
_NOTICE = re.compile(
    r"\W*(?:đính chính|cải chính|thông tin lại cho (?:rõ|đúng)|(?:chân thành )?(?:cáo lỗi|xin lỗi) (?:bạn đọc|độc giả)"
    r"|corrections?\b|clarifications?\b|editor['’]s note\b"
    r"|(?:an earlier|a previous) version of this"
    r"|this (?:article|story) (?:was|has been) (?:amended|corrected|updated))",
    re.IGNORECASE,
)
_SENTENCE_END = frozenset(".!?…:")
_LETTERS_OF_A_TYPO = 2
_WORDS_OF_SUBSTANCE = 4
"""An insertion or deletion of so many words says something; fewer are wording."""


def classify(field: Field, before: str | None, after: str | None, runs: Sequence[Run]) -> tuple[EditClass, ...]:
    """The classes of an edit, in the order of CLASSES; never empty."""
    found: set[EditClass] = set()
    if field in _BY_FIELD:
        found.add(_BY_FIELD[field])
    if field in {"picture", "byline", "published"}:
        return tuple(found)
    if before is None or after is None:
        found.add("addition" if before is None else "removal")
        if after is not None and _NOTICE.match(after):
            found.add("correction")
    else:
        found.update(one for old, new, opens in _places(runs) for one in _of_place(old, new, opens))
        if _NOTICE.match(after) and not _NOTICE.match(before):
            found.add("correction")
    return tuple(one for one in CLASSES if one in found)


def _places(runs: Sequence[Run]) -> Iterator[tuple[str, str, bool]]:
    """(removed, added, whether a sentence begins there) of every place that changed."""
    told, at = "", 0
    while at < len(runs):
        if runs[at].kind == "same":
            told, at = runs[at].text, at + 1
            continue
        removed = runs[at].text if runs[at].kind == "removed" else ""
        both = removed and at + 1 < len(runs) and runs[at + 1].kind == "added"
        added = runs[at + 1].text if both else "" if removed else runs[at].text
        opens = not told.strip() or told.rstrip(" \"“”'‘’)»")[-1:] in _SENTENCE_END
        yield removed, added, opens
        at += 2 if both else 1


def _of_place(removed: str, added: str, opens: bool) -> Iterator[EditClass]:
    old, new = _WORD.findall(removed), _WORD.findall(added)
    if _numbers(old) != _numbers(new):
        yield "numbers"
    elif old and new and _is_typo(removed, added):
        yield "correction"
    elif abs(len(new) - len(old)) >= _WORDS_OF_SUBSTANCE and not (old and new):
        yield "addition" if new else "removal"
    elif _names(old, opens) != _names(new, opens):
        yield "names"
    else:
        yield "wording"


def _numbers(words: Sequence[str]) -> list[str]:
    """Numbers in figures; in words when nothing but number words stands there ("năm" alone may be a year)."""
    figures = [word for word in words if any(letter.isdigit() for letter in word)]
    lower = [word.casefold() for word in words]
    return figures or (lower if lower and _NUMBER_WORDS.issuperset(lower) else [])


def _names(words: Sequence[str], opens: bool) -> list[str]:
    """Words with a capital that no sentence's beginning explains, and words of a title."""
    return [
        word
        for at, word in enumerate(words)
        if word.casefold() in _TITLES or (word[0].isupper() and not (opens and at == 0))
    ]


def _is_typo(removed: str, added: str) -> bool:
    """The same letters with other marks, case or blanks, or a letter or two changed in a word of some length."""
    old, new = fold(removed), fold(added)
    if "".join(old.split()) == "".join(new.split()):
        return True
    if len(old.split()) != 1 or len(new.split()) != 1 or removed[0].isupper() or added[0].isupper():
        return False
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    changed = max(len(old), len(new)) - same
    return changed <= _LETTERS_OF_A_TYPO and same > 2 * changed
