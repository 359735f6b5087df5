"""Searches texts again that an older finder has searched.

A published text in which more is found is put back to wait for moderation.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.actor import SYSTEM
from domain.beats import moderation
from domain.moderation import inspecting
from domain.personal.detecting import DETECTOR, Detected
from domain.personal.masking import Span
from storage.transactions import fetch, fetch_value, transaction

log = logging.getLogger("haochaping.texts")

REASON = "查找个人信息的程序更新后，又发现{n}处可能是个人信息，放回待审"
OLD = "select id from text_inspection where finder < $1 order by finder, id limit $2"
KNOWN = "select id, found from text_inspection where id = any($1::bigint[])"
BARRED = """
select distinct on (evaluation_id) evaluation_id, spans::text as spans from moderation_act
where evaluation_id = any($1::bigint[]) and action in ('PUBLISH', 'REDACT') order by evaluation_id, id desc
"""
LEFT = "select count(*) from text_inspection where finder < $1"


@dataclass(frozen=True, slots=True)
class Looked:
    """How many texts were searched again, and how many published ones were put back."""

    texts: int
    put_back: int


async def inspect_again(limit: int = inspecting.AT_ONCE) -> Looked:
    """Search the next texts of an older finder. Each text put back gets an entry and an event."""
    async with transaction():
        ids = [row["id"] for row in await fetch(OLD, DETECTOR, limit)]
        if not ids:
            return Looked(0, 0)
        ratings = await moderation.lock(ids, by=SYSTEM)
        known = await _known(ids)
        found = await inspecting.detected(ids)
        back = 0
        for rating in ratings:
            fresh = [one for one in found.get(rating.id, ()) if not _is_known(one, known[rating.id])]
            if fresh and rating.text_public is not None:
                await moderation.put_back(rating, by=SYSTEM, reason=REASON.format(n=len(fresh)))
                back += 1
    if back:
        log.warning("%d published texts wait again: the finder of today marks more in them", back)
    return Looked(len(ids), back)


async def left() -> int:
    """How many texts were searched by an older finder only."""
    return int(await fetch_value(LEFT, DETECTOR))


async def _known(ids: Sequence[int]) -> Mapping[int, list[Span]]:
    """The spans that were marked or covered when each text was published."""
    spans: dict[int, list[Span]] = {id: [] for id in ids}
    for row in await fetch(KNOWN, list(ids)):
        spans[row["id"]] += [Span(one.start, one.end) for one in inspecting.read_detected(row["found"])]
    for row in await fetch(BARRED, list(ids)):
        spans[row["evaluation_id"]] += inspecting.read_spans(row["spans"])
    return spans


def _is_known(one: Detected, known: Sequence[Span]) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in known)
