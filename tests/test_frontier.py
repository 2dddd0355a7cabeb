"""The frontier: links in, leases out, a done-mark for every end, one live crawl per newspaper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from newsarchive.exceptions import ArchiveError, StorageFullError
from newsarchive.frontier import SILENCE, End, Frontier, Habit, Home, Lease, Outcome, Server
from newsarchive.frontier.ladder import interval
from newsarchive.link import Link, LinkKind
from newsarchive.press import Newspaper

DAY = 86_400.0
LOOK = DAY * 11 / 12
"""What the ladder makes of a day: a crawl of every morning must find it due."""
"""Seconds."""
PAPER = Newspaper(id="suoivang", name="Báo Suối Vàng", host="baosuoivang.vn", hosts=("baosuoivang.vn",))
OTHER = Newspaper(id="bensay", name="Báo Bến Sậy", host="baobensay.vn", hosts=("baobensay.vn",))


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Every rule holds for a frontier in a file and for one in PostgreSQL."""
    if request.param == "file":
        return tmp_path / "frontier.db"
    return Server(request.getfixturevalue("postgres").fresh())


@pytest.fixture
def frontier(home: Home, clock: Clock) -> Iterator[Frontier]:
    with Frontier(home, clock=clock) as opened:
        yield opened


@pytest.fixture
def in_file(tmp_path: Path, clock: Clock) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.db", clock=clock) as opened:
        yield opened


def article(number: int, **more: object) -> Link:
    return link(f"https://baosuoivang.vn/tin-{number}.html", "article", **more)


def link(url: str, kind: LinkKind = "article", **more: object) -> Link:
    return Link(url, kind, "link on a section page", **more)  # type: ignore[arg-type]


def only(leases: tuple[Lease, ...]) -> Lease:
    assert len(leases) == 1
    return leases[0]


def due_in(frontier: Frontier, clock: Clock, number: int = 1) -> float | None:
    """Seconds until an article is due; None: not again."""
    history = frontier.history(article(number).url, PAPER)
    assert history is not None
    return None if history.due_at is None else history.due_at - clock.now


def test_links_are_added_once_whatever_their_spelling(frontier: Frontier) -> None:
    first = frontier.add(PAPER, [article(1), article(2)], found_on="https://baosuoivang.vn/thoi-su/")
    again = frontier.add(PAPER, [article(2), link("http://www.baosuoivang.vn/tin-1.html?fbclid=x#binh-luan")])
    assert (first.new, first.changed) == (2, 0)
    assert (again.new, again.changed) == (0, 0)
    assert frontier.counts("suoivang").total == 2


def test_known_links_cost_no_write(frontier: Frontier) -> None:
    links = [article(number, lastmod=datetime(2026, 1, 8, tzinfo=UTC)) for number in range(500)]
    frontier.add(PAPER, links)
    before = rows(frontier, "select * from url order by id")
    assert frontier.add(PAPER, links).changed == 0
    assert rows(frontier, "select * from url order by id") == before


def rows(frontier: Frontier, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frontier._read(statement)]


def test_a_newer_lastmod_of_what_was_never_fetched_loses_nothing(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1, lastmod=datetime(2026, 1, 8, tzinfo=UTC))])
    frontier.add(PAPER, [article(1, lastmod=datetime(2026, 1, 9, tzinfo=UTC))])
    assert due_in(frontier, clock) == 0
    with frontier.crawl("suoivang") as crawl:
        assert only(crawl.lease(1)).url == article(1).url


def test_named_addresses_are_leased_by_the_thousand(frontier: Frontier) -> None:
    frontier.add(PAPER, [article(number) for number in range(2400)])
    with frontier.crawl("suoivang") as crawl:
        keys = [PAPER.canonical(article(number).url) for number in range(0, 2400, 2)]
        leased = crawl.lease(5000, keys=keys)
        assert {PAPER.canonical(lease.url) for lease in leased} == set(keys)
        assert crawl.release([lease.id for lease in leased[:10]]) == 10


