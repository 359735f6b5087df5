"""The legal moves of one kind of thing, as data: button, API field, test and drawing read the same table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """From which states, to which, by which roles (SYSTEM included). `name` is what the button says."""

    sources: frozenset[S]
    target: S
    by: frozenset[str]
    name: str


class Flow(Generic[S]):
    """A table of moves. Whatever is not in it is refused."""

    def __init__(
        self, moves: Mapping[str, Move[S]], words: Mapping[S, str], noun: tuple[str, str] = ("工单", "order")
    ) -> None:
        self.moves, self.words, self.noun = moves, words, noun

    def next(self, move: str, state: S) -> S:
        step = self.moves[move]
        if state not in step.sources:
            raise IllegalMove(
                f"{self.noun[0]}现在是“{self.words[state]}”，不能{step.name}。请刷新后看看现在可以做什么。",
                f"The {self.noun[1]} is {state} now; {move} is not open. Reload to see what is.",
            )
        return step.target

    def open_to(self, state: S, role: str) -> list[str]:
        return [move for move, step in self.moves.items() if state in step.sources and role in step.by]
