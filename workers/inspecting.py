"""Searches new texts for personal data, so that moderators find them sorted; runs without Redis."""

import asyncio
import logging

from domain.moderation import inspect_again, inspect_waiting
from workers.patience import Patience

REST_SECONDS = 1.0

log = logging.getLogger("haochaping.texts")


async def keep_inspecting() -> None:
    """Search waiting texts, then those of an older finder; pause when there are none, retry on failure."""
    patience = Patience("texts", log)
    while True:
        try:
            more = await inspect_waiting() or (await inspect_again()).texts
            patience.over()
        except Exception as error:
            await patience.bear(error)
            continue
        await asyncio.sleep(0 if more else REST_SECONDS)
