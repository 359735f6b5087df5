"""The working-day calendar."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument, field
from strawberry.types import Info

import views
from api.context import Context
from api.vocabulary.fields import answer
from domain import calendar
from domain.errors import Invalid
from domain.working_days import DayType
from views.compiling.statement import Asking
from views.nouns.explaining import explain

MOST_DAYS = 250
YEARS = range(2000, 2101)


@strawberry.type(description="The last day of a term of working days.")
class WorkingDay:
    day: date = field(name="date", description="The day.")
    provisional: bool = field(description="Whether the count crosses into a year whose holidays are not announced.")
    explanation: str = field(description="How the days were counted, for people, in the reader's language.")


@strawberry.type
class CalendarQuery:
    @answer("The last day of a term; day 0 does not count.")
    async def working_day(
        self,
        info: Info[Context, None],
        from_: Annotated[date, argument(name="from", description="The day of the event: day 0.")],
        days: Annotated[int, argument(description="Working days, 0 to 250.")],
    ) -> WorkingDay:
        if not 0 <= days <= MOST_DAYS:
            raise Invalid(f"工作日数应为 0 到 {MOST_DAYS}。", f"days must be 0 to {MOST_DAYS}.")
        if from_.year not in YEARS:
            raise Invalid("日期应在 2000 年至 2100 年之间。", "The day must lie between 2000 and 2100.")
        await views.ready()
        due = calendar.due(from_, days, await calendar.load())
        asking = Asking(info.context.actor, info.context.language)
        said = explain(asking, from_, days, DayType.WORKING, due.day, due.provisional)
        return WorkingDay(day=due.day, provisional=due.provisional, explanation=said)
