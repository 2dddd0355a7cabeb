"""Taking an article, or a revision of it, from readers (hide, block) or out of the archive (purge)."""

from newsarchive.withhold.decision import Decided, Order, decide_on
from newsarchive.withhold.leftovers import Leftovers
from newsarchive.withhold.plan import Plan, plan_purge
from newsarchive.withhold.purge import Purged, finish_purges, purge

__all__ = ["Decided", "Leftovers", "Order", "Plan", "Purged", "decide_on", "finish_purges", "plan_purge", "purge"]
