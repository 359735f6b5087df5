"""Through another row one reads what one reaches of one's own; what is more is written here, and nothing else is."""

from collections.abc import Iterator

import pytest

from domain import policy
from views import VIEWS
from views.compiling.member import JoinedRow, Member, Subject
from views.compiling.view import Noun

# role → member → view. A subscriber hears of an order what the event's masks leave, and lists no orders.
GIVEN = {policy.SUBSCRIBER: {("RatingEvent.data", "WorkOrder"), ("RatingEvent.subject", "WorkOrder")}}


def doors(noun: Noun) -> Iterator[tuple[str, Member, str]]:
    """(name, member, view) of what is read through a row without the reach of the other view."""
    for name, member in noun.members.items():
        if isinstance(member, Subject):
            yield from ((f"{noun.name}.{name}", member, of) for of in member.of if of not in member.by_own_reach)
        elif isinstance(member, JoinedRow) and member.through:
            yield f"{noun.name}.{name}", member, member.named


def beyond(role: str) -> set[tuple[str, str]]:
    """Where the role gets through to rows that it does not reach, along any number of doors."""
    reached = {name for name in VIEWS if VIEWS[name].reach(role) is not None}
    own, found, before = set(reached), set[tuple[str, str]](), -1
    while before != len(reached):
        before = len(reached)
        for name in sorted(reached):
            for door, member, of in doors(VIEWS[name]):
                if member.seen_by(role) is not None:
                    reached.add(of)
                    found |= {(door, of)} if of not in own else set()
    return found


@pytest.mark.parametrize("role", sorted(policy.ALL))
def test_no_role_reads_through_a_row_what_it_does_not_reach(role: str) -> None:
    assert beyond(role) == GIVEN.get(role, set())


def test_every_door_is_looked_at() -> None:
    assert {door for noun in VIEWS.values() for door, _, _ in doors(noun)} == {
        "Delivery.event", "RatingEvent.data", "RatingEvent.subject", "WorkOrder.evaluation"}  # fmt: skip
