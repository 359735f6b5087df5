"""Fan-out: a thousand listen to the same document. How many deliveries a second, how late, and what each costs."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any, Final

import asyncpg

from bench import questions, telling
from bench.agreement import normal, require_same
from bench.figures import Run, percentile
from bench.listeners import Asking, Crowd, listening
from bench.load import Refused
from bench.meter import Meter
from bench.questions import LISTENERS, LISTENING
from bench.serving import Server
from bench.world import World

EVERY: Final = 0.47  # seconds: no multiple of the relay's 0.1, so that each phase of its waiting is met
KNOCKS: Final = (1, 2, 4, 8, 16, 32, 64)  # seconds of waiting for each: knocks must not pile up before the slow


@dataclass(frozen=True, slots=True)
class Fan:
    """How often it is measured, with how many events one after the other, and how many at once."""

    rounds: int
    single: int
    burst: int


async def measure(world: World, server: Server, meter: Meter, fan: Fan) -> Run:
    """Let them in; one event after the other, for the lag; many at once, for the rate and what it costs."""
    connection: Any = await asyncpg.connect(world.cluster.url(user="postgres"))
    try:
        with telling.helped(server, world) as helpers:
            async with listening(_asking(server), LISTENERS) as crowd:
                teller = Teller(server.contender.name, connection, crowd, telling.statement(server))
                await teller.knock()
                with meter.over(server, *helpers) as singly:
                    lags = await teller.one_by_one(fan.single)
                with meter.over(server, *helpers) as together:
                    seconds = await teller.at_once(fan.burst)
    finally:
        await connection.close()
    single, _ = singly.spent.for_each(fan.single * LISTENERS)
    rate, cpu = fan.burst * LISTENERS / seconds, together.spent.for_each(fan.burst * LISTENERS)
    return Run(rate, percentile(lags, 0.5), percentile(lags, 0.99), *cpu, single)


@dataclass
class Teller:
    """Tells a crowd of events, and waits until everybody has heard them truly."""

    who: str
    connection: Any
    crowd: Crowd
    statement: str
    told: list[str] = field(default_factory=list)

    async def knock(self) -> None:
        """No server says that a subscription has begun; an event that everybody hears says it of all."""
        self._expect(0)
        for seconds in KNOCKS:
            await self._tell(1)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.crowd.until(partial(self.crowd.knows, self.told[-1]))
                return
        raise Refused(f"after {sum(KNOCKS):.0f} s no event was heard by all {self.crowd.size} listeners")

    async def one_by_one(self, many: int) -> list[float]:
        """The lags in milliseconds: from before an event is written to its receipt by each."""
        self._expect(many)
        at, begun = list[float](), perf_counter()
        for number in range(many):
            await asyncio.sleep(begun + number * EVERY - perf_counter())
            at.append(perf_counter())
            await self._tell(1)
        await self._heard_truly()
        heard = self.crowd.moments.values()
        return [(moment - then) * 1000 for then, moments in zip(at, heard, strict=True) for moment in moments]

    async def at_once(self, many: int) -> float:
        """The seconds from before all of them are written together to the last receipt of the last."""
        self._expect(many)
        begun = perf_counter()
        await self._tell(many)
        await self._heard_truly()
        return max(moments[-1] for moments in self.crowd.moments.values()) - begun

    async def _heard_truly(self) -> None:
        """Everybody heard the same; that it is what was told, and all of it, PostgreSQL says."""
        await self.crowd.all_heard()
        heard = [normal("fanout", data) for data in self.crowd.events()]
        require_same("fanout", await telling.expected(self.connection, self.told), heard, self.who)

    def _expect(self, many: int) -> None:
        self.told = []
        self.crowd.expect(many)

    async def _tell(self, many: int) -> None:
        self.told += [row["event_id"] for row in await self.connection.fetch(self.statement, many)]


def _asking(server: Server) -> Asking:
    token = server.token("listens")
    introduction = {"Authorization": f"Bearer {token}"} if token else {}
    document, _ = questions.document(server.contender.dialect, LISTENING[0].document)
    return Asking(server.port, introduction, document)
