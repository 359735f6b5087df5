"""Hiding that hides: what an order tells its agency of a hidden rater's visit fits at least five visits of the 30 days
before; where it fits fewer, it is told coarser (docs/rules.md §8.1, decision 0017).

Only what is told of the visit narrows it down: item and hall are always told, for without them nobody can mend; window
and person go first, then the stage. The day of the visit is never told, and that of the rating leaves 30 days open; but
at the device beside the counter one rates while one is there, so then that day's visits alone are counted.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from domain.words import Entry, Stage
from storage.transactions import fetch_value

FEWEST: Final = 5
DAYS: Final = 30
LOOKED_AT: Final = 1000  # visits of the item, the latest: who is not among them often enough is taken for rare
AT_THE_COUNTER: Final = (Entry.WINDOW_DEVICE, Entry.SELF_TERMINAL)
NO_COUNTER: Final = ", ".join(f"'{stage.value}'" for stage in (Stage.ONLINE, Stage.HOTLINE_CALL))


class Told(IntEnum):
    """How much an order tells its agency of the visit; stored with the order, and kept as it was at dispatch."""

    ALL = 0
    NO_PERSON = 1  # neither window nor person
    NO_STAGE = 2  # nor which step at the counter it was


def told(fits: Sequence[int]) -> Told:
    """The most that still fits enough visits; where nothing does, the least."""
    return next((step for step in Told if fits[step] >= FEWEST), Told.NO_STAGE)


def is_guessable(fits: Sequence[int]) -> bool:
    """Whether even the least that is told fits too few visits."""
    return fits[Told.NO_STAGE] < FEWEST


# For the visit `k`, rated at `{at}` through `k.entry`: how many visits fit each step of the ladder, itself among them.
FITS: Final = f"""(select array[
  count(*) filter (where v.window_id is not distinct from k.window_id and v.staff_id is not distinct from k.staff_id
    and v.stage = k.stage),
  count(*) filter (where v.stage = k.stage),
  count(*) filter (where v.stage = k.stage or (k.stage not in ({NO_COUNTER}) and v.stage not in ({NO_COUNTER})))]
from (select s.stage, s.hall_id, s.window_id, s.staff_id from service_event s
  where s.service_id = k.service_id and s.agency_id = k.agency_id
    and s.happened_at <= {{at}} + interval '5 minutes'
    and s.happened_at >= case when k.entry in ({", ".join(f"'{entry.value}'" for entry in AT_THE_COUNTER)})
      then date_trunc('day', {{at}}, 'Asia/Shanghai') else {{at}} - interval '{DAYS} days' end
  order by s.happened_at desc limit {LOOKED_AT}) v
where v.hall_id is not distinct from k.hall_id)"""

FITS_NOW: Final = f"""select {FITS.format(at="city_now()")} from (
  select e.*, $2::text as entry from service_event e where e.id = $1) k"""


async def may_be_guessed(service_event_id: int, entry: Entry) -> bool:
    """Whether a rating of this visit, given now, could be told apart in spite of hiding: its rater is told before."""
    fits: Sequence[int] | None = await fetch_value(FITS_NOW, service_event_id, entry.value)
    return fits is not None and is_guessable(fits)
