"""How much of a hidden rater's visit an order tells its agency (docs/rules.md §8.1, decision 0017).

What it tells must fit at least five visits of the 30 days before; otherwise it tells less. Item and hall are always
told, because without them the agency cannot mend; window and person are left out first, then the stage. The day of the
visit is never told, and the day of the rating leaves 30 days open. But at the device beside the counter people rate
while they are there, so then only that day's visits are counted.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from domain.figures import FEWEST
from domain.words import Entry, Stage
from storage.transactions import fetch_value

DAYS: Final = 30
LOOKED_AT: Final = 1000  # the latest visits of the item; what is rare among them counts as rare
AT_THE_COUNTER: Final = (Entry.WINDOW_DEVICE, Entry.SELF_TERMINAL)
NO_COUNTER: Final = ", ".join(f"'{stage.value}'" for stage in (Stage.ONLINE, Stage.HOTLINE_CALL))


class Disclosed(IntEnum):
    """How much an order tells its agency of the visit; fixed at dispatch and stored with the order."""

    ALL = 0
    NO_PERSON = 1  # neither window nor person
    NO_STAGE = 2  # nor which step at the counter it was


def told(fits: Sequence[int]) -> Disclosed:
    """The most that still fits FEWEST visits; NO_STAGE if nothing does. `fits` has a number for each Disclosed."""
    return next((step for step in Disclosed if fits[step] >= FEWEST), Disclosed.NO_STAGE)


def is_guessable(fits: Sequence[int]) -> bool:
    """Whether even the least that is told fits fewer than FEWEST visits."""
    return fits[Disclosed.NO_STAGE] < FEWEST


# For the visit `k`, rated at `{at}` through `k.entry`: how many visits, itself included, fit each value of Disclosed.
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
    """Whether a rating given now could be traced to this visit in spite of hiding.

    The rater is told before rating.
    """
    fits: Sequence[int] | None = await fetch_value(FITS_NOW, service_event_id, entry.value)
    return fits is not None and is_guessable(fits)
