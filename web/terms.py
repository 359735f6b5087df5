"""The days of a term as cells of a drawing: counted or left out and why, today, and the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.working_days import SATURDAY, Counted
from web.catalogue import say
from web.formats import weekday


@dataclass(frozen=True, slots=True)
class Cell:
    """One day as drawn.

    `words`: its number, or why it does not count. `below`: its weekday, or what it is.
    """

    on: date
    words: str
    below: str
    kind: str
    is_today: bool = False
    is_due: bool = False


def cells(start: date, counted: Sequence[Counted], *, today: date) -> list[Cell]:
    """Return day zero and each day of domain.working_days.count, up to the last."""
    first = Cell(start, say("terms.dispatched"), weekday(start), "start", start == today)
    last = counted[-1].day if counted else start
    return [first, *(_cell(one, today, last) for one in counted)]


def _cell(one: Counted, today: date, last: date) -> Cell:
    kind = "out" if one.number is None else "counted" if one.day <= today else "ahead"
    words = str(one.number) if one.number else one.name or say("terms.weekend")
    return Cell(one.day, words, _below(one, today, last), kind, one.day == today, one.day == last)


def _below(one: Counted, today: date, last: date) -> str:
    if one.day == last:
        return say("terms.due")
    if one.day == today:
        return say("today")
    made_up = one.number is not None and one.day.weekday() >= SATURDAY
    return say("terms.made_up") if made_up else weekday(one.day)
