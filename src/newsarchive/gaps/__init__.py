"""What was published and is not held: what each day should have brought against what it did."""

from newsarchive.gaps.fill import Filled, fill
from newsarchive.gaps.heatmap import to_svg, to_text
from newsarchive.gaps.judge import judge
from newsarchive.gaps.records import Day, Gaps, Held
from newsarchive.gaps.source import find_gaps, read_held

__all__ = ["Day", "Filled", "Gaps", "Held", "fill", "find_gaps", "judge", "read_held", "to_svg", "to_text"]
