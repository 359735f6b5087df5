"""The ways to write: `async with transaction()`, and `execute` for one statement.

Within the block everything of the task takes part: the ORM, and `fetch`, `fetch_row`, `fetch_value`, `execute` and
`execute_many`. So nothing is passed on, and nothing can be written beside the transaction by mistake.
`storage/together.py` joins several statements into one. A lint forbids every other way. A task that is started within
the block would take part too, and go on after it has ended; start it with a context of its own, as batching does.

tortoise's own `in_transaction` loses the pooled connection when it is cancelled while beginning, and waits for ever for
a connection. Here acquiring has a limit, and releasing is shielded from cancellation. An inner `transaction()` joins
the outer one.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from typing import Any, TypeAlias, cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError as OrmIntegrityError

PgConnection: TypeAlias = asyncpg.Connection  # not generic at run time
PATIENCE_SECONDS = 5.0

# Both families: raw SQL raises asyncpg's, the ORM translates them.
CONSTRAINT_ERRORS = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, OrmIntegrityError)

# Two transactions wanted the same rows and the server rolled one of them back; it may simply be tried again.
CONTENTION_ERRORS = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)

# asyncpg raises InterfaceError for any misuse; it means an outage only when the connection is closed (is_closed).
CONNECTION_ERRORS = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
CLOSED = (
    "connection is closed",
    "connection has been released back to the pool",
    "pool is closed",
    "pool is closing",
    "closed during pool initialization",
)


class Unknown(ConnectionError):
    """The server did not confirm a write: it may have been stored or not. Only reading again tells."""


def is_closed(error: BaseException) -> bool:
    """Whether asyncpg refused because the connection is gone; only the error's message tells."""
    return isinstance(error, asyncpg.InterfaceError) and any(words in str(error) for words in CLOSED)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One transaction for everything that is read and written within the block."""
    client = get_connections().get("default")
    if isinstance(client, TransactionWrapper):
        yield
        return
    pooled = cast(AsyncpgDBClient, client)
    connection = await _acquire(pooled)
    try:
        async with _begun(connection):
            wrapper = TransactionWrapper(pooled)
            wrapper._connection = connection
            token = get_connections().set("default", wrapper)
            try:
                yield
            finally:
                get_connections().reset(token)
    finally:
        await asyncio.shield(asyncio.ensure_future(_release(pooled, connection)))


def require_transaction() -> None:
    """Raise RuntimeError unless a transaction is open: for what locks rows, or writes down what the rest makes true."""
    if not isinstance(get_connections().get("default"), TransactionWrapper):
        raise RuntimeError("this is one part of a transaction; call it within transaction()")


@asynccontextmanager
async def _begun(connection: Any) -> AsyncIterator[None]:
    """A transaction that keeps the first error.

    asyncpg's own block raises an error of its own when the connection is lost, and hides the cause. Here the first
    error stands, and a connection that cannot roll back is terminated and never returns to the pool.
    """
    begun = connection.transaction()
    await begun.start()
    try:
        yield
    except BaseException:
        try:
            await begun.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            with suppress(asyncpg.InterfaceError):  # the pool has noticed by itself
                connection.terminate()
        raise
    with _answered(connection):
        await begun.commit()


@contextmanager
def _answered(connection: Any) -> Iterator[None]:
    """Turn the error of a write into Unknown unless it is certain that nothing was stored.

    That is certain only if the server reported an error or the statement was never sent.
    """
    try:
        yield
    except Exception as error:
        if _is_certain(error, connection):
            raise
        raise Unknown(f"no answer to what was to be written: {type(error).__name__}") from error


def _is_certain(error: Exception, connection: Any) -> bool:
    """Whether the error shows that nothing was stored.

    A server's ERROR undoes the statement, but FATAL ends the connection, perhaps after the commit. A statement that the
    driver refuses was never sent.
    """
    if isinstance(error, asyncpg.PostgresError):
        told = getattr(error, "severity_en", None)
        return told == "ERROR" or (told is None and isinstance(error, asyncpg.DataError))
    return isinstance(error, asyncpg.InterfaceError) and not is_closed(error) and not _is_gone(connection)


def _is_gone(connection: Any) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # the pool has taken it back
        return True


async def fetch(sql: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one statement, inside the open transaction if there is one."""
    async with _borrowed(sql) as connection:
        return cast(list[asyncpg.Record], await connection.fetch(sql, *values))


async def fetch_row(sql: str, *values: object) -> Any:
    """The first row of one statement (asyncpg.Record), or None; otherwise as `fetch`."""
    async with _borrowed(sql) as connection:
        return await connection.fetchrow(sql, *values)


async def fetch_value(sql: str, *values: object) -> Any:
    """The first value of the first row, or None; otherwise as `fetch`."""
    async with _borrowed(sql) as connection:
        return await connection.fetchval(sql, *values)


async def execute(sql: str, *values: object) -> str:
    """Run one statement, inside the open transaction if there is one; returns PostgreSQL's command tag."""
    async with _borrowed(sql) as connection:
        return cast(str, await connection.execute(sql, *values))


async def execute_many(sql: str, rows: Iterable[Sequence[object]]) -> None:
    """Run one statement with each row's values, inside the open transaction if there is one; all of them or none."""
    async with _borrowed(sql) as connection:
        await connection.executemany(sql, rows)


@asynccontextmanager
async def _borrowed(sql: str) -> AsyncIterator[PgConnection]:
    """A connection for one statement; only statements that do not begin with "select" can raise Unknown."""
    client = get_connections().get("default")
    if isinstance(client, TransactionWrapper):
        yield cast(PgConnection, client._connection)
        return
    pooled = cast(AsyncpgDBClient, client)
    connection = await _acquire(pooled)
    try:
        with nullcontext() if sql.lstrip()[:6].lower() == "select" else _answered(connection):
            yield cast(PgConnection, connection)
    finally:
        await asyncio.shield(asyncio.ensure_future(_release(pooled, connection)))


async def _acquire(client: AsyncpgDBClient) -> Any:
    if client._pool is None:
        async with client.acquire_connection():
            """The first use makes the pool."""
    assert client._pool is not None
    return await client._pool.acquire(timeout=PATIENCE_SECONDS)


async def _release(client: AsyncpgDBClient, connection: Any) -> None:
    if client._pool is not None:
        await client._pool.release(connection)