def test_what_is_no_web_address_is_counted_and_left_out(frontier: Frontier) -> None:
    added = frontier.add(PAPER, [link("mailto:toasoan@baosuoivang.vn"), link("https://[::1"), article(1)])
    assert (added.new, added.ignored) == (1, 2)


def test_leases_come_by_priority_then_by_waiting_time(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [link("https://baosuoivang.vn/thoi-su?p=2", "page"), article(1), article(2)])
    clock.now += 5
    frontier.add(PAPER, [article(3), link("https://baosuoivang.vn/rss/home.rss", "feed")])
    with frontier.crawl("suoivang") as crawl:
        assert [lease.url.rpartition("/")[2] for lease in crawl.lease(10)] == [
            "home.rss", "tin-1.html", "tin-2.html", "tin-3.html", "thoi-su?p=2",
        ]  # fmt: skip


def test_today_s_paper_does_not_wait_for_the_archive(frontier: Frontier, clock: Clock) -> None:
    old = datetime.fromtimestamp(clock.now - 90 * DAY, UTC)
    frontier.add(PAPER, [article(number, lastmod=old) for number in range(9)])
    clock.now += 5
    frontier.add(PAPER, [article(20), article(21, lastmod=datetime.fromtimestamp(clock.now, UTC)), article(5)])
    with frontier.crawl("suoivang") as crawl:
        assert [lease.url.rpartition("-")[2] for lease in crawl.lease(4)] == ["5.html", "20.html", "21.html", "0.html"]


def test_a_url_is_fetched_as_printed_and_known_by_its_canonical_form(frontier: Frontier) -> None:
    frontier.add(PAPER, [link("http://www.baosuoivang.vn/thoi-su/", "section")])
    with frontier.crawl("suoivang") as crawl:
        assert only(crawl.lease(9)).url == "http://www.baosuoivang.vn/thoi-su/"
    history = frontier.history("https://m.baosuoivang.vn/thoi-su", PAPER)
    assert history is not None
    assert history.key == "https://baosuoivang.vn/thoi-su"


