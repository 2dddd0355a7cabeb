"""The shape of the YAML files, and how they become the records of the registry.

docs/adding-a-newspaper.md explains every key. A key that is not here is an error, so a slip is found at once.
"""

from __future__ import annotations

import re
from datetime import date
from re import Pattern
from typing import Annotated, Any, Literal, Self

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from newsarchive.press.houseline import LEAST_WORDS, house_key
from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import Access, Newspaper
from newsarchive.press.province import Change, Province
from newsarchive.press.records import make_layout, make_newspaper


def _compile(value: Any) -> Pattern[str]:
    try:
        return re.compile(value)
    except (re.error, TypeError) as error:
        raise ValueError(f"bad regular expression {value!r}: {error}") from None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else [] if value is None else value


def _check_css(selector: str) -> str:
    try:
        CSSSelector(selector, translator="html")
    except (SelectorError, XPathError, ValueError) as error:
        raise ValueError(f"bad CSS selector {selector!r}: {error}") from None
    return selector


def _check_host(host: str) -> str:
    if not re.fullmatch(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+", host):
        raise ValueError(f"{host!r} is no host name (lower case, without https:// and without www.)")
    return host


def _check_house_line(line: str) -> str:
    if house_key(line) is None:
        raise ValueError(f"{line!r} is too short: a house line has {LEAST_WORDS} words or more, numbers not counted")
    return line


def _check_page_shape(shape: str) -> str:
    names = re.findall(r"\{(\w*)\}", shape)
    if "n" not in names or set(names) - {"section", "stem", "suffix", "n"}:
        raise ValueError(f"{shape!r} must hold {{n}}, and {{section}} or {{stem}}…{{suffix}}")
    return shape


def _check_number_shape(shape: str) -> str:
    if re.findall(r"\{(\w*)\}", shape) != ["n"] or not shape.startswith(("http://", "https://")):
        raise ValueError(f"{shape!r} must be an address with one {{n}} for the article's number")
    return shape


def _check_place(place: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):[1-9][0-9]{0,4}", place):
        raise ValueError(f"{place!r} is no host:port (lower case, without http://)")
    return place


Regex = Annotated[Pattern[str], BeforeValidator(_compile)]
Css = Annotated[str, AfterValidator(_check_css)]
Host = Annotated[str, AfterValidator(_check_host)]
HostPort = Annotated[str, AfterValidator(_check_place)]
PageShape = Annotated[str, AfterValidator(_check_page_shape)]
NumberShape = Annotated[str, AfterValidator(_check_number_shape)]
HouseLine = Annotated[str, AfterValidator(_check_house_line)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Selectors = Annotated[tuple[Css, ...], BeforeValidator(_as_list)]
PartOfDate = Annotated[str, Field(pattern=r"^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")]
Code = Annotated[str, Field(pattern=r"^\d\d$")]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ArticleShape(_File):
    """One item of `articles` in a newspaper file."""

    path: Regex
    layout: Text | None = None
    query_id: Text | None = None
    examples: Texts = ()


class CopyShape(_File):
    """One item of `copies` in a newspaper file."""

    path: Regex
    becomes: str = ""


class SeenShape(_File):
    """One value of `hosts_seen` in a newspaper file."""

    first: PartOfDate | None = None
    last: PartOfDate | None = None


class NewspaperFile(_File):
    """press/newspapers/<id>.yml"""

    name: Text
    other_names: Texts = ()
    kind: Literal["provincial", "national"] = "provincial"
    province: Text | None = None
    host: Host
    former_hosts: Annotated[tuple[Host, ...], BeforeValidator(_as_list)] = ()
    hosts_seen: dict[Host, SeenShape] = Field(default_factory=dict)
    merged_on: date | None = None
    successor: Text | None = None
    layouts: Texts = ()
    articles: tuple[ArticleShape, ...] = ()
    not_articles: Texts = ()
    copies: tuple[CopyShape, ...] = ()
    datelines: Texts = ()
    never_author: Texts = ()
    boilerplate: Annotated[tuple[HouseLine, ...], BeforeValidator(_as_list)] = ()
    feeds: Texts = ()
    sitemaps: Texts = ()
    sections: Texts = ()
    pagination: PageShape | None = None
    by_number: NumberShape | None = None
    allow_private: Annotated[tuple[HostPort, ...], BeforeValidator(_as_list)] = ()
    access: Access = "full"
    embargo_days: Annotated[int, Field(ge=0)] = 0
    verified: date | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _dates_own_hosts(self) -> Self:
        strange = sorted(self.hosts_seen.keys() - {self.host, *self.former_hosts})
        if strange:
            raise ValueError(f"hosts_seen: {strange[0]!r} is neither host nor one of former_hosts")
        return self

    def record(self, newspaper_id: str) -> Newspaper:
        """The newspaper as a record."""
        return make_newspaper(newspaper_id, self.model_dump())


class LayoutFile(_File):
    """press/layouts/<id>.yml"""

    family: Text
    since: date | None = None
    until: date | None = None
    url: Regex | None = None
    signature: Selectors = ()
    headline: Selectors = ()
    lead: Selectors = ()
    body: Selectors = Field(default=(), min_length=1, validate_default=True)
    byline: Selectors = ()
    published: Selectors = ()
    modified: Selectors = ()
    section: Selectors = ()
    keywords: Selectors = ()
    caption: Selectors = ()
    drop: Selectors = ()
    published_order: Literal["day", "month"] = "day"
    notes: Text | None = None

    def record(self, layout_id: str) -> Layout:
        """The layout as a record."""
        return make_layout(layout_id, self.model_dump())


class ChangeItem(_File):
    """One item of `changes` of a province."""

    on: date
    name: Text
    by: Text | None = None


class ProvinceItem(_File):
    """One item of press/provinces.yml"""

    slug: Text
    name: Text
    kind: Literal["province", "city"] = "province"
    code_before: Code
    code_after: Code | None = None
    merged_into: Text | None = None
    changes: tuple[ChangeItem, ...] = ()

    def record(self, merged_on: date) -> Province:
        """The province as a record."""
        return Province(
            slug=self.slug,
            name=self.name,
            kind=self.kind,
            code_before=self.code_before,
            code_after=self.code_after,
            merged_into=self.merged_into,
            merged_on=merged_on if self.merged_into else None,
            changes=tuple(Change(change.on, change.name, change.by) for change in self.changes),
        )


class ProvincesFile(_File):
    """press/provinces.yml"""

    merged_on: date
    source: Text | None = None
    provinces: tuple[ProvinceItem, ...]
