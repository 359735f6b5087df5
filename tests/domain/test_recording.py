"""Recording service events: an outcome for each, nothing twice, the rater only in the vault."""

import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import clock
from domain.actor import SYSTEM, Actor, ActorKind, Scope
from domain.clock import CITY_ZONE
from domain.collecting import NewServiceEvent, Recorded, hand_out, record
from domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from domain.vault import Identity
from domain.words import Entry, Stage
from storage.models import Client
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import BUREAU, Cast


@pytest.fixture
async def event(cast: Cast) -> NewServiceEvent:
    return NewServiceEvent("BH-1", 1, Stage.ACCEPTANCE, "S-CARD", BUREAU, await clock.now(), "H1-W01", "E001")


async def test_a_recorded_event_has_a_proof_and_counts_where_it_happened(cast: Cast, event: NewServiceEvent) -> None:
    (outcome,) = await record([event], by=cast["business"])
    assert isinstance(outcome, Recorded)
    assert len(outcome.token) >= 30
    assert not outcome.existed
    scopes = await fetch("select scope, events from tally_day order by scope")
    assert {r["scope"]: r["events"] for r in scopes} == dict.fromkeys(
        ("AGENCY", "CITY", "DISTRICT", "HALL", "SERVICE", "STAFF"), 1
    )


async def test_the_same_event_again_is_the_same_event(cast: Cast, event: NewServiceEvent) -> None:
    first, twin = await record([event, event], by=cast["business"])
    (again,) = await record([event], by=cast["business"])
    assert isinstance(first, Recorded)
    assert isinstance(twin, Recorded)
    assert isinstance(again, Recorded)
    assert (first.existed, twin.existed, again.existed) == (False, True, True)
    assert first.token == twin.token == again.token
    assert await fetch_value("select sum(events) from tally_day where scope = 'CITY'") == 1


async def test_other_facts_under_the_same_key_are_a_conflict_and_change_nothing(
    cast: Cast, event: NewServiceEvent
) -> None:
    _, other = await record([event, replace(event, stage=Stage.DELIVERY)], by=cast["business"])
    assert isinstance(other, Conflict)
    assert await fetch_value("select stage from service_event") == "ACCEPTANCE"


@pytest.mark.parametrize(
    ("change", "refusal", "path"),
    [
        ({"agency_code": "11990100MB2C99999Z"}, NotFound, "agencyCode"),
        ({"service_code": "S-NONE"}, NotFound, "serviceCode"),
        ({"window_code": "H9"}, NotFound, "windowCode"),
        ({"staff_number": "E9\x00"}, NotFound, "staffNumber"),
        ({"case_number": ""}, Invalid, "caseNumber"),
        ({"case_number": "2.02611E+15"}, Invalid, "caseNumber"),
        ({"case_number": "x" * 51}, Invalid, "caseNumber"),
        ({"case_number": "a\x00b"}, Invalid, "caseNumber"),
        ({"service_number": 0}, Invalid, "serviceNumber"),
        ({"happened_at": datetime(1899, 12, 31, tzinfo=CITY_ZONE)}, Invalid, "happenedAt"),
        ({"happened_at": datetime(1, 1, 1, tzinfo=CITY_ZONE)}, Invalid, "happenedAt"),
        ({"happened_at": datetime(2026, 1, 1)}, Invalid, "happenedAt"),
        ({"rater": Identity("\ud800")}, Invalid, "rater.name"),
        ({"rater": Identity("赵\x00评")}, Invalid, "rater.name"),
        ({"rater": Identity("赵" * 121)}, Invalid, "rater.name"),
        ({"rater": Identity("赵评", "9" * 41)}, Invalid, "rater.idNumber"),
        ({"rater": Identity("赵评", None, "1" * 1_000_000)}, Invalid, "rater.mobile"),
        ({"rater": Identity("赵评", None, "138\n0001")}, Invalid, "rater.mobile"),
        ({"rater": Identity("赵评", None, "1380000001")}, Invalid, "rater.mobile"),
        ({"rater": Identity("赵评", None, "1.38E+10")}, Invalid, "rater.mobile"),
        ({"rater": Identity("赵评", "990100199001011235")}, Invalid, "rater.idNumber"),
        ({"rater": Identity("赵评", "9.901E+17")}, Invalid, "rater.idNumber"),
    ],
)
async def test_a_bad_item_is_refused_alone(
    cast: Cast, event: NewServiceEvent, change: dict[str, object], refusal: type[DomainError], path: str
) -> None:
    bad = replace(event, **{"case_number": "BH-2", **change})
    refused, taken = await record([bad, event], by=cast["business"])
    assert isinstance(refused, refusal)
    assert ".".join(refused.path) == path
    assert refused.sentence("zh-CN") != refused.sentence("en")
    assert isinstance(taken, Recorded)


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("agency", "agencyCode"),
        ("service", "serviceCode"),
        ("service_window", "windowCode"),
        ("hall", "windowCode"),
        ("staff_member", "staffNumber"),
    ],
)
async def test_what_had_ended_takes_no_later_event(cast: Cast, event: NewServiceEvent, table: str, path: str) -> None:
    today = await clock.today()
    await execute(f"update {table} set ends_on = $1", today)
    late = replace(event, service_number=2, happened_at=await clock.now())
    await clock.shift(timedelta(days=1))
    later = replace(event, service_number=3, happened_at=await clock.now())
    on_the_day, after = await record([late, later], by=cast["business"])
    assert isinstance(on_the_day, Recorded)
    assert isinstance(after, Invalid)
    assert (after.path, str(today) in after.en) == ((path,), True)


