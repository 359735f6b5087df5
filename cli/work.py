"""`haochaping work`: the worker process. Several may run; what must happen once is guarded by the database."""

import asyncio
import logging

import typer
import uvloop

import settings
from domain import keys
from settings import Settings
from storage import database
from workers import main

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

app = typer.Typer(add_completion=False)


@app.command()
def work() -> None:
    """后台：时限、转发、投递 · the worker: deadlines, relay, deliveries."""
    logging.basicConfig(level=logging.INFO, format=LINE)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(settings.current()))


async def _work(here: Settings) -> None:
    keys.use(keys.Keys.derive(here.secret))
    await database.connect(here.database_url)
    try:
        await main.work(here.redis_url)
    finally:
        await database.close()
