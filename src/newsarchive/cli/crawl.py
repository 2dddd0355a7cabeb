"""`newsarchive crawl`: the live half of the one door."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsarchive.cli.options import DAY_FORMATS, ArchiveOption, JsonOption, WorkersOption, day
from newsarchive.cli.output import complain, note, print_json, print_table, progress
from newsarchive.cli.status import print_findings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from newsarchive.capture.process import Event

_NO_TIME = "-:--:--"

SinceOption = Annotated[
    datetime | None,
    typer.Option(formats=DAY_FORMATS, metavar="DATE", help="Ask for no article dated before this day; it stays due."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(formats=DAY_FORMATS, metavar="DATE", help="The same for articles dated after this day."),
]
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="At most so many articles of each newspaper.", show_default=False)
]


def crawl(  # noqa: PLR0917 - typer makes options of them
    newspapers: Annotated[list[str], typer.Argument(metavar="NEWSPAPER…", help="Ids; `newsarchive newspapers`.")],
    archive: ArchiveOption = None,
    json: JsonOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    url: Annotated[
        list[str] | None, typer.Option("--url", help="Only this address; may be given again.", show_default=False)
    ] = None,
    workers: WorkersOption = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log lines as JSON on stderr.")] = False,
) -> None:
    """Crawl newspapers politely, side by side, into the archive; what was there before is not fetched in vain.

    Needs a `contact` in archive.yml, by which a newspaper reaches you. robots.txt, Crawl-delay and Retry-After are
    kept. A newspaper that was never verified is checked first. Ctrl-C once stops cleanly, twice at once; nothing is
    lost either way, and the same command goes on.

    --since and --until bound a run, not the archive: by the day of publication that a feed, news sitemap or the
    address itself tells, else by a sitemap's lastmod, else by where the article's number stands among those that are
    held. What is older or newer is noted and left to a run without them; what nothing dates is asked for when a list
    names it. Sections are walked through what is newer, and not on behind a page where all is older.

    Examples:
      newsarchive crawl bacninh
      newsarchive crawl bacninh cantho --since 2026-01-01 --limit 200
      newsarchive crawl bacninh --since 2019-03-01 --until 2019-03-31
      newsarchive crawl bacninh --url https://baobacninhtv.vn/mot-bai-postid409722.bbg --json
    """
    from newsarchive.capture.process import Wish, run_crawl
    from newsarchive.cli.send import send_after
    from newsarchive.config import archive_directory, load_config
    from newsarchive.health import look_after
    from newsarchive.manners import user_agent
    from newsarchive.press import newspaper, press_of

    bounds = _days(since, until)
    directory = archive_directory(archive)
    user_agent(load_config(directory), directory / "archive.yml")
    with press_of(directory):
        names = tuple(newspaper(name).id for name in newspapers)
    if not url:
        names = _check_first(directory, names)
    wish = Wish(names, *bounds, limit, tuple(url or ()), workers, log_json)
    runs: list[Event] = []
    with progress("requests") as shown:
        watch = _Watch(shown, names, runs)
        code = run_crawl(directory, wish, on_event=watch.take, on_stop=_say_stopping)
    is_whole = not (code or since or until or limit or url)  # a bounded run says nothing of what the newspaper brings
    health = look_after(directory, [run["newspaper"] for run in runs]) if is_whole else ()
    send_after(directory)
    if json:
        print_json({"runs": runs, "exit_code": code, "health": [one.to_dict() for one in health]})
    else:
        _print(runs)
        print_findings(health)
    if code:
        raise typer.Exit(code)


def _days(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    if since and until and since > until:
        raise typer.BadParameter(f"{day(until)} lies before --since {day(since)}", param_hint="--until")
    return day(since), day(until)


def _check_first(directory: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """The newspapers to crawl: one that nobody has verified is checked before its first crawl."""
    from newsarchive.check import ensure_checked

    wanted = []
    for name in names:
        check = ensure_checked(directory, name)
        if check is not None:
            note(f"{name} was never verified, so it was checked first: {check.verdict}; {check.reason}")
        if check is None or check.is_crawlable:
            wanted.append(name)
    if not wanted:
        raise typer.Exit(1)
    return tuple(wanted)


class _Watch:
    """Shows what the crawler tells."""

    def __init__(self, shown: Progress, names: tuple[str, ...], runs: list[Event]) -> None:
        self._shown, self._runs = shown, runs
        self._began = time.monotonic()
        self._tasks: dict[str, TaskID] = {name: shown.add_task(name, total=None) for name in names}

    def take(self, event: Event) -> None:
        """One event."""
        if event["event"] == "ended":
            self._runs.append({key: value for key, value in event.items() if key != "event"})
            return
        done = sum(event["requests"].values())
        rate = done / max(time.monotonic() - self._began, 0.1)
        left = event.get("due")
        self._shown.update(
            self._tasks[event["newspaper"]],
            completed=done,
            total=done + left if left else None,
            description=f"{event['newspaper']}  {rate:.1f}/s  left {_time_left(left, rate)}",
        )


def _time_left(left: int | None, rate: float) -> str:
    if left is None or rate <= 0:
        return _NO_TIME
    seconds = int(left / rate)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _say_stopping() -> None:
    note("Stopping: what is on its way is still taken in. Ctrl-C again ends at once; nothing is lost either way.")


def _print(runs: list[Event]) -> None:
    headers = ("newspaper", "new or changed", "same", "gone", "refused", "dropped", "errors", "articles", "found")
    if runs:
        print_table(headers, [_row(run) for run in runs])
    for run in runs:
        if run["problem"]:
            complain(f"{run['newspaper']}: {run['problem']}")
        elif run["stopped"]:
            note(f"{run['newspaper']}: {run['stopped']}")
        elif run["left"]:
            note(f"{run['newspaper']}: {run['left']} addresses are left for a run without --since and --until")
        for reason, count in list(run["reasons"].items())[:5]:
            note(f"{run['newspaper']}: {count} × {reason}")


def _row(run: Event) -> tuple[Any, ...]:
    requests, captures = run["requests"], run["captures"]
    ends = (requests.get(outcome, 0) for outcome in ("stored", "same", "gone", "refused", "dropped", "error"))
    return (run["newspaper"], *ends, captures.get("stored", 0), run["found"])
