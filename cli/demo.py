"""`haochaping demo`: fill the demonstration city once. Running it again changes nothing."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

import house
import settings
from cli import reachable
from cli.city import bureaus, cast, hooks
from cli.city.clearing import clear_unfinished
from cli.city.life import DAYS, Life, Lived
from cli.city.performance import appraise
from cli.city.plan import plan
from cli.up.home import Home, write
from cli.up.notice import say
from domain import clock, founding, ledger
from domain.actor import SYSTEM
from domain.directory.saving import register
from settings import Settings, Unusable
from storage.transactions import fetch_value

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    data_dir: Annotated[Path | None, typer.Option(help="city.json 放在哪里 / where city.json goes")] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="从多少天前开始 / how long ago it begins")] = DAYS,
) -> None:
    """填充演示城市「滨海市」 · fill the invented city."""
    here = settings.current()
    if here.city_kind == "production":
        raise Unusable(
            "生产环境不填充演示数据（CITY_KIND=production）。", "A production city takes no demonstration data."
        )
    asyncio.run(_demo(here, Home(data_dir or here.data_dir), days))


async def _demo(here: Settings, home: Home, days: int) -> None:
    await reachable.check_database(here.database_url)
    async with house.opened(here):
        await _fill_once(here, home, days)


async def _fill_once(here: Settings, home: Home, days: int) -> None:
    if await clock.lag() < timedelta(0):
        say("上次填充没有完成，清空后重新开始。", "The last filling was interrupted; it begins anew.")
        await clear_unfinished()
    if not await fetch_value("select exists (select from agency)"):
        return await _fill(here, home, days)
    if not await fetch_value("select exists (select from account where login = $1)", cast.CAST[0].login):
        raise Unusable(
            "这座城市里已有别的目录，不填充演示数据；请换一个空的数据库。",
            "This city has another directory; use an empty database for the demonstration.",
        )
    if not home.city.exists():
        _write(home, await cast.engage_anew(plan()))
        say(
            f"{home.city} 丢失了：账号、令牌和密钥已重新生成，旧的作废。",
            "city.json was lost: passwords, tokens and keys are new.",
        )
    else:
        say("演示城市已经填充过，没有改动。", "The demonstration city is filled; nothing was changed.")


async def _fill(here: Settings, home: Home, days: int) -> None:
    """Found the city in the past, register its offices, play the days up to now, then write city.json."""
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    await founding.found(here.city_kind, bureaus.NAME)
    await clock.set_back(timedelta(days=days))
    if await clock.lag() == timedelta(0):
        raise Unusable(
            "这座城市是生产环境，不填充演示数据。", "This is a production city; it takes no demonstration data."
        )
    await register(plan().entries, by=SYSTEM)
    facts = await cast.engage(plan())
    with _progress() as progress:
        lived = await Life(plan(), days=days).live(_teller(progress))
    await appraise()
    await _relay()
    await hooks.listen()
    await _relay()
    _write(home, facts)
    say(_summary(lived, days), _summary_in_english(lived))


async def _relay() -> None:
    """Relay until the outbox is empty."""
    while (moved := await ledger.relay()) is None or moved.count:
        continue


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("剩余 / left"),
        TimeRemainingColumn(),
    )


def _teller(progress: Progress) -> Callable[[float, date], None]:
    task = progress.add_task("演示数据", total=1.0)
    return lambda share, day: progress.update(task, completed=share, description=f"演示数据 {day:%m-%d}")


def _write(home: Home, facts: dict[str, Any]) -> None:
    write(home.city, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")


def _summary(lived: Lived, days: int) -> str:
    handled = f"工单办理{lived.moves}次，到期处理{lived.expired}次"
    return f"演示城市{days}天：办件{lived.events}，评价{lived.ratings}，差评{lived.bad}，{handled}。"


def _summary_in_english(lived: Lived) -> str:
    return f"{lived.events} service events, {lived.ratings} ratings, {lived.bad} of them bad."
