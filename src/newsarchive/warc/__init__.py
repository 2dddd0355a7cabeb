"""WARC, ARC and WACZ: read any maker's files, write our own segments, find a record again by its offset."""

from newsarchive.warc.adopt import Adopted, adopt
from newsarchive.warc.arc import read_arc
from newsarchive.warc.bounded import read_bounded
from newsarchive.warc.cut import open_input
from newsarchive.warc.kind import Kind, kind_of, text_kind
from newsarchive.warc.open import open_records, read_record, take_record_at
from newsarchive.warc.read import read_records
from newsarchive.warc.record import Damage, HttpHead, Location, Record, SegmentSummary
from newsarchive.warc.segment import segment_path
from newsarchive.warc.wacz import read_wacz, wacz_members
from newsarchive.warc.write import SegmentWriter

__all__ = [
    "Adopted",
    "Damage",
    "HttpHead",
    "Kind",
    "Location",
    "Record",
    "SegmentSummary",
    "SegmentWriter",
    "adopt",
    "kind_of",
    "open_input",
    "open_records",
    "read_arc",
    "read_bounded",
    "read_record",
    "read_records",
    "read_wacz",
    "segment_path",
    "take_record_at",
    "text_kind",
    "wacz_members",
]
