"""The contents of the board of one place: district, agency, service item, or (framed) the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from citizen_ui.board.boards import COMPARED, Rate, is_trend
from views.figures.measures import Figure
from views.figures.public.places import Place
from web.catalogue import say
from web.formats import NOTHING, number, percent, rate

FOLDER = {"DISTRICT": "districts", "AGENCY": "agencies", "SERVICE": "services"}
KIND = {folder: kind for kind, folder in FOLDER.items()}
CARDS = ("self_rate", "bad_reply_rate", "callback_rectify_rate", "on_time_rate", "post_rectify_satisfaction")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the curve; `hidden`: no whole batch lies in it."""

    first: date
    rate: Rate
    ratings: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of the forms: the share of good answers among all."""

    name: str
    ratings: int
    bad: int
    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One place below, compared with the city (`verdict`)."""

    place: Place
    ratings: int | None
    rate: Rate
    verdict: str

    @property
    def is_compared(self) -> bool:
        return self.verdict in COMPARED


@dataclass(frozen=True, slots=True)
class ScopePage:
    """The figures of this year.

    `live`: they go up to now, else up to and including `through`, which is None if nothing is told. `targets`: the
    questions by what they are about. `top`: the end of the axis of the curve; `parts_top`: that of the places below.
    """

    place: Place
    above: Sequence[Place]
    at: datetime
    live: bool
    through: date | None
    ratings: int | None
    bad: int | None
    rate: Rate
    city: Rate
    verdict: str
    figures: Mapping[str, Figure]
    months: Sequence[Month]
    whole: Sequence[float | None]
    top: float
    targets: Mapping[str, Sequence[FormQuestion]]
    parts: Sequence[Part]
    parts_city: Rate
    parts_top: float

    @property
    def has_trend(self) -> bool:
        """Whether the months are drawn as a line."""
        return is_trend([month.rate for month in self.months])


def path(place: Place) -> str:
    """Return the path of the place's page."""
    return "/board" if place.kind == "CITY" else f"/board/{FOLDER[place.kind]}/{place.code}"


def embedded(place: Place) -> str:
    """Return the path of the place's frame for portals."""
    return "/board/embed/city" if place.kind == "CITY" else f"/board/embed/{FOLDER[place.kind]}/{place.code}"


def rate_of(figure: Figure) -> Rate:
    """Return the bad rate as a Rate."""
    return Rate(figure.n or 0, figure.value, figure.low, figure.high)


def told(figure: Figure, decimals: int = 1) -> str:
    """Return a share as text: 86.4 %, or the words for withheld, or — for nothing."""
    return say("scope.hidden.short") if figure.hidden else percent(figure.value, decimals)


def months_headings() -> list[str]:
    """Return the headings of the table of months."""
    return [say("trend.month"), say("trend.ratings"), say("trend.bad"), say("trend.rate"), say("trend.interval")]


def months_table(months: Sequence[Month]) -> list[list[str]]:
    """Return the curve as a table."""
    return [[f"{m.first:%Y-%m}", *_month(m)] for m in months]


def _month(month: Month) -> list[str]:
    ratings = say("scope.hidden.short") if month.ratings is None else number(month.ratings)
    if month.hidden:
        return [ratings, *[say("scope.hidden.short")] * 3]
    value = month.rate
    return [ratings, number(value.bad), rate(value.value), f"{rate(value.low)}–{rate(value.high)}"]


def questions_headings() -> list[str]:
    """Return the headings of the table of questions."""
    return [say("targets.question"), say("trend.ratings"), say("targets.bad"), say("targets.share")]


def questions_table(targets: Mapping[str, Sequence[FormQuestion]]) -> list[list[str]]:
    """Return the questions as a table."""
    return [[one.name, *_question(one)] for questions in targets.values() for one in questions]


def _question(one: FormQuestion) -> list[str]:
    return [number(one.ratings), number(one.bad), percent(one.share) if one.share is not None else NOTHING]
