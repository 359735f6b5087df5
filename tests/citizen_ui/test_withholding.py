"""What is withheld beside single figures: months of a year that is withheld, questions that few answered badly."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from domain import clock
from domain.words import Level
from tests.cast import Cast, pass_days
from views import publishing
from views.measures import NOTHING
from views.publishing import WHOLE, Scope

# Bad and good ratings in January and in February. Over the year the bureau alone is small, and housing, the smallest
# other, keeps it company; in February managing is small as well, so that the bureau needs nobody else.
TWO_MONTHS = {"bureau": ((0, 40), (3, 40)), "housing": ((0, 30), (6, 30)), "managing": ((20, 50), (3, 50))}
DISTRICTS = {"bureau": "bay", "housing": "hill", "managing": "bay"}


def counted(cast: Cast, year: int, *, by_month: bool) -> dict[Scope, dict[date, Counter[str]]]:
    """The counts of every scope, as if they had been read."""
    found: dict[Scope, dict[date, Counter[str]]] = {}
    for agency, months in TWO_MONTHS.items():
        for scope in (WHOLE, ("DISTRICT", cast.ids[DISTRICTS[agency]]), ("AGENCY", cast.ids[agency])):
            for month, (bad, good) in enumerate(months, 1):
                first = date(year, month if by_month else 1, 1)
                counts = found.setdefault(scope, {}).setdefault(first, Counter(NOTHING))
                counts.update(bad=bad, ratings=bad + good, rated=bad + good, events=bad + good)
    return found


async def test_what_a_year_withholds_no_month_tells(
    door: AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = (await clock.today()).year - 1

    async def read(step: str, first: date, last: date, seen: date) -> Any:
        return counted(cast, year, by_month=step == "month")

    monkeypatch.setattr(publishing, "_counts", read)
    publishing.forget()
    bureau, housing, managing = [("AGENCY", cast.ids[name]) for name in TWO_MONTHS]
    whole = await publishing.published("year", date(year, 1, 1))
    assert whole.missing["opinion"] >= {bureau, housing}
    assert managing not in whole.missing["opinion"]
    months = await publishing.published("month", date(year, 1, 1))
    assert months.missing["opinion"] >= {bureau, housing, managing}
    publishing.forget()


@pytest.mark.parametrize(("bad", "told"), [(0, (10, 0)), (4, (None, None)), (5, (15, 5))])
async def test_a_question_that_few_answered_badly_is_not_told(
    door: AsyncClient, cast: Cast, bad: int, told: tuple[int | None, int | None]
) -> None:
    for level, many in ((Level.VERY_SATISFIED, 10), (Level.DISSATISFIED, bad)):
        for _ in range(many):
            await cast.rate(Level.VERY_SATISFIED, dimensions=(("ATTITUDE", level),))
    year = (await clock.today()).replace(month=1, day=1)
    await pass_days(1)
    (one,) = (await publishing.published("year", year)).dimensions["SERVICE", cast.ids["card"]]
    assert (one.ratings, one.bad) == told
