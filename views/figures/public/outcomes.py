"""Public counts of what became of the city's bad ratings of a period, by day and outcome."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain import calendar, rulebook
from domain.figures import BAD_RATING, IS_BAD, IS_MADE, PLEASED, REACHED
from domain.intervals import wilson
from domain.working_days import day_in, days_between
from views.compiling.statement import Asking, Statement

OUTCOMES: Final = ("satisfied", "again", "unreached", "open", "overdue", "void")
DAYS: Final = 30
BINS: Final = 12  # one to eleven working days, and all that took longer

# Void ratings count in no figure except the squares (days) and the first rungs, which show that they were received.
BAD_OR_VOID: Final = f"{IS_BAD} and {IS_MADE}"

BY_DAY: Final = Statement(f"""
select e.rated_on, count(*) as n, case
    when e.standing = 'VOID' then 'void'
    when {PLEASED} then 'satisfied'
    when o.callback = 'UNREACHABLE' then 'unreached'
    when o.next_due_at < city_now() and o.closed_at is null then 'overdue'
    when o.callback = 'DISSATISFIED' then 'again'
    else 'open' end as outcome
from evaluation e join work_order o on o.evaluation_id = e.id
where {BAD_OR_VOID} and e.rated_on >= :since and e.rated_on < :until group by 1, 3""")

TOTALS: Final = Statement(f"""
select count(*) as received, count(o.id) as dispatched, count(*) filter (where e.standing = 'VOID') as void,
  count(*) filter (where e.standing <> 'VOID' and o.approved_at is not null) as mended,
  count(*) filter (where e.standing <> 'VOID' and o.approved_at is null and o.next_due_at < city_now()) as overdue,
  count(*) filter (where e.standing <> 'VOID' and {REACHED}) as reached,
  count(*) filter (where e.standing <> 'VOID' and {PLEASED}) as satisfied,
  count(*) filter (where e.standing <> 'VOID' and o.callback = 'UNREACHABLE') as unreached
from evaluation e left join work_order o on o.evaluation_id = e.id
where {BAD_OR_VOID} and e.rated_on >= :since and e.rated_on < :until""")

MENDED: Final = Statement(f"""
select o.dispatched_on, city_day(d.met_at) as mended_on, count(*) as n
from evaluation e join work_order o on o.evaluation_id = e.id
join deadline d on d.subject_kind = 'work_order' and d.subject_id = o.id and d.kind = 'RECTIFY' and d.rule <> 'redo'
where {BAD_RATING} and o.approved_at is not null and d.met_at is not null
  and e.rated_on >= :since and e.rated_on < :until
group by 1, 2""")

MARK: Final = Statement("""select (select max(position) from ledger), (select max(id) from outbox), city_today()""")


@dataclass(frozen=True, slots=True)
class Day:
    """One day's bad ratings by outcome: satisfied · again · unreached · open · overdue · void."""

    on: date
    working: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder received → dispatched → valid → mended → reached → satisfied.

    `lost`: the numbers for the sentence about those lost since the rung before; None if there is none.
    """

    key: str
    count: int
    lost: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """How long mending took, in working days.

    `counts[n]` is the number mended in n + 1 days, the last that of all that took longer. `term`: the term in force.
    """

    median: float | None
    p90: float | None
    counts: Sequence[int]
    term: int


@dataclass(frozen=True, slots=True)
class CallbackResults:
    """The results of callbacks. `low`, `high`: the 95 % Wilson interval of satisfied / reached (0 to 1)."""

    reached: int
    satisfied: int
    unreached: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the bad ratings of a period."""

    mended: int
    open: int
    mending: Mending
    asked: CallbackResults
    days: Sequence[Day]
    ladder: Sequence[Rung]


async def read(first: date, last: date) -> Outcomes:
    """Read the outcomes of the ratings of the period, both days inclusive.

    `days` are the thirty days up to the last one, whatever the first one is.
    """
    asking, period = Asking(), {"since": first, "until": last + timedelta(days=1)}
    (total,) = await TOTALS.rows(asking, period)
    valid = total["received"] - total["void"]
    low, high = wilson(total["satisfied"], total["reached"])
    return Outcomes(
        mended=total["mended"],
        open=valid - total["mended"],
        mending=await _mending(asking, period, last),
        asked=CallbackResults(total["reached"], total["satisfied"], total["unreached"], low, high),
        days=await _days(asking, last),
        ladder=_ladder(total),
    )


async def mark() -> object:
    """Return a value that changes whenever something was recorded or a new day began; cheap to read."""
    return tuple((await MARK.rows(Asking()))[0])


def _ladder(total: Mapping[str, int]) -> list[Rung]:
    valid = total["received"] - total["void"]
    unmended, unasked = valid - total["mended"], total["mended"] - total["reached"]
    unpleased = total["reached"] - total["satisfied"]
    return [
        Rung("received", total["received"]),
        Rung("dispatched", total["dispatched"]),
        Rung("valid", valid, {"n": total["void"]} if total["void"] else None),
        Rung("mended", total["mended"], {"n": unmended, "overdue": total["overdue"]} if unmended else None),
        Rung("reached", total["reached"], {"n": unasked} if unasked else None),
        Rung("satisfied", total["satisfied"], {"n": unpleased} if unpleased else None),
    ]


async def _mending(asking: Asking, period: Mapping[str, date], last: date) -> Mending:
    days = (await calendar.load()).days
    term = (await rulebook.in_force(last))["rectify"].value
    took: Counter[int] = Counter()
    for row in await MENDED.rows(asking, period):
        took[max(1, days_between(row["dispatched_on"], row["mended_on"], days))] += row["n"]
    counts = [took[n] for n in range(1, BINS)]
    return Mending(_quantile(took, 0.5), _quantile(took, 0.9), [*counts, took.total() - sum(counts)], term)


def _quantile(took: Counter[int], share: float) -> float | None:
    """Return the lowest number of days within which that share was mended; None if nothing was mended."""
    seen = 0
    for days in sorted(took):
        seen += took[days]
        if seen >= share * took.total():
            return float(days)
    return None


async def _days(asking: Asking, last: date) -> list[Day]:
    first = last - timedelta(days=DAYS - 1)
    counts: dict[date, dict[str, int]] = {}
    for row in await BY_DAY.rows(asking, {"since": first, "until": last + timedelta(days=1)}):
        counts.setdefault(row["rated_on"], {})[row["outcome"]] = row["n"]
    known = (await calendar.load()).days
    every = (first + timedelta(days=n) for n in range(DAYS))
    return [Day(day, day_in(known, day).is_working, counts.get(day, {})) for day in every]
