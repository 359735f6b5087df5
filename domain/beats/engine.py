"""Lock · was somebody faster · tell: the same for orders and for ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from domain import outbox, policy
from domain.actor import Actor
from domain.errors import NotFound
from domain.moves.flow import Flow, Move, S
from storage.transactions import Connection, fetch


@dataclass(frozen=True, slots=True)
class Noun:
    """What can be moved: its view (whose reach holds), its table, and the table of its entries with the columns that
    name the row and the move. `missing` is said of what is not there or not within reach.
    """

    view: str
    table: str
    entries: str
    row: str
    move: str
    missing: tuple[str, str]


async def lock(connection: Connection, noun: Noun, ids: Sequence[int], *, by: Actor) -> set[int]:
    """Lock the rows that are within reach, in the order of their ids; which these are."""
    sql, values = policy.within(by, noun.view, first=2)
    found = await connection.fetch(
        f"select t.id from {noun.table} t where t.id = any($1::bigint[]) and {sql} order by t.id for update",
        list(ids),
        *values,
    )
    return {row["id"] for row in found}


def not_there(noun: Noun, *, path: tuple[str, ...] = ()) -> NotFound:
    """One answer for what is not there and what is not within reach."""
    return NotFound(*noun.missing, path=path)


async def was_open_to_another(noun: Noun, flow: Flow[S], name: str, id: int, by: Actor) -> bool:
    """Whether a move is closed because somebody else has just done what this one expected to do."""
    changing = [str(move) for move, row in flow.moves.items() if row.target is not None]
    last = await newest(noun, id, f"and {noun.move} = any($2::text[])", changing)
    return last is not None and last["actor_id"] != by.id and last["from_state"] in flow.moves[name].sources


async def newest(noun: Noun, id: int, condition: str = "", *values: object) -> asyncpg.Record | None:
    """The newest entry of a row that `condition` lets through (move, from_state, actor_id, actor_name), or None."""
    rows = await fetch(
        f"select {noun.move} as move, from_state, actor_id, actor_name from {noun.entries} "
        f"where {noun.row} = $1 {condition} order by id desc limit 1",
        id,
        *values,
    )
    return rows[0] if rows else None


async def tell(move: Move[Any], noun: Noun, id: int, by: Actor, agency_id: int, facts: Mapping[str, Any]) -> None:
    """The event of a move, for whoever hears of such rows."""
    assert move.event is not None, f"a move without an event: {move.en}"
    await outbox.record(move.event, noun.table, id, by, agency_id=agency_id, **facts)
