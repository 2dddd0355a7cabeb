"""An article as Markdown or plain lines."""

from __future__ import annotations

from newsarchive.article import Article, Block


def to_markdown(article: Article) -> str:
    """The article as Markdown: headline as #, lead in bold, captions under their figures, bylines last."""
    parts = [f"# {article.headline}"] if article.headline else []
    facts = [fact for fact in (article.newspaper, article.published and article.published.isoformat()) if fact]
    parts += [f"*{' · '.join(facts)}*"] if facts else []
    parts += [f"**{article.lead}**"] if article.lead else []
    mark = f"{article.dateline} " if article.dateline else ""
    for block in article.blocks:
        parts.append((mark if block.kind == "paragraph" else "") + _markdown(block, article))
        mark = "" if block.kind == "paragraph" else mark
    shown = {block.figure for block in _flat(article.blocks) if block.kind == "figure"}
    parts += [_figure(article, index) for index in range(len(article.figures)) if index not in shown]
    parts += [f"— {line}" for line in dict.fromkeys(byline.raw for byline in article.bylines)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _flat(blocks: tuple[Block, ...]) -> list[Block]:
    return [each for block in blocks for each in (block, *_flat(block.blocks))]


def _markdown(block: Block, article: Article) -> str:  # noqa: PLR0911 - one line for each kind of block
    match block.kind:
        case "heading":
            return f"{'#' * (block.level or 2)} {block.text}"
        case "list":
            return "\n".join(f"- {item}" for item in block.items)
        case "quote":
            return "\n".join(f"> {line}" for line in block.lines())
        case "table":
            return _table(block.rows)
        case "figure":
            return _figure(article, block.figure)
        case "box":
            inner = [f"**{block.text}**", *(_markdown(each, article) for each in block.blocks)]
            return "\n>\n".join("> " + part.replace("\n", "\n> ") for part in inner if part.strip("* "))
        case "paragraph":
            return block.text


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    width = max(map(len, rows), default=0)
    full = [(*row, *[""] * (width - len(row))) for row in rows]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in full]
    return "\n".join([*lines[:1], "|" + "---|" * width, *lines[1:]])


def _figure(article: Article, index: int | None) -> str:
    if index is None or index >= len(article.figures):
        return ""
    figure = article.figures[index]
    image = f"![{figure.caption or ''}]({figure.src})" if figure.src else ""
    caption = f"*{figure.raw}*" if figure.raw else ""
    return "\n".join(part for part in (image, caption) if part)


def to_text(article: Article) -> str:
    """The article as plain lines: headline, lead, body, captions, bylines, a blank line between."""
    head = [part for part in (article.headline, article.lead) if part]
    body = article.body
    if article.dateline:
        body = [f"{article.dateline} {body[0]}", *body[1:]] if body else [article.dateline]
    tail = [*article.captions, *dict.fromkeys(byline.raw for byline in article.bylines)]
    return "\n\n".join([*head, *body, *tail])
