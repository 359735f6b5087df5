"""Recording service events: up to a thousand at once, with an outcome for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from domain import outbox, policy, rulebook
from domain.actor import Actor
from domain.clock import day_of
from domain.collecting import statements
from domain.collecting.places import KnownPlaces, ServicePlace, find_places
from domain.collecting.proofs import issue
from domain.collecting.reported import NewServiceEvent, check_shape
from domain.collecting.standing import Key, Known, facts_of, standing
from domain.errors import Conflict, DomainError, Invalid
from domain.tallies import Tally
from domain.vault import Identity, deposit
from domain.words import Entry, Stage
from storage.transactions import fetch, fetch_value, transaction

MOST_AT_ONCE = 1000

# The entry whose proof the business system hands out, by stage: a link on its own page, or a call that is passed on;
# for all other stages the printed receipt.
HANDED_OUT = {Stage.ONLINE: Entry.WEB_PORTAL, Stage.HOTLINE_CALL: Entry.HOTLINE_12345}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded event, the proof the caller may hand out, and whether it was recorded before."""

    service_event_id: int
    token: str
    existed: bool


Outcome = Recorded | DomainError


async def record(events: Sequence[NewServiceEvent], *, by: Actor) -> list[Outcome]:
    """Record the events; returns an outcome for each, in the order sent.

    An event with the same key and facts is recorded once; other facts are a Conflict. Identities go to the vault in the
    same transaction. Raises Forbidden, or Invalid if there are not 1 to 1000 events.
    """
    policy.require(by, "service_event.record")
    if not 1 <= len(events) <= MOST_AT_ONCE:
        raise Invalid("一次请送1到1000条办件。", "Send 1 to 1000 service events at a time.", path=("events",))
    async with transaction():
        return await _record([event.tidied() for event in events], by)


async def _record(events: Sequence[NewServiceEvent], by: Actor) -> list[Outcome]:
    now: datetime = await fetch_value("select city_now()")
    places = await find_places(events)
    judged = {n: _judge(event, places, now, by) for n, event in enumerate(events)}
    wanted: dict[Key, int] = {}
    for n, judgement in judged.items():
        if isinstance(judgement, ServicePlace):
            wanted.setdefault(events[n].key, n)  # the first of equal keys
    fresh = await _insert(events, judged, list(wanted.values()), by, now)
    known = {
        **fresh,
        **await standing([events[n].key for n in wanted.values() if events[n].key not in fresh]),
    }
    await _deposit(events, judged, known, by)
    await _tell([known[key].id for key in fresh], by)
    return [
        _outcome(event, judged[n], known, by, is_new=event.key in fresh and wanted.get(event.key) == n)
        for n, event in enumerate(events)
    ]


def _judge(event: NewServiceEvent, places: KnownPlaces, now: datetime, by: Actor) -> ServicePlace | DomainError:
    try:
        check_shape(event, now)
        return places.of(event, by)
    except DomainError as refusal:
        return refusal


async def _insert(
    events: Sequence[NewServiceEvent],
    judged: dict[int, ServicePlace | DomainError],
    wanted: list[int],
    by: Actor,
    now: datetime,
) -> dict[Key, Known]:
    rows = [(events[n], place, uuid4()) for n in wanted if isinstance(place := judged[n], ServicePlace)]
    if not rows:
        return {}
    rows.sort(key=lambda row: row[0].key)  # the same order in every batch, so that two batches never deadlock
    columns = zip(
        *[
            (
                e.case_number,
                e.service_number,
                e.stage.value,
                p.service_id,
                p.agency_id,
                p.district_id,
                p.hall_id,
                p.window_id,
                p.staff_id,
                e.happened_at,
                ref,
            )
            for e, p, ref in rows
        ],
        strict=True,
    )
    stored = await fetch(statements.INSERT, *columns, by.id, now)
    inserted = {(r["case_number"], r["service_number"]): r["id"] for r in stored}
    new = [(event, place, ref) for event, place, ref in rows if event.key in inserted]
    invitations = await _invite([(inserted[e.key], e) for e, _, _ in new], now)
    tally = Tally()
    for event, place, _ in new:
        tally.add_event(place.counts_in(), event.happened_at)
    await tally.write()
    return {
        e.key: Known(inserted[e.key], invitations[inserted[e.key]], facts_of(e, p), ref, by.id, by.agency)
        for e, p, ref in new
    }


async def _invite(new: list[tuple[int, NewServiceEvent]], now: datetime) -> dict[int, int]:
    if not new:
        return {}
    days = (await rulebook.in_force(day_of(now)))["rate_until"].value
    rows = await fetch(
        statements.INVITE,
        [event_id for event_id, _ in new],
        [handed_out(e.stage).value for _, e in new],
        [e.happened_at for _, e in new],
        days,
        now,
    )
    return {r["service_event_id"]: r["id"] for r in rows}


def handed_out(stage: Stage) -> Entry:
    """The entry whose proof the business system hands out at this stage."""
    return HANDED_OUT.get(stage, Entry.RECEIPT_QR)


async def _deposit(
    events: Sequence[NewServiceEvent],
    judged: dict[int, ServicePlace | DomainError],
    known: dict[Key, Known],
    by: Actor,
) -> None:
    """Store the identities of the client's own events whose facts agree.

    A repeated event adds missing parts and never overwrites.
    """
    identities: dict[UUID, Identity] = {}
    for n, event in enumerate(events):
        place, stands = judged[n], known.get(event.key)
        if (
            event.rater
            and isinstance(place, ServicePlace)
            and stands
            and stands.rater_ref
            and stands.is_of(by)
            and stands.facts == facts_of(event, place)
        ):
            identities[stands.rater_ref] = identities.get(stands.rater_ref, Identity()).completed_by(event.rater)
    await deposit(identities)


async def _tell(ids: list[int], by: Actor) -> None:
    if ids:
        await outbox.record_all(
            [outbox.Happening("service_event.recorded", "service_event", ids[0], None, {"count": len(ids)})],
            by,
        )


def _outcome(
    event: NewServiceEvent,
    judged: ServicePlace | DomainError,
    known: dict[Key, Known],
    by: Actor,
    *,
    is_new: bool,
) -> Outcome:
    if isinstance(judged, DomainError):
        return judged
    stands = known[event.key]
    if not stands.is_of(by):
        return Conflict(
            f"办件{event.case_number}第{event.service_number}次已由另一个系统报送，凭证只发给那个系统。请核对办件号。",
            f"Case {event.case_number}, service {event.service_number} was reported by another system, which alone "
            "gets its proof. Check the case number.",
            path=("caseNumber",),
        )
    if stands.facts != facts_of(event, judged):
        return Conflict(
            f"办件{event.case_number}第{event.service_number}次已经报过，内容不同。原来的保留不变；如需更正，请用新的服务次数。",
            f"Case {event.case_number}, service {event.service_number} was reported with other facts, "
            "which stand. Use a new service number.",
            path=("serviceNumber",),
        )
    return Recorded(stands.id, issue(stands.invitation_id, handed_out(event.stage)), existed=not is_new)
