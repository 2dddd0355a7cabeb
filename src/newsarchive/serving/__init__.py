"""Serving a release with Datasette: a supervisor holds the port, a child per release answers on it.

A file swapped under a running Datasette mixes old and new answers, since every thread keeps its own connection. So
each release has a child of its own that reads its own hard link of the file; on a swap the next child gets ready, the
old one stops accepting and finishes what it has begun, then the next one accepts. The port stays open all the while.
"""

from newsarchive.serving.supervisor import serve

__all__ = ["serve"]
