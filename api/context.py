"""The context of one request for the resolvers: actor, language, batches and public address."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from api.batching.batches import Batches
from domain.actor import Actor
from domain.errors import ENGLISH

CHINESE = "zh"


@dataclass(slots=True)
class Context:
    """The context of one request: `language` is zh or en, `public_url` has no slash at its end."""

    actor: Actor
    language: str
    batches: Batches
    public_url: str


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """Return `en` if Accept-Language prefers English to Chinese, else `zh`, the city's first language."""
    return _preferred(headers.get(b"accept-language", b""))


@lru_cache(maxsize=256)
def _preferred(accepted: bytes) -> str:
    best, chosen = 0.0, CHINESE
    for part in accepted.decode("latin-1").lower().split(","):
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        language = tag.partition("-")[0]
        if language in (CHINESE, ENGLISH) and (weight := _weight(parameters)) > best:
            best, chosen = weight, language
    return chosen


def _weight(parameters: list[str]) -> float:
    try:
        return next((float(p.partition("=")[2]) for p in parameters if p.partition("=")[0].strip() == "q"), 1.0)
    except ValueError:
        return 0.0