async def test_an_event_of_the_future_is_refused_from_five_minutes_on(cast: Cast, event: NewServiceEvent) -> None:
    late = replace(event, case_number="BH-2", happened_at=event.happened_at + timedelta(minutes=6))
    soon = replace(event, case_number="BH-3", happened_at=event.happened_at + timedelta(minutes=4))
    refused, taken = await record([late, soon], by=cast["business"])
    assert isinstance(refused, Invalid)
    assert isinstance(taken, Recorded)


async def test_a_missing_contact_is_filled_once_and_never_overwritten(cast: Cast, event: NewServiceEvent) -> None:
    for mobile in (None, "13800000001", "13800000002"):
        await record([replace(event, rater=Identity("赵评", None, mobile))], by=cast["business"])
    assert await _identities() == [("赵评", None, "13800000001")]


async def test_a_contact_is_kept_as_it_is_dialled_and_what_nobody_sees_is_dropped(
    cast: Cast, event: NewServiceEvent
) -> None:
    copied = replace(
        event, case_number="\u202dBH-1\u202c", service_code="S-CARD\u200b", agency_code=f"\ufeff{BUREAU}",
        rater=Identity("\u200e赵评", "'990100199001011234", "+86 138-0000-0001"),
    )  # fmt: skip
    first, again = await record([copied, event], by=cast["business"])
    assert isinstance(first, Recorded)
    assert isinstance(again, Recorded)
    assert (first.existed, again.existed) == (False, True)
    assert await _identities() == [("赵评", "990100199001011234", "13800000001")]


async def test_blank_parts_of_a_rater_are_none(cast: Cast, event: NewServiceEvent) -> None:
    (taken,) = await record([replace(event, rater=Identity(" ", "\u200b", ""))], by=cast["business"])
    assert isinstance(taken, Recorded)
    assert await _identities() == []


async def test_filling_a_missing_contact_keeps_what_was_known(cast: Cast, event: NewServiceEvent) -> None:
    for rater in (
        Identity("赵评", "990100199001011234"),
        Identity(None, None, "13800000001"),
        Identity("别人", "990100199002022349", "13800000002"),
    ):
        await record([replace(event, rater=rater)], by=cast["business"])
    assert await _identities() == [("赵评", "990100199001011234", "13800000001")]


