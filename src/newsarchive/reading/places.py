"""Provinces before and after the merger of 1 July 2025, as the filters of a search need them."""

from __future__ import annotations

from newsarchive.press import provinces


def province_name(slug: str) -> str:
    """Its short name; a slug that nobody knows comes back as it is.

    >>> province_name("bac-giang")
    'Bắc Giang'
    """
    return next((province.name for province in provinces() if province.slug == slug), slug)


def present_province(slug: str) -> str:
    """The province of today that a former one belongs to.

    >>> present_province("bac-giang"), present_province("bac-ninh")
    ('bac-ninh', 'bac-ninh')
    """
    return next((province.merged_into or slug for province in provinces() if province.slug == slug), slug)


def former_provinces(slug: str) -> tuple[str, ...]:
    """The provinces until 30 June 2025 that make up one of today, itself among them.

    >>> former_provinces("bac-ninh")
    ('bac-giang', 'bac-ninh')
    """
    return tuple(province.slug for province in provinces() if slug in (province.slug, province.merged_into))
