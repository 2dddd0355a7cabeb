"""A history as one HTML page that needs nothing else: no script, no stylesheet of another place."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from newsarchive.changes.history import History, Step
from newsarchive.changes.records import Edit, Run
from newsarchive.store import moments as clock

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "del{background:#fdd;color:#700}ins{background:#dfd;color:#050;text-decoration:none}"
    "h3{font-size:.9rem;margin:1rem 0 0;color:#555}p{margin:.2rem 0;white-space:pre-wrap}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}h3{color:#aaa}"
    "del{background:#511;color:#fcc}ins{background:#151;color:#cfc}}"
)
_TAGS = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


def to_html(history: History) -> str:
    """The page. Every text of the newspaper is escaped."""
    latest = history.revisions[-1].article
    title = escape(latest.headline or latest.url or history.revisions[-1].article_uid)
    body = "\n".join(_parts(history))
    language = escape(latest.language or "vi", quote=True)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style></head>\n'
        f"<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def runs_to_html(runs: tuple[Run, ...]) -> str:
    """Runs as text with `<ins>` and `<del>`.

    >>> runs_to_html((Run("removed", "14"), Run("added", "23 <b>"), Run("same", " nhà")))
    '<del>14</del><ins>23 &lt;b&gt;</ins> nhà'
    """
    return "".join(f"{_TAGS[run.kind][0]}{escape(run.text)}{_TAGS[run.kind][1]}" for run in runs)


def _parts(history: History) -> Iterator[str]:
    for step in history.steps:
        yield f"<section>\n<h2>{_heading(step)}</h2>"
        yield from map(_edit, step.change.edits)
        yield "</section>"
    if history.pulled is not None:
        at = clock.to_words(history.pulled.first_gone.fetched_at)
        seen = clock.to_words(history.pulled.last_seen.fetched_at)
        yield f"<section>\n<h2>{at}: {escape(history.pulled.how)}</h2>\n<p>last seen {seen}</p>\n</section>"


def _heading(step: Step) -> str:
    at = clock.to_words(step.after.capture.fetched_at)
    what = ", ".join(step.change.classes) or "nothing in words"
    by = "" if step.is_edit else ", as our rules read it anew"
    return escape(f"{step.before.number} → {step.after.number}, {at}: {what}{by}")


def _edit(edit: Edit) -> str:
    return f"<h3>{escape(edit.field)}: {escape(', '.join(edit.classes))}</h3>\n<p>{runs_to_html(edit.runs)}</p>"
