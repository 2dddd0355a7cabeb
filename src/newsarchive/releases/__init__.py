"""A release as files for researchers: a file a year, counts for where text may not leave, a manifest, a datasheet."""

from newsarchive.releases.outdated import Outdated, find_outdated
from newsarchive.releases.write import ReleaseFiles, write_release_files

__all__ = ["Outdated", "ReleaseFiles", "find_outdated", "write_release_files"]
