"""WARC files elsewhere: sent once closed, read back, dropped here where told."""

from newsarchive.sending.dock import Dock
from newsarchive.sending.home import at_home
from newsarchive.sending.removal import remove_purged
from newsarchive.sending.send import SendResult, check_copies, send
from newsarchive.sending.sent import FILE_SENT, Sent, sent_files
from newsarchive.sending.stock import FileState, Sending, take_stock
from newsarchive.sending.target import Target

__all__ = [
    "FILE_SENT",
    "Dock",
    "FileState",
    "SendResult",
    "Sending",
    "Sent",
    "Target",
    "at_home",
    "check_copies",
    "remove_purged",
    "send",
    "sent_files",
    "take_stock",
]
