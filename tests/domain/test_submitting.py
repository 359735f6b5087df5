"""Submitting ratings: one per event, with everything that must follow, or a refusal and nothing."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from domain.actor import PUBLIC, SYSTEM
from domain.collecting import hand_out
from domain.errors import (
    AlreadyRated,
    DomainError,
    Forbidden,
    IdempotencyMismatch,
    Invalid,
    ProofExpired,
    ProofInvalid,
    ReasonRequired,
    TagNotOfLevel,
)
from domain.evaluations import Submission, Submitted, follow, submit, submit_one
from domain.words import Entry, Level, Stage
from storage.transactions import fetch, fetch_value
from tests.cast import Cast, column, pass_days, somebody_waits


async def test_a_bad_rating_has_its_order_terms_evidence_and_events_at_once(cast: Cast) -> None:
    rated = await cast.rate(Level.DISSATISFIED, text="跑了两趟")
    (order,) = await fetch("select * from work_order")
    assert (order["evaluation_id"], order["state"], order["agency_id"]) == (
        rated.evaluation_id,
        "DISPATCHED",
        cast.ids["bureau"],
    )
    assert await column("select kind from deadline where not is_alarm order by due_at, kind") == [
        "SIGN",
        "CONTACT",
        "RECTIFY",
    ]
    assert await column("select kind from outbox where kind not like 'service%' order by id") == [
        "evaluation.submitted",
        "work_order.dispatched",
    ]
    assert await fetch_value("select snapshot ->> 'window' from evidence") == "H1-W01"
    assert order["next_due_at"] == await fetch_value("select min(due_at) from deadline where kind = 'SIGN'")


async def test_a_good_rating_counts_and_makes_no_order(cast: Cast) -> None:
    await cast.rate(Level.VERY_SATISFIED, tags=["510"])
    assert await fetch_value("select count(*) from work_order") == 0
    assert await fetch_value("select very_satisfied from tally_day where scope = 'CITY' and very_satisfied > 0") == 1
    assert await fetch_value("select count from tally_tag where scope = 'CITY'") == 1


async def test_the_worst_level_is_urgent_and_conduct_goes_to_the_employer(cast: Cast) -> None:
    await cast.rate(Level.VERY_DISSATISFIED, tags=["115"])
    assert await fetch_value("select agency_id from work_order") == cast.ids["managing"]
    assert await fetch_value("select rule from deadline where kind = 'CONTACT'") == "urgent_contact"


async def test_fifty_at_once_with_one_proof_are_one_rating(cast: Cast) -> None:
    event = await cast.event()
    said = Submission(event.token, Level.DISSATISFIED, PUBLIC, tags=("208",))
    outcomes = await asyncio.gather(*[submit([said]) for _ in range(50)])
    flat = [o for batch in outcomes for o in batch]
    assert sum(isinstance(o, Submitted) for o in flat) == 1
    assert {o.code for o in flat if isinstance(o, DomainError)} == {"ALREADY_RATED"}
    assert (
        await fetch_value("select count(*) from evaluation")
        == await fetch_value("select count(*) from work_order")
        == 1
    )
    assert await fetch_value("select dissatisfied from tally_day where scope = 'CITY' and dissatisfied > 0") == 1


async def test_the_same_submission_again_gets_the_first_answer(cast: Cast) -> None:
    event = await cast.event()
    said = Submission(event.token, Level.SATISFIED, PUBLIC, tags=("413",), idempotency_key="k-1")
    first, twin = await submit([said, said])
    again = await submit_one(said)
    assert isinstance(first, Submitted)
    assert isinstance(twin, Submitted)
    assert (
        (first.evaluation_id, first.receipt)
        == (twin.evaluation_id, twin.receipt)
        == (again.evaluation_id, again.receipt)
    )
    assert (first.existed, twin.existed, again.existed) == (False, True, True)


async def test_same_key_other_input_is_a_mismatch_and_other_key_is_already_rated(cast: Cast) -> None:
    event = await cast.event()
    said = Submission(event.token, Level.SATISFIED, PUBLIC, idempotency_key="k-1")
    await submit_one(said)
    with pytest.raises(IdempotencyMismatch):
        await submit_one(replace(said, level=Level.VERY_SATISFIED))
    for key in ("k-2", None):
        with pytest.raises(AlreadyRated):
            await submit_one(replace(said, idempotency_key=key))


async def test_another_entrys_proof_of_the_same_event_rates_it_only_once(cast: Cast) -> None:
    event = await cast.event()
    device = await hand_out(event.service_event_id, Entry.WINDOW_DEVICE, by=SYSTEM)
    assert device != event.token
    await submit_one(Submission(device, Level.SATISFIED, PUBLIC))
    with pytest.raises(AlreadyRated):
        await submit_one(Submission(event.token, Level.SATISFIED, PUBLIC))
    assert await fetch_value("select kind from evaluation") == "GUIDED"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"level": Level.DISSATISFIED}, ReasonRequired),
        ({"level": Level.DISSATISFIED, "text": " \n "}, ReasonRequired),
        ({"tags": ("208",)}, TagNotOfLevel),
        ({"tags": ("999",)}, Invalid),
        ({"text": "字" * 501}, Invalid),
        ({"text": "a\x00b"}, Invalid),
        ({"text": "a\u0085b"}, Invalid),
        ({"text": "\ud800"}, Invalid),
        ({"dimensions": (("PLATFORM", Level.SATISFIED),)}, Invalid),
        ({"dimensions": (("ATTITUDE", Level.SATISFIED), ("ATTITUDE", Level.SATISFIED))}, Invalid),
        ({"tags": ("\ud800",)}, Invalid),
        ({"tags": ("9" * 17,)}, Invalid),
        ({"dimensions": (("\ud800", Level.SATISFIED),)}, Invalid),
        ({"dimensions": (("X" * 33, Level.SATISFIED),)}, Invalid),
        ({"level": Level.DISSATISFIED, "text": "\u200b\u200d"}, ReasonRequired),
        ({"idempotency_key": ""}, Invalid),
        ({"token": "x"}, ProofInvalid),
        ({"token": "\ud800"}, ProofInvalid),
        ({"token": "A" * 34}, ProofInvalid),
    ],
)
async def test_a_refused_submission_leaves_nothing_and_spares_its_neighbour(
    cast: Cast, change: dict[str, object], refusal: type[DomainError]
) -> None:
    event, neighbour = await cast.event(), await cast.event()
    said = Submission(event.token, Level.SATISFIED, PUBLIC)
    refused, taken = await submit([replace(said, **change), replace(said, token=neighbour.token)])
    assert isinstance(refused, refusal)
    assert isinstance(taken, Submitted)
    assert await fetch_value("select count(*) from evaluation") == 1
    assert isinstance(await submit_one(said), Submitted)


@pytest.mark.parametrize("change", [{"tags": ("\ud800",)}, {"dimensions": (("\ud800", Level.SATISFIED),)}])
async def test_what_no_fingerprint_can_hold_is_refused_also_where_a_rating_stands(
    cast: Cast, change: dict[str, object]
) -> None:
    event = await cast.event()
    said = Submission(event.token, Level.SATISFIED, PUBLIC, idempotency_key="k-1")
    await submit_one(said)
    with pytest.raises(Invalid):
        await submit_one(replace(said, **change))


async def test_words_of_every_hand_are_stored_as_written(cast: Cast) -> None:
    for text in ("👨\u200d👩\u200d👧很好", "硬\u00a0空格", "第一行\r\n第二行"):
        await cast.rate(Level.SATISFIED, text=text)
    stored = await column("select text_raw from evaluation order by id")
    assert stored == ["👨\u200d👩\u200d👧很好", "硬\u00a0空格", "第一行\n第二行"]


async def test_a_proof_runs_out_after_thirty_days(cast: Cast) -> None:
    event = await cast.event()
    await pass_days(30.5)
    with pytest.raises(ProofExpired):
        await submit_one(Submission(event.token, Level.SATISFIED, PUBLIC))


async def test_a_business_system_never_rates(cast: Cast) -> None:
    event = await cast.event()
    for name in ("business", "subscriber", "officer", "clerk"):
        with pytest.raises(Forbidden):
            await submit_one(Submission(event.token, Level.SATISFIED, cast[name]))


async def test_a_bad_dimension_under_a_good_level_is_a_hint_and_no_order(cast: Cast) -> None:
    await cast.rate(Level.SATISFIED, stage=Stage.ONLINE, dimensions=(("GUIDE", Level.DISSATISFIED),))
    assert "evaluation.hinted" in await column("select kind from outbox")
    assert await fetch_value("select count(*) from work_order") == 0
    assert await fetch_value("select dissatisfied from tally_dimension where scope = 'CITY'") == 1


async def test_a_receipt_finds_its_rating_however_it_is_typed_and_is_not_the_proof(cast: Cast) -> None:
    event = await cast.event()
    rated = await submit_one(Submission(event.token, Level.SATISFIED, PUBLIC))
    for typed in (rated.receipt, rated.receipt.lower(), rated.receipt.replace("-", " ")):
        assert (await follow(typed)).evaluation_id == rated.evaluation_id
    with pytest.raises(DomainError, match="No such receipt"):
        await follow(event.token)


async def test_tallies_equal_a_recount(cast: Cast) -> None:
    levels = list(Level)
    for n in range(12):
        await cast.rate(levels[n % 5], stage=[Stage.ACCEPTANCE, Stage.ONLINE][n % 2])
    for level in levels:
        counted = await fetch_value(f"select sum({level.value.lower()}) from tally_day where scope = 'CITY'")
        assert counted == await fetch_value("select count(*) from evaluation where level = $1", level.value)


async def test_a_batch_that_finds_another_process_faster_stores_the_rest_and_counts_nothing_twice(
    cast: Cast, database: str
) -> None:
    """The other one has not committed when this batch reads, and has when it writes: it reads again."""
    events = [await cast.event() for _ in range(3)]
    said = [Submission(event.token, Level.DISSATISFIED, PUBLIC, tags=("208",)) for event in events]
    other = await asyncpg.connect(database)
    try:
        async with other.transaction():
            await other.execute(RATED_BY_ANOTHER, events[1].service_event_id)
            batch = asyncio.create_task(submit(said))
            await somebody_waits()
        outcomes = await batch
    finally:
        await other.close()
    assert [isinstance(outcome, Submitted) for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], AlreadyRated)
    assert await fetch_value("select count(*) from evaluation") == 3
    assert await fetch_value("select count(*) from work_order") == 2
    assert await fetch_value("select dissatisfied from tally_day where scope = 'CITY' and dissatisfied > 0") == 2


RATED_BY_ANOTHER = """
insert into evaluation (service_event_id, form_id, level, kind, entry, stage, standing, assurance, agency_id,
  district_id, service_id, anonymous_to_agency, rated_at, rated_on, receipt_index, input_hash)
select e.id, (select min(id) from form), 'SATISFIED', 'VOLUNTARY', 'WEB_PORTAL', e.stage, 'VALID', 'NONE', e.agency_id,
  e.district_id, e.service_id, false, city_now(), city_today(), sha256('another'), sha256('another')
from service_event e where e.id = $1
"""
