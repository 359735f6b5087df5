"""`haochaping work`: the worker process. Several may run: database locks guard what must happen once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from importlib import import_module

import typer
import uvloop

import house
import settings
from settings import Settings

READERS = 4  # deliveries are read through the views of their receivers

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

app = typer.Typer(add_completion=False)


@app.command()
def work() -> None:
    """后台：时限、转发、投递 · the worker: deadlines, relay, deliveries."""
    logging.basicConfig(level=logging.INFO, format=LINE)
    main = import_module("workers.main")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(settings.current(), main.work))


async def _work(here: Settings, door: Callable[[str], Awaitable[None]]) -> None:
    async with house.opened(here, readers=READERS):
        await door(here.redis_url)
