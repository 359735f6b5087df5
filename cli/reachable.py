"""Checks whether the database and Redis answer; if not, the error says why in one sentence."""

import asyncio
from contextlib import suppress

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from settings import Unusable

OLDEST = 18
PATIENCE = 5.0


async def check_database(url: str) -> str:
    """Return the version of the database server at this address. Raises Unusable."""
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise Unusable(
            "数据库拒绝了 DATABASE_URL 里的用户或口令。", "The database refuses the user or password of DATABASE_URL."
        ) from error
    except asyncpg.InvalidCatalogNameError as error:
        raise Unusable(
            "DATABASE_URL 所指的数据库不存在；请先建立它。",
            "The database of DATABASE_URL does not exist; create it first.",
        ) from error
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unusable(
            "连不上 DATABASE_URL 所指的数据库；请检查主机、端口，以及它是否在运行。",
            "The database of DATABASE_URL cannot be reached; check host and port, and that it is running.",
        ) from error
    version = connection.get_server_version()
    with suppress(OSError, TimeoutError):
        await connection.close(timeout=PATIENCE)
    if version.major < OLDEST:
        raise Unusable(
            f"DATABASE_URL 是 PostgreSQL {version.major}；需要 {OLDEST} 或更新。",
            f"DATABASE_URL is PostgreSQL {version.major}; {OLDEST} or newer is needed.",
        )
    return f"{version.major}.{version.minor}"


async def check_redis(url: str) -> str:
    """Return the version of the Redis at this address. Raises Unusable."""
    try:
        async with asyncio.timeout(PATIENCE), Redis.from_url(url) as redis:
            return str((await redis.info("server"))["redis_version"])
    except (OSError, TimeoutError, ValueError, RedisError) as error:
        raise Unusable(
            "连不上 REDIS_URL 所指的 Redis；请检查地址、口令，以及它是否在运行。",
            "The Redis of REDIS_URL cannot be reached; check address and password, and that it is running.",
        ) from error
