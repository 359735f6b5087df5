"""Looking through texts before anybody reads them: what was found is stored, so that queues can be sorted by it."""

import logging
from collections.abc import Sequence

import orjson

from domain.faults import is_outage
from domain.personal.finding import FINDER, Found, Personal, find
from domain.personal.masking import Span, half, masked
from storage.transactions import Connection, fetch, transaction

log = logging.getLogger("haochaping.texts")

AT_ONCE = 100
NONE = "NONE"

# A text that waits is in the partial index of the queue, so this looks at few rows however many ratings there are.
UNSEEN = f"""
select e.id from evaluation e
where e.text_raw is not null and e.moderation is null and e.standing = 'VALID'
  and not exists (select from text_inspection i where i.id = e.id and i.finder = {FINDER})
order by e.rated_on, e.shuffle limit $1
"""
# Whom the text may name: the staff of the agency rated, of the one that mends, of the hall, and who served.
READ = f"""
select e.id, e.text_raw, coalesce(m.names, '{{}}') as names
from evaluation e left join work_order o on o.evaluation_id = e.id
left join lateral (
  select array_agg(distinct name) as names from staff_member
  where agency_id in (e.agency_id, o.agency_id) or hall_id = e.hall_id or id = e.staff_id
) m on true
where e.id = any($1::bigint[]) and e.text_raw is not null
  and not exists (select from text_inspection i where i.id = e.id and i.finder = {FINDER})
"""
WRITE = f"""
insert into text_inspection as i (id, half, covered, found, kinds, inspected_at, finder)
select t.id, t.half, t.covered, t.found::jsonb, string_to_array(t.kinds, ' '), city_now(), {FINDER}
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (id, half, covered, found, kinds)
on conflict (id) do update set half = excluded.half, covered = excluded.covered, found = excluded.found,
  kinds = excluded.kinds, inspected_at = excluded.inspected_at, finder = excluded.finder
where i.finder < excluded.finder
"""
IS_SEEN = "select exists (select from text_inspection where id = $1 and finder = $2)"
FOUND = "select id, found from text_inspection where id = any($1::bigint[])"


async def inspect_waiting(limit: int = AT_ONCE) -> int:
    """Look through texts that nobody has looked through; how many. Running it twice finds nothing twice."""
    return await _inspect_apart([row["id"] for row in await fetch(UNSEEN, limit)])


async def _inspect_apart(ids: Sequence[int]) -> int:
    """All at once; one that cannot be looked through is halved out, stays, and holds up nobody else's."""
    if not ids:
        return 0
    try:
        async with transaction() as connection:
            await inspect(connection, ids)
    except Exception as error:
        if is_outage(error):
            raise
        if len(ids) == 1:
            log.exception("the text of rating %d cannot be looked through; it waits", ids[0])
            return 0
        half = len(ids) // 2
        return await _inspect_apart(ids[:half]) + await _inspect_apart(ids[half:])
    return len(ids)


async def inspect(connection: Connection, ids: Sequence[int]) -> None:
    """Look through these texts, as far as it has not been done."""
    rows = await connection.fetch(READ, list(ids))
    found = [find(row["text_raw"], row["names"]) for row in rows]
    if rows:
        await connection.execute(
            WRITE,
            [row["id"] for row in rows],
            [half(row["text_raw"], spans) for row, spans in zip(rows, found, strict=True)],
            [masked(row["text_raw"], spans) for row, spans in zip(rows, found, strict=True)],
            [orjson.dumps([(f.kind, f.start, f.end, f.basis) for f in spans]).decode() for spans in found],
            [" ".join(dict.fromkeys(f.kind for f in spans)) or NONE for spans in found],
        )


async def is_inspected(connection: Connection, id: int) -> bool:
    """Whether somebody may have seen what was found in it."""
    return bool(await connection.fetchval(IS_SEEN, id, FINDER))


async def findings(connection: Connection, ids: Sequence[int]) -> dict[int, list[Found]]:
    """What was found in each of these texts."""
    await inspect(connection, ids)
    rows = await connection.fetch(FOUND, list(ids))
    return {row["id"]: read_findings(row["found"]) for row in rows}


def read_findings(stored: str) -> list[Found]:
    """As they were stored."""
    return [Found(Personal(kind), start, end, basis) for kind, start, end, basis in orjson.loads(stored)]


def read_spans(stored: str | None) -> list[Span]:
    """What an act covered."""
    return [] if stored is None else [Span(start, end) for start, end in orjson.loads(stored)]