async def test_parts_of_one_rater_that_come_in_one_batch_are_put_together(cast: Cast, event: NewServiceEvent) -> None:
    parts = [Identity("赵评"), Identity(None, "990100199001011234"), Identity("别人", None, "13800000001")]
    await record([replace(event, rater=part) for part in parts], by=cast["business"])
    assert await _identities() == [("赵评", "990100199001011234", "13800000001")]


async def test_another_system_gets_neither_the_proof_nor_the_contact(cast: Cast, event: NewServiceEvent) -> None:
    """The key of a case is no secret; whoever guesses it with all its facts learns nothing and adds nothing."""
    await record([event], by=cast["business"])
    stranger = await _client("别的系统", None)
    (refused,) = await record([replace(event, rater=Identity("赵评", None, "13900000000"))], by=stranger)
    assert isinstance(refused, Conflict)
    assert await _identities() == []


async def test_a_key_that_was_issued_anew_to_the_same_agency_is_the_same_system(
    cast: Cast, event: NewServiceEvent
) -> None:
    first, second = [await _client("综合受理", cast.ids["bureau"]) for _ in range(2)]
    (old,), (new,) = await record([event], by=first), await record([event], by=second)
    assert isinstance(old, Recorded)
    assert isinstance(new, Recorded)
    assert (new.token, new.existed) == (old.token, True)


async def test_only_who_may_hands_out_a_further_proof(cast: Cast, event: NewServiceEvent) -> None:
    (recorded,) = await record([event], by=cast["business"])
    assert isinstance(recorded, Recorded)
    for who in ("business", "channel", "public", "officer", "clerk"):
        with pytest.raises(Forbidden):
            await hand_out(recorded.service_event_id, Entry.SMS_LINK, by=cast[who])
    assert await hand_out(recorded.service_event_id, Entry.SMS_LINK, by=SYSTEM) != recorded.token
    with pytest.raises(NotFound):
        await hand_out(10**9, Entry.SMS_LINK, by=SYSTEM)


async def test_the_application_itself_cannot_read_the_vault(cast: Cast, event: NewServiceEvent) -> None:
    await record([replace(event, rater=Identity("赵评", None, "13800000001"))], by=cast["business"])
    with pytest.raises(Exception, match="permission denied for schema vault"):
        await fetch("select * from vault.identity")


async def test_only_a_business_system_with_the_scope_may_record(cast: Cast, event: NewServiceEvent) -> None:
    for name in ("channel", "public", "officer", "subscriber"):
        with pytest.raises(Forbidden):
            await record([event], by=cast[name])


async def test_one_to_a_thousand_at_once(cast: Cast, event: NewServiceEvent) -> None:
    many = [replace(event, case_number=f"BH-{n}") for n in range(1001)]
    with pytest.raises(Invalid):
        await record(many, by=cast["business"])
    with pytest.raises(Invalid):
        await record([], by=cast["business"])
    assert len(await record(many[:1000], by=cast["business"])) == 1000


async def _identities() -> list[tuple[str | None, str | None, str | None]]:
    from domain.vault.identity import unseal

    async with transaction():
        await execute("set local role haochaping_vault")
        rows = await fetch("select ref, key_id, sealed from vault.identity")
        await execute("set local role none")
    found = [unseal(r["ref"], r["key_id"], r["sealed"]) for r in rows]
    return [(i.name, i.id_number, i.mobile) for i in found]


async def _client(name: str, agency: int | None) -> Actor:
    """A business system with the scope."""
    scopes = frozenset({Scope.RECORD_EVENTS})
    row = await Client.create(
        name=name, kind="BUSINESS", key_hash=os.urandom(8), scopes=list(scopes), agency_id=agency, origins=[],
        created_at=await clock.now(),
    )  # fmt: skip
    return Actor(ActorKind.CLIENT, "BUSINESS", row.id, name, agency=agency, scopes=scopes)
