"""Deadline badges: one of eight states, its words, and the full sentence."""

from dataclasses import dataclass
from datetime import date

from web.catalogue import say
from web.formats import day

SOON = 2
ICONS = {
    "ok": "clock",
    "soon": "hourglass",
    "today": "alarm",
    "overdue": "alert-triangle-filled",
    "paused": "player-pause",
    "provisional": "calendar-question",
    "done": "check",
    "done_late": "history",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """One term as it stands today.

    `left`: working days until it is due, negative when it is over. `late`: the working days by which it was met late.
    """

    due_on: date
    left: int
    today: date
    met: bool = False
    late: int = 0
    paused: bool = False
    provisional: bool = False
    extended: int = 0
    sentence: str = ""
    href: str = ""

    @property
    def state(self) -> str:
        """One of the keys of ICONS."""
        if self.met:
            return "done_late" if self.late else "done"
        if self.paused:
            return "paused"
        if self.due_on < self.today:
            return "overdue"
        if self.due_on == self.today:
            return "today"
        if self.left <= SOON:
            return "soon"
        return "provisional" if self.provisional else "ok"

    @property
    def icon(self) -> str:
        """The name of the icon."""
        return ICONS[self.state]

    @property
    def words(self) -> str:
        """The words on the badge."""
        if self.state == "soon" and (self.due_on - self.today).days == 1:
            return say("deadline.tomorrow")
        if self.state == "overdue" and self.left == 0:
            return say("deadline.overdue.today")
        days = self.late if self.state == "done_late" else abs(self.left)
        return say(f"deadline.{self.state}", n=days, day=day(self.due_on))

    @property
    def short(self) -> str:
        """The words where there is little room."""
        return say("deadline.today.short") if self.state == "today" else self.words

    @property
    def full(self) -> str:
        """The words with the date, where there is room: 剩4个工作日，10月9日 23:59"""
        dated = self.state in ("ok", "soon", "overdue")
        return say("deadline.full", words=self.words, day=day(self.due_on)) if dated else self.words

    @property
    def explanation(self) -> str:
        """The full sentence, for the title and for screen readers."""
        return self.sentence or say("deadline.due", day=day(self.due_on))
