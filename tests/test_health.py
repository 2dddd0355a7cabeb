"""Watchfulness: planted drifts are found within one run and no others, a quiet month gives no alarm."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from newsarchive.article import VIETNAM
from newsarchive.health import Finding, Health, Held, Page, Run, judge
from newsarchive.health.odds import chance_of_so_few

FIRST = datetime(2026, 3, 2, 6, tzinfo=VIETNAM)  # a Monday
Change = Callable[[Page], Page | None]


def months(
    days: int, *, seed: int, name: str = "bacninh", change: Change = lambda page: page, since: int = 999
) -> Held:
    """A newspaper crawled every morning: 20 articles on a weekday, 8 on Saturday, none on Sunday; some without byline,
    caption or lead. From day `since` on each new page is what `change` makes of it."""
    chance = random.Random(seed)
    pages: list[Page] = []
    runs = []
    for day in range(days):
        at = FIRST + timedelta(days=day)
        usual = {6: 0, 5: 8}.get(at.weekday(), 20)
        new = [_page(chance, name, at, number) for number in range(chance.randint(usual * 3 // 4, usual * 5 // 4))]
        pages += new if day < since else [page for one in new if (page := change(one)) is not None]
        runs.append(
            Run(at, at + timedelta(hours=1), {"stored": len(new) + 3, "same": 4, "error": chance.randint(0, 2)})
        )
    return Held(name, tuple(pages[-400:]), tuple(runs), tuple(page.at for page in pages if page.is_read))


def _page(chance: random.Random, name: str, at: datetime, number: int) -> Page:
    return Page(
        f"https://{name}.example/{at:%Y%m%d}-{number}.html",
        at + timedelta(minutes=number),
        is_read=chance.random() < 0.97,
        words=int(chance.lognormvariate(6, 0.5)),
        has_byline=chance.random() < 0.85,
        has_caption=chance.random() < 0.6,
        has_published=chance.random() < 0.99,
        has_lead=chance.random() < 0.5,
        by_layout=chance.random() < 0.98,
        template="layout:cu",
    )


def general(page: Page) -> Page:
    """A newspaper without a layout: one body in thirty stands in an element of its own."""
    odd = sum(map(ord, page.url)) % 30 == 0
    return replace(
        page, by_layout=False, template=f'<div class="dac-biet-{page.url[-9:-5]}">' if odd else '<div class="noi-dung">'
    )


def test_another_template_is_noticed_where_general_rules_read_it_as_well_as_before() -> None:
    for seed in range(4):
        held = months(39, seed=seed, change=general, since=0)
        assert judge(held).codes == frozenset()
        started = held.runs[-1].started
        moved = [replace(one, template='<div class="bai-moi">') if one.at >= started else one for one in held.pages]
        found = judge(replace(held, pages=tuple(moved)))
        assert (found.codes, found.level) == ({"template"}, "amber")
        read = [replace(one, by_layout=True, template="layout:moi") if one.at >= started else one for one in moved]
        now_read = replace(held, pages=tuple(read), layouts=frozenset({"layout:moi"}))
        assert judge(now_read).codes == frozenset()  # the newspaper lists a layout that reads it


def test_a_move_to_a_system_known_from_elsewhere_is_noticed_though_every_field_is_read() -> None:
    for seed in range(4):
        held = months(39, seed=seed)
        started = held.runs[-1].started
        moved = [replace(one, template="layout:moi") if one.at >= started else one for one in held.pages]
        now = replace(held, pages=tuple(moved), layouts=frozenset({"layout:cu"}))
        found = judge(now)
        assert (found.codes, found.level) == ({"template"}, "amber")
        # It stands in the runs behind, until the newspaper lists the layout or the change is accepted.
        since = [replace(one, since=started) for one in found.findings]
        later = replace(now, runs=(*now.runs, Run(now.runs[-1].finished, now.runs[-1].finished, {"same": 9})))
        more = [replace(one, at=one.at + timedelta(hours=2)) for one in now.pages if one.at >= started]
        later = replace(later, pages=(*now.pages, *more))
        assert "template" in judge(later, since).codes
        assert "template" not in judge(replace(later, layouts=frozenset({"layout:moi"})), since).codes


@pytest.mark.parametrize(("days", "level"), [(20, "green"), (13, "amber"), (2, "red"), (-1, "red")])
def test_a_certificate_near_its_end(days: int, level: str) -> None:
    held = months(30, seed=1)
    ends = held.runs[-1].finished + timedelta(days=days)
    found = judge(replace(held, certificates=(("bacninh.example", ends), ("m.bacninh.example", ends + timedelta(90)))))
    assert found.level == level
    assert all("bacninh.example ends on" in one.said for one in found.findings)


def test_the_first_pages_are_held_against_newspapers_of_the_same_system() -> None:
    kin = replace(months(40, seed=3, name="kin"), families=frozenset({"epi"}))
    rest = [replace(months(40, seed=n, name=f"p{n}", change=PLANTED["lead"], since=0)) for n in range(4, 8)]
    new = replace(months(1, seed=9, change=PLANTED["byline"], since=0), families=frozenset({"epi"}))
    assert judge(new, others=[kin, *rest]).codes == {"byline"}
    # A newspaper of the same system without bylines tells that none are to be expected.
    bare = replace(months(40, seed=3, name="kin", change=PLANTED["byline"], since=0), families=frozenset({"epi"}))
    assert judge(new, others=[bare, *rest]).codes == frozenset()


@pytest.mark.parametrize("seed", range(4))
def test_quiet_months_give_no_alarm(seed: int) -> None:
    alarms = [judge(months(days, seed=seed)).findings for days in range(1, 75)]
    assert [found for found in alarms if found] == []


PLANTED: dict[str, Change] = {
    "read": lambda page: replace(page, is_read=False),
    "byline": lambda page: replace(page, has_byline=False),
    "caption": lambda page: replace(page, has_caption=False),
    "published": lambda page: replace(page, has_published=False),
    "lead": lambda page: replace(page, has_lead=False),
    "layout": lambda page: replace(page, by_layout=False),
    "short": lambda page: replace(page, words=page.words // 8),
    "long": lambda page: replace(page, words=page.words * 12),
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_drift_is_found_within_one_run_and_nothing_else(code: str) -> None:
    for seed in range(4):
        assert judge(months(38, seed=seed, change=PLANTED[code], since=38)).codes == frozenset()
        assert judge(months(39, seed=seed, change=PLANTED[code], since=38)).codes == {code}, seed


def test_scrambled_bodies_are_told_apart_from_pages_that_are_not_read() -> None:
    def scramble(page: Page) -> Page:
        return replace(page, is_read=False, is_plain=False)

    found = judge(months(39, seed=1, change=scramble, since=38))
    assert (found.codes, found.level) == ({"read", "scrambled"}, "red")


def test_a_finding_stands_until_it_is_mended_though_it_has_become_history() -> None:
    change = PLANTED["byline"]
    standing = judge(months(39, seed=2, change=change, since=38)).findings
    for days in range(40, 90):
        found = judge(months(days, seed=2, change=change, since=38), standing)
        assert found.codes == {"byline"}, days
        standing = found.findings
    mended = judge(months(90, seed=2), standing)
    assert mended.findings == ()


def test_a_newspaper_that_falls_silent_is_told_after_some_days() -> None:
    codes = [judge(months(days, seed=3, change=lambda _: None, since=40)).codes for days in range(40, 50)]
    first = next(at for at, found in enumerate(codes) if "silent" in found)
    assert 1 <= first <= 5
    assert all("silent" in found for found in codes[first:])
    assert set().union(*codes) <= {"silent", "few"}


def test_at_tet_all_are_silent_and_none_is_told_of() -> None:
    for days in range(41, 47):
        papers = [months(days, seed=at, name=f"bao{at}", change=lambda _: None, since=40) for at in range(6)]
        for paper in papers:
            assert judge(paper, (), [other for other in papers if other is not paper]).findings == ()
        going_on = [months(days, seed=at, name=f"bao{at}") for at in range(5)]
        if days > 44:
            assert "silent" in judge(papers[5], (), going_on).codes


def test_a_poor_day_is_told_with_what_the_weekday_brings() -> None:
    def poor(page: Page) -> Page | None:
        return page if page.at.minute < 1 else None

    (finding,) = judge(months(39, seed=1, change=poor, since=38)).findings
    assert (finding.code, finding.level) == ("few", "amber")
    assert finding.said.startswith("1 new articles")


def test_a_newspaper_without_history_is_held_against_the_others() -> None:
    others = [months(40, seed=at, name=f"bao{at}") for at in range(3)]
    new = months(1, seed=9, change=PLANTED["byline"], since=0)
    assert judge(new, (), others).codes == {"byline"}
    assert judge(new).codes == frozenset()
    assert judge(months(1, seed=9), (), others).codes == frozenset()


def test_a_run_of_errors_and_another_robots_txt_are_told() -> None:
    held = months(30, seed=1)
    last = replace(held.runs[-1], requests={"stored": 5, "error": 30})
    assert judge(replace(held, runs=(*held.runs[:-1], last))).codes == {"errors"}
    for requests, codes in (({"dropped": 4}, {"errors"}), ({"dropped": 1}, set()), ({"dropped": 2, "same": 3}, set())):
        short = replace(held.runs[-1], requests=requests)
        assert judge(replace(held, runs=(*held.runs[:-1], short))).codes == codes
    days = [(run.started, "sha256:a") for run in held.runs]
    assert judge(replace(held, robots=tuple(days))).codes == frozenset()
    assert judge(replace(held, robots=(*days[:-1], (days[-1][0], "sha256:b")))).codes == {"robots"}
    dated = tuple((at, f"sha256:{number}") for number, (at, _) in enumerate(days))
    assert judge(replace(held, robots=dated)).codes == frozenset()


def test_a_run_that_asked_for_nothing_is_told_where_something_was_due() -> None:
    held = months(30, seed=1)

    def after(last: Run, standing: tuple[Finding, ...] = ()) -> Health:
        return judge(replace(held, runs=(*held.runs[:-1], last)), standing)

    nothing = replace(held.runs[-1], requests={})
    resting = after(replace(nothing, stopped="robots.txt cannot be read; its host is left alone until 10:00"))
    (finding,) = resting.findings
    assert (finding.code, resting.level) == ("idle", "amber")
    assert "robots.txt cannot be read" in finding.said
    assert "newsarchive check bacninh" in finding.todo
    (finding,) = after(replace(nothing, left=12)).findings
    assert "the 12 addresses" in finding.said
    assert after(nothing).level == "green"  # nothing was due
    assert after(replace(held.runs[-1], stopped="limit of 20 articles reached")).level == "green"
    failed = after(replace(nothing, requests={"error": 30})).findings
    assert after(replace(nothing, stopped="left alone"), failed).codes == {"errors", "idle"}
    assert after(held.runs[-1], failed).codes == frozenset()


def test_the_odds_are_those_of_a_beta_binomial_law() -> None:
    assert chance_of_so_few(3, 3, 40, 40) == pytest.approx(1.0)
    # 1·2·3 / (42·43·44), by hand.
    assert chance_of_so_few(0, 3, 40, 40) == pytest.approx(6 / (42 * 43 * 44))
    assert chance_of_so_few(0, 3, 4, 4) > 0.01


@pytest.mark.parametrize(("first", "told"), [(datetime(2026, 2, 13, tzinfo=VIETNAM), False), (FIRST, True)])
def test_a_paper_that_rests_at_tet_is_not_silent(first: datetime, told: bool) -> None:
    held = months(28, seed=5)
    moved = [replace(run, started=first + (run.started - held.arrived[-1])) for run in held.runs]
    arrived = tuple(first + (at - held.arrived[-1]) for at in held.arrived)
    runs = [replace(run, finished=run.started + timedelta(hours=1)) for run in moved]
    runs += [Run(first + timedelta(days=day), first + timedelta(days=day, hours=1), {"same": 4}) for day in range(1, 8)]
    assert ("silent" in judge(replace(held, arrived=arrived, runs=tuple(runs))).codes) is told
