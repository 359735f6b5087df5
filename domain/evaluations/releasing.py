"""Ratings shown to the rated person: a week old and five at a time, so that nobody can tell who rated (domain.md
§8).
"""

from domain import clock, rulebook
from storage.transactions import execute

RELEASE = """
with ready as (
  select staff_id, array_agg(id) as ids from evaluation
  where staff_id is not null and shown_to_staff_on is null and rated_on <= city_today() - $1::int
  group by staff_id having count(*) >= $2
)
update evaluation set shown_to_staff_on = city_today() from ready where evaluation.id = any(ready.ids)
"""


async def release() -> str:
    """Show every batch that is old and large enough. Daily; running it twice shows nothing twice."""
    book = await rulebook.in_force(await clock.today())
    return await execute(RELEASE, book["staff_delay"].value, book["staff_batch"].value)
