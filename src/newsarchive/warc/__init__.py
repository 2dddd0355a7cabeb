"""WARC, ARC and WACZ: read any maker's files, write our own segments, find a record again by its offset."""

from newsarchive.warc.adopt import Adopted, adopt
from newsarchive.warc.read import read_record, read_records
from newsarchive.warc.record import Damage, HttpHead, Location, Record, SegmentSummary
from newsarchive.warc.segment import segment_path
from newsarchive.warc.write import SegmentWriter

__all__ = [
    "Adopted",
    "Damage",
    "HttpHead",
    "Location",
    "Record",
    "SegmentSummary",
    "SegmentWriter",
    "adopt",
    "read_record",
    "read_records",
    "segment_path",
]
