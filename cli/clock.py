"""`haochaping clock`: the city's time, which can be moved forward except in a production city."""

import re
from datetime import timedelta
from typing import Annotated, Final

import typer

import settings
from cli.connected import run
from cli.up.notice import say
from domain import clock, pulse
from domain.clock import FARTHEST
from settings import Unusable

UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}

app = typer.Typer(add_completion=False)


@app.callback()
def city_clock() -> None:
    """城市时间 · the city's time."""


@app.command()
def show() -> None:
    """现在几点 · what time it is in the city."""
    run(_show())


@app.command()
def forward(by: Annotated[str, typer.Argument(help="3d | 12h | 90m")]) -> None:
    """把演示城市的时间往前拨 · move a demonstration city's time forward."""
    distance = duration(by)
    if settings.current().city_kind == "production":
        raise Unusable("生产环境的时间不能拨动。", "A production city's clock cannot be moved.")
    run(_forward(distance))


@app.command()
def resume() -> None:
    """时间无误，恢复到期处理 · the time is right: let terms run out again after a pause."""
    run(_resume())


async def _forward(distance: timedelta) -> None:
    await clock.shift(distance)
    await _show()


async def _resume() -> None:
    if await pulse.resume():
        say("到期处理已恢复。", "Terms run out again.")
    else:
        say("到期处理没有暂停，没有改动。", "Expiry was not paused; nothing was changed.")


def duration(text: str) -> timedelta:
    """Return the duration of a text like 3d, 12h or 90m."""
    found = re.fullmatch(r"([0-9]{1,6})([dhm])", text.strip().lower())
    distance = timedelta(**{UNITS[found[2]]: int(found[1])}) if found else timedelta(0)
    if not timedelta(0) < distance <= FARTHEST:
        raise Unusable(
            f"“{text}”不是可用的时长；请写 3d、12h 或 90m，最多{FARTHEST.days}天。",
            f"{text!r} is no duration; write 3d, 12h or 90m, at most {FARTHEST.days} days.",
        )
    return distance


async def _show() -> None:
    now, ahead = await clock.now(), await clock.lag()
    days = ahead.total_seconds() / 86_400
    say(
        f"城市时间 {now:%Y-%m-%d %H:%M:%S}，比真实时间快{days:.2f}天。",
        f"City time {now.isoformat(timespec='seconds')}, {days:.2f} days ahead.",
    )
