"""The board's figures as open data: judges a request, and writes the rows as CSV or JSON in pieces."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NoReturn

from domain import clock
from domain.cells import Cell, harmless, kept
from domain.errors import Invalid
from domain.figures import SHARES
from views.figures.measures import RATE
from views.figures.public import outcomes, places, publishing
from views.figures.public.places import Place
from views.figures.public.publishing import Published, ToldScope
from web.catalogue import say
from web.heavy import Breath

LEVELS: Final = {"city": "CITY", "district": "DISTRICT", "agency": "AGENCY", "service": "SERVICE"}
STEPS: Final = {"year": 3660, "month": 1100, "day": 92}  # the most days one request may span
HEADERS: Final = ("zh", "code")
PARAMETERS: Final = ("level", "step", "from", "to", "code", "header", "lang")
EARLIEST: Final = date(2019, 1, 1)
BOM, HIDDEN = "\ufeff", "*"
CODES: Final = ("code", "parent_code")

COUNTS: Final = ("events", "ratings", "bad")
INTERVAL: Final = (f"{RATE}_low", f"{RATE}_high")
WITH_BASE: Final = {"callback_rectify_rate": "real_name", "on_time_rate": "due", "post_rectify_satisfaction": "reached"}
FIELDS: Final = (
    "level", "code", "name", "parent_code", "from", "to", *COUNTS, RATE, *INTERVAL, "good_rate", "active_rate",
    "self_rate", "bad_reply_rate", "real_name", "callback_rectify_rate", "due", "on_time_rate", "reached",
    "post_rectify_satisfaction", "score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A judged request.

    `code`: one place of the level, or empty for all. `header`: whether fields are headed by Chinese names or codes.
    """

    level: str
    step: str
    first: date
    last: date
    code: str
    header: str

    @property
    def filename(self) -> str:
        """The name of the file, without its extension."""
        return f"haochaping-{self.level}-{self.step}-{self.first:%Y%m%d}-{self.last:%Y%m%d}"


async def judge(asked: Mapping[str, str]) -> Wanted:
    """Return what a request asks for. Raises Invalid for unknown or bad parameters."""
    unknown = [name for name in asked if name not in PARAMETERS]
    if unknown:
        _refuse(f"没有“{unknown[0][:40]}”这个参数，可用的有：{_listed(PARAMETERS)}。",
                f"There is no parameter {unknown[0][:40]!r}; known are {', '.join(PARAMETERS)}.")  # fmt: skip
    level, step = _choice(asked, "level", tuple(LEVELS), "district"), _choice(asked, "step", tuple(STEPS), "month")
    header = _choice(asked, "header", HEADERS, "zh")
    yesterday = (await clock.now()).date() - timedelta(days=1)
    last = _day(asked, "to", yesterday)
    first = _day(asked, "from", last.replace(day=1) if step == "day" else last.replace(month=1, day=1))
    _judge_days(step, first, last, yesterday)
    return Wanted(level, step, first, last, await _code(level, asked.get("code", "")), header)


async def mark(wanted: Wanted) -> object:
    """Return a value that changes whenever the answer may have changed."""
    return wanted, await outcomes.mark()


async def as_csv(wanted: Wanted) -> AsyncIterator[str]:
    """Yield the file as CSV, with a BOM so that spreadsheets read Chinese.

    With a Chinese header it is meant for people, with codes for programs.
    """
    for_people = wanted.header == "zh"
    yield BOM + _line([say(f"data.{name}") if for_people else name for name in FIELDS])
    async for lines in _pieces(wanted, lambda row: _line(_cells(row, for_people))):
        yield lines


async def as_json(wanted: Wanted) -> AsyncIterator[str]:
    """Yield the file as JSON with the codes of the fields; withheld cells are null and listed in `hidden`."""
    head = {"from": f"{wanted.first}", "to": f"{wanted.last}", "level": wanted.level, "step": wanted.step}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    between = "\n"
    async for lines in _pieces(wanted, lambda row: json.dumps(_named(row), ensure_ascii=False) + ",\n"):
        yield between + lines.removesuffix(",\n")
        between = ",\n"
    yield "]}\n"


async def rows(wanted: Wanted) -> AsyncIterator[dict[str, Cell]]:
    """Yield the rows by period and place, with their cells in the order of FIELDS."""
    for known, first, last in [span async for span in _spans(wanted)]:
        for place in places.every(LEVELS[wanted.level]):
            if wanted.code in ("", place.code):
                for told in known.told(place.scope):
                    if told.last >= first and told.first <= last:
                        yield _row(wanted, place, told.exactly())


