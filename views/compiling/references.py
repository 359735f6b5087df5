"""Keeps the rows of small views in memory, where builders look them up; they are never joined in SQL.

`refresh` is called when the ledger has grown or a day began (views/hearing.py). It asks the ledger whether anything but
daily traffic (TRAFFIC) has happened since the last look, and if so reloads everything. It reads the position first and
the tables after, so that no change is missed, then swaps all tables without awaiting in between. Each plan renders a
row once and keeps it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from weakref import WeakValueDictionary

import asyncpg

from domain.working_days import Day
from storage import reading
from views.compiling.member import Derived, Identity, Reference, References
from views.compiling.question import Ask, Sight, Stale
from views.compiling.sealing import seal
from views.compiling.view import VIEWS, Small

TRAFFIC: Final = ["service_event", "invitation", "evaluation", "work_order", "rater", "session"]
POSITION: Final = "select coalesce(max(position), 0) as position, city_today() as today from ledger"
NEWS: Final = """select coalesce(max(position), $1) as position,
  coalesce(bool_or(subject_kind <> all($2)), false) as anything, city_today() as today
from ledger where position > $1"""


class Table:
    """The rows of one small view, by id and by code, and the renderings that a reload makes stale."""

    def __init__(self, view: Small) -> None:
        self.view = view
        self.rows: dict[int, asyncpg.Record] = {}
        self.ids: dict[str, list[int]] = {}
        self._under: dict[str | None, Mapping[Any, list[int]]] = {}
        self._fillings: WeakValueDictionary[int, Filled] = WeakValueDictionary()

    def swap(self, rows: Sequence[asyncpg.Record]) -> None:
        """Replace all rows."""
        self.rows = {row["id"]: row for row in rows}
        self.ids = defaultdict(list)
        if self.view.code:
            for row in rows:
                self.ids[row[self.view.code]].append(row["id"])
        self._under = {}

    def under(self, column: str | None, parent: int) -> Sequence[int]:
        """Return the ids of the rows whose column has this parent, sorted; without a column those of all rows.

        The index is kept until the next swap.
        """
        if column not in self._under:
            found: dict[Any, list[int]] = defaultdict(list)
            for row_id in sorted(self.rows):
                found[self.rows[row_id][column] if column else None].append(row_id)
            self._under[column] = dict(found)
        return self._under[column].get(parent if column else None, ())

    def forget(self) -> None:
        """Clear all renderings of rows of this table."""
        for filling in list(self._fillings.values()):
            filling.clear()

    @property
    def kept(self) -> int:
        """The number of live renderings (for tests and measurements)."""
        return len(self._fillings)

    def of_codes(self, codes: Sequence[str]) -> list[int]:
        """Return the ids of the rows with these codes; unknown codes are skipped."""
        return [row for code in codes for row in self.ids.get(code, ())]

    def keep(self, filling: "Filled") -> None:
        """Register a rendering, so that `forget` clears it; the reference is weak."""
        self._fillings[id(filling)] = filling  # by id, because a dict has no hash


class Filled(dict[int, dict[str, Any]]):
    """The answers for rows of a small view by id, for one role, language and selection.

    An answer is built on first access and kept; a plan owns its Filled. Access to an unknown id raises Stale.
    """

    def __init__(self, table: Table, sight: Sight, asks: tuple[Ask, ...]) -> None:
        super().__init__()
        self.table = table
        self.parts = [(ask.key, _part(table.view, sight, ask)) for ask in asks]
        table.keep(self)

    def __missing__(self, row_id: int) -> dict[str, Any]:
        row = self.table.rows.get(row_id)
        if row is None:
            raise Stale(f"{self.table.view.name} {row_id}")
        rendering = self[row_id] = {key: part(row) for key, part in self.parts}
        return rendering


Part = Callable[[Any], Any]


def _part(view: Small, sight: Sight, ask: Ask) -> Part:
    """Return the function that takes a row of a small view and returns this member."""
    if ask.name == "__typename":
        return lambda row: view.name
    member = view.members[ask.name]
    seen = member.seen_by(sight.role)
    if seen is None:
        return lambda row: [] if member.is_list else None
    if isinstance(member, Identity):
        tag = view.tag or 0
        return lambda row: seal().ids(tag, [row["id"]])[0]
    if isinstance(member, Derived):
        of = [view.members[name].sql for name in member.of]
        return lambda row: member.value(sight, *[row[name] for name in of])
    if isinstance(member, Reference | References):
        return _reference(member, seen, sight, ask)
    return lambda row: row[seen]


def _reference(member: Reference | References, seen: str, sight: Sight, ask: Ask) -> Part:
    filled = filling(member.named, sight, ask.below)
    if filled is None:
        return lambda row: [] if member.is_list else None
    if member.is_list:
        return lambda row: [filled[row_id] for row_id in row[seen]]
    return lambda row: None if row[seen] is None else filled[row[seen]]


def filling(name: str, sight: Sight, asks: tuple[Ask, ...]) -> Filled | None:
    """Return the answers of a small view for this role, or None if the role sees none of its rows."""
    return Filled(table(name), sight, asks) if VIEWS[name].reach(sight.role) else None


@dataclass
class City:
    """The city's calendar, name and day, and the position up to which the ledger was read.

    `begun` and `loaded` number the reloads; `position` is -1 before the first one.
    """

    name: str = ""
    today: date = date.min
    calendar: Mapping[date, Day] = field(default_factory=dict)
    position: int = -1
    begun: int = 0
    loaded: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


_tables: dict[str, Table] = {}
city = City()


def table(name: str) -> Table:
    """Return the table of a small view."""
    if name not in _tables:
        view = VIEWS[name]
        assert isinstance(view, Small)
        _tables[name] = Table(view)
    return _tables[name]


def row(name: str, row_id: int) -> asyncpg.Record:
    """Return a row of a small view by id, for derived members. Raises Stale if it is not in memory."""
    found = table(name).rows.get(row_id)
    if found is None:
        raise Stale(f"{name} {row_id}")
    return found


async def refresh(*, force: bool = False) -> bool:
    """Reload if the ledger shows a change that may concern a small view, or if a new day began; returns whether it did.

    With `force`, or if nothing was loaded yet, always reload.
    """
    if not force and city.position >= 0:
        news = (await reading.fetch(NEWS, city.position, TRAFFIC))[0]
        if not news["anything"] and news["today"] == city.today:
            city.position = news["position"]
            return False
    await _reload()
    return True


async def ready() -> None:
    """Load the small views if they were not loaded yet."""
    if city.position < 0:
        await refresh(force=True)


def forget() -> None:
    """Mark everything as not loaded, before another database is used."""
    global city
    city.position = -1


def _small() -> Iterator[Table]:
    return (table(name) for name, view in VIEWS.items() if isinstance(view, Small))


async def _reload() -> None:
    """Reload, one reload at a time.

    Many callers that miss the same row share one reload, which must have begun after they asked.
    """
    asked = city.begun
    async with city.turn:
        if city.loaded <= asked:
            city.begun += 1
            number = city.begun
            await _load()
            city.loaded = number


async def _load() -> None:
    begun = (await reading.fetch(POSITION))[0]
    loaded = [(known, await reading.fetch(known.view.select)) for known in _small()]
    days = await reading.fetch("select day, is_working, name, provisional from calendar_day")
    names = await reading.fetch("select city_name from city_clock")
    for known, rows in loaded:
        known.swap(rows)
    for known, _ in loaded:
        known.forget()
    city.calendar = {d["day"]: Day(d["is_working"], d["name"], not d["provisional"]) for d in days}
    city.name = names[0]["city_name"] if names else ""
    city.today, city.position = begun["today"], begun["position"]
