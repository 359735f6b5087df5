"""Locking, detecting that another person was faster, and telling the event; for orders and ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from domain import outbox, policy
from domain.actor import Actor
from domain.errors import NotFound
from domain.moves.flow import Flow, Move, S
from storage.transactions import fetch, require_transaction


@dataclass(frozen=True, slots=True)
class Noun:
    """What can be moved: an order or a rating.

    `view`: the view whose reach holds. `table`: its table. `entries`: the table of its entries, with the columns `row`
    (the moved row's id) and `move`. `missing`: the message (Chinese, English) for what does not exist or is out of
    reach.
    """

    view: str
    table: str
    entries: str
    row: str
    move: str
    missing: tuple[str, str]


async def lock(noun: Noun, ids: Sequence[int], *, by: Actor) -> set[int]:
    """Lock the rows that are within reach, in the order of their ids; returns the ids of these rows.

    They are locked until the end of the caller's transaction.
    """
    require_transaction()
    sql, values = policy.within(by, noun.view, first=2)
    found = await fetch(
        f"select t.id from {noun.table} t where t.id = any($1::bigint[]) and {sql} order by t.id for update",
        list(ids),
        *values,
    )
    return {row["id"] for row in found}


def not_there(noun: Noun, *, path: tuple[str, ...] = ()) -> NotFound:
    """The NotFound to raise, the same for what does not exist and for what is not within reach."""
    return NotFound(*noun.missing, path=path)


async def was_open_to_another(noun: Noun, flow: Flow[S], name: str, id: int, by: Actor) -> bool:
    """Whether another person has just made the change of state that closed this move.

    True if the newest change of state began in a state where this move was open and was made by somebody else.
    """
    changing = [str(move) for move, row in flow.moves.items() if row.target is not None]
    last = await newest(noun, id, f"and {noun.move} = any($2::text[])", changing)
    return last is not None and last["actor_id"] != by.id and last["from_state"] in flow.moves[name].sources


@dataclass(frozen=True, slots=True)
class Faster:
    """Who changed the row after the asker had read it: the name in Chinese and in English, and the move."""

    zh: str
    en: str
    move: str


async def faster(noun: Noun, id: int, by: Actor, *, condition: str) -> Faster | None:
    """Who made the newest entry that fits `condition` (SQL, as in `newest`): the one that raised the version.

    None if there is no such entry: then the version that the asker sent never existed.
    """
    last = await newest(noun, id, condition)
    if last is None:
        return None
    if by.id is not None and last["actor_id"] == by.id:
        return Faster("您自己（别的页面或上一次点击）", "Your own other page or earlier click", last["move"])
    return Faster(last["actor_name"], last["actor_name"], last["move"])


async def newest(noun: Noun, id: int, condition: str = "", *values: object) -> asyncpg.Record | None:
    """The newest entry of a row (move, from_state, actor_id, actor_name), or None.

    `condition` is further SQL beginning with "and"; its parameters are numbered from $2.
    """
    rows = await fetch(
        f"select {noun.move} as move, from_state, actor_id, actor_name from {noun.entries} "
        f"where {noun.row} = $1 {condition} order by id desc limit 1",
        id,
        *values,
    )
    return rows[0] if rows else None


async def tell(move: Move[Any], noun: Noun, id: int, by: Actor, agency_id: int, facts: Mapping[str, Any]) -> None:
    """Record the event of a move in the outbox."""
    assert move.event is not None, f"a move without an event: {move.en}"
    await outbox.record(move.event, noun.table, id, by, agency_id=agency_id, **facts)
