"""Daily jobs. Each does one thing; running it twice is harmless."""

import logging
from typing import Any

from domain import appraisals, board, clock, vault, year_ahead
from domain.accounts import sessions
from domain.actor import SYSTEM
from domain.evaluations import releasing
from domain.subscriptions import deliveries, webhooks

log = logging.getLogger("haochaping.housekeeping")


async def release_staff_batches(ctx: dict[str, Any]) -> None:
    """Show window staff the ratings that became a week old, at least five at a time."""
    await releasing.release()


async def close_board_nights(ctx: dict[str, Any]) -> None:
    """Tell the board's figures of days that are over, as far as they may be told."""
    await board.close_nights(by=SYSTEM)


async def forget_sessions(ctx: dict[str, Any]) -> None:
    """Delete sessions that have ended and failed sign-ins that no longer count."""
    await sessions.forget()


async def forget_deliveries(ctx: dict[str, Any]) -> None:
    """Delete attempts of webhooks older than 30 days, and replaced secrets that no longer sign."""
    await deliveries.forget()
    await webhooks.forget_secrets()


async def renew_identities(ctx: dict[str, Any]) -> None:
    """Convert identities of an older form in the vault, so that persons are found by their numbers."""
    renewed = await vault.renew()
    if renewed:
        log.info("%d identities are kept in the canonical form now", renewed)


async def remind_of_next_year(ctx: dict[str, Any]) -> None:
    """Warn from 1 November on while next year's holidays are not loaded."""
    year = await year_ahead.missing(await clock.today())
    if year is not None:
        log.warning("%d年放假安排还没有载入，跨年的期限都是暂定 / the holidays of %d are not loaded yet", year, year)


async def keep_periods(ctx: dict[str, Any]) -> None:
    """Open months and quarters as they begin, and write adjustments to settled scores."""
    await appraisals.open_periods(by=SYSTEM)
    changed = await appraisals.adjust(by=SYSTEM)
    if changed:
        log.info("%d settled scores have a new adjustment", changed)
