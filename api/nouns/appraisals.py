"""Appraisals: what the performance of agencies, districts, window staff and hotline agents was scored."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.vocabulary.fields import answer
from api.vocabulary.paging import After, Connection, First, Node
from domain.words import PeriodState, SubjectKind


@strawberry.type(description="One figure of a score, with its interval and what it contributed.")
class Figure:
    key: str = field(description="Stable name, such as on_time_rate.")
    value: float | None = field(description="Shares of one; scores of a hundred; null where nothing was counted.")
    low: float | None = field(description="Lower end of the 95 % interval, in the unit of the value; null: none.")
    high: float | None = field(description="Upper end of the 95 % interval, in the unit of the value; null: none.")
    n: int = field(description="How many it rests on.")
    weight: float = field(description="Weight in per cent, after figures that cannot be computed handed theirs over.")
    points: float | None = field(description="What it contributed to the score; null: it only informs.")
    note: str | None = field(
        description="What was done about it where it rests on few facts, in the reader's language; null: nothing."
    )
    definition: str = field(description="What it counts, for people, in the reader's language.")


@strawberry.type(description="What a settled score would be after a later change. The settled score itself stays.")
class Adjustment:
    on: date = field(description="The day the change was noticed.")
    reason: str = field(description="Which counts are others than at settlement, in the reader's language.")
    score: float = field(description="The score with the change, 0 to 100.")


@strawberry.type(description="The score of one subject in one period.")
class Appraisal(Node):
    subject_kind: SubjectKind = field(description="What kind of subject.")
    subject_name: str = field(description="Its name when it was scored.")
    period: str = field(description="A month such as 2026-09 or a quarter such as 2026-Q3.")
    state: PeriodState = field(description="PREVIEW until the period is settled; then frozen.")
    score: float | None = field(description="0 to 100; null under the plan's minimum n: shown, not compared.")
    n: int = field(description="Valid ratings it rests on.")
    plan_version: int = field(description="Version of the weight plan of this kind of subject.")
    figures: list[Figure] = field(description="What it is made of, in the order of the plan.")
    adjustments: list[Adjustment] = field(
        description="Later changes, oldest first; none is told where few ratings stand behind it."
    )


@strawberry.input(description="Which scores. Every field may be left out; lists mean “one of”.")
class AppraisalFilter:
    subject_kind: SubjectKind | None = field(default=UNSET, description="Only of this kind of subject.")
    period: str | None = field(default=UNSET, description="Only of this period, such as 2026-09 or 2026-Q3.")
    agency_code: list[str] | None = field(
        default=UNSET, description="Only of these agencies, and of the people they employ, by code."
    )


@strawberry.type
class AppraisalQuery:
    @answer("Scores as far as your role reaches, newest period first. Before settlement they are HR's alone.")
    async def appraisals(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[AppraisalFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        after: After = UNSET,
    ) -> Connection[Appraisal]:
        return await see(info)
