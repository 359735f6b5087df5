"""The worker process: the pulse, and arq, which is started again whenever Redis is back."""

import asyncio
import logging
import signal
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar

import orjson
from arq.connections import RedisSettings
from arq.worker import Worker
from redis.exceptions import RedisError

from domain.clock import CITY_ZONE
from domain.pulse import Watch
from workers import pulse
from workers.deadlines import expire
from workers.deliveries import keep_delivering
from workers.patience import Patience
from workers.schedule import SCHEDULE

LEAVING_SECONDS = 2.0
CANCEL_AGAIN = 6.0  # seconds; longer than the parts need to leave in order
TALKATIVE = {"arq": logging.WARNING, "asyncpg.pool": logging.ERROR}  # an outage is one line of ours

log = logging.getLogger("haochaping.worker")


def write(value: Any) -> bytes:
    """JSON instead of pickle; an exception becomes its message."""
    return orjson.dumps(value, default=str)


class WorkerSettings:
    """Replaces arq's defaults: pickle, kept results, the machine's timezone, ten jobs, half a second."""

    functions: ClassVar = [expire]
    queue_name = "haochaping:jobs"
    job_serializer = write
    job_deserializer = orjson.loads
    timezone = CITY_ZONE
    poll_delay = 0.05
    max_jobs = 100
    keep_result = 0
    job_timeout = 60
    log_results = False
    handle_signals = False


def worker(redis_url: str, watch: Watch, patience: Patience) -> Worker:
    """An arq worker, to be run once. It does not retry connecting to Redis; `keep_working` does."""

    async def begun(ctx: dict[str, Any]) -> None:
        patience.over()

    chosen: dict[str, Any] = {k: v for k, v in vars(WorkerSettings).items() if not k.startswith("_")}
    redis = RedisSettings.from_dsn(redis_url)
    redis.conn_retries = 0
    recurring = [replace(job, next_run=None) for job in SCHEDULE]  # scheduled again if Redis has lost it
    return Worker(**chosen, cron_jobs=recurring, redis_settings=redis, ctx={"watch": watch}, on_startup=begun)


async def keep_working(redis_url: str, watch: Watch) -> None:
    """Run arq while Redis is there; start it again when Redis is back."""
    patience = Patience("redis (jobs)", log)
    while True:
        jobs = worker(redis_url, watch, patience)
        failure: Exception = RuntimeError("arq ended by itself")
        try:
            await jobs.async_run()
        except Exception as error:
            failure = error
        except asyncio.CancelledError:
            pass  # of this task, which `_is_asked_to_end` tells below, or only of what it waited for
        finally:
            await _leave(jobs)
        if _is_asked_to_end():
            raise asyncio.CancelledError
        await patience.bear(failure)


def _is_asked_to_end() -> bool:
    """Whether the running task itself was cancelled, and not only something it waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _leave(jobs: Worker) -> None:
    """End what a worker still runs, and close its connections; Redis may be gone, so failures are ignored.

    arq's own `close` fails at the first job that was cut off: cancelled itself, which would reach the caller as the end
    of the process, and before it has closed anything.
    """
    running = [task for task in (jobs.main_task, *jobs.tasks.values()) if task is not None]
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=LEAVING_SECONDS)
    for task in running:
        if task.done() and not task.cancelled():
            task.exception()  # seen: asyncio need not report it
    if jobs._pool is not None:
        with suppress(RedisError, OSError):
            await jobs.pool.aclose(close_connection_pool=True)


def _without_outages(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep asyncio from reporting what arq wrote to Redis for a cancelled job; the outage is one line of ours."""
    if not isinstance(context.get("exception"), RedisError):
        loop.default_exception_handler(context)


async def work(redis_url: str) -> None:
    """Run all parts of the worker until SIGTERM or SIGINT. The caller has connected the database.

    Raises what ended a part, and RuntimeError if a part ended untold without a failure: whoever keeps the process
    must learn that it did not end as it should, and start it again.
    """
    for name, level in TALKATIVE.items():
        logging.getLogger(name).setLevel(level)
    watch, told = Watch(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_without_outages)
    for farewell in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(farewell, told.set)
    log.info("worker started")
    parts = [
        asyncio.create_task(pulse.keep_alive(redis_url, watch)),
        asyncio.create_task(keep_working(redis_url, watch)),
        asyncio.create_task(keep_delivering()),
    ]
    stop = asyncio.create_task(told.wait())
    await asyncio.wait([stop, *parts], return_when=asyncio.FIRST_COMPLETED)
    while running := [part for part in (stop, *parts) if not part.done()]:
        for part in running:  # more than once: a library may take the cancellation for a lost connection and try again
            part.cancel()
        await asyncio.wait(running, timeout=CANCEL_AGAIN)
    ends = await asyncio.gather(stop, *parts, return_exceptions=True)
    if faults := [end for end in ends if isinstance(end, Exception)]:
        raise faults[0]
    if not told.is_set():
        raise RuntimeError("a part of the worker ended although nobody told it to")
    log.info("worker stopped")
