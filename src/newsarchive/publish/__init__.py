"""Publishing: `news.db`, which is private and changes, becomes `public.db`, which holds only what may be shown.

A release is built from nothing out of a snapshot, asked the questions that readers will ask, and swapped in whole.
"""

from newsarchive.publish.publisher import Published, publish

__all__ = ["Published", "publish"]
