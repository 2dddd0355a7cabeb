"""Báo Hòa Giang, an invented provincial newspaper on loopback: 57 articles, four content systems, two editions."""

from newsarchive.demo.site.edition import Edition
from newsarchive.demo.site.server import NEWSPAPER, DemoSite
from newsarchive.demo.site.story import Story, stories

__all__ = ["NEWSPAPER", "DemoSite", "Edition", "Story", "stories"]
