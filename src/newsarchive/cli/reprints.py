"""`newsarchive reprints`: texts that several newspapers printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsarchive.cli.options import ArchiveOption, FirstDayOption, JsonOption, LastDayOption, NewspaperOption, day
from newsarchive.cli.output import note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.archive import Archive
    from newsarchive.reprints import Cluster, Found, Pair, Print

_SHOWN = 20


def reprints(  # noqa: PLR0917 - typer makes options of them
    archive: ArchiveOption = None,
    json: JsonOption = False,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Who else printed this article.", show_default=False)
    ] = None,
    newspaper: NewspaperOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    doubles: Annotated[
        bool, typer.Option("--doubles", help="Articles that one newspaper printed at two addresses instead.")
    ] = False,
) -> None:
    """Show which newspapers printed the same text (agency stories, releases of ministries), the newest first.

    What came in since the last run is read first. A text counts as printed again when half of the shorter one stands
    in the other, word by word; headlines do not matter, nor do lines that a newspaper prints on every page, and notices
    of one form with other figures are not the same. "first" is the earliest by what the pages print. --url tells what
    each changed. Days are days of publication of the first print.

    Examples:
      newsarchive reprints --from 2026-01-01 --newspaper bacninh
      newsarchive reprints --url https://baocantho.com.vn/bai-viet-a12345.html
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory
    from newsarchive.reprints import find_reprints

    with Archive.open(archive_directory(archive), workers=0) as opened:
        with progress("texts") as shown:
            task = shown.add_task("reading what is new", total=None)
            found = find_reprints(
                opened.directory / "data",
                opened.store.connection,
                progress=lambda done, total: shown.update(task, completed=done, total=total),
            )
        if url is not None:
            _tell_article(opened, found, url, as_json=json)
        elif doubles:
            _tell_doubles(opened, found, newspaper, as_json=json)
        else:
            _tell_clusters(_clusters(opened, found, newspaper, day(first), day(last)), found, as_json=json)


def _clusters(
    opened: Archive, found: Found, newspaper: str | None, first: date | None, last: date | None
) -> list[Cluster]:
    from newsarchive.reprints import cluster, read_prints

    prints = read_prints(opened.store.connection, _ends(found.pairs))
    clusters = cluster(prints, [(pair.one, pair.other, pair.likeness.jaccard) for pair in found.pairs])
    wanted = (one for one in clusters if newspaper is None or newspaper in {p.newspaper for p in one.prints})
    low, high = str(first or ""), str(last or "9999")
    return [one for one in wanted if low <= (one.first.day or "") <= high][::-1]


def _tell_clusters(clusters: list[Cluster], found: Found, *, as_json: bool) -> None:
    if as_json:
        print_json({"texts": found.synced.texts, "clusters": [_cluster(one) for one in clusters]})
        return
    for one in clusters[:_SHOWN]:
        typer.echo(f"{one.first.day or 'no day'}: {one.newspapers} newspapers: {one.first.headline or one.first.uid}")
        for number, each in enumerate(one.prints):
            mark = "" if number else "  first" if one.is_first_sure else "  first, as far as the pages tell"
            typer.echo(f"  {each.newspaper}  {each.published or each.day or 'no day'}  {each.url}{mark}")
    if len(clusters) > _SHOWN:
        note(f"… and {len(clusters) - _SHOWN} more; --from and --to narrow them, --json tells all")
    prints = sum(len(one.prints) for one in clusters)
    note(f"{len(clusters)} texts printed {prints} times; {found.synced.texts} revisions compared"
         f" ({found.synced.added} new, {found.synced.removed} forgotten)")  # fmt: skip


def _tell_doubles(opened: Archive, found: Found, newspaper: str | None, *, as_json: bool) -> None:
    from newsarchive.reprints import read_prints

    prints = read_prints(opened.store.connection, _ends(found.pairs))
    ends = dict.fromkeys((pair.one, pair.other) for pair in found.pairs if pair.is_double)
    pairs = [(prints[one], prints[other]) for one, other in ends]
    wanted = [pair for pair in pairs if newspaper in (None, pair[0].newspaper)]
    if as_json:
        print_json({"doubles": [[_print(one), _print(other)] for one, other in wanted]})
        return
    for one, other in wanted:
        typer.echo(f"{one.newspaper}  {one.day or 'no day'}  {one.url}\n  = {other.url}")
    note(f"{len(wanted)} articles at two addresses of one newspaper")


def _tell_article(opened: Archive, found: Found, url: str, *, as_json: bool) -> None:
    from newsarchive.changes import compare
    from newsarchive.exceptions import NotHeldError
    from newsarchive.reprints import read_prints

    uid = opened.uid(url)
    article = opened.article(url)
    if article is None:
        raise NotHeldError(url, "never captured, or no article")
    near = _near(found.pairs, uid)
    prints = read_prints(opened.store.connection, [uid, *near])
    rows = []
    for other, pair in sorted(near.items(), key=lambda item: prints[item[0]].order):
        theirs = opened.store.article(other)
        classes = compare(article, theirs).classes if theirs else ()
        rows.append({**_print(prints[other]), "double": pair.is_double, "contained": round(pair.likeness.contained, 3),
                     "jaccard": round(pair.likeness.jaccard, 3), "differs": list(classes)})  # fmt: skip
    if as_json:
        print_json({**_print(prints[uid]), "also": rows})
        return
    typer.echo(f"{prints[uid].newspaper}  {prints[uid].published or 'no day'}  {prints[uid].headline or uid}")
    for row in rows:
        where = "same newspaper" if row["double"] else row["newspaper"]
        shared = f"{100 * row['contained']:.0f} % of the shorter"
        typer.echo(f"  {where}  {row['published'] or 'no day'}  {shared}  {row['url']}")
        typer.echo(f"    differs in: {', '.join(row['differs']) or 'nothing'}")
    if not rows:
        typer.echo("  printed by no other newspaper, as far as is held")


def _near(pairs: Iterable[Pair], uid: str) -> dict[str, Pair]:
    """uid of each other article → the pair of revisions that are most alike."""
    near: dict[str, Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.likeness.jaccard):
        if uid in (pair.one, pair.other):
            near[pair.other if pair.one == uid else pair.one] = pair
    return near


def _ends(pairs: Iterable[Pair]) -> set[str]:
    return {uid for pair in pairs for uid in (pair.one, pair.other)}


def _cluster(one: Cluster) -> Mapping[str, Any]:
    return {
        "day": one.first.day,
        "first": one.first.uid,
        "first_is_sure": one.is_first_sure,
        "newspapers": one.newspapers,
        "prints": [_print(each) for each in one.prints],
    }


def _print(one: Print) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "newspaper": one.newspaper,
        "url": one.url,
        "headline": one.headline,
        "day": one.day,
        "published": one.published,
    }
