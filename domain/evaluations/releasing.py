"""Shows ratings to the rated person: after a week, five or more at once (docs/rules.md §8).

So nobody can tell who rated.
"""

from domain import clock, rulebook
from storage.transactions import execute

# Locks in the order of ids, as moderation does, to avoid deadlocks.
RELEASE = """
with ready as (
  select unnest(array_agg(id)) as id from evaluation
  where staff_id is not null and shown_to_staff_on is null and rated_on <= city_today() - $1::int
  group by staff_id having count(*) >= $2
), locked as (select e.id from evaluation e join ready using (id) order by e.id for no key update of e)
update evaluation set shown_to_staff_on = city_today() from locked where evaluation.id = locked.id
"""


async def release() -> str:
    """Show every batch that is old and large enough; returns PostgreSQL's command tag.

    Runs daily; running it twice shows nothing twice.
    """
    book = await rulebook.in_force(await clock.today())
    return await execute(RELEASE, book["staff_delay"].value, book["staff_batch"].value)
