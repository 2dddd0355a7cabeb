"""What a long piece of work tells whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much in all (0: nobody knows)."""


def say_nothing(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""
