"""Single rows that many ask for in the same moment, each as themself, read by one statement.

After a batch of writes has committed, everybody in it reads the row of their own; and `node` is asked by many at once.
While one statement is on its way, the next gathers: nobody waits for a timer, and nobody is read before they asked.
There the asker's fields are columns: reach and masks are the same text as for one alone. What is not told alike to all,
lists below, and a signed user's own rows everybody reads alone; so does whoever comes while a statement is slow.
"""

import asyncio
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from domain.faults import is_outage
from storage import reading
from views.compiling.objects import TABLE, Objects, place
from views.compiling.paging import Rows
from views.compiling.question import Ask, Sight
from views.compiling.statement import NAME, Asking
from views.compiling.view import VIEWS, View

MOST: Final = 128  # rows of one statement
SLOW: Final = 0.5  # seconds; then a statement no longer gathers behind it, or it would hold up all of its plan
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
        self.since = 0.0  # when the statement that is on its way set out

    async def read(self, ids: Sequence[int], asking: Asking) -> dict[int, dict[str, Any]]:
        """The rows found, by their ids."""
        loop = asyncio.get_running_loop()
        is_slow = self.reading is not None and loop.time() - self.since > SLOW
        if self.shared is None or len(ids) != 1 or is_slow:
            return await self.alone.read(ids, asking)
        one = Waiting(ids[0], asking, loop.create_future())
        self.waiting.append(one)
        if self.reading is None:
            self.since = loop.time()
            # It begins after all that is ready to run now, in an empty context: not in that of whoever came first.
            self.reading = loop.create_task(self._read_all(self.shared), context=Context())
        return await one.future

    async def _read_all(self, shared: "Shared") -> None:
        """Until nobody waits any more."""
        try:
            while self.waiting:
                now, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                if waiting := [one for one in now if not one.future.done()]:
                    self.since = asyncio.get_running_loop().time()
                    await self._read(shared, waiting)
        finally:
            self.reading = None

    async def _read(self, shared: "Shared", waiting: Sequence[Waiting]) -> None:
        try:
            found = await shared.read(waiting)
        except asyncpg.QueryCanceledError:
            self._give_up(waiting, reading.Unavailable("one statement for many took too long"))
        except Exception as error:
            if is_outage(error):
                self._give_up(waiting, error)
            else:
                await asyncio.gather(*(self._excuse(one) for one in waiting))
        else:
            for n, one in enumerate(waiting, 1):
                if not one.future.done():
                    one.future.set_result({one.id: found[n]} if n in found else {})

    def _give_up(self, waiting: Sequence[Waiting], error: Exception) -> None:
        """The database is away: whoever waits is told at once, not one statement after the other."""
        for one in (*waiting, *self.waiting):
            if not one.future.done():
                one.future.set_exception(error)
        self.waiting = []

    async def _excuse(self, one: Waiting) -> None:
        """One row that cannot be told is nobody else's fault: each reads alone."""
        try:
            found = await self.alone.read([one.id], one.asking)
        except Exception as own:
            if not one.future.done():
                one.future.set_exception(own)
        else:
            if not one.future.done():
                one.future.set_result(found)


@dataclass(slots=True)
class Shared:
    """The one statement: who asks for what stands in `asker`, numbered; no reach or mask has a table of that name."""

    view: View
    sight: Sight
    asks: tuple[Ask, ...]
    objects: Objects = field(init=False)
    names: list[str] = field(init=False)
    sql: str = field(init=False)
    is_possible: bool = field(init=False)

    def __post_init__(self) -> None:
        self.objects = Objects(self.view, self.sight)
        number = self.objects.column("asker.n")
        self.objects.finish(f"({number}, {self.objects.rendering(self.view, self.asks)})")
        reach = place(self.view.reach(self.sight.role) or "false", TABLE)
        text = (
            f"select {self.objects.select} from {{asked}} join {self.view.table} {TABLE} "
            f"on {TABLE}.{self.view.key} = asker.sought "
            f"{self.objects.joined} where ({reach})"
        )
        self.names = sorted(set(NAME.findall(text)))
        arrays = ", ".join(f"${n}::bigint[]" for n in range(1, len(self.names) + 2))
        asked = f"unnest({arrays}) with ordinality asker ({', '.join(['sought', *self.names, 'n'])})"
        self.sql = NAME.sub(r"asker.\1", text).replace("{asked}", asked)
        # Nothing in it depends on who asks but the fields in `asker`, and nothing lies below.
        below = self.objects.links or self.objects.arguments
        self.is_possible = self.objects.is_alike and not below and {*self.names} <= {*ASKERS}

    async def read(self, waiting: Sequence[Waiting]) -> dict[int, dict[str, Any]]:
        askers = [[getattr(one.asking.actor, name) for one in waiting] for name in self.names]
        rows = await reading.fetch(self.sql, [one.id for one in waiting], *askers)
        return dict((await self.objects.build(rows, waiting[0].asking))[0])


__all__ = ["Crowd"]