def test_nobody_gets_a_leased_url_before_it_runs_out(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    with frontier.crawl("suoivang") as crawl:
        only(crawl.lease(9, seconds=60))
        assert crawl.lease(9) == ()
        clock.now += 59
        assert crawl.renew(60) == 1
        clock.now += 59
        assert crawl.lease(9) == ()
        clock.now += 1
        assert only(crawl.lease(9)).until == clock.now + 300


def test_release_makes_due_at_once(frontier: Frontier) -> None:
    frontier.add(PAPER, [article(1), article(2)])
    with frontier.crawl("suoivang") as crawl:
        first, second = crawl.lease(9)
        assert crawl.release([first.id]) == 1
        assert only(crawl.lease(9)).id == first.id
    assert frontier.counts("suoivang").due == 2
    assert frontier.counts("suoivang").held == 0
    assert second.id != first.id


@pytest.mark.parametrize(
    ("outcome", "kind", "days"),
    [
        ("stored", "article", LOOK / DAY),
        ("stored", "image", None),
        ("stored", "page", None),
        ("stored", "feed", 0.25 / 24),
        ("same", "section", 0.25 / 24),
        ("dropped", "article", None),
        ("dropped", "sitemap", 1),
        ("refused", "article", 7),
        ("gone", "article", 1),
        ("gone", "image", None),
        ("gone", "section", 1),
    ],
)
def test_every_end_has_its_next_time(
    frontier: Frontier, clock: Clock, outcome: Outcome, kind: LinkKind, days: float | None
) -> None:
    frontier.add(PAPER, [link(article(1).url, kind)])
    with frontier.crawl("suoivang") as crawl:
        lease = only(crawl.lease(1))
        assert crawl.done([End(lease.id, outcome, 200, "lý do")]) == 1
    seconds = due_in(frontier, clock)
    assert seconds == (None if days is None else pytest.approx(days * DAY))


def test_errors_wait_longer_each_time_and_end(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    waits = []
    with frontier.crawl("suoivang") as crawl:
        while (lease := next(iter(crawl.lease(1)), None)) is not None:
            assert lease.attempts == len(waits)
            crawl.done([End(lease.id, "error", None, "kết nối bị cắt")])
            crawl.renew()
            waits.append(due_in(frontier, clock) or 0.0)
            clock.now += waits[-1]
            if not waits[-1]:
                break
    assert len(waits) == 12
    assert waits[:4] == pytest.approx([10, 40, 160, 640], rel=0.1)
    assert waits == [*sorted(waits[:-1]), 0.0]
    assert max(waits) < 7.8 * DAY
    assert frontier.counts("suoivang").finished == 1


def test_entry_points_are_never_given_up(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [link("https://baosuoivang.vn/rss/home.rss", "feed")])
    with frontier.crawl("suoivang") as crawl:
        for _ in range(20):
            crawl.done([End(only(crawl.lease(1)).id, "error")])
            next_due = frontier.next_due("suoivang")
            assert next_due is not None
            clock.now = next_due
            crawl.renew()


def test_the_server_s_own_time_is_never_shortened(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    with frontier.crawl("suoivang") as crawl:
        lease = only(crawl.lease(1))
        crawl.done([End(lease.id, "error", 503, "Retry-After: 30 ngày", not_before=clock.now + 30 * DAY)])
    assert due_in(frontier, clock) == 30 * DAY


def looks(frontier: Frontier, clock: Clock, days: float, habit: Habit = Habit()) -> list[float]:  # noqa: B008
    """Ages in days at which an article that never changes is asked for."""
    frontier.add(PAPER, [article(1)])
    begin, ages = clock.now, []
    with frontier.crawl("suoivang", habit) as crawl:
        while clock.now - begin < days * DAY:
            ages.append((clock.now - begin) / DAY)
            outcome: Outcome = "same" if len(ages) > 1 else "stored"
            crawl.done([End(only(crawl.lease(1)).id, outcome, 200, published=begin)])
            clock.now += due_in(frontier, clock) or 0
            crawl.renew()
    return ages


def test_an_unchanged_article_is_asked_for_ever_more_rarely(frontier: Frontier, clock: Clock) -> None:
    ages = looks(frontier, clock, 800)
    waits = [round(later - sooner, 6) for sooner, later in pairwise(ages)]
    assert waits == sorted(waits)
    assert waits[0] * 24 * 60 == pytest.approx(27.5, abs=0.01)  # minutes on the first day
    assert [sum(low <= age < high for age in ages) for low, high in ((0, 1), (1, 7), (7, 30), (30, 365))] == [
        24,
        7,
        7,
        7,
    ]
    assert max(waits) == pytest.approx(365 * 11 / 12)


@pytest.mark.parametrize(
    "missing",
    [
        End(0, "gone", 404),
        End(0, "gone", 410),
        End(0, "refused", 451),
        End(0, "stored", 200, is_replaced=True),
        End(0, "same", 200, is_replaced=True),
    ],
    ids=["404", "410", "451", "another page", "the same other page"],
)
@pytest.mark.parametrize("age", [2 / 24, 3, 400])
def test_what_just_vanished_is_looked_for_within_the_time_it_has_been_away(
    frontier: Frontier, clock: Clock, missing: End, age: float
) -> None:
    frontier.add(PAPER, [article(1)])
    published, waits = clock.now - age * DAY, []
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(only(crawl.lease(1)).id, "stored", 200, published=published)])
        clock.now += due_in(frontier, clock) or 0
        crawl.renew()
        gone_at = clock.now
        for _ in range(14):
            crawl.done([replace(missing, id=only(crawl.lease(1)).id)])
            waits.append(due_in(frontier, clock) or 0)
            away, clock.now = clock.now - gone_at, clock.now + waits[-1]
            # As long again as it has been away, and half a day; then once a year, as for what is old and stands.
            assert waits[-1] <= away + 0.5 * DAY or waits[-1] > 300 * DAY
            crawl.renew()
        assert 7 <= sum(wait < 300 * DAY for wait in waits) <= 13
        # It is back: the ladder goes on where it was.
        crawl.done([End(only(crawl.lease(1)).id, "stored", 200, published=published)])
        assert (due_in(frontier, clock) or 0) <= DAY


def test_what_is_known_to_edit_is_asked_for_sooner(frontier: Frontier, clock: Clock) -> None:
    usual = interval(3 * DAY, Habit(), "a")
    assert interval(3 * DAY, Habit(share=0.3), "a") == usual / 2  # a newspaper that edits a third of its articles
    assert interval(3 * DAY, Habit(edits={"a": 1}), "a") == usual / 2
    assert interval(3 * DAY, Habit(edits={"a": 5}), "a") == usual / 4
    assert interval(3 * DAY, Habit(edits={"b": 5}), "a") == usual
    assert interval(0, Habit(share=0.3, edits={"a": 9}), "a") == 15 * 60
    twice = looks(frontier, clock, 30, Habit(share=0.3))
    assert len(twice) > 1.5 * 33


def test_looking_again_does_not_keep_new_articles_waiting(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(number) for number in range(100)])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(lease.id, "stored", 200) for lease in crawl.lease(100)])
        clock.now += 2 * DAY
        crawl.renew()
        old = datetime.fromtimestamp(clock.now - 90 * DAY, UTC)
        frontier.add(PAPER, [article(number) for number in range(100)])  # the sections name them again
        frontier.add(PAPER, [*(article(number, lastmod=old) for number in range(200, 240)), article(300)])
        numbers = [int(lease.url.rpartition("-")[2].removesuffix(".html")) for lease in crawl.lease(21)]
        assert numbers[0] == 300
        assert sum(number < 100 for number in numbers) == 10
        assert sum(200 <= number < 240 for number in numbers) == 10  # the backlog goes on as well
        crawl.release()
        rest = [int(lease.url.rpartition("-")[2].removesuffix(".html")) for lease in crawl.lease(200)]
        assert sorted(rest) == [*range(100), *range(200, 240), 300]


