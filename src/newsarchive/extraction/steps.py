"""CSS selectors read as steps: "div.a .b[type=c]" is two compound selectors with a descendant between."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import contains, eq
from typing import NamedTuple

_NAME = r"[A-Za-z_][\w-]*"
_VALUE = rf"""\"[^"\]\s]*\"|'[^'\]\s]*'|{_NAME}"""
_PART = re.compile(
    rf"(?P<mark>[.#])(?P<name>{_NAME})|\[(?P<attribute>{_NAME})(?:(?P<test>[\^*]?=)(?P<value>{_VALUE}))?\]"
)
_PARTS = re.sub(r"\?P<\w+>", "?:", _PART.pattern)
_STEP = re.compile(rf"(?P<tag>[A-Za-z][A-Za-z0-9]*)?(?P<parts>(?:{_PARTS})*)")
_STEPS = re.sub(r"\?P<\w+>", "?:", _STEP.pattern)
_HEAD = re.compile(rf"(?P<head>{_STEPS}(?:\s+{_STEPS})*)\s*(?P<by>[>~])\s*(?P<rest>[^,\s][^,]*)")
_NEGATED = re.compile(r":not\([^)]*\)")
_COMPOUND = re.compile(r"(?:\[[^\]]*\]|[^\s>~+\[])+")
_PLAIN = re.compile(r"[\w-]*", re.ASCII)
_TESTS: dict[str, Callable[[str, str], bool]] = {"=": eq, "^=": str.startswith, "*=": contains}


class Test(NamedTuple):
    """What a selector asks of an attribute: "[type=c]"."""

    attribute: str
    kind: str | None
    value: str
    plain: bool
    """Nobody writes such a value with entities: a page without its letters has no such element."""

    def accepts(self, told: str | None) -> bool:
        """Whether an attribute that says this, or is not there, is as asked."""
        if told is None or self.kind is None:
            return told is not None
        return _TESTS[self.kind](told, self.value) and bool(self.value or self.kind == "=")


class Step(NamedTuple):
    """One compound selector: "div#a.b[type=c]"."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]
    tests: tuple[Test, ...]

    @property
    def is_tag(self) -> bool:
        """Whether it names a tag and asks for nothing else."""
        return not (self.id or self.classes or self.tests)


class Chain(NamedTuple):
    """Steps with descendants between them: "div.a .b[type=c]"."""

    steps: tuple[Step, ...]
    ids: frozenset[str]
    classes: frozenset[str]
    """All that the steps name: a page without one of them has no such element, which is true of most selectors."""
    written: tuple[bytes, ...]
    """Plain values of attributes, which stand in the source of every page that has such an element."""


@lru_cache(maxsize=4096)
def read_chains(selector: str) -> tuple[Chain, ...] | None:
    """The selector's alternatives as steps with descendants between; None when it has another shape."""
    chains = []
    for alternative in selector.split(","):
        steps = [_step(word) for word in alternative.split()]
        if not steps or None in steps:
            return None
        known = tuple(step for step in steps if step is not None)
        ids = frozenset(step.id for step in known if step.id)
        classes = frozenset(name for step in known for name in step.classes)
        written = tuple(test.value.encode() for step in known for test in step.tests if test.plain and test.value)
        chains.append(Chain(known, ids, classes, written))
    return tuple(chains)


class Headed(NamedTuple):
    """A selector whose part behind a ">" or "~" goes through XPath, from what its head finds."""

    head: str
    by: str
    rest: str


@lru_cache(maxsize=4096)
def read_head(selector: str) -> Headed | None:
    """The parts of a selector of that shape; None when it has another."""
    found = _HEAD.fullmatch(selector)
    return Headed(found["head"], found["by"], found["rest"]) if found else None


class Written(NamedTuple):
    """What a compound selector asks of a tag in the source of a page; nothing for one that means any element."""

    tag: bytes
    """With its "<"; empty for any."""
    words: tuple[bytes, ...]
    """Names and values as a page writes them, the longest first."""


@lru_cache(maxsize=4096)
def written(selector: str) -> tuple[tuple[Written, ...], ...]:
    """For each alternative of a selector of any shape what its compounds ask of the source, the outermost first.

    >>> written("#main > p.sapo:not(.x), h1")[1:]
    ((Written(tag=b'<h1', words=()),),)
    """
    return tuple(
        tuple(_written(each) for each in _COMPOUND.findall(alternative))
        for alternative in _NEGATED.sub("", selector).split(",")
    )


def _written(compound: str) -> Written:
    words = []
    for part in _PART.finditer(compound):
        value = (part["value"] or "").strip("'\"")
        words.append(part["name"] or (value if part["test"] == "=" and value else part["attribute"]))
    tag = _STEP.match(compound)
    named = f"<{tag['tag'].lower()}" if tag and tag["tag"] else ""
    return Written(named.encode(), tuple(word.encode() for word in sorted(words, key=len, reverse=True)))


def _step(word: str) -> Step | None:
    found = _STEP.fullmatch(word)
    if found is None:
        return None
    parts = list(_PART.finditer(found["parts"]))
    ids = [part["name"] for part in parts if part["mark"] == "#"]
    classes = tuple(part["name"] for part in parts if part["mark"] == ".")
    tests = tuple(_test(part) for part in parts if part["attribute"])
    return Step(found["tag"].lower() if found["tag"] else None, ids[0] if ids else None, classes, tests)


def _test(part: re.Match[str]) -> Test:
    value = (part["value"] or "").strip("'\"")
    return Test(part["attribute"].lower(), part["test"], value, _PLAIN.fullmatch(value) is not None)
