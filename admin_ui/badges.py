"""Deadline badges and tasks in lists of orders: working days left, and the next move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import calendar, clock
from domain.calendar import CityCalendar
from domain.working_days import days_between
from web.catalogue import has, say, say_for
from web.deadlines import Badge
from web.formats import day

OrderRow = Mapping[str, Any]
TERMS = ("terms", ["kind", "dueOn", "isOpen", "owner", "provisional", "days", "rule"])


@dataclass(frozen=True, slots=True)
class TermBadge(Badge):
    """The badge of an order's term; if the term was met late, it says what was done and when."""

    done: str = ""

    @property
    def words(self) -> str:
        """The words on the badge."""
        if self.state == "done_late":
            return say("term.late", done=self.done, n=self.late)
        return super(TermBadge, self).words  # slots make a new class, which super() without arguments does not find


@dataclass(frozen=True, slots=True)
class Today:
    """The city's day and calendar, read once per page."""

    day: date
    calendar: CityCalendar

    @classmethod
    async def ask(cls) -> "Today":
        """Read the city's day and calendar."""
        return cls(await clock.today(), await calendar.load())

    def left(self, until: date) -> int:
        """Return the working days from today until this day, negative if it is past."""
        return days_between(self.day, until, self.calendar.days)

    def badge(self, order: OrderRow, *, href: str = "") -> Badge:
        """Return the badge of the order's next term."""
        if not order["isOpen"]:
            return Badge(order["dueOn"], 0, self.day, met=True)
        term = next_term(order)
        provisional = bool(term and term["provisional"])
        return Badge(order["dueOn"], self.left(order["dueOn"]), self.day, provisional=provisional, href=href)

    def term_badge(self, term: OrderRow) -> Badge:
        """Return the badge of one term."""
        late = days_between(term["dueOn"], term["metOn"], self.calendar.days) if term["metOn"] else 0
        return TermBadge(
            term["dueOn"],
            self.left(term["dueOn"]),
            self.day,
            met=term["metOn"] is not None,
            late=max(late, 0),
            provisional=term["provisional"],
            sentence=term["explanation"],
            done=say(f"term.met.{term['kind']}", day=day(term["metOn"])) if term["metOn"] else "",
        )


def next_term(order: OrderRow) -> OrderRow | None:
    """Return the open term that is due first, or None."""
    return min((term for term in order["terms"] if term["isOpen"]), key=lambda term: term["dueOn"], default=None)


# The likely next move of each state, the first one that is open to this person.
LIKELY = ("sign", "contact", "find", "submit", "review", "call_back", "close", "explain", "urge")
QUIET = ("urge",)


def likely(moves: Sequence[str]) -> str:
    """Return the next move for this person, "" if there is none."""
    return next((move for move in LIKELY if move in moves and move not in QUIET), "")


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to do, in words, and a second line with the reason why now."""

    words: str
    aside: str


def task(order: OrderRow, role: str) -> Task:
    """Return the task of an order for this person, or what it waits for."""
    term, move = next_term(order), likely(order["moves"])
    if not move:
        waiting = say(f"waiting.{order['state']}") if order["isOpen"] else say(f"state.{order['state']}")
        return Task(waiting, "")
    return Task(say_for(order["state"], f"task.{move}"), _aside(order, term, move))


def _aside(order: OrderRow, term: OrderRow | None, move: str) -> str:
    """Return the reason why now, if the words of the task do not say it."""
    if order["reopened"]:
        return say("task.again")
    if move == "contact" and term and term["rule"] == "urgent_contact":
        return say("task.urgent", days=term["days"])
    return say(f"task.{move}.aside") if has(f"task.{move}.aside") else ""