def test_a_changed_article_begins_anew(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    with frontier.crawl("suoivang") as crawl:
        for outcome in ("stored", "same", "same", "stored"):
            crawl.done([End(only(crawl.lease(1)).id, outcome, 200)])  # type: ignore[arg-type]
            clock.now += 70 * DAY
            crawl.renew()
    history = frontier.history(article(1).url, PAPER)
    assert history is not None
    assert history.due_at == history.visits[-1].last_at + LOOK / 2


def test_a_newer_lastmod_brings_forward_but_not_at_every_whim(frontier: Frontier, clock: Clock) -> None:
    at = datetime.fromtimestamp(clock.now, UTC)
    frontier.add(PAPER, [article(1, lastmod=at)])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(only(crawl.lease(1)).id, "stored", 200)])
    assert frontier.add(PAPER, [article(1, lastmod=at)]).changed == 0
    clock.now += 60
    later = datetime.fromtimestamp(clock.now, UTC)
    assert frontier.add(PAPER, [article(1, lastmod=later)]).changed == 1
    assert due_in(frontier, clock) == pytest.approx(LOOK / 24 - 60)


def test_a_lastmod_older_than_our_copy_asks_for_nothing(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(only(crawl.lease(1)).id, "stored", 200)])
    frontier.add(PAPER, [article(1, lastmod=datetime.fromtimestamp(clock.now - 5, UTC))])
    assert due_in(frontier, clock) == LOOK


def test_again_wakes_what_is_done_but_not_what_was_just_fetched(frontier: Frontier, clock: Clock) -> None:
    page = link("https://baosuoivang.vn/thoi-su?p=2", "page")
    frontier.add(PAPER, [page])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(only(crawl.lease(1)).id, "stored", 200)])
        assert frontier.add(PAPER, [page], again=True).changed == 0
        clock.now += 3600
        crawl.renew()
        assert frontier.add(PAPER, [page]).changed == 0
        assert frontier.add(PAPER, [page], again=True).changed == 1
        assert frontier.add(PAPER, [page], again=True).changed == 0
        only(crawl.lease(1))


