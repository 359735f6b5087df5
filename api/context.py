"""What one request carries to the resolvers: who asks, in which language, from where. Built anew for each request."""

from collections.abc import Mapping
from dataclasses import dataclass

import preferring
from api.batching.batches import Batches
from domain.actor import Actor


@dataclass(slots=True)
class Context:
    """`actor` acts as one role; `language` is zh or en; `public_url` has no slash at the end."""

    actor: Actor
    language: str
    batches: Batches
    public_url: str


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """en if English is preferred to Chinese by Accept-Language."""
    return preferring.language(headers.get(b"accept-language", b"").decode("latin-1"))
