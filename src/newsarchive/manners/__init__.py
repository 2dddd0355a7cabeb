"""How we behave towards a newspaper's server: pace, rest when asked, addresses we never connect to, our name."""

from newsarchive.manners.address import check_address
from newsarchive.manners.agent import user_agent
from newsarchive.manners.pace import Answer, Pace, Pacer
from newsarchive.manners.rest import read_retry_after

__all__ = ["Answer", "Pace", "Pacer", "check_address", "read_retry_after", "user_agent"]
