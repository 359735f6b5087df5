"""Explains why a term is due on its day: the days counted and left out, in the reader's language."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from domain.working_days import Counted, DayType, count
from views.compiling.references import city
from views.compiling.statement import Asking


def explain(asking: Asking, counted_from: date, days: int, day_type: str, due_on: date, provisional: bool) -> str:
    """Return the explanation of a term.

    The days are counted again from the calendar; if it has changed since, only the due day is named.
    """
    term = count(counted_from, days, city.calendar, DayType(day_type))
    runs = list(_runs(term)) if term and term[-1].day == due_on else []
    return (_english if asking.language == "en" else _chinese)(counted_from, days, day_type, due_on, provisional, runs)


def _runs(term: Sequence[Counted]) -> Iterator[list[Counted]]:
    """Group neighbouring days that are all counted, or all left out for the same reason."""
    for _, run in groupby(term, key=lambda d: "" if d.number else d.name or "weekend"):
        yield list(run)


def _chinese(
    counted_from: date, days: int, day_type: str, due_on: date, provisional: bool, runs: list[list[Counted]]
) -> str:
    unit = "个工作日" if day_type == DayType.WORKING else "个自然日"
    told = "；".join(_chinese_run(run) for run in runs)
    end = "。次年放假安排未公布，暂定。" if provisional else "。"
    return (
        f"{counted_from:%Y-%m-%d}当天不计，共{days}{unit}："
        + (f"{told}；" if told else "")
        + f"{due_on:%Y-%m-%d} 23:59:59到期{end}"
    )


def _chinese_run(run: list[Counted]) -> str:
    when = f"{run[0].day:%m-%d}" + (f"至{run[-1].day:%m-%d}" if len(run) > 1 else "")
    if not run[0].number:
        return f"{when}{run[0].name or '周末'}不计"
    return f"{when}为第{run[0].number}" + (f"至{run[-1].number}天" if len(run) > 1 else "天")


def _english(
    counted_from: date, days: int, day_type: str, due_on: date, provisional: bool, runs: list[list[Counted]]
) -> str:
    unit = "working" if day_type == DayType.WORKING else "natural"
    told = "; ".join(_english_run(run) for run in runs)
    end = ". Next year's holidays are not announced yet: provisional." if provisional else "."
    return (
        f"{counted_from:%Y-%m-%d} does not count; {days} {unit} day{'' if days == 1 else 's'}: "
        + (f"{told}; " if told else "")
        + f"due {due_on:%Y-%m-%d} 23:59:59{end}"
    )


def _english_run(run: list[Counted]) -> str:
    when = f"{run[0].day:%m-%d}" + (f" to {run[-1].day:%m-%d}" if len(run) > 1 else "")
    if not run[0].number:
        return f"{when} not counted ({run[0].name or 'weekend'})"
    return f"{when} day {run[0].number}" + (f" to {run[-1].number}" if len(run) > 1 else "")
