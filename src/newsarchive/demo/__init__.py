"""The example archive: pages written for it, of invented newspapers, ingested and published as any others are."""

from newsarchive.demo.bundle import PRESS, DemoPage, pages, write_captures

__all__ = ["PRESS", "DemoPage", "pages", "write_captures"]
