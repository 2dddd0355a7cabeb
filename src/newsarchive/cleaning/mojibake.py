"""UTF-8 read as Windows-1252 or 1258 ("Há»™i nghá»‹"): repaired only when certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SIGN = re.compile("á[º»]")
"""Two of the three bytes of every Vietnamese letter with two marks, in both code pages."""
_LEAST = 3


def _western(page: str) -> dict[str, int]:
    """Character → byte; control characters stand for themselves, as browsers and Latin-1 read them."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        if character := bytes([byte]).decode(page, "ignore"):
            table[character] = byte
    return table


_PAGES = {page: _western(page) for page in ("cp1252", "cp1258")}
_RUNS = {page: re.compile("[" + re.escape("".join(table)) + "]+") for page, table in _PAGES.items()}


def may_be_mojibake(text: str) -> bool:
    """Whether the sign of it stands in a text at all.

    >>> may_be_mojibake("Há»™i nghá»‹"), may_be_mojibake("Hội nghị")
    (True, False)
    """
    # Most pages have neither of the two signs, which is found at a tenth of the cost.
    return ("º" in text or "»" in text) and _SIGN.search(text) is not None


def find_mojibake(parts: Sequence[str]) -> tuple[str, Callable[[str], str]] | None:
    """Name and converter when every part with the sign of it is well-formed UTF-8 throughout; else None.

    >>> found = find_mojibake(["Há»™i nghá»‹ triá»ƒn khai nhiá»‡m vá»¥"])
    >>> found[0], found[1]("nghá»‹")
    ('UTF-8 read as cp1252', 'nghị')
    >>> find_mojibake(["Viết sai thành Há»™i nghá»‹ triá»ƒn khai"]) is None
    True
    """
    signed = [part for part in parts if _SIGN.search(part)]
    if sum(len(_SIGN.findall(part)) for part in signed) < _LEAST:
        return None
    for page in _PAGES:
        if all(_convert(part, page) is not None for part in signed):
            return f"UTF-8 read as {page}", lambda part, page=page: _convert(part, page) or part
    return None


def _convert(part: str, page: str) -> str | None:
    """The part read anew; None when one of its runs of letters beyond ASCII is no UTF-8, or it has foreign letters."""
    table, at, made = _PAGES[page], 0, []
    for run in _RUNS[page].finditer(part):
        before = part[at : run.start()]
        try:
            made += [before, bytes(map(table.__getitem__, run[0])).decode("utf-8")]
        except UnicodeDecodeError:
            return None
        if not before.isascii():
            return None
        at = run.end()
    rest = part[at:]
    return "".join([*made, rest]) if rest.isascii() else None
