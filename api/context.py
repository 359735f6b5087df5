"""The context of one request for the resolvers: actor, language, batches and public address."""

from collections.abc import Mapping
from dataclasses import dataclass

import preferring
from api.batching.batches import Batches
from domain.actor import Actor


@dataclass(slots=True)
class Context:
    """The context of one request: `language` is zh or en, `public_url` has no slash at its end."""

    actor: Actor
    language: str
    batches: Batches
    public_url: str


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """en if English is preferred to Chinese by Accept-Language."""
    return preferring.language(headers.get(b"accept-language", b"").decode("latin-1"))
