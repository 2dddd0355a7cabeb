"""`newsarchive clean`: one saved page or text in, the article out."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsarchive.article import Article
from newsarchive.cli.explain import print_explanation
from newsarchive.cli.options import JsonOption
from newsarchive.cli.output import complain, print_json
from newsarchive.cli.render import to_markdown, to_text
from newsarchive.exceptions import UnreadableInputError

_MAX_BYTES = 256 * 1024 * 1024
"""Past this nothing is a page; a pipe that never ends must not fill the memory."""
_NOT_ARTICLE = 1


class Format(StrEnum):
    """How the article is printed."""

    json = "json"
    md = "md"
    text = "text"


def clean(  # noqa: PLR0917 - typer makes options of them
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A saved page or plain text; - reads stdin.")],
    url: Annotated[
        str | None, typer.Option(help="The page's address: tells the newspaper and its layout.", show_default=False)
    ] = None,
    newspaper: Annotated[
        str | None, typer.Option(metavar="ID", help="The newspaper, when no URL tells it.", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print the article.")] = Format.json,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Print the decisions instead of the article: each field's rule and raw text, and piece by piece what "
            "was taken for what, and what was dropped and why.",
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Clean one page or text: HTML or plain text is told by content. No article: the reason on stderr, exit code 1.

    Examples:
      newsarchive clean page.html --url https://baocantho.com.vn/bai-viet-a12345.html
      newsarchive clean --format md page.html > article.md
      newsarchive clean - < page.txt
      newsarchive clean page.html --explain | less -S
      newsarchive clean page.html --explain --json
    """
    data = _read(file)
    if explain:
        _explain(data, url, newspaper, json=json)
        return
    article, reason = _read_article(data, url, newspaper)
    if article is None:
        complain(f"no article found: {reason or 'the page tells no reason'}")
        raise typer.Exit(_NOT_ARTICLE)
    if json or format is Format.json:
        print_json(article.to_dict())
    else:
        typer.echo(to_markdown(article) if format is Format.md else to_text(article))


def _explain(data: bytes, url: str | None, newspaper: str | None, *, json: bool) -> None:
    """Print the decisions; exit code 1 when there is no article, as without --explain."""
    from newsarchive.extraction.decode import decode
    from newsarchive.extraction.explain import explain
    from newsarchive.extraction.explaintext import explain_text
    from newsarchive.warc import text_kind

    if data.strip() and text_kind(data) == "text":
        told = explain_text(decode(data).text, newspaper=newspaper)
    else:
        told = explain(data, url=url, newspaper=newspaper)
    if json:
        print_json(told.to_dict())
    else:
        print_explanation(told)
    if told.article is None:
        raise typer.Exit(_NOT_ARTICLE)


def _read_article(data: bytes, url: str | None, newspaper: str | None) -> tuple[Article | None, str | None]:
    from newsarchive.extraction import article_from_text, extract
    from newsarchive.extraction.decode import decode
    from newsarchive.extraction.plaintext import why_no_text
    from newsarchive.press import newspaper as find_newspaper
    from newsarchive.warc import text_kind

    known = find_newspaper(newspaper) if newspaper else None
    if not data.strip():
        return None, "the input is empty"
    if text_kind(data) != "text":
        extraction = extract(data, url=url, newspaper=known)
        return extraction.article, extraction.reason
    article = article_from_text(decode(data).text, newspaper=known.id if known else None)
    reason = why_no_text(article)
    return (None, reason) if reason else (article, None)


def _read(file: str) -> bytes:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as source:
                data = source.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInputError(file, error.strerror or "cannot be read") from error
    if len(data) > _MAX_BYTES:
        raise UnreadableInputError(file, f"larger than {_MAX_BYTES // 2**20} MiB; that is no page")
    return data
