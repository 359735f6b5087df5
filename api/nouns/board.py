"""The board: figures by scope and period."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.nouns.forms import Dimension, Tag
from api.vocabulary.fields import answer
from api.vocabulary.paging import After, Connection, First, told
from api.vocabulary.words import CountFamily, Step
from domain.words import Entry, Level, RatingKind


@strawberry.type(description="How many ratings of one level.")
class LevelCount:
    level: Level = field(description="The level.")
    count: int = field(description="Ratings.")


@strawberry.type(description="How many ratings of one kind.")
class KindCount:
    kind: RatingKind = field(description="The kind.")
    count: int = field(description="Ratings.")


@strawberry.type(description="How many ratings through one entry.")
class EntryCount:
    entry: Entry = field(description="The entry.")
    count: int = field(description="Ratings.")


@strawberry.type(description="How many ratings with one tag.")
class TagCount:
    tag: Tag = field(description="The tag.")
    count: int = field(description="Ratings.")


@strawberry.type(description="How one dimension was rated.")
class DimensionCount:
    dimension: Dimension = field(description="The dimension.")
    ratings: int = field(description="Ratings that answered it.")
    bad: int = field(description="Of these, with one of the two bad levels.")


@strawberry.type(
    description="The days that one family of figures rests on. Below a district strangers are told figures in batches "
    "of at least five; what has grown by fewer waits, so a 0 is not always none. Both null: nothing is told."
)
class Counted:
    family: CountFamily = field(description="What is counted together.")
    from_: date | None = field(name="from", description="First day of the first batch inside the period.")
    to: date | None = field(description="Last day of the last one, inclusive.")


@strawberry.type(description="One point of a series.")
class BoardPoint:
    at: datetime = field(description="The beginning of the step, Asia/Shanghai.")
    ratings: int = field(description="Ratings in the step.")
    bad: int = field(description="Of these, bad.")


@strawberry.type(
    description="Figures of one scope and period. The city's are live for everybody, a district's totals too. What is "
    "smaller, and a district's splits, only managing desks, heads of the agency and managers of the hall watch live; "
    "everybody else is told the whole batches inside the period, each of at least five, of days that are over: see "
    "`counted`. A rated person's end at the own last batch."
)
class Board:
    scope: str = field(description="What it is about: the code of the scope; “city” for the whole city.")
    from_: date = field(name="from", description="First day.")
    to: date = field(description="Last day asked for, inclusive.")
    events: int = field(description="Service events that may be rated, by the day they happened.")
    ratings: int = field(description="Valid ratings made by raters, by the day of the rating.")
    bad: int = field(description="Of these, with one of the two bad levels.")
    by_level: list[LevelCount] = field(description="Ratings by level.")
    by_kind: list[KindCount] = field(description="Ratings by kind.")
    by_entry: list[EntryCount] = field(description="Ratings by entry.")
    bad_per10000: float | None = field(description="Bad ratings per 10 000 ratings; null where there is no rating.")
    bad_per10000_low: float | None = field(description="Lower end of its 95 % interval, per 10 000.")
    bad_per10000_high: float | None = field(description="Upper end of its 95 % interval, per 10 000.")
    good_rate: float | None = field(description="Good ratings among ratings, 0 to 1; null: no ratings.")
    active_rate: float | None = field(
        description="Service events that were rated, on the day or later, among all of them, 0 to 1; null: none."
    )
    bad_reply_rate: float | None = field(description="Bad ratings answered in public, 0 to 1; null: no bad ratings.")
    callback_rectify_rate: float | None = field(
        description="Real-name valid bad ratings called back and rectified, 0 to 1; null: none."
    )
    on_time_rate: float | None = field(description="Orders due that were mended in time, 0 to 1; null: none due.")
    post_rectify_satisfaction: float | None = field(
        description="Raters at least fairly satisfied after the mending, among those reached, 0 to 1; null: none."
    )
    score: float | None = field(description="Mean score, 100/80/60/40/20 by level; null: no ratings.")
    counted: list[Counted] = field(
        description="Which days the figures rest on: live figures on all that were asked for, others on whole batches."
    )
    by_dimension: list[DimensionCount] = field(
        description="Ratings by dimension of the form; below the city, to strangers in batches like every other figure."
    )

    @answer("The tags given most often; below the city, to strangers in batches like every other figure.")
    def top_tags(
        self,
        info: Info[Context, None],
        first: Annotated[int, argument(description="How many at most, 1 to 100.")] = 10,
    ) -> list[TagCount]:
        return told(self, info)

    @answer("Ratings over time, without gaps; at most 1000 points, and 10 000 with all boards below.")
    def series(
        self,
        info: Info[Context, None],
        step: Annotated[Step, argument(description="The width of a point.")] = Step.DAY,
    ) -> list[BoardPoint]:
        return told(self, info)

    @answer("The same figures one level below: the city's districts, a district's agencies, and so on.")
    def children(
        self, info: Info[Context, None], first: First, after: After = UNSET
    ) -> Connection[Annotated["BoardRow", strawberry.lazy("api.nouns.board")]]:
        return told(self, info)


@strawberry.type(description="The board of one part of a scope.")
class BoardRow:
    scope: str = field(description="Code of the part.")
    name: str = field(description="Its name, in the language of the request where the directory has it.")
    board: Board = field(description="Its figures.")


@strawberry.input(description="What the figures are about. At most one field; none: the city.")
class ScopeInput:
    district_code: str | None = field(default=UNSET, description="One district, by code.")
    agency_code: str | None = field(default=UNSET, description="One agency, by code.")
    service_code: str | None = field(default=UNSET, description="One service item, by code.")
    hall_code: str | None = field(default=UNSET, description="One hall, by code.")
    staff_number: str | None = field(default=UNSET, description="One person, by staff number, where your role may.")


@strawberry.type
class BoardQuery:
    @answer("Figures of a scope and a period.")
    async def board(
        self,
        info: Info[Context, None],
        scope: Annotated[ScopeInput | None, argument(description="What it is about; left out: the city.")] = UNSET,
        from_: Annotated[date | None, argument(name="from", description="First day; left out: as `to`.")] = UNSET,
        to: Annotated[date | None, argument(description="Last day, inclusive; left out: today. 2000 to 2100.")] = UNSET,
    ) -> Board:
        return await see(info)
