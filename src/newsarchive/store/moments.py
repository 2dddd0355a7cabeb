"""Instants as news.db writes them: UTC, `2026-01-08T11:21:00Z`, a fraction only where there is one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from newsarchive.article import VIETNAM

IN_ORDER = "rtrim({column}, 'Z')"
"""SQL that sorts such texts by time: without it 00:00.5Z comes before 00:00Z, since "." is less than "Z"."""
_WORDS = "%d/%m/%Y %H:%M:%S +07"


def now() -> str:
    """This second, as stored."""
    return to_text(datetime.now(UTC).replace(microsecond=0))


def to_text(moment: datetime) -> str:
    """An instant in UTC; one without a zone stays without.

    >>> to_text(datetime.fromisoformat("2026-01-08T18:21:00+07:00"))
    '2026-01-08T11:21:00Z'
    >>> to_text(datetime(2026, 1, 8, 18, 21))
    '2026-01-08T18:21:00'
    """
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def from_text(text: str) -> datetime:
    """The instant that `to_text` wrote.

    >>> from_text("2026-01-08T11:21:00Z").isoformat()
    '2026-01-08T11:21:00+00:00'
    """
    return datetime.fromisoformat(text)


def to_words(moment: datetime | str | float) -> str:
    """An instant as people read it: to the second, by Vietnam's clock; given as such, as `to_text` wrote it, or in
    seconds since 1970. One without a zone is taken as Vietnamese time.

    >>> to_words("2026-01-08T18:21:07.5Z")
    '09/01/2026 01:21:07 +07'
    """
    if isinstance(moment, str):
        moment = from_text(moment)
    if not isinstance(moment, datetime):
        moment = datetime.fromtimestamp(moment, VIETNAM)
    return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).strftime(_WORDS)


def from_words(text: str) -> datetime:
    """The instant that `to_words` told, or one in ISO 8601; without a zone it is Vietnam's. Raises ValueError.

    >>> from_words("09/01/2026 01:21:07 +07") == from_words("2026-01-08T18:21:07Z") == from_words("2026-01-09T01:21:07")
    True
    """
    try:
        return datetime.strptime(text, _WORDS).replace(tzinfo=VIETNAM)
    except ValueError:
        moment = from_text(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def store_moment(moment: datetime | date | None) -> tuple[str | None, str | None]:
    """(stored text, printed zone): a day as itself, an instant in UTC beside the offset it was printed with.

    >>> store_moment(datetime.fromisoformat("2026-01-08T18:21:00+07:00"))
    ('2026-01-08T11:21:00Z', '+07:00')
    >>> store_moment(date(2026, 1, 8))
    ('2026-01-08', None)
    """
    if moment is None:
        return None, None
    if not isinstance(moment, datetime):
        return moment.isoformat(), None
    printed = moment.replace(tzinfo=None).isoformat()
    return to_text(moment), moment.isoformat()[len(printed) :] or None


def load_moment(text: str | None, zone: str | None = None) -> datetime | date | None:
    """What `store_moment` was given: same instant, same printed offset.

    >>> load_moment("2026-01-08T11:21:00Z", "+07:00").isoformat()
    '2026-01-08T18:21:00+07:00'
    """
    if text is None:
        return None
    if "T" not in text:
        return date.fromisoformat(text)
    moment = from_text(text)
    if zone is None:
        return moment
    return moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").tzinfo)


def day_of(moment: datetime | date | None) -> str | None:
    """The calendar day in Vietnam; an instant without a zone is taken as Vietnamese time.

    >>> day_of(datetime.fromisoformat("2023-02-02T18:30:00+00:00"))
    '2023-02-03'
    """
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return moment.isoformat()
    local = moment.astimezone(VIETNAM) if moment.tzinfo else moment
    return local.date().isoformat()
