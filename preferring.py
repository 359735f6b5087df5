"""What a client likes best of what we offer: its lists with weights (`zh;q=0.5, en`; RFC 9110, 12.4.2)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

CHINESE, ENGLISH = "zh", "en"
SPOKEN: Final = {CHINESE: CHINESE, ENGLISH: ENGLISH}
T = TypeVar("T")


@lru_cache(maxsize=256)
def language(accepted: str) -> str:
    """zh or en, by Accept-Language, whatever the region; Chinese is the city's first language."""
    return preferred(accepted, lambda tag: SPOKEN.get(tag.partition("-")[0])) or CHINESE


def preferred(accepted: str, offer: Callable[[str], T | None]) -> T | None:
    """Of what `offer` has by these names the one of the greatest weight, of equals the first. None: there is none, or
    it is expressly not wanted.
    """
    best, chosen = 0.0, None
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        found = offer(name)
        if found is not None and (weight := _weight(parameters)) > best:
            best, chosen = weight, found
    return chosen


def _weight(parameters: list[str]) -> float:
    """Whole where none is told; none where it is no number."""
    told = (value for name, _, value in (one.partition("=") for one in parameters) if name.rstrip() == "q")
    try:
        return float(next(told, "1"))
    except ValueError:
        return 0.0
