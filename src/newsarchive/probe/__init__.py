"""A layout for a newspaper nobody has described yet, from what repeats and what varies between its pages."""

from newsarchive.probe.listing import list_layouts
from newsarchive.probe.output import files_of, write_files
from newsarchive.probe.probe import probe
from newsarchive.probe.records import FIELDS, Comparison, Draft, Guess, Probe, Proposal
from newsarchive.probe.saved import read_saved
from newsarchive.probe.specimen import LeftOut, Sample

__all__ = [
    "FIELDS",
    "Comparison",
    "Draft",
    "Guess",
    "LeftOut",
    "Probe",
    "Proposal",
    "Sample",
    "files_of",
    "list_layouts",
    "probe",
    "read_saved",
    "write_files",
]
