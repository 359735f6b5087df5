"""Tables of moves: one row for each thing that can be done, with all that is known about it.

Buttons, API, policy, timeline, diagrams and tests all read the row, so that they cannot differ.
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
    """One row of the table.

    `sources` → `target`: the states; without a target the state stays. `by`: the roles that may. `action`: the name in
    the policy and API ("work_order.find"); None for a move that only follows from another. `event`: the kind of its
    event; None if it has none. `name`: the Chinese word on the button and in the timeline. `en`: the same in English,
    as it continues a sentence ("… was faster to sign for it"). `did`: the Chinese words for having done it, where they
    are not `name` ("开了工单"). `meets`: the term that it meets. `is_by_lapse`: the system makes it when the term runs
    out. `is_listed`: whether `moves` of the API and of the pages name it.
    """

    action: str | None
    sources: frozenset[S]
    target: S | None
    by: frozenset[str]
    event: str | None
    name: str
    en: str
    did: str = ""
    meets: Term | None = None
    is_by_lapse: bool = False
    is_listed: bool = True

    def __post_init__(self) -> None:
        if not (self.name and self.en) or self.action == "" or self.event == "":
            raise ValueError(f"A row of the table of moves is not complete: {self}")
        if self.by - {SYSTEM} and self.action is None:
            raise ValueError(f"Who may is decided by an action, and this move names none: {self}")

    def is_for(self, role: str) -> bool:
        """Whether this role may make the move; the system may also make moves by lapse."""
        return role in self.by or (self.is_by_lapse and role == SYSTEM)

    @property
    def asked(self) -> str:
        """The action without its noun, as the API names it: "find"."""
        return (self.action or "").rpartition(".")[2]


class Flow(Generic[S]):
    """A table of moves. A move that is not open in the present state is refused.

    `words` are the Chinese names of the states; `noun` is what is moved, in Chinese and English.
    """

    def __init__(
        self, moves: Mapping[str, Move[S]], words: Mapping[S, str], noun: tuple[str, str] = ("工单", "order")
    ) -> None:
        self.moves, self.words, self.noun = moves, words, noun

    def next(self, move: str, state: S) -> S:
        """The state a move leads to; the same state if the move has no target.

        Raises IllegalMove if the move is not open in this state.
        """
        row = self.moves[move]
        if state not in row.sources:
            raise IllegalMove(
                f"{self.noun[0]}现在是“{self.words[state]}”，不能{row.name}。请刷新后看看现在可以做什么。",
                f"The {self.noun[1]} is {state} now; “{row.en}” is not open. Reload to see what is.",
            )
        return state if row.target is None else row.target

    def open_to(self, state: S, role: str) -> list[str]:
        """The actions that a role may ask for in this state, each once, in the order of the table."""
        return list(
            dict.fromkeys(
                row.asked
                for row in self.moves.values()
                if row.action and row.is_listed and state in row.sources and role in row.by
            )
        )


def actions(rows: Iterable[Move[Any]]) -> dict[str, frozenset[str]]:
    """Action → the roles that may ask for it; moves allowed to no role are left out."""
    may: dict[str, frozenset[str]] = {}
    for row in (row for row in rows if row.action and row.by):
        may[str(row.action)] = may.get(str(row.action), frozenset()) | row.by
    return may
