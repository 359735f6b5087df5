"""The daily work. Each job finds or does one thing; running it twice is harmless."""

import logging
from typing import Any

from domain import appraisals, board, clock, vault, year_ahead
from domain.actor import SYSTEM
from domain.directory import sessions
from domain.evaluations import releasing
from domain.subscriptions import deliveries, webhooks

log = logging.getLogger("haochaping.housekeeping")


async def release_staff_batches(ctx: dict[str, Any]) -> None:
    """Show window staff what became a week old, five at a time."""
    await releasing.release()


async def close_board_nights(ctx: dict[str, Any]) -> None:
    """Tell strangers of the board's figures what may be told of the days that are over."""
    await board.close_nights(by=SYSTEM)


async def forget_sessions(ctx: dict[str, Any]) -> None:
    """Drop sessions that are over and failed sign-ins that no longer count."""
    await sessions.forget()


async def forget_deliveries(ctx: dict[str, Any]) -> None:
    """Drop the log of webhooks' attempts older than 30 days, and secrets that were replaced and sign no longer."""
    await deliveries.forget()
    await webhooks.forget_secrets()


async def renew_identities(ctx: dict[str, Any]) -> None:
    """Bring what the vault has kept in an older form into today's, so that its owners are found by their numbers."""
    renewed = await vault.renew()
    if renewed:
        log.info("%d identities are kept in the canonical form now", renewed)


async def remind_of_next_year(ctx: dict[str, Any]) -> None:
    """From 1 November: next year's holidays are not loaded yet."""
    year = await year_ahead.missing(await clock.today())
    if year is not None:
        log.warning("%d年放假安排还没有载入，跨年的期限都是暂定 / the holidays of %d are not loaded yet", year, year)


async def keep_periods(ctx: dict[str, Any]) -> None:
    """Open months and quarters as they begin; note what changed in scores that are settled."""
    await appraisals.open_periods(by=SYSTEM)
    changed = await appraisals.adjust(by=SYSTEM)
    if changed:
        log.info("%d settled scores have a new adjustment", changed)
