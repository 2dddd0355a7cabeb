"""Packages that leave an archive: for the public what a release may show, for preservation everything.

`export` takes a still copy of news.db, chooses articles (`selection`) and captures (`picking`), and hands them to the
writer of the format. What may be shown decides `publish.select`, here as in a release.
"""

from newsarchive.packages.export import EXPORT, export
from newsarchive.packages.package import is_whole_package
from newsarchive.packages.request import AUDIENCES, FORMATS, Audience, Exported, Format, Request
from newsarchive.packages.restore import Restored, restore

__all__ = [
    "AUDIENCES",
    "EXPORT",
    "FORMATS",
    "Audience",
    "Exported",
    "Format",
    "Request",
    "Restored",
    "export",
    "is_whole_package",
    "restore",
]
