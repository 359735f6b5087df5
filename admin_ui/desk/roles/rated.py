"""The rated person's block: the own ratings in batches, never by day; figures end with the last batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import views
from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from domain.actor import Actor
from domain.words import Level
from views.counting import counts
from web.catalogue import say
from web.formats import number
from web.language import language

BATCHES: Final = 4
SHOWN: Final = 100
PLACES: Final = [level.value for level in Level]
RATING: Final[Any] = ("level", "text", "tags.text")


@dataclass(frozen=True, slots=True)
class Batch:
    """Ratings that were shown together, in the order of levels, which does not reveal their days."""

    shown_on: date
    count: int
    levels: Mapping[str, int]
    said: Sequence[Mapping[str, Any]]


async def look(me: Actor, today: Today) -> Block:
    shown: dict[date, int] = await counts("Evaluation", "shownOn", actor=me)
    levels: dict[str, int] = await counts("Evaluation", "level", actor=me)
    batches = [await _batch(me, on, shown[on]) for on in sorted(shown, reverse=True)[:BATCHES]]
    total, bad = sum(levels.values()), sum(n for level, n in levels.items() if Level(level).is_bad)
    stats = (
        Stat(say("desk.rated.total"), number(total), say("desk.rated.batches", n=number(len(shown)))),
        Stat(say("desk.rated.good"), number(total - bad), say("desk.rated.good.aside")),
        Stat(say("desk.rated.bad"), number(bad), say("desk.rated.bad.aside")),
    )
    heading = say("desk.rated" if total else "desk.rated.none", name=me.name, n=number(total))
    return Block(heading, stats if total else (), "_rated.html", {"batches": batches, "older": len(shown) > BATCHES})


async def _batch(me: Actor, on: date, count: int) -> Batch:
    """Return a batch: its count by level, and the ratings with a text or tags."""
    where = {"shownOn": on}
    levels = await counts("Evaluation", "level", actor=me, only=where)
    page = await views.page("Evaluation", RATING, actor=me, where=where, first=SHOWN, language=language())
    said = [row for row in page.rows if row["text"] or row["tags"]]
    said.sort(key=lambda row: (PLACES.index(row["level"]), row["text"] or "", [tag["text"] for tag in row["tags"]]))
    return Batch(on, count, {level: levels[level] for level in PLACES if level in levels}, said)
