"""`haochaping simulate`: uses the real API as channels do, and checks that all arrived exactly once."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

import settings
from cli.city.crowd import Crowd
from cli.city.plan import plan
from cli.simulate import report
from cli.simulate.api import Api, GivenUp
from cli.simulate.day import Day
from domain.clock import CITY_ZONE
from settings import Unusable

NEEDED: Final = ("business", "channel", "public")

app = typer.Typer(add_completion=False)


@app.command()
def simulate(
    events: Annotated[int, typer.Option(min=1, max=10_000_000, help="多少办件 / how many service events")] = 1000,
    rate: Annotated[
        float | None, typer.Option(min=0.1, help="平均每秒几件；不给则尽快 / events a second; none: as fast as it goes")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="同样的种子，同样的人 / same seed, same people")] = None,
    bad_per_10000: Annotated[float, typer.Option(min=0, max=10_000, help="每万次差评 / bad ratings per 10 000")] = 150,
    url: Annotated[str | None, typer.Option(help="城市的地址 / address of the city")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="含 keys 的 JSON，默认 DATA_DIR/up.json / JSON with the keys")
    ] = None,
    patience: Annotated[float, typer.Option(min=1, help="断线后等多少秒 / seconds to wait for an answer")] = 120,
    json_file: Annotated[Path | None, typer.Option("--json", help="结果另存为 JSON / the summary as JSON")] = None,
) -> None:
    """像渠道一样驱动真实接口，最后核对看板 · drive the real API, then compare the board."""
    address, secret_keys = _where(url, keys)
    try:
        said = asyncio.run(
            _simulate(Api(address, secret_keys, patience), events, rate, seed or secrets.randbits(32), bad_per_10000)
        )
    except* GivenUp as given_up:
        reason = given_up.exceptions[0]
        raise Unusable(f"模拟中断：{reason}", "The simulation was given up.") from None
    report.show(said)
    if json_file:
        report.write(said, json_file)
    if not report.is_good(said):
        raise typer.Exit(1)


def _where(url: str | None, keys: Path | None) -> tuple[str, Mapping[str, str]]:
    """Return the address and the keys: those given, or those of the city that runs on this machine."""
    path = keys or settings.data_dir() / "up.json"
    try:
        facts = json.loads(path.read_text("utf-8"))
        known = {name: str(facts["keys"][name]) for name in NEEDED}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(
            f"{path} 里没有接口密钥；请先 make up，或用 --keys 指明含密钥的文件。",
            f"{path} has no API keys; run `make up` first, or name a file with --keys.",
        ) from error
    return (url or str(facts.get("url", ""))).rstrip("/"), known


async def _simulate(api: Api, events: int, rate: float | None, seed: int, bad_per_10000: float) -> dict[str, Any]:
    try:
        await api.check()
        first, before, now = await _before(api)
        began = time.monotonic()
        with Progress(
            TextColumn("模拟 / simulate"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        ) as progress:
            task = progress.add_task("", total=events)
            day = Day(api, Crowd(plan(), seed, bad_per_10000=bad_per_10000), secrets.token_hex(4), now, seed)
            outcome = await day.live(events, rate, lambda n: progress.advance(task, n))
        seconds = time.monotonic() - began
        wanted = report.expected(before, outcome)
        return report.summary(outcome, api, seconds, wanted, await report.recount(api, first, wanted))
    finally:
        await api.close()


async def _before(api: Api) -> tuple[date, dict[str, Any], datetime]:
    """Return yesterday, the board from then on (which will show all that the run adds), and the time."""
    today = date.fromisoformat((await report.figures(api))["to"])
    first, real = today - timedelta(days=1), datetime.now(CITY_ZONE)
    now = real if real.date() == today else datetime.combine(today, clock_time.min, CITY_ZONE)
    return first, await report.figures(api, first), now
