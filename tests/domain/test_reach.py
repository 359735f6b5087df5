"""Every view × role on real rows: whom the table gives nothing sees nothing; who has a part sees it and no other's."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

import views
from domain import appraisals, keys, moderation, outbox, policy
from domain.actor import SYSTEM, Actor
from domain.appraisals import telling
from domain.appraisals.days import month_of
from domain.directory.entries import District
from domain.directory.saving import register
from domain.evaluations.releasing import release
from domain.subscriptions import repeats, webhooks
from domain.words import Level, ModerationAction
from storage import reading
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import Cast, pass_days, relay_all
from tests.domain.test_policy import somebody
from tests.domain.who_may import ROLES, SEES
from views.compiling.sealing import Seal
from views.compiling.view import VIEWS, View

BUT_SCORES = "select position from ledger where subject_kind <> 'appraisal'"
OTHER_TABLES = {"WeightPlan": "weight_plan", "AppraisalPeriod": "appraisal_period"}
RATED = ("WINDOW_STAFF", "HOTLINE_AGENT")

# The rows of each view that are about one person.
OWN_RATINGS = "select id from evaluation where staff_id = $1"
OWN_ORDERS = "select id from work_order where rated_staff_id = $1"
OWN_SCORES = "select id from appraisal where staff_id = $1"
ABOUT_PERSONS = {
    "Evaluation": OWN_RATINGS,
    "WorkOrder": OWN_ORDERS,
    "Appraisal": OWN_SCORES,
    "ModerationAct": f"select id from moderation_act where evaluation_id in ({OWN_RATINGS})",
    "RatingEvent": f"""select position from ledger where subject_kind = 'evaluation' and subject_id in ({OWN_RATINGS})
      or subject_kind = 'work_order' and subject_id in ({OWN_ORDERS})
      or subject_kind = 'appraisal' and subject_id in ({OWN_SCORES})""",
}


@pytest.fixture
async def city(cast: Cast, database: str) -> AsyncIterator[Cast]:
    """At least one row of every view, about one hall, bureau and person of one district."""
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor), public_url="http://haochaping.test")
    await reading.connect(database, size=2)
    for _ in range(5):
        rated = await cast.rate(Level.DISSATISFIED, text="跑了两趟", anonymous_to_agency=False)
    month = month_of(await fetch_value("select min(rated_on) from evaluation"))
    await moderation.moderate([rated.evaluation_id], ModerationAction.PUBLISH, by=cast["moderator"])
    await register([District("449977000000", "海岸区")], by=SYSTEM)
    hook = await webhooks.create(webhooks.NewWebhook("https://93.184.216.34/in"), by=cast["subscriber"])
    await repeats.send_test(hook.id, by=cast["subscriber"])
    await execute(
        """insert into signing_key (client_id, kid, algorithm, jwk, valid_from, created_at)
           values ($1, 'k1', 'EdDSA', '{}', now(), now())""",
        cast["channel"].id,
    )
    await pass_days(40)
    await release()
    await appraisals.open_periods(by=SYSTEM)
    await appraisals.compute(month, by=cast["hr"])
    settled = await fetch("update appraisal set state = 'SETTLED' returning id, subject_kind, agency_id")
    async with transaction():
        happenings = [telling.told(telling.SETTLED, row, month) for row in settled]
        await outbox.record_all(happenings, cast["hr"])
    await relay_all()
    yield cast
    await reading.close()


async def insider(cast: Cast, role: str) -> Actor:
    """In this role where the rows are: their agency, hall, person, client, visit."""
    (event,) = await fetch("select id, client_id, rater_ref from service_event order by id limit 1")
    (rating,) = await fetch("select id from evaluation where service_event_id = $1", event["id"])
    ids = cast.ids
    client = {"BUSINESS": event["client_id"], "SUBSCRIBER": cast["subscriber"].id}.get(role, 1)
    return replace(
        somebody(role),
        id=client,
        agency=None if role in policy.CLIENTS else ids["bureau"],
        hall=ids["hall"],
        staff=ids["clerk"] if role in RATED else None,
        evaluation=rating["id"],
        service_event=event["id"],
        rater_refs=(event["rater_ref"],),
    )


def outsider(cast: Cast, role: str) -> Actor:
    """The same role elsewhere."""
    return replace(
        somebody(role), id=0, agency=cast.ids["housing"], hall=0, staff=0, evaluation=0, service_event=0, rater_refs=()
    )


def place(view: str) -> tuple[str, str]:
    """Table and key."""
    noun = VIEWS.get(view)
    return (noun.table, noun.key) if isinstance(noun, View) else (OTHER_TABLES[view], "id")


async def seen(view: str, actor: Actor) -> set[int]:
    """Keys of the rows in this actor's reach."""
    table, key = place(view)
    sql, values = policy.bind(policy.reach(actor.role, view) or "false", actor, alias="t")
    return {row[0] for row in await fetch(f"select t.{key} from {table} t where {sql}", *values)}


@pytest.mark.parametrize("view", sorted(policy.REACH))
async def test_each_role_sees_what_the_table_says(view: str, city: Cast) -> None:
    if view not in OTHER_TABLES and not isinstance(VIEWS[view], View):
        assert all(policy.reach(role, view) == "true" for role in ROLES.values() if SEES[view, role] == "*")
        return
    everything = await everything_of(view)
    assert everything, "this test wants rows"
    for role in ROLES.values():
        mark, here, there = SEES[view, role], await insider(city, role), outsider(city, role)
        near, far = await seen(view, here), await seen(view, there)
        if mark == ".":
            assert not near, role
        elif mark == "*":
            assert near == everything, role
        elif mark == "p":
            assert len(near) == 1, role
        elif mark == "n":
            assert near == {row[0] for row in await fetch(BUT_SCORES)}, role
        elif mark in "dc":
            bay, hill = (replace(here, district=city.ids[name]) for name in ("bay", "hill"))
            assert near, role
            assert not await seen(view, hill) & await seen(view, bay), role
            assert bool(await seen(view, bay)) is (mark == "d"), role
        else:
            assert near, role
            assert not near & far, role


@pytest.mark.parametrize("view", sorted(ABOUT_PERSONS))
async def test_nobody_reads_in_another_role_what_is_said_of_them(view: str, city: Cast) -> None:
    """Whoever is rated learns of it by the rule for staff alone: a week later, five at a time (docs/rules.md §8)."""
    for role in (role for role in ROLES.values() if SEES[view, role] in "adhc" and role not in RATED):
        somebody_else = await insider(city, role)
        rated = replace(somebody_else, staff=city.ids["clerk"])
        about = {row[0] for row in await fetch(ABOUT_PERSONS[view], rated.staff)}
        assert about, "this test wants rows about the clerk"
        assert not await seen(view, rated) & about, role
        assert await seen(view, rated) == await seen(view, somebody_else) - about, role
        assert await seen(view, replace(rated, staff=rated.staff + 1)) == await seen(view, somebody_else), role


async def everything_of(view: str) -> set[int]:
    table, key = place(view)
    return {row[0] for row in await fetch(f"select {key} from {table}")}


async def test_a_page_of_what_one_does_not_reach_is_empty(city: Cast) -> None:
    for view, role in (cell for cell, mark in SEES.items() if mark == "." and "id" in members(cell[0])):
        page = await views.page(view, ["id"], actor=await insider(city, role), first=1)
        assert not page.rows, (view, role)


def members(view: str) -> frozenset[str]:
    """Of views that have pages."""
    noun = VIEWS.get(view)
    return frozenset(noun.members) if isinstance(noun, View) and noun.orders else frozenset()
