"""Connections that only read: a list of free ones, a fair queue, and replacement of broken ones.

asyncpg's pool is not used: its `acquire` beside a list of our own would hang for ever. Here requests are served in
order of arrival and wait at most PATIENCE_SECONDS. A cancelled statement makes its connection unusable, so a new one is
opened in its place.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final, TypeAlias, cast

import asyncpg

from waiting import Waiting

PgConnection: TypeAlias = asyncpg.Connection  # not generic at run time
PATIENCE_SECONDS: Final = 5.0
STATEMENT_SECONDS: Final = 20.0
SILENCE_SECONDS: Final = STATEMENT_SECONDS + 2  # a server that does not even report the timeout is taken for gone
REOPEN_SECONDS: Final = 0.2
SETTINGS: Final = {
    "default_transaction_read_only": "on",
    "application_name": "haochaping reading",
    "jit": "off",
    "random_page_cost": "1.1",  # pages read often are in memory; the default 4 (hard disks) leads to full table scans
    "statement_timeout": str(int(STATEMENT_SECONDS * 1000)),
}
BROKEN: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,
    OSError,
)


class Unavailable(ConnectionError):
    """No connection was free in time, or PostgreSQL does not answer; the caller may try again shortly."""


class Lost(Unavailable):
    """The connection broke while the statement ran."""


class Reader:
    """The reading connections of one process. `statements` counts the statements sent; tests read it."""

    def __init__(
        self, url: str, *, size: int = 8, patience: float = PATIENCE_SECONDS, silence: float = SILENCE_SECONDS
    ) -> None:
        self.url, self.size, self.patience, self.silence = url, size, patience, silence
        self.statements = 0
        self._free: deque[PgConnection] = deque()
        self._waiting: Waiting[asyncio.Future[PgConnection]] = Waiting(patience, _lose_patience)
        self._opening: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def free(self) -> int:
        """The number of free connections."""
        return len(self._free)

    async def open(self) -> None:
        """Open all connections."""
        for _ in range(self.size):
            self._free.append(await self._connect())

    async def close(self) -> None:
        """Close the free connections and open no new ones; those in use are closed when given back."""
        self._closed = True
        for task in self._opening:
            task.cancel()
        while self._free:
            with suppress(*BROKEN, asyncpg.InterfaceError):
                await self._free.popleft().close(timeout=self.patience)

    async def fetch(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """The rows of one statement, tried again on another connection if one breaks.

        Repeating is safe because statements only read; after a restart of PostgreSQL all connections turn out to be
        dead. Raises Unavailable if no connection is free in time or the server does not answer.
        """
        for _ in range(self.size):
            try:
                return await self._try(sql, values)
            except Lost:
                continue
        return await self._try(sql, values)

    async def _try(self, sql: str, values: tuple[object, ...]) -> list[asyncpg.Record]:
        connection = self._at_hand() or await self._wait()
        self.statements += 1
        try:
            rows = await connection.fetch(sql, *values)
        except TimeoutError as error:
            self._replace(connection)
            raise Unavailable("PostgreSQL has fallen silent") from error  # not tried again: it took long enough
        except Exception as error:
            if connection.is_closed() or isinstance(error, BROKEN):
                self._replace(connection)
                raise Lost(str(error)) from error
            self._give_back(connection)  # the statement or a value was refused; the connection is as good as before
            raise
        except BaseException:
            self._replace(connection)
            raise
        self._give_back(connection)
        return cast(list[asyncpg.Record], rows)

    def _at_hand(self) -> PgConnection | None:
        """A free connection that is open, or None; closed ones are replaced."""
        while self._free:
            connection = self._free.popleft()
            if not connection.is_closed():
                return connection
            self._replace(connection)
        return None

    async def _wait(self) -> PgConnection:
        """Wait for a connection, in order of arrival."""
        future: asyncio.Future[PgConnection] = asyncio.get_running_loop().create_future()
        self._waiting.begin(future)
        try:
            return await future
        except asyncio.CancelledError:
            self._waiting.end(future)
            if future.done() and not future.cancelled() and future.exception() is None:
                self._give_back(future.result())
            raise

    def _give_back(self, connection: PgConnection) -> None:
        """Hand the connection to the first that waits, or put it back on the list."""
        if self._closed or connection.is_closed():
            self._replace(connection)
            return
        while (future := self._waiting.first()) is not None:
            if not future.done():
                future.set_result(connection)
                return
        self._free.append(connection)

    def _replace(self, connection: PgConnection) -> None:
        """Terminate the connection and open another, however long PostgreSQL is gone."""
        connection.terminate()
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._reopen())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _reopen(self) -> None:
        while True:
            try:
                self._give_back(await self._connect())
                return
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
                await asyncio.sleep(REOPEN_SECONDS)

    async def _connect(self) -> PgConnection:
        connection: Any = await asyncpg.connect(
            self.url,
            timeout=self.patience,
            command_timeout=self.silence,
            statement_cache_size=256,
            max_cached_statement_lifetime=0,
            server_settings=SETTINGS,
        )
        return cast(PgConnection, connection)


def _lose_patience(future: "asyncio.Future[PgConnection]") -> None:
    if not future.done():
        future.set_exception(Unavailable("no reading connection in time"))


_reader: Reader | None = None


async def connect(url: str, *, size: int = 8) -> Reader:
    """Open this process's reading connections."""
    global _reader
    _reader = Reader(url, size=size)
    await _reader.open()
    return _reader


async def close() -> None:
    """Close this process's reading connections."""
    global _reader
    if _reader is not None:
        closing, _reader = _reader, None
        await closing.close()


def reader() -> Reader:
    """This process's reader; RuntimeError if `connect` was not called."""
    if _reader is None:
        raise RuntimeError("storage.reading.connect(url) has not been called by the composition root")
    return _reader


def fetch(sql: str, *values: object) -> Coroutine[Any, Any, list[asyncpg.Record]]:
    """The rows of one statement, from this process's reader."""
    return reader().fetch(sql, *values)
