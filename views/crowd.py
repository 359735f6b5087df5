"""Single rows that many ask for in the same moment, each as themself, read by one statement.

After a batch of writes has committed, everybody in it reads the row of their own; and `node` is asked by many at once.
While one statement is on its way, the next gathers: nobody waits for a timer, and nobody is read before they asked.
There the asker's fields are columns: reach and masks are the same text as for one alone. What is not told alike to all,
and lists below, everybody reads alone.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from domain.faults import is_outage
from storage import reading
from views.objects import TABLE, Objects, place
from views.paging import Rows
from views.question import Ask, Sight
from views.statement import NAME, Asking
from views.view import VIEWS, View

MOST: Final = 128  # rows of one statement
ASKERS: Final = ("id", "agency", "district", "hall", "staff", "evaluation", "service_event")


@dataclass(slots=True)
class Waiting:
    """Somebody, the one row they ask for, and where they wait for it."""

    id: int
    asking: Asking
    future: "asyncio.Future[dict[int, dict[str, Any]]]"


class Crowd:
    """What `Rows` reads, for all that ask between two turns of the loop, or while others are being read."""

    def __init__(self, name: str, sight: Sight, asks: tuple[Ask, ...]) -> None:
        view = VIEWS[name]
        self.alone = Rows(view, sight, asks)
        shared = Shared(view, sight, asks) if isinstance(view, View) and self.alone.reach is not None else None
        self.shared = shared if shared is not None and shared.is_possible else None
        self.waiting: list[Waiting] = []
        self.reading: asyncio.Task[None] | None = None

    async def read(self, ids: Sequence[int], asking: Asking) -> dict[int, dict[str, Any]]:
        """The rows found, by their ids."""
        if self.shared is None or len(ids) != 1:
            return await self.alone.read(ids, asking)
        loop = asyncio.get_running_loop()
        if self.reading is None:
            self.reading = loop.create_task(self._read_all(self.shared))  # begins after all that is ready to run now
        one = Waiting(ids[0], asking, loop.create_future())
        self.waiting.append(one)
        return await one.future

    async def _read_all(self, shared: "Shared") -> None:
        """Until nobody waits any more."""
        try:
            while self.waiting:
                now, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                if waiting := [one for one in now if not one.future.done()]:
                    await self._read(shared, waiting)
        finally:
            self.reading = None

    async def _read(self, shared: "Shared", waiting: Sequence[Waiting]) -> None:
        try:
            found = await shared.read(waiting)
        except Exception as error:
            await asyncio.gather(*(self._excuse(one, error) for one in waiting))
            return
        for n, one in enumerate(waiting, 1):
            if not one.future.done():
                one.future.set_result({one.id: found[n]} if n in found else {})

    async def _excuse(self, one: Waiting, error: Exception) -> None:
        """One row that cannot be told is nobody else's fault: each reads alone, unless the database is away."""
        try:
            if is_outage(error):
                raise error
            found = await self.alone.read([one.id], one.asking)
        except Exception as own:
            if not one.future.done():
                one.future.set_exception(own)
        else:
            if not one.future.done():
                one.future.set_result(found)


@dataclass(slots=True)
class Shared:
    """The one statement: who asks for what stands in `w`, numbered."""

    view: View
    sight: Sight
    asks: tuple[Ask, ...]
    objects: Objects = field(init=False)
    names: list[str] = field(init=False)
    sql: str = field(init=False)
    is_possible: bool = field(init=False)

    def __post_init__(self) -> None:
        self.objects = Objects(self.view, self.sight)
        number = self.objects.column("w.n")
        self.objects.finish(f"({number}, {self.objects.rendering(self.view, self.asks)})")
        reach = place(self.view.reach(self.sight.role) or "false", TABLE)
        text = (
            f"select {self.objects.select} from {{asked}} join {self.view.table} {TABLE} on {TABLE}.id = w.sought "
            f"{self.objects.joined} where ({reach})"
        )
        self.names = sorted(set(NAME.findall(text)))
        arrays = ", ".join(f"${n}::bigint[]" for n in range(1, len(self.names) + 2))
        asked = f"unnest({arrays}) with ordinality w ({', '.join(['sought', *self.names, 'n'])})"
        self.sql = NAME.sub(r"w.\1", text).replace("{asked}", asked)
        # Nothing in it depends on who asks but the fields in `w`, and nothing lies below.
        below = self.objects.links or self.objects.arguments
        self.is_possible = self.objects.is_alike and not below and {*self.names} <= {*ASKERS}

    async def read(self, waiting: Sequence[Waiting]) -> dict[int, dict[str, Any]]:
        askers = [[getattr(one.asking.actor, name) for one in waiting] for name in self.names]
        rows = await reading.fetch(self.sql, [one.id for one in waiting], *askers)
        return dict((await self.objects.build(rows, waiting[0].asking))[0])


__all__ = ["Crowd"]
