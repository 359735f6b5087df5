"""Reads webhooks for the page: their state in words, their events, and how far they are behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import views
from domain.actor import Actor
from domain.subscriptions.kinds import EVALUATION, KINDS
from views.figures.desks import delivering
from views.figures.desks.delivering import Hour, Lag
from web.catalogue import has, say
from web.formats import number
from web.language import language

MOST: Final = 100
FIELDS: Final[Any] = (
    "id", "row", "client", "url", "kinds", "enabled", "disabledBecause", "sentTo", "attempt", "reason", "nextAt",
    "document", "previousUntil", "agency.name", "agency.code",
)  # fmt: skip
SLOW: Final = ("HTTP_429", "HTTP_503")
BY_OWNER: Final = "BY_OWNER"


@dataclass(frozen=True, slots=True)
class State:
    """The state of a webhook: an icon, words, and their emphasis (quiet, slow, bad)."""

    icon: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hook:
    """One row of the page."""

    facts: Mapping[str, Any]
    state: State
    kinds: str
    lag: str
    day: Sequence[Hour]
    day_label: str


async def everybody(me: Actor) -> list[Hook]:
    """Return all webhooks, oldest first."""
    page = await views.page("Webhook", FIELDS, actor=me, first=MOST, language=language())
    ids = [row["row"] for row in page.rows]
    lags, days = await delivering.lags(ids), await delivering.last_day(ids)
    return [_hook(row, lags.get(row["row"], Lag()), days[row["row"]]) for row in page.rows]


def _hook(row: Mapping[str, Any], lag: Lag, day: Sequence[Hour]) -> Hook:
    taken, failed = sum(hour.taken for hour in day), sum(hour.failed for hour in day)
    behind = say("hooks.lag.none")
    if lag.count:
        many = number(lag.count) + ("+" if lag.count >= delivering.COUNTED else "")
        behind = say("hooks.lag.some", n=many, since=duration(lag.since))
    told = say(f"hooks.day.{'some' if taken else 'none'}") if row["agency"] else number(taken)
    label = say("hooks.day.label", taken=told, failed=number(failed))
    return Hook(row, state(row), kinds(row), behind, day, label)


def state(row: Mapping[str, Any]) -> State:
    """Return the state of a webhook."""
    if not row["enabled"]:
        why = row["disabledBecause"]
        if why in (None, BY_OWNER):
            return State("player-pause", say("hooks.off.owner"), "quiet")
        return State("ban", say("hooks.off", reason=reason(why)), "bad")
    if not row["attempt"]:
        return State("check", say("hooks.well"), "quiet")
    if row["reason"] in SLOW:
        return State("hourglass", say("hooks.slow", code=row["reason"].removeprefix("HTTP_")), "slow")
    left = row["nextAt"] - datetime.now(UTC)
    if left <= timedelta(seconds=5):
        return State("alert-triangle", say("hooks.failing.now", reason=reason(row["reason"])), "bad")
    return State("alert-triangle", say("hooks.failing", reason=reason(row["reason"]), then=duration(left)), "bad")


def reason(word: str | None) -> str:
    """Return a stable reason code in words; an HTTP status is shown as its number."""
    key = f"hook.{word}"
    return say(key) if has(key) else (word or "").removeprefix("HTTP_")


def kinds(row: Mapping[str, Any]) -> str:
    """Return the events of a webhook in words."""
    chosen = row["kinds"]
    if chosen is None:
        words = say("hooks.kinds.all")
    else:
        subjects = {KINDS[kind].subject for kind in chosen if kind in KINDS}
        only = next(iter(subjects)) if len(subjects) == 1 else "mixed"
        words = say(f"hooks.kinds.{only if only in (EVALUATION, 'work_order') else 'mixed'}", n=len(chosen))
    return words


def duration(length: timedelta) -> str:
    """Return a duration in short words: 40秒, 4分钟, 9小时, 2天."""
    seconds = max(int(length.total_seconds()), 1)
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size or (seconds >= size and unit != "minutes" and seconds % size < size // 2):
            return say(f"hooks.{unit}", n=round(seconds / size))
    return say("hooks.seconds", n=seconds) if seconds < 60 else say("hooks.minutes", n=round(seconds / 60))