def test_a_page_that_turns_out_an_article_becomes_one(frontier: Frontier) -> None:
    frontier.add(PAPER, [link(article(1).url, "page")])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(only(crawl.lease(1)).id, "dropped", 200, "không phải bài")])
        frontier.add(PAPER, [article(1)])
        assert only(crawl.lease(1)).kind == "article"


def test_lists_are_asked_for_anew_when_copies_of_them_may_be_gone(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1), link("https://baosuoivang.vn/rss", "feed")])
    with frontier.crawl("suoivang") as crawl:
        for lease in crawl.lease(2):
            crawl.done([End(lease.id, "stored", 200, etag='W/"a"', last_modified="Thu, 08 Jan 2026 11:21:00 GMT")])
    frontier.forget(lambda _: False)
    clock.now += 2 * DAY
    with frontier.crawl("suoivang") as crawl:
        assert {lease.kind: lease.etag for lease in crawl.lease(2)} == {"feed": None, "article": 'W/"a"'}


def test_validators_are_those_of_the_copy_we_have(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    seen = []
    ends = [
        End(0, "stored", 200, etag='W/"a"', last_modified="Thu, 08 Jan 2026 11:21:00 GMT"),
        End(0, "same", 304),
        End(0, "error", 502),
        End(0, "same", 304, etag='W/"b"'),
        End(0, "stored", 200),
    ]
    with frontier.crawl("suoivang") as crawl:
        for end in ends:
            lease = only(crawl.lease(1))
            seen.append((lease.etag, lease.last_modified))
            crawl.done([End(lease.id, end.outcome, end.status, None, end.etag, end.last_modified)])
            clock.now += due_in(frontier, clock) or 0
            crawl.renew()
        seen.append((only(crawl.lease(1)).etag, None))
    date = "Thu, 08 Jan 2026 11:21:00 GMT"
    assert seen == [(None, None), ('W/"a"', date), ('W/"a"', date), ('W/"a"', date), ('W/"b"', date), (None, None)]


def test_history_tells_everything_and_repeats_nothing(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [link("https://baosuoivang.vn/rss", "feed")], found_on=None)
    with frontier.crawl("suoivang") as crawl:
        for outcome in ("stored", "same", "same", "same", "error"):
            crawl.done([End(only(crawl.lease(1)).id, outcome, 200, None)])  # type: ignore[arg-type]
            clock.now = frontier.next_due("suoivang") or 0
            crawl.renew()
    history = frontier.history("https://baosuoivang.vn/rss/", PAPER)
    assert history is not None
    assert [(visit.outcome, visit.times) for visit in history.visits] == [("stored", 1), ("same", 3), ("error", 1)]
    assert history.visits[1].last_at == history.visits[1].first_at + 2 * 900
    assert history.found_as == "link on a section page"
    assert history.outcome == "error"
    assert frontier.history("https://baosuoivang.vn/khong-co.html", PAPER) is None


def test_counts_add_up(frontier: Frontier) -> None:
    frontier.add(PAPER, [article(number) for number in range(5)])
    frontier.add(OTHER, [link("https://baobensay.vn/a-1.html")])
    with frontier.crawl("suoivang") as crawl:
        leases = crawl.lease(3)
        crawl.done([End(leases[0].id, "stored", 200), End(leases[1].id, "dropped")])
        counts = frontier.counts("suoivang")
        assert (counts.total, counts.due, counts.held, counts.later, counts.finished) == (5, 2, 1, 1, 1)
        assert counts.outcomes == {("article", None): 3, ("article", "stored"): 1, ("article", "dropped"): 1}
    assert frontier.newspapers() == ("bensay", "suoivang")
    assert frontier.counts("khong-co").total == 0


def test_one_live_crawl_per_newspaper(frontier: Frontier, home: Home, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    with (
        frontier.crawl("suoivang") as crawl,
        Frontier(home, clock=clock) as second,
        second.crawl("bensay"),
    ):
        clock.now += SILENCE * 10  # this process lives: silence alone does not end it
        with pytest.raises(ArchiveError, match=r"suoivang is being crawled by process \d+ on .+ last heard of 900 s"):
            second.crawl("suoivang")
        assert only(crawl.lease(1))
    with frontier.crawl("suoivang"):
        pass


def _move(frontier: Frontier, **columns: object) -> None:
    """Pretend that the live crawl runs elsewhere."""
    with frontier._writing("suoivang") as connection:
        for name, value in columns.items():
            connection.execute(f"update crawl set {name} = ?", (value,))


def test_a_crawl_elsewhere_is_dead_when_it_is_silent(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1)])
    first = frontier.crawl("suoivang")
    lease = only(first.lease(1, seconds=10_000))
    _move(frontier, host="may-khac")
    clock.now += SILENCE - 1
    with pytest.raises(ArchiveError, match="may-khac"):
        frontier.crawl("suoivang")
    clock.now += 2
    with frontier.crawl("suoivang") as second:
        assert second.recovered == 1
        assert only(second.lease(1)).id == lease.id
        for ask in (lambda: first.lease(1), first.renew):
            with pytest.raises(ArchiveError, match="must end"):
                ask()
        assert first.done([End(lease.id, "error")]) == 0
        assert second.done([End(lease.id, "stored", 200)]) == 1
    first.close()


