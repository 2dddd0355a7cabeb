"""Is what the archive holds still what it took in: files, records, database and ledger held against each other."""

from newsarchive.fixity.problem import Kind, Problem, Report
from newsarchive.fixity.repair import Repaired, repair
from newsarchive.fixity.salvage import Salvaged, salvage
from newsarchive.fixity.verify import verify

__all__ = ["Kind", "Problem", "Repaired", "Report", "Salvaged", "repair", "salvage", "verify"]
