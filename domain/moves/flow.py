"""One row for each thing that can be done: its states, roles, action, event, term and names. Whatever shows, permits or
tells of a move reads its row: the button, the API, the policy, the timeline, the drawing and the tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from domain.errors import IllegalMove
from domain.words import Term

S = TypeVar("S", bound=StrEnum)
SYSTEM: Final = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """All that is said of one move.

    `sources` → `target`: the states; without a target it changes none. `by`: the roles that may. `action`: what the
    policy and the door call it ("work_order.find"); None where it only follows from another act. `event`: what third
    parties are told; None where nothing is. `name`: the button's and the timeline's word (Chinese); `en`: the same as a
    sentence goes on with it ("… was faster to sign for it"). `meets`: the term that is met by it. `is_by_lapse`: the
    system does it when the term runs out. `is_listed`: whether `moves` of the API and of the pages name it.
    """

    action: str | None
    sources: frozenset[S]
    target: S | None
    by: frozenset[str]
    event: str | None
    name: str
    en: str
    meets: Term | None = None
    is_by_lapse: bool = False
    is_listed: bool = True

    def __post_init__(self) -> None:
        if not (self.name and self.en) or self.action == "" or self.event == "":
            raise ValueError(f"A row of the table of moves is not complete: {self}")
        if self.by - {SYSTEM} and self.action is None:
            raise ValueError(f"Who may is decided by an action, and this move names none: {self}")

    def is_for(self, role: str) -> bool:
        return role in self.by or (self.is_by_lapse and role == SYSTEM)

    @property
    def asked(self) -> str:
        """The action as the doors name it, without its noun: "find"."""
        return (self.action or "").rpartition(".")[2]


class Flow(Generic[S]):
    """A table of moves. Whatever is not in it is refused."""

    def __init__(
        self, moves: Mapping[str, Move[S]], words: Mapping[S, str], noun: tuple[str, str] = ("工单", "order")
    ) -> None:
        self.moves, self.words, self.noun = moves, words, noun

    def next(self, move: str, state: S) -> S:
        """The state a move leads to; what changes none leads to the same. IllegalMove if it is not open now."""
        row = self.moves[move]
        if state not in row.sources:
            raise IllegalMove(
                f"{self.noun[0]}现在是“{self.words[state]}”，不能{row.name}。请刷新后看看现在可以做什么。",
                f"The {self.noun[1]} is {state} now; {move} is not open. Reload to see what is.",
            )
        return state if row.target is None else row.target

    def open_to(self, state: S, role: str) -> list[str]:
        """The actions a role may ask for now, as the doors name them, each once, in the order of the table."""
        return list(
            dict.fromkeys(
                row.asked for row in self.moves.values() if row.is_listed and state in row.sources and role in row.by
            )
        )


def actions(rows: Iterable[Move[Any]]) -> dict[str, frozenset[str]]:
    """Action → the roles that may ask for it, of all rows that somebody may do."""
    may: dict[str, frozenset[str]] = {}
    for row in (row for row in rows if row.action and row.by):
        may[str(row.action)] = may.get(str(row.action), frozenset()) | row.by
    return may
