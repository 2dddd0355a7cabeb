"""The timetable for the machine's own clock: systemd units, or a line for cron."""

from __future__ import annotations

import shlex
from pathlib import Path

_TICK = """[Unit]
Description=newsarchive: crawl the newspapers that are due ({archive})
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command} tick --archive {archive}
# The first SIGINT lets the crawls end cleanly; nothing is lost if they are killed after that.
KillSignal=SIGINT
KillMode=mixed
# 1: a crawl failed, which is told by `newsarchive status` and `schedule history`; no failed unit, the timer goes on.
SuccessExitStatus=1 130
TimeoutStopSec=120
Nice=10
"""

_TIMER = """[Unit]
Description=newsarchive: look at the timetable every five minutes

[Timer]
OnCalendar=*:0/5
Persistent=true

[Install]
WantedBy=timers.target
"""

_WATCH = """[Unit]
Description=newsarchive: keep the timetable ({archive})
Wants=network-online.target
After=network-online.target

[Service]
ExecStart={command} watch --archive {archive}
Restart=on-failure
RestartSec=60
KillSignal=SIGINT
KillMode=mixed
SuccessExitStatus=1 130
TimeoutStopSec=120
Nice=10

[Install]
WantedBy=multi-user.target
"""

UNITS = {
    "newsarchive-tick.service": _TICK,
    "newsarchive-tick.timer": _TIMER,
    "newsarchive-watch.service": _WATCH,
}
"""Enable the timer, or the watch service; both at once do no harm, since a slot is taken once."""


def systemd_units(archive: Path, command: Path) -> dict[str, str]:
    """Name of each unit file → its text."""
    told = {"archive": _quoted(archive.absolute()), "command": _quoted(command.absolute())}
    return {name: text.format(**told) for name, text in UNITS.items()}


def crontab(archive: Path, command: Path) -> str:
    """A line for `crontab -e`: a look at the timetable every five minutes."""
    looked = f"{shlex.quote(str(command.absolute()))} tick --archive {shlex.quote(str(archive.absolute()))}"
    return f"*/5 * * * * {looked.replace('%', chr(92) + '%')}"


def _quoted(path: Path) -> str:
    """A path as systemd reads it: its specifiers begin with %, blanks part words."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"' if any(letter.isspace() for letter in text) else text
