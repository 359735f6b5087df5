"""Scores of the random city: nobody's arithmetic, every shape."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.beginning import moment

SETTLE = "update appraisal_period set state = 'SETTLED', settled_at = city_now() where id = $1"


async def appraise(w: Any, places: Any, today: date) -> None:
    """Scores of two months, one settled: nobody's arithmetic, every shape."""
    numbers = {
        "minimum": 30,
        "shrinkage": 30,
        "enough": 40,
        "cutoff_days": 10,
        "authority": "ours",
        "author_name": "本平台",
    }
    plan = await w.add(
        "weight_plan", subject_kind="AGENCY", version=3, state="ADOPTED", effective_from=date(2020, 1, 1),
        weights="{}", points="{}", reason="试", changed_at=moment(), adopted_at=moment(), **numbers,
    )  # fmt: skip
    last = today.replace(day=1) - timedelta(days=1)
    for first, end, settled in ((last.replace(day=1), last, True), (today.replace(day=1), today + timedelta(1), False)):
        period = await w.add(
            "appraisal_period", key=f"{first:%Y-%m}", first_day=first, last_day=end,
            state="PREVIEW",
        )  # fmt: skip
        units = [("AGENCY", {"agency_id": a, "district_id": places["district"][1]}) for a in places["agency"]]
        units += [("DISTRICT", {"district_id": d}) for d in places["district"]]
        people = [("WINDOW_STAFF", {"staff_id": s, "agency_id": places["agency"][0]}) for s in places["staff"]]
        for kind, who in [*units, *people]:
            await _appraisal(w, period, plan, first, kind, who, settled=settled)
        if settled:
            await w.connection.execute(SETTLE, period)


async def _appraisal(
    w: Any, period: int, plan: int, first: date, kind: str, who: dict[str, int], *, settled: bool
) -> None:
    n, total = w.random.randint(0, 90), Decimal(w.random.randint(0, 1_000_000)) / 10_000
    appraisal = await w.add(
        "appraisal", period_id=period, plan_id=plan, subject_kind=kind, subject_name=f"{kind}某", state="PREVIEW",
        first_day=first, n=n, bad=0, waiting=0, total=total, score=total if n >= 30 else None, **who,
    )  # fmt: skip
    for place, key in enumerate(w.random.sample(["score", "on_time_rate", "mean", "repaired"], 3)):
        value = w.maybe(Decimal(w.random.randint(0, 10**6)) / 10**6)
        await w.add(
            "appraisal_figure", appraisal_id=appraisal, place=place, key=key, numerator=Decimal(1), n=n, value=value,
            group_mean=w.maybe(Decimal("0.8765")), denominator=Decimal(2), low=value and w.maybe(value / 2),
            high=value, weight=Decimal("33.3333"), points=w.maybe(Decimal("12.3456")), by_day="[]",
        )  # fmt: skip
    if settled:
        await w.connection.execute("update appraisal set state = 'SETTLED' where id = $1", appraisal)
        kept = {"score": total if n >= 30 else None}
        facts = ['[{"key": "score", "from": [900, 13], "to": [800, 12]}]', "[]"]
        for number in range(w.random.randint(0, 2)):
            await w.add(
                "appraisal_adjustment", appraisal_id=appraisal, on=first, facts=facts[number], total=total, **kept
            )