async def _pieces(wanted: Wanted, written: Callable[[dict[str, Cell]], str]) -> AsyncIterator[str]:
    """Yield the written rows, 500 at once, as sending single lines would cost more than making them."""
    kept, breath = list[str](), Breath()
    async for row in rows(wanted):
        kept.append(written(row))
        await breath()
        if len(kept) == 500:
            yield "".join(kept)
            kept = []
    if kept:
        yield "".join(kept)


async def _spans(wanted: Wanted) -> AsyncIterator[tuple[Published, date, date]]:
    """Yield the figures of each year (for days: each month) that the request touches, with its days.

    The days are the first and last of the request. Each period is told as a whole or not at all.
    """
    at = wanted.first.replace(day=1) if wanted.step == "day" else wanted.first.replace(month=1, day=1)
    while at <= wanted.last:
        yield await publishing.published(wanted.step, at), wanted.first, wanted.last
        at = publishing.end_of("month" if wanted.step == "day" else "year", at) + timedelta(days=1)


def _row(wanted: Wanted, place: Place, told: ToldScope) -> dict[str, Cell]:
    above = places.above(place)
    row: dict[str, Cell] = {
        "level": wanted.level, "code": place.code, "name": place.name, "parent_code": above[-1].code if above else "",
        "from": f"{told.first}", "to": f"{told.last}",
    }  # fmt: skip
    row |= {name: HIDDEN if (count := told.count(name)) is None else count for name in COUNTS}
    figures = told.figures
    rate = figures[RATE]
    row |= {RATE: _figure(rate.hidden, rate.value, 4)}
    row |= dict(zip(INTERVAL, (_figure(rate.hidden, end, 4) for end in (rate.low, rate.high)), strict=True))
    for name in SHARES:
        if base := WITH_BASE.get(name):
            row[base] = HIDDEN if figures[name].hidden else figures[name].n
        row[name] = _figure(figures[name].hidden, figures[name].value, 6)
    row["score"] = _figure(figures["score"].hidden, figures["score"].value, 1)
    return {name: row[name] for name in FIELDS}


def _figure(hidden: bool, value: float | None, decimals: int) -> Cell:
    return HIDDEN if hidden else None if value is None else round(value, decimals)


def _named(row: Mapping[str, Cell]) -> dict[str, object]:
    missing = [name for name, cell in row.items() if cell == HIDDEN]
    return {**{name: None if cell == HIDDEN else cell for name, cell in row.items()}, "hidden": missing}


def _cells(row: Mapping[str, Cell], for_people: bool) -> list[Cell]:
    """Return the cells, safe for spreadsheets.

    For people, codes get a tab, because a spreadsheet takes 449900000000 for a number, and a code of 18 digits would
    lose its last three.
    """
    codes = CODES if for_people else ()
    return [kept(cell) if name in codes else harmless(cell) for name, cell in row.items()]


def _line(cells: Sequence[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in cells])
    return written.getvalue()


def _judge_days(step: str, first: date, last: date, yesterday: date) -> None:
    if last > yesterday:
        _refuse(f"数据到昨天（{yesterday}）为止，to不能更晚。", f"The data end yesterday, {yesterday}; `to` is later.")
    if first < EARLIEST:
        _refuse(f"数据从{EARLIEST}开始，from不能更早。", f"The data begin on {EARLIEST}; `from` is earlier.")
    if first > last:
        _refuse("from不能晚于to。", "`from` must not lie after `to`.")
    if (last - first).days >= STEPS[step]:
        _refuse(
            f"step={step}时一次最多{STEPS[step]}天，请分几次取。",
            f"With step={step} at most {STEPS[step]} days at once: ask in several requests.",
        )


def _choice(asked: Mapping[str, str], name: str, choices: Sequence[str], default: str) -> str:
    value = asked.get(name) or default
    if value not in choices:
        _refuse(f"{name}应为{_listed(choices)}之一。", f"{name} is one of {', '.join(choices)}.")
    return value


def _day(asked: Mapping[str, str], name: str, default: date) -> date:
    text = asked.get(name)
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        _refuse(f"{name}应为日期，形如2026-10-01。", f"{name} is a date like 2026-10-01.")


async def _code(level: str, code: str) -> str:
    if code and await places.find(LEVELS[level], code) is None:
        _refuse(f"level={level}里没有编码{code[:40]}。", f"There is no code {code[:40]} at level={level}.")
    return code


def _listed(names: Sequence[str]) -> str:
    return "、".join(names)


def _refuse(chinese: str, english: str) -> NoReturn:
    raise Invalid(chinese, english)


__all__ = ["COUNTS", "FIELDS", "HIDDEN", "LEVELS", "STEPS", "Wanted", "as_csv", "as_json", "judge", "mark", "rows"]
