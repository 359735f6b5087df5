"""What a webhook's own GraphQL document asks for. The API reads it, by a function set at start-up."""

from dataclasses import dataclass
from typing import Any, Protocol

from domain.actor import Actor


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A parsed document, fit to be stored: what is asked of an event, and under which key."""

    key: str
    asks: list[Any]

    def stored(self) -> dict[str, Any]:
        """The question as JSON-compatible data."""
        return {"key": self.key, "asks": self.asks}


class Read(Protocol):
    """Parses a document with the rights of an actor; refuses what the actor may not see."""

    def __call__(self, text: str, actor: Actor) -> StoredDocument: ...


_read: Read | None = None


def use(read: Read) -> None:
    """Set the parser; called once by the composition root of a process that manages webhooks."""
    global _read
    _read = read


def read(text: str, actor: Actor) -> StoredDocument:
    """The question of a document, with the rights of the actor."""
    if _read is None:
        raise RuntimeError("domain.subscriptions.documents.use(…) has not been called by the composition root")
    return _read(text, actor)
