"""Rights signals: what a server and its pages say about reuse, archiving and machine reading, as they said it.

Recorded with each capture and shown; they open nothing: what is published is decided by `publish.access` alone.
"""

from newsarchive.rights.page import signals_of_headers, signals_of_page
from newsarchive.rights.signal import RightsSignal
from newsarchive.rights.site import signals_of_site, site_files

__all__ = ["RightsSignal", "signals_of_headers", "signals_of_page", "signals_of_site", "site_files"]
