"""`haochaping work`: the worker process. Several may run; what must happen once is guarded by the database."""

import asyncio
import logging

import typer
import uvloop

import settings
import views
from api.ids import Seal
from domain import keys
from domain.subscriptions import addresses
from settings import Settings
from storage import database, reading
from workers import main

READERS = 4  # what is delivered is read as third parties see it

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

app = typer.Typer(add_completion=False)


@app.command()
def work() -> None:
    """后台：时限、转发、投递 · the worker: deadlines, relay, deliveries."""
    logging.basicConfig(level=logging.INFO, format=LINE)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(settings.current()))


async def _work(here: Settings) -> None:
    secrets = keys.Keys.derive(here.secret)
    keys.use(secrets)
    views.use(seal=Seal(secrets.seal, secrets.cursor), public_url=here.public_url)
    addresses.use(allowed=here.webhook_allow_cidrs, plain=not here.is_production)
    await database.connect(here.database_url)
    await reading.connect(here.database_url, size=READERS)
    watching = asyncio.create_task(views.watch())
    try:
        await main.work(here.redis_url)
    finally:
        watching.cancel()
        await reading.close()
        await database.close()
