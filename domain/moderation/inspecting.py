"""Searches texts for personal data before moderators see them; queues sort by what is found."""

import logging
from collections.abc import Sequence

import orjson

from domain.faults import is_outage
from domain.personal.detecting import DETECTOR, Detected, Personal, detect
from domain.personal.masking import Span, half, masked
from storage.transactions import execute, fetch, fetch_value, transaction

log = logging.getLogger("haochaping.texts")

AT_ONCE = 100
NONE = "NONE"

# Waiting texts are in the partial index of the queue, so few rows are read however many ratings there are.
UNSEEN = f"""
select e.id from evaluation e
where e.text_raw is not null and e.moderation is null and e.standing = 'VALID'
  and not exists (select from text_inspection i where i.id = e.id and i.finder = {DETECTOR})
order by e.rated_on, e.shuffle limit $1
"""
# Names to look for: the staff of the rated agency, of the agency that mends, of the hall, and the person who served.
READ = f"""
select e.id, e.text_raw, coalesce(m.names, '{{}}') as names
from evaluation e left join work_order o on o.evaluation_id = e.id
left join lateral (
  select array_agg(distinct name) as names from staff_member
  where agency_id in (e.agency_id, o.agency_id) or hall_id = e.hall_id or id = e.staff_id
) m on true
where e.id = any($1::bigint[]) and e.text_raw is not null
  and not exists (select from text_inspection i where i.id = e.id and i.finder = {DETECTOR})
"""
WRITE = f"""
insert into text_inspection as i (id, half, covered, found, kinds, inspected_at, finder)
select t.id, t.half, t.covered, t.found::jsonb, string_to_array(t.kinds, ' '), city_now(), {DETECTOR}
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (id, half, covered, found, kinds)
on conflict (id) do update set half = excluded.half, covered = excluded.covered, found = excluded.found,
  kinds = excluded.kinds, inspected_at = excluded.inspected_at, finder = excluded.finder
where i.finder < excluded.finder
"""
IS_SEEN = "select exists (select from text_inspection where id = $1 and finder = $2)"
FOUND = "select id, found from text_inspection where id = any($1::bigint[])"


async def inspect_waiting(limit: int = AT_ONCE) -> int:
    """Search waiting texts that have not been searched; returns how many. Running it twice is harmless."""
    return await _inspect_apart([row["id"] for row in await fetch(UNSEEN, limit)])


async def _inspect_apart(ids: Sequence[int]) -> int:
    """Search these texts in one transaction; if one fails, search each half on its own.

    So a text that cannot be searched is logged and left, without holding up the others. Returns how many were searched.
    """
    if not ids:
        return 0
    try:
        async with transaction():
            await inspect(ids)
    except Exception as error:
        if is_outage(error):
            raise
        if len(ids) == 1:
            log.exception("the text of rating %d cannot be looked through; it waits", ids[0])
            return 0
        half = len(ids) // 2
        return await _inspect_apart(ids[:half]) + await _inspect_apart(ids[half:])
    return len(ids)


async def inspect(ids: Sequence[int]) -> None:
    """Search those of these texts that today's finder has not searched, and store what is found."""
    rows = await fetch(READ, list(ids))
    found = [detect(row["text_raw"], row["names"]) for row in rows]
    if rows:
        await execute(
            WRITE,
            [row["id"] for row in rows],
            [half(row["text_raw"], spans) for row, spans in zip(rows, found, strict=True)],
            [masked(row["text_raw"], spans) for row, spans in zip(rows, found, strict=True)],
            [orjson.dumps([(f.kind, f.start, f.end, f.basis) for f in spans]).decode() for spans in found],
            [" ".join(dict.fromkeys(f.kind for f in spans)) or NONE for spans in found],
        )


async def is_inspected(id: int) -> bool:
    """Whether today's finder has searched the text, so that a reader may have seen its marks."""
    return bool(await fetch_value(IS_SEEN, id, DETECTOR))


async def detected(ids: Sequence[int]) -> dict[int, list[Detected]]:
    """What was found in each of these texts; those not searched yet are searched now."""
    await inspect(ids)
    rows = await fetch(FOUND, list(ids))
    return {row["id"]: read_detected(row["found"]) for row in rows}


def read_detected(stored: str) -> list[Detected]:
    """What was detected, from its stored JSON."""
    return [Detected(Personal(kind), start, end, basis) for kind, start, end, basis in orjson.loads(stored)]


def read_spans(stored: str | None) -> list[Span]:
    """The spans an act covered, from their stored JSON."""
    return [] if stored is None else [Span(start, end) for start, end in orjson.loads(stored)]
