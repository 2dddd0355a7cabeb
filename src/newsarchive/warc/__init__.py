"""WARC, ARC and WACZ: read any maker's files, write our own segments, find a record again by its offset."""

from newsarchive.warc.read import read_record, read_records
from newsarchive.warc.record import Damage, HttpHead, Location, Record, SegmentSummary

__all__ = ["Damage", "HttpHead", "Location", "Record", "SegmentSummary", "read_record", "read_records"]
