"""`haochaping migration`: compares models and migrations, and drafts missing migrations for review."""

import asyncio
from typing import Annotated

import typer
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import MigrationWriter

from settings import Unusable
from storage import database

NOWHERE = "postgresql://nobody@localhost/none"

app = typer.Typer(add_completion=False)


@app.command()
def migration(
    name: Annotated[str, typer.Argument(help="做什么 / what it does; 不给则只核对 / none: only compare")] = "",
) -> None:
    """核对模型与迁移，起草缺少的迁移 · compare models and migrations, draft what is missing."""
    drafts = asyncio.run(_missing())
    if drafts and not name:
        raise Unusable(
            "模型有改动而没有迁移；请运行 make migration NAME=…。", "A migration is missing; run make migration NAME=…."
        )
    for draft in drafts:
        draft.name = f"{draft.name.split('_')[0]}_{name}"
        typer.echo(draft.write())


async def _missing() -> list[MigrationWriter]:
    config = database.config(NOWHERE)
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        assert context.apps is not None
        return await MigrationAutodetector(context.apps, config["apps"]).changes()
