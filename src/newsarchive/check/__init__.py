"""Is a newspaper still what the press registry says? Robots, feeds, sitemaps, a section and three articles tell."""

from newsarchive.check.records import FIELDS, REQUIRED, Check, Robots, Sample, Source, Verdict
from newsarchive.check.run import check_newspaper, ensure_checked, is_verified

__all__ = [
    "FIELDS",
    "REQUIRED",
    "Check",
    "Robots",
    "Sample",
    "Source",
    "Verdict",
    "check_newspaper",
    "ensure_checked",
    "is_verified",
]
