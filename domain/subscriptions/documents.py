"""What a webhook's own GraphQL document asks for. Reading it is the API's craft, handed to us at the start."""

from dataclasses import dataclass
from typing import Any, Protocol

from domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Question:
    """A document as it was understood, fit to be stored: what is asked of an event, and under which key."""

    key: str
    asks: list[Any]

    def stored(self) -> dict[str, Any]:
        return {"key": self.key, "asks": self.asks}


class Read(Protocol):
    """Document → question, judged as seen by this actor; refuses what it may not see."""

    def __call__(self, text: str, actor: Actor) -> Question: ...


_read: Read | None = None


def use(read: Read) -> None:
    """Called once by the composition root of a process that takes webhooks."""
    global _read
    _read = read


def read(text: str, actor: Actor) -> Question:
    if _read is None:
        raise RuntimeError("domain.subscriptions.documents.use(…) has not been called by the composition root")
    return _read(text, actor)
