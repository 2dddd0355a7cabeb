"""An explanation as tables: fields, places, and the body's pieces in page order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from newsarchive.cli.output import print_table

if TYPE_CHECKING:
    from newsarchive.article import Evidence
    from newsarchive.extraction.decisions import Decision, Explanation

_FIELDS = (
    "headline", "lead", "dateline", "bylines", "bylines unnamed", "published", "modified", "section", "keywords",
    "language", "body", "figures", "newspaper", "canonical_url", "encoding",
)  # fmt: skip
_ORDER = {name: place for place, name in enumerate(_FIELDS)}
_WIDEST = 120
"""Characters of a text in a cell; `--json` has the whole."""


def print_explanation(explanation: Explanation) -> None:
    """Print what was decided about a page or text, for people."""
    verdict = f"no article: {explanation.reason}" if explanation.article is None else "an article"
    typer.echo(f"{verdict}\nlayout: {explanation.layout}")
    if explanation.evidence:
        _title("Fields, by the rule that found each")
        rows = [(name, told.rule, _short(told.raw), _read_as(explanation, name)) for name, told in _sorted(explanation)]
        print_table(("field", "rule", "raw text", "read as"), rows)
    if explanation.article is None:
        _title("What the judgement rests on")
        print_table(("", ""), [(name, _short(value)) for name, value in explanation.grounds.items()])
    if explanation.places:
        _title("Where the body was looked for, and the longest other parts")
        print_table(
            ("rule", "element", "characters", "verdict", "begins"),
            [
                (one.rule, _short(one.node), one.characters, one.verdict, _short(one.begins))
                for one in explanation.places
            ],
        )
    if explanation.decisions:
        _title("What stands there, in page order")
        print_table(("taken for", "why", "text"), map(_row, explanation.decisions))


def _title(text: str) -> None:
    typer.echo(f"\n{text}")


def _sorted(explanation: Explanation) -> list[tuple[str, Evidence]]:
    return sorted(explanation.evidence.items(), key=lambda item: _ORDER.get(item[0].partition("[")[0], len(_ORDER)))


def _read_as(explanation: Explanation, name: str) -> str:
    value = explanation.value(name)
    return "" if value is None or value == explanation.evidence[name].raw else _short(value)


def _row(decision: Decision) -> tuple[str, str, str]:
    why = f"{decision.why}; cut: {decision.cut}" if decision.cut else decision.why
    return "  " * decision.inside + decision.taken_for, why, _short(decision.text)


def _short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
