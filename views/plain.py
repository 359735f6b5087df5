"""Reads the views by lists of field names instead of GraphQL, for the pages.

It uses the same plans, reach and masks as the API.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from domain.actor import PUBLIC, Actor
from views.compiling import references
from views.compiling.judging import judge
from views.compiling.paging import Rows, pages
from views.compiling.question import Ask, Refused, Sight, Stale
from views.compiling.references import filling, table
from views.compiling.sealing import seal
from views.compiling.statement import Asking
from views.compiling.view import VIEWS
from views.figures.boards.boards import Board
from views.figures.boards.choosing import chosen

T = TypeVar("T")
Fields = Sequence["str | tuple[str, Fields]"]
CHINESE, ENGLISH = "zh", "en"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, the cursor of the next one, and the total if it was asked for."""

    rows: list[dict[str, Any]]
    has_next: bool
    end_cursor: str | None
    total: int | None = None


async def page(
    view: str,
    fields: Fields,
    *,
    actor: Actor,
    where: Mapping[str, Any] | None = None,
    order: str | None = None,
    first: int = 50,
    after: str | None = None,
    language: str = CHINESE,
    counted: bool = False,
) -> Page:
    """Return one page of a view as this actor sees it. `counted`: also the total, up to 10,000.

    Raises Refused, BadCursor or Forbidden for bad arguments.
    """
    sight = Sight(actor.role, short(language))

    async def read() -> Page:
        judged = judge(VIEWS[view], sight, first=first, after=after, where=where, order=order)
        told = await _pages(view, sight, frozen(fields), counted).read(judged, Asking(actor, sight.language))
        info = told["pageInfo"]
        return Page(
            [edge["node"] for edge in told["edges"]], info["hasNextPage"], info["endCursor"], told.get("totalCount")
        )

    return await asked(read)


async def one(
    view: str, fields: Fields, *, id: str | int, actor: Actor, language: str = CHINESE, entry: str | None = None
) -> dict[str, Any] | None:
    """Return one row by its sealed id or its number; None if it does not exist or is not reached."""
    row_id = id if isinstance(id, int) else open_id(view, id)
    return (
        (await many(view, fields, ids=[row_id], actor=actor, language=language, entry=entry)).get(row_id)
        if row_id is not None
        else None
    )


async def many(
    view: str, fields: Fields, *, ids: Sequence[int], actor: Actor, language: str = CHINESE, entry: str | None = None
) -> dict[int, dict[str, Any]]:
    """Return the rows with these numbers that the actor reaches, by number."""
    sight = Sight(actor.role, short(language))
    return await asked(lambda: _rows(view, sight, frozen(fields)).read(ids, Asking(actor, sight.language, entry=entry)))


async def every(view: str, fields: Fields, *, actor: Actor = PUBLIC, language: str = CHINESE) -> list[dict[str, Any]]:
    """Return all rows of a small view, ordered by id, for choices in forms."""
    sight = Sight(actor.role, short(language))

    async def read() -> list[dict[str, Any]]:
        filled = _filled(view, sight, frozen(fields))
        return [filled[row_id] for row_id in sorted(table(view).rows)] if filled is not None else []

    return await asked(read)


async def board(
    fields: Fields,
    *,
    scope: Mapping[str, str | None] | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    actor: Actor = PUBLIC,
    language: str = CHINESE,
) -> dict[str, Any]:
    """Return the figures of one scope (by default the city) over days, both inclusive (by default today).

    A field with arguments is an Ask: Ask("hours", "series", asks(["at", "bad"]), (("step", "HOUR"),)). Raises Refused
    for bad arguments, Forbidden for figures this actor may not see.
    """
    sight = Sight(actor.role, short(language))

    async def read() -> dict[str, Any]:
        asking = Asking(actor, sight.language)
        kind, scope_id, period = await chosen(scope, first_day, last_day, asking)
        plan = _board(sight, frozen(fields))
        plan.judge(kind, period.first, period.last, asking)
        return (await plan.read(kind, [scope_id], period, asking))[0]

    return await asked(read)


def seal_id(view: str, row_id: int) -> str:
    """Return the sealed id of a row of this view."""
    return seal().ids(VIEWS[view].tag or 0, [row_id])[0]


def open_id(view: str, text: str) -> int | None:
    """Return the row number of a sealed id; None if it is no sealed id or one of another view."""
    opened = seal().open(text)
    return opened[1] if opened and opened[0] == VIEWS[view].tag else None


async def asked(read: Callable[[], Awaitable[T]]) -> T:
    """Run `read`; if it raises Stale, reload the small views and run it once more.

    A second Stale is an error of this program and is raised.
    """
    await references.ready()
    try:
        return await read()
    except Stale:
        await references.refresh(force=True)
        return await read()


def short(language: str) -> str:
    """Return `en` for any English language tag, else `zh`."""
    return ENGLISH if language.startswith(ENGLISH) else CHINESE


def asks(fields: Iterable[Any]) -> tuple[Ask, ...]:
    """Turn field names into Asks.

    "agency.name" and ("terms", ["kind"]) ask for members below another; an Ask is taken as it is.
    """
    below: dict[str, list[Any]] = {}
    found: dict[str, Ask] = {}
    for field in fields:
        if isinstance(field, Ask):
            found[field.key] = field
            continue
        head, rest = (field[0], list(field[1])) if isinstance(field, tuple) else _split(field)
        below.setdefault(head, []).extend(rest)
        found[head] = Ask(head, head)
    return tuple(Ask(key, ask.name, asks(below[key])) if key in below else ask for key, ask in found.items())


def frozen(fields: Any) -> Any:
    """Return the fields as nested tuples, so that they can be a key of a cache."""
    return fields if isinstance(fields, str | Ask) else tuple(frozen(field) for field in fields)


def _split(field: str) -> tuple[str, list[str]]:
    head, _, rest = field.partition(".")
    return head, [rest] if rest else []


@lru_cache(maxsize=512)
def _pages(view: str, sight: Sight, fields: Any, counted: bool) -> Any:
    info = Ask("pageInfo", "pageInfo", asks(["hasNextPage", "endCursor"]))
    edges = Ask("edges", "edges", (Ask("node", "node", asks(fields)),))
    return pages(view, sight, (edges, info, *((Ask("totalCount", "totalCount"),) if counted else ())))


@lru_cache(maxsize=512)
def _rows(view: str, sight: Sight, fields: Any) -> Rows:
    return Rows(VIEWS[view], sight, asks(fields))


@lru_cache(maxsize=512)
def _filled(view: str, sight: Sight, fields: Any) -> Any:
    return filling(view, sight, asks(fields))


@lru_cache(maxsize=128)
def _board(sight: Sight, fields: Any) -> Board:
    return Board(sight, asks(fields))


__all__ = ["Page", "Refused", "asked", "asks", "board", "every", "many", "one", "open_id", "page", "seal_id"]
