"""A layout and a newspaper as YAML, as docs/adding-a-newspaper.md describes them, with how sure each line is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from newsarchive.press import Layout
from newsarchive.probe.records import Guess

_PLAIN = re.compile(r"[A-Za-zÀ-ỹ.][^:#\[\]{},&*!|>'\"%@`\\]*")


def write_layout(layout: Layout, guesses: Sequence[Guess], told: str) -> str:
    """press/layouts/<id>.yml. `told`: where it comes from, in a comment."""
    lines = [f"# {told}", f"family: {_scalar(layout.family)}"]
    for guess in guesses:
        sure = f"   # {guess.pages} of {guess.of} pages"
        if len(guess.selectors) == 1:
            lines.append(f"{guess.key}: {_scalar(guess.selectors[0])}{sure}")
        else:
            lines += [f"{guess.key}:{sure}", *(f"  - {_scalar(css)}" for css in guess.selectors)]
    if layout.published_order == "month":
        lines.append("published_order: month")
    return "\n".join(lines) + "\n"


def write_newspaper(facts: Iterable[tuple[str, object]], told: str) -> str:
    """press/newspapers/<id>.yml. `facts`: keys with text, or lists of text or mappings; empty ones are left out."""
    lines = [f"# {told}"]
    for name, value in facts:
        if isinstance(value, str) and value:
            lines.append(f"{name}: {_scalar(value)}")
        elif isinstance(value, (list, tuple)) and value:
            lines += [f"{name}:", *_items(value)]
    return "\n".join(lines) + "\n"


def _items(values: Sequence[object]) -> list[str]:
    lines = []
    for value in values:
        if isinstance(value, dict):
            inner = write_newspaper(value.items(), "").splitlines()[1:]
            lines += ["  - " + inner[0], *("    " + line for line in inner[1:])]
        else:
            lines.append(f"  - {_scalar(str(value))}")
    return lines


def _scalar(text: str) -> str:
    """Plain where YAML reads it back as it is, else in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    return f"'{text}'" if "'" not in text and text.isprintable() else json.dumps(text, ensure_ascii=False)
