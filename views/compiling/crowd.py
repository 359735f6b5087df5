"""Reads single rows for many askers with one statement, under the reach and masks of each asker.

After a batch of writes has committed, each writer reads the row just written; `node` too is asked by many at once.
Requests that arrive while a statement runs are gathered for the next one. There is no timer, and no row is read before
it is asked for.

In the shared statement the fields of the actors are columns of a table `asker`, so reach and masks keep the same SQL
text as in a statement for one asker. A request is read on its own if its answer depends on more than those fields
(derived members, lists below, a signed user's rows), if it asks for several ids, or if the running statement is slow.
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
SLOW: Final = 0.5  # seconds; behind a statement that runs longer, requests are no longer gathered but read alone
ASKERS: Final = ("id", "agency", "district", "hall", "staff", "evaluation", "service_event")


@dataclass(slots=True)
class CrowdRequest:
    """One request: the row id, the asker, and the future that receives the answer."""

    id: int
    asking: Asking
    future: "asyncio.Future[dict[int, dict[str, Any]]]"


class Crowd:
    """Reads what `Rows` reads, with one statement for all requests gathered meanwhile."""

    def __init__(self, name: str, sight: Sight, asks: tuple[Ask, ...]) -> None:
        view = VIEWS[name]
        self.alone = Rows(view, sight, asks)
        shared = Shared(view, sight, asks) if isinstance(view, View) and self.alone.reach is not None else None
        self.shared = shared if shared is not None and shared.is_possible else None
        self.waiting: list[CrowdRequest] = []
        self.reading: asyncio.Task[None] | None = None
        self.since = 0.0  # loop time at which the running statement began

    async def read(self, ids: Sequence[int], asking: Asking) -> dict[int, dict[str, Any]]:
        """Return the rows found, by id. Raises Unavailable if the statement takes too long."""
        loop = asyncio.get_running_loop()
        is_slow = self.reading is not None and loop.time() - self.since > SLOW
        if self.shared is None or len(ids) != 1 or is_slow:
            return await self.alone.read(ids, asking)
        one = CrowdRequest(ids[0], asking, loop.create_future())
        self.waiting.append(one)
        if self.reading is None:
            self.since = loop.time()
            # The task starts after everything that is ready to run now, so that it gathers those requests too. It gets
            # an empty context, because the context of the first asker must not apply to the others.
            self.reading = loop.create_task(self._read_all(self.shared), context=Context())
        return await one.future

    async def _read_all(self, shared: "Shared") -> None:
        """Read batch after batch until no request waits."""
        try:
            while self.waiting:
                now, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                if waiting := [one for one in now if not one.future.done()]:
                    self.since = asyncio.get_running_loop().time()
                    await self._read(shared, waiting)
        finally:
            self.reading = None

    async def _read(self, shared: "Shared", waiting: Sequence[CrowdRequest]) -> None:
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

    def _give_up(self, waiting: Sequence[CrowdRequest], error: Exception) -> None:
        """Fail all waiting requests at once, because the database is away."""
        for one in (*waiting, *self.waiting):
            if not one.future.done():
                one.future.set_exception(error)
        self.waiting = []

    async def _excuse(self, one: CrowdRequest) -> None:
        """Read this request alone, so that one row that fails does not fail the others."""
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
    """The shared statement, whose table `asker` has one numbered row per request.

    Each row of `asker` has the id sought and the fields of the actor. No reach or mask uses a table of that name.
    `is_possible` tells whether this selection can be read together.
    """

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
        # Possible only if the answer depends on the asker through the fields in `asker` alone, and has no lists below.
        below = self.objects.links or self.objects.arguments
        self.is_possible = self.objects.is_alike and not below and {*self.names} <= {*ASKERS}

    async def read(self, waiting: Sequence[CrowdRequest]) -> dict[int, dict[str, Any]]:
        """Return the rows found by the number of the request, counted from 1."""
        askers = [[getattr(one.asking.actor, name) for one in waiting] for name in self.names]
        rows = await reading.fetch(self.sql, [one.id for one in waiting], *askers)
        return dict((await self.objects.build(rows, waiting[0].asking))[0])


__all__ = ["Crowd"]
