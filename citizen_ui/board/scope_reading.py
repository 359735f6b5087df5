"""Reads one place's figures for the public: live for a district, else as published up to yesterday."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

import views
from citizen_ui.board.boards import Rate, top, verdict
from citizen_ui.board.scopes import FormQuestion, Month, Part, ScopePage, rate_of
from domain import clock
from domain.intervals import per_10000, wilson
from domain.words import Target
from views.figures import measures
from views.figures.measures import Figure
from views.figures.public import places, publishing
from views.figures.public.places import Place
from views.figures.public.present import months, present
from views.figures.public.publishing import Dimension, Published

MONTHS: Final = 12


async def read(place: Place, language: str) -> ScopePage:
    """Return a place's figures of this year, the city's until the same day, and the last twelve months."""
    now = await clock.now()
    year = date(now.year, 1, 1)
    known = await publishing.published("year", year)
    yesterday = rate_of(known.whole(publishing.WHOLE).figures[measures.RATE])
    city = await _live_city(year, now) if place.is_large else yesterday
    counts, figures, dimensions = await _told(place, known, now)
    rate = rate_of(figures[measures.RATE])
    curve, line = await _curve(place, now), await _curve(places.whole(), now)
    begun = next((at for at, month in enumerate(line) if month.ratings), 0)
    parts = _parts(places.below(place), known, yesterday)
    return ScopePage(
        place=place,
        above=places.above(place),
        at=now,
        live=place.is_large,
        through=now.date() if place.is_large else _through(known.whole(place.scope)),
        ratings=counts["ratings"],
        bad=counts["bad"],
        rate=rate,
        city=city,
        verdict="hidden" if figures[measures.RATE].hidden else verdict(rate, city),
        figures=figures,
        months=curve[begun:],
        whole=[month.rate.value for month in line[begun:]],
        top=top(city, [rate], *([month.rate.value for month in months[begun:]] for months in (curve, line))),
        targets=await _targets(dimensions, language),
        parts=parts,
        parts_city=yesterday,
        parts_top=top(yesterday, [part.rate for part in parts if part.is_compared]),
    )


def _through(told: publishing.ToldScope) -> date | None:
    """Return the last day whose bad ratings are told, else the last whose ratings are; None if none is."""
    days = told.days.get("opinion") or told.days.get("ratings")
    return days[1] if days else None


async def agencies(district: Place | None = None) -> tuple[list[tuple[Place, list[Part]]], Rate, float, date]:
    """Return all agencies by district, the city's rate, the end of the axis, and the last day counted."""
    now = await clock.now()
    known = await publishing.published("year", date(now.year, 1, 1))
    told = known.whole(publishing.WHOLE)
    city = rate_of(told.figures[measures.RATE])
    groups = [(district, _parts(places.below(district), known, city)) for district in places.every("DISTRICT")]
    compared = [part.rate for _, parts in groups for part in parts if part.is_compared]
    return groups, city, top(city, compared), known.last


async def _live_city(year: date, now: datetime) -> Rate:
    whole = await present(places.whole(), year, now.date())
    return rate_of(measures.figures(whole.counts)[measures.RATE])


ToldFigures = tuple[Mapping[str, int | None], Mapping[str, Figure], Sequence[Dimension]]


async def _told(place: Place, known: Published, now: datetime) -> ToldFigures:
    if place.is_large:
        live = await present(place, date(now.year, 1, 1), now.date())
        figures = measures.figures(live.counts, live.hidden, measures.untold(place.scope[0], live.counts))
        return live.counts, figures, live.dimensions
    told = known.whole(place.scope)
    bad = told.count("bad")
    counts = {"bad": bad, "ratings": told.count("ratings") if bad is None else told.counts["judged"]}
    figures = measures.resting(told.figures, told.days)
    return counts, figures, known.dimensions.get(place.scope, ())


def _parts(below: Sequence[Place], known: Published, city: Rate) -> list[Part]:
    """Return the places below with the most ratings first, an order that does not rank their quality."""
    found = [_part(place, known, city) for place in below]
    return sorted(found, key=lambda part: (-(part.ratings or 0), part.place.code))


def _part(place: Place, known: Published, city: Rate) -> Part:
    told = known.whole(place.scope)
    figure = told.figures[measures.RATE]
    rate = rate_of(figure)
    return Part(place, told.count("ratings"), rate, "hidden" if figure.hidden else verdict(rate, city))


async def _curve(place: Place, now: datetime) -> list[Month]:
    firsts = _firsts(now.date())
    counted = await months(place, firsts[0], now.date())
    if place.is_large:
        return [_month(first, *counted.get(first, (0, 0))) for first in firsts]
    return [_month(at, *counted[at]) if at in counted else Month(at, Rate(), hidden=True) for at in firsts]


def _month(first: date, ratings: int, bad: int) -> Month:
    return Month(first, Rate(bad, *per_10000(bad, ratings)), ratings)


def _firsts(today: date) -> list[date]:
    """Return the first days of the last twelve months, the present one included."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]


async def _targets(dimensions: Sequence[Dimension], language: str) -> dict[str, list[FormQuestion]]:
    """Return the questions by target, in the order of domain.words.Target."""
    asked = await views.every("Dimension", ["row", "name", "target"], language=language)
    named = {one["row"]: one for one in asked}
    found: dict[str, list[FormQuestion]] = {target.value: [] for target in Target}
    for one in dimensions:
        found[named[one.row]["target"]].append(_question(named[one.row]["name"], one))
    return {target: questions for target, questions in found.items() if questions}


def _question(name: str, one: Dimension) -> FormQuestion:
    good = one.ratings - one.bad
    low, high = wilson(good, one.ratings)
    return FormQuestion(name, one.ratings, one.bad, good / one.ratings if one.ratings else None, low, high)
