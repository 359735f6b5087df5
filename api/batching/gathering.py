"""Group commit: concurrent writes of this process are gathered while the batch before them commits.

There is no timer. A batch runs in its own task, not in that of a request. If a client disconnects before its batch
starts, its item is dropped and nothing of it is written. If it disconnects later, the item is written although nobody
receives the answer; a repetition with the same idempotency key gets it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from api.errors import ApiError, not_known, overloaded, unavailable
from domain.errors import DomainError, Invalid
from domain.faults import is_outage, is_poison, is_rolled_back

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_ONCE: Final = 128
WAITING: Final = 2_048
SECONDS: Final = 20.0

log = logging.getLogger("haochaping.api")


@dataclass(slots=True)
class Gathered(Generic[Item, Result]):
    """One item and the future of its outcome.

    An item whose future was cancelled is dropped before its batch starts.
    """

    item: Item
    future: "asyncio.Future[Result | DomainError]"


class Gathering(Generic[Item, Result]):
    """A queue whose content becomes the next batch; one batch is written at a time.

    `write` writes a batch in one transaction and returns one outcome per item, in order. `at_once`: the most items of a
    batch. `waiting`: the most items in the queue. `seconds`: the time limit of a batch. `apart`: items for which it
    returns different values do not share a batch.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Awaitable[Sequence[Result | DomainError]]],
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        seconds: float = SECONDS,
        apart: Callable[[Item], Hashable] = lambda item: None,
    ) -> None:
        self.write, self.at_once, self.most, self.seconds, self.apart = write, at_once, waiting, seconds, apart
        self.queue: deque[Gathered[Item, Result]] = deque()
        self.runner: asyncio.Task[None] | None = None
        self.closed = False

    async def add(self, item: Item) -> Result | DomainError:
        """Return the outcome of an item, after the commit.

        Raises ApiError if the queue is full or the database is away.
        """
        return await self._take([item])[0].future

    async def add_all(self, items: Sequence[Item]) -> list[Result | DomainError]:
        """Return the outcomes of several items, in order; either all are taken into the queue, or none."""
        entries = self._take(items)
        return _told(await asyncio.gather(*(entry.future for entry in entries), return_exceptions=True))

    def _take(self, items: Sequence[Item]) -> list[Gathered[Item, Result]]:
        if self.closed or len(self.queue) + len(items) > self.most:
            raise overloaded()
        loop = asyncio.get_running_loop()
        entries = [Gathered[Item, Result](item, loop.create_future()) for item in items]
        self.queue.extend(entries)
        if self.runner is None:
            # In an empty context, so that the batch does not inherit the transaction or request of the first item.
            self.runner = loop.create_task(self._run(), context=Context())
        return entries

    async def close(self) -> None:
        """Take no more items, and wait until those taken are written."""
        self.closed = True
        if self.runner is not None:
            await asyncio.wait((self.runner,))

    async def _run(self) -> None:
        try:
            while batch := self._next():
                await self._commit(batch)
        finally:
            self.runner = None

    def _next(self) -> list[Gathered[Item, Result]]:
        """Take the next batch out of the queue: from the oldest item on, all that may share a batch."""
        batch: list[Gathered[Item, Result]] = []
        while self.queue and len(batch) < self.at_once:
            entry = self.queue[0]
            if not entry.future.done():
                if batch and self.apart(entry.item) != self.apart(batch[0].item):
                    break
                batch.append(entry)
            self.queue.popleft()
        return batch

    async def _commit(self, batch: list[Gathered[Item, Result]]) -> None:
        try:
            async with asyncio.timeout(self.seconds):
                outcomes = await self.write([entry.item for entry in batch])
            settled = list(zip(batch, outcomes, strict=True))
        except DomainError as refusal:
            settled = [(entry, refusal) for entry in batch]
        except Exception as error:
            await self._after(batch, error)
            return
        for entry, outcome in settled:
            _settle(entry, outcome)

    async def _after(self, batch: list[Gathered[Item, Result]], error: Exception) -> None:
        """Handle the error of a batch.

        If the database is away, all items fail; none is tried again, as they may have been written. Any other error is
        caused by some item, so the batch is halved and written again until that item is alone.
        """
        if isinstance(error, ConnectionRefusedError) or is_rolled_back(error):
            _fail(batch, unavailable())
        elif is_outage(error):
            _fail(batch, not_known())
        elif len(batch) > 1:
            for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
                await self._commit(half)
        elif is_poison(error):
            _settle(batch[0], unstorable())
        else:
            _fail(batch, error)


def _settle(entry: Gathered[Item, Result], outcome: Result | DomainError) -> None:
    if not entry.future.done():
        entry.future.set_result(outcome)


def _fail(batch: Sequence[Gathered[Item, Result]], error: Exception) -> None:
    for entry in batch:
        if not entry.future.done():
            entry.future.set_exception(error)


def _told(outcomes: Sequence[Result | DomainError | BaseException]) -> list[Result | DomainError]:
    """Return the outcomes of several items, with refusals among them.

    An error is raised if it is an ApiError, such as an outage (all items may be sent again), or if every item failed.
    Otherwise the outcomes of the written items must not be lost, so the failed item gets a refusal instead.
    """
    faults = [o for o in outcomes if isinstance(o, BaseException) and not isinstance(o, DomainError)]
    raised = next((fault for fault in faults if not isinstance(fault, Exception) or isinstance(fault, ApiError)), None)
    if raised or len(faults) == len(outcomes):
        raise raised or faults[0]
    for fault in faults:
        log.error("an item of a batch could not be written", exc_info=fault)
    return [unstorable() if isinstance(o, BaseException) and not isinstance(o, DomainError) else o for o in outcomes]


def unstorable() -> Invalid:
    """Return the refusal of an item that the database cannot store."""
    return Invalid(
        "这一条无法保存，其他的不受影响。请检查其中的字符和范围，改正后单独再发。",
        "This one cannot be stored; the others are not affected. Check its characters and ranges and send it again.",
    )
