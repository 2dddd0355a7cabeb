"""`DemoSite`: Báo Hòa Giang on loopback, with its entry for the press registry."""

from __future__ import annotations

from pathlib import Path

from newsarchive.demo.entry import install_press
from newsarchive.demo.site.edition import Edition
from newsarchive.demo.web import LOOPBACK, Answer, Asked, ServedSite

NEWSPAPER = "hoagiang"
"""Its id in the press registry."""
_PRESS = Path(__file__).resolve().parent / "press"


class DemoSite(ServedSite):
    """It is served in its first edition until it is told to turn to the second. `port` 0 takes a free one."""

    def __init__(self, *, host: str = LOOPBACK, port: int = 0) -> None:
        super().__init__(self._respond, host=host, port=port)
        self._editions = {day: Edition(day, self._server.url) for day in (1, 2)}
        self._edition = self._editions[1]

    @property
    def edition(self) -> Edition:
        """What is served now."""
        return self._edition

    def turn_to(self, day: int) -> None:
        """Serve the edition of that day, 1 or 2."""
        self._edition = self._editions[day]

    def install_press(self, folder: Path) -> None:
        """Write its newspaper and its layout into a press folder (DIR/press of an archive)."""
        install_press(_PRESS, folder, self._server.authority)

    def _respond(self, asked: Asked) -> Answer:
        if asked.method == "POST":
            return Answer(b"<p>C\xe1\xba\xa3m \xc6\xa1n</p>", status=403)
        return self._edition.answer(asked.target)
