"""A layout from pages: read them by general rules, sort them, infer, try, keep what helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsarchive.exceptions import ProbeError
from newsarchive.extraction.choice import choose_layout
from newsarchive.extraction.decode import decode
from newsarchive.extraction.guard import guard
from newsarchive.extraction.page import Page
from newsarchive.extraction.parse import parse
from newsarchive.press import Newspaper, layouts, newspaper_for
from newsarchive.probe.build import build_layout, count_pages
from newsarchive.probe.draft import draft_newspaper, host_of, suggest_id
from newsarchive.probe.group import group
from newsarchive.probe.records import Probe, Proposal
from newsarchive.probe.specimen import LeftOut, Sample, Specimen, read_specimen
from newsarchive.probe.trial import keep_what_helps, read_sample
from newsarchive.probe.written import write_layout

LEAST = 3
"""Pages of one layout from which it can be told what repeats and what varies."""
MOST = 12
"""Pages of one layout that are looked at; more tell nothing new."""


def probe(
    pages: Iterable[Sample | tuple[bytes | str, str | None]],
    *,
    newspaper_id: str | None = None,
    newspaper: Newspaper | None = None,
) -> Probe:
    """Infer the layout of three or more articles' pages, given as (html, url).

    Pages of several layouts are told apart; those of a layout with fewer than three pages, and pages that are no
    articles, are named in `left_out`. `newspaper_id`: what to call it, by the host when left out. Raises ProbeError.
    """
    samples = [Sample(*page) for page in pages]
    read = [read_specimen(sample, newspaper) for sample in samples]
    left_out = [each for each in read if isinstance(each, LeftOut)]
    specimens = _without_copies([each for each in read if isinstance(each, Specimen)], left_out)
    groups = group(specimens)
    large = sorted((members[:MOST] for members in groups if len(members) >= LEAST), key=_newest, reverse=True)
    if not large:
        raise ProbeError(_why_too_few(groups, left_out))
    for members in groups:
        if len(members) < LEAST:
            reason = f"another layout, with {len(members)} of the pages: three are needed"
            left_out += [LeftOut(each.name, reason) for each in members]
    known = (newspaper_for(each.address) for each in specimens if each.address)
    paper = newspaper or next((each for each in known if each), None)
    name = newspaper_id or (paper.id if paper else None) or _id_by_host(specimens)
    unread = {each: sample for sample, each in zip(samples, read, strict=True) if isinstance(each, LeftOut)}
    ids = _layout_ids(name, large)
    proposals = tuple(
        _propose(members, layout_id, unread, [each.page for each in specimens if each not in members])
        for members, layout_id in zip(large, ids, strict=True)
    )
    gained = {name for proposal in proposals for name in proposal.gained}
    left_out = [each for each in left_out if each.page not in gained]
    draft = None
    if paper is None:
        told = f"Inferred by newsarchive probe from {sum(map(len, large))} pages."
        draft = draft_newspaper(name, list(zip(ids, large, strict=True)), left_out, told)
    return Probe(proposals, tuple(left_out), draft, paper.id if paper else None)


def _propose(
    members: Sequence[Specimen], layout_id: str, unread: Mapping[LeftOut, Sample], others: Sequence[Page]
) -> Proposal:
    others = [*others, *map(_parse, unread.values())]
    layout, comparisons, refused = keep_what_helps(members, build_layout(members, layout_id, others))
    guesses = count_pages(members, layout)
    known = {choice.id if (choice := choose_layout(each.page, each.newspaper)) else None for each in members}
    told = f"Inferred by newsarchive probe from {len(members)} pages{_period(members)}."
    return Proposal(
        layout=layout,
        guesses=guesses,
        pages=tuple(each.name for each in members),
        comparisons=comparisons,
        gained=tuple(each.page for each, sample in unread.items() if read_sample(sample, layout, members[0].newspaper)),
        refused=refused,
        known=known.pop() if len(known) == 1 else None,
        yaml=write_layout(layout, guesses, told),
    )


def _without_copies(specimens: Sequence[Specimen], left_out: list[LeftOut]) -> list[Specimen]:
    """Each article once: a copy would make its own text look like template."""
    kept: dict[str, Specimen] = {}
    for specimen in specimens:
        first = kept.setdefault(" ".join(specimen.article.body), specimen)
        if first is not specimen:
            left_out.append(LeftOut(specimen.name, f"the same text as {first.name}"))
    return list(kept.values())


def _why_too_few(groups: Sequence[Sequence[Specimen]], left_out: Sequence[LeftOut]) -> str:
    sizes = [len(members) for members in groups]
    found = f"{sum(sizes)} usable article pages" + (f" of {len(sizes)} layouts" if len(sizes) > 1 else "")
    why = "; ".join(f"{each.page}: {each.reason}" for each in left_out[:5])
    return f"three pages of one layout are needed, there are {found}" + (f" ({why})" if why else "")


def _id_by_host(specimens: Sequence[Specimen]) -> str:
    host = next((host for each in specimens if (host := host_of(each.address))), None)
    return suggest_id(host) if host else "newpaper"


def _layout_ids(name: str, groups: Sequence[Sequence[Specimen]]) -> list[str]:
    """The newspaper's name; with several groups, or when that is taken, the year of the newest page too."""
    taken = {layout.id for layout in layouts()}
    ids: list[str] = []
    for members in groups:
        years = [each.article.published.year for each in members if each.article.published]
        wished = f"{name}-{max(years)}" if years and (len(groups) > 1 or name in taken) else name
        free = (each for n in range(1, 1000) if (each := wished if n == 1 else f"{wished}-{n}") not in taken)
        ids.append(next(free))
        taken.add(ids[-1])
    return ids


def _newest(members: Sequence[Specimen]) -> str:
    return max(str(each.article.published or "") for each in members)


def _period(members: Sequence[Specimen]) -> str:
    days = sorted(str(each.article.published)[:10] for each in members if each.article.published)
    return f" of {days[0]} to {days[-1]}" if days else ""


def _parse(sample: Sample) -> Page:
    return parse(guard(decode(sample.html).text), sample.url, cut=True)
