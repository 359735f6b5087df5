"""One row for each move: complete or refused at import, and known to everybody who tells of it."""

from dataclasses import replace

import pytest

from domain.moves.flow import Move
from domain.moves.ratings import ACTS, REVEAL
from domain.moves.work_orders import FLOW, LAPSES, MOVES
from domain.subscriptions.kinds import KINDS
from domain.words import Term, WorkOrderState

# What is on record for the house, and told to no third party.
INTERNAL = {
    "work_order.warned",
    "work_order.called",
    "work_order.drafted",
    "rater.revealed",
    "evaluation.revealed",
    "evaluation.referred",
}
SIGN: Move[WorkOrderState] = MOVES["sign"]


@pytest.mark.parametrize(
    "lacking", [{"name": ""}, {"en": ""}, {"event": ""}, {"action": ""}, {"action": None}], ids=lambda one: str(one)
)
def test_a_row_that_is_not_complete_is_refused(lacking: dict[str, str | None]) -> None:
    with pytest.raises(ValueError, match="move"):
        replace(SIGN, **lacking)  # type: ignore[arg-type]


def test_a_row_without_a_column_is_refused() -> None:
    with pytest.raises(TypeError):
        Move("work_order.sign", SIGN.sources, SIGN.target, SIGN.by, SIGN.event)  # type: ignore[call-arg]


@pytest.mark.parametrize("move", [*MOVES.values(), *LAPSES.values(), *ACTS.values(), REVEAL], ids=lambda move: move.en)
def test_whatever_somebody_may_do_is_told_or_known_to_be_internal(move: Move[WorkOrderState]) -> None:
    if move.by:
        assert (move.event in KINDS) is not (move.event in INTERNAL)


def test_each_term_says_what_its_lapse_writes_however_long_a_city_makes_it() -> None:
    assert set(LAPSES) == {f"{what}_{term.lower()}" for what in ("warn", "urge", "overdue") for term in Term}
    assert not set(LAPSES) & set(MOVES)


def test_what_only_follows_is_nobodys_to_ask_for() -> None:
    assert {name for name, move in MOVES.items() if move.action is None} == {"dispatch", "redo", "void"}


def test_what_only_follows_is_in_nobodys_list() -> None:
    for state in WorkOrderState:
        assert "" not in FLOW.open_to(state, "SYSTEM")
