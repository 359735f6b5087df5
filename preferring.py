"""Content negotiation: chooses by lists with weights such as `zh;q=0.5, en` (RFC 9110, 12.4.2)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

CHINESE, ENGLISH = "zh", "en"
SPOKEN: Final = {CHINESE: CHINESE, ENGLISH: ENGLISH}
T = TypeVar("T")


@lru_cache(maxsize=256)
def language(accepted: str) -> str:
    """ "zh" or "en" by Accept-Language, ignoring regions; "zh" if neither is asked for."""
    return preferred(accepted, lambda tag: SPOKEN.get(tag.partition("-")[0])) or CHINESE


def preferred(accepted: str, offer: Callable[[str], T | None]) -> T | None:
    """The offer with the greatest weight, the first of equals; None if nothing offered is accepted.

    `offer` maps a name of the list, in lower case, to what is offered under it, or to None. Weight 0
    means not accepted.
    """
    best, chosen = 0.0, None
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        found = offer(name)
        if found is not None and (weight := _weight(parameters)) > best:
            best, chosen = weight, found
    return chosen


def _weight(parameters: list[str]) -> float:
    """The parameter `q`: 1 if it is missing, 0 if it is not a number."""
    told = (value for name, _, value in (one.partition("=") for one in parameters) if name.rstrip() == "q")
    try:
        return float(next(told, "1"))
    except ValueError:
        return 0.0