def test_a_dead_process_on_this_boot_is_noticed_at_once(frontier: Frontier) -> None:
    frontier.add(PAPER, [article(1)])
    first = frontier.crawl("suoivang")
    first.lease(1)
    _move(frontier, pid_started="1")  # the number went to another process since
    with frontier.crawl("suoivang") as second:
        assert second.recovered == 1


def test_a_host_that_wants_rest_is_remembered(frontier: Frontier, home: Home, clock: Clock) -> None:
    frontier.stop("baosuoivang.vn", clock.now + 3600, "429, Retry-After: 3600")
    frontier.stop("baosuoivang.vn", clock.now + 60, "503")
    with Frontier(home, clock=clock) as later:
        assert [(stop.host, stop.until - clock.now) for stop in later.stops()] == [("baosuoivang.vn", 3600.0)]
    clock.now += 3601
    assert frontier.stops() == ()


def test_wake_makes_due(frontier: Frontier, clock: Clock) -> None:
    frontier.add(PAPER, [article(1), link("https://baosuoivang.vn/rss", "feed")])
    with frontier.crawl("suoivang") as crawl:
        crawl.done([End(lease.id, "stored", 200) for lease in crawl.lease(9)])
        assert frontier.wake("suoivang", ["feed", "section"]) == 1
        assert only(crawl.lease(9)).kind == "feed"
        assert frontier.wake("suoivang") == 1
        assert frontier.next_due("suoivang") == clock.now


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "frontier.db").write_bytes(b"\x00khong phai\n" * 200)
    with pytest.raises(ArchiveError, match="not a usable database"):
        Frontier(tmp_path / "frontier.db")


def test_a_full_disk_loses_no_lease(in_file: Frontier) -> None:
    in_file.add(PAPER, [article(number) for number in range(2000)])
    with in_file.crawl("suoivang") as crawl:
        pages = in_file._database.raw.execute("pragma page_count").fetchone()[0]
        in_file._database.raw.execute(f"pragma max_page_count = {pages}")
        with pytest.raises(StorageFullError):
            in_file.add(PAPER, [article(number) for number in range(10_000, 14_000)])
        in_file._database.raw.execute("pragma max_page_count = 1000000")
        assert crawl.done([End(lease.id, "stored", 200) for lease in crawl.lease(10)]) == 10
    assert in_file.counts("suoivang").total == 2000
    assert in_file._database.raw.execute("pragma integrity_check").fetchone()[0] == "ok"
