"""Everybody who may ask about the random city."""

from typing import Any

from domain.actor import Actor, ActorKind
from tests.views.world import World


def viewers(world: World) -> list[Actor]:
    """Several of each kind of asker, with reach over something."""
    agencies, districts = [a["id"] for a in world["agency"]], [d["id"] for d in world["district"]]
    hall, staff = world["hall"][0]["id"], [s["id"] for s in world["staff_member"]]
    rated, order = world["evaluation"][0], world["work_order"][0]
    of_order = world.find("evaluation", order["evaluation_id"]) or rated
    about = next(o for o in world["work_order"] if o["rated_staff_id"])
    spoken = next(e for e in world["evaluation"] if e["staff_id"] and e["hall_id"])
    client = next(e["client_id"] for e in world["service_event"] if e["client_id"])

    def account(role: str, **reach: Any) -> Actor:
        return Actor(ActorKind.ACCOUNT, role, id=1, name=role, roles=("SUPERVISOR", role), **reach)

    def client_of(role: str, **reach: Any) -> Actor:
        return Actor(ActorKind.CLIENT, role, id=client, name=role, scopes=frozenset({"b", "a"}), **reach)

    return [
        Actor(ActorKind.PUBLIC, "PUBLIC", name="公众"),
        *[
            Actor(ActorKind.RATER, "RATER", evaluation=e["id"], service_event=e["service_event_id"])
            for e in (rated, of_order)
        ],
        Actor(ActorKind.RATER, "USER", rater_refs=(of_order["rater_ref"], rated["rater_ref"])),
        client_of("BUSINESS"),
        Actor(ActorKind.CLIENT, "BUSINESS", id=0, name="补发的密钥", agency=agencies[0]),
        Actor(ActorKind.CLIENT, "BUSINESS", id=0, name="别家的系统", agency=agencies[1]),
        client_of("CHANNEL"),
        client_of("SUBSCRIBER"),
        client_of("SUBSCRIBER", agency=agencies[1]),
        account("CASE_OFFICER", agency=order["agency_id"], staff=staff[0]),
        account("CASE_OFFICER", agency=agencies[1]),
        account("CASE_OFFICER", agency=about["agency_id"], staff=about["rated_staff_id"]),
        account("AGENCY_HEAD", agency=agencies[0]),
        account("AGENCY_HEAD", agency=spoken["agency_id"], staff=spoken["staff_id"]),
        account("HALL_MANAGER", agency=agencies[0], hall=hall),
        account("HALL_MANAGER", agency=agencies[0], hall=spoken["hall_id"], staff=spoken["staff_id"]),
        account("DISPATCHER"),
        account("SUPERVISOR"),
        account("SUPERVISOR", district=districts[1]),
        account("SUPERVISOR", staff=about["rated_staff_id"]),
        account("REVIEWER"),
        account("MODERATOR"),
        account("HR"),
        account("HR", district=districts[2]),
        account("HR", staff=spoken["staff_id"]),
        account("AUDITOR"),
        account("WINDOW_STAFF", staff=rated["staff_id"] or staff[1]),
        account("SYSTEM_ADMINISTRATOR", agency=agencies[0]),
    ]
