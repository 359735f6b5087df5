"""Which scopes' counts may be told tonight. Pure arithmetic: no row, no clock.

What has grown since it was last told is told when nobody is alone in it: each cell has grown by none or by five and
more. And what keeps silent beside others that speak would be the whole less what they say: so it has company.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

Scope = tuple[str, int]
Counts = Sequence[int]
Group = tuple[Scope, Sequence[Scope]]  # a whole and its parts; larger wholes first

FEWEST: Final = 5  # as many as a batch that is shown to a rated person
COMPANY: Final = 3  # whoever knows one of the silent live, as a head the own agency, still cannot tell two others apart


def is_ripe(growth: Counts) -> bool:
    """Somebody came, and nobody came alone. What shrank waits until others have come."""
    return any(growth) and all(n == 0 or n >= FEWEST for n in growth)


def told(
    groups: Sequence[Group], growth: Mapping[Scope, Counts], live: Collection[Scope], may: Collection[Scope] | None
) -> set[Scope]:
    """The scopes that are told tonight. `growth`: since each was last told, of those that grew; `live`: wholes that
    everybody knows at any time; `may`: those that the family around this one tells tonight, None: all.
    """
    found = {scope for scope, counts in growth.items() if scope not in live and (may is None or scope in may)}
    found = {scope for scope in found if is_ripe(growth[scope])}
    before = -1
    while found and before != len(found):
        before = len(found)
        for whole, parts in groups:
            _settle(whole in live or whole in found, parts, growth, found)
    return found


def _settle(whole_is_told: bool, parts: Sequence[Scope], growth: Mapping[Scope, Counts], found: set[Scope]) -> None:
    """The parts of what is silent are silent; the silent parts of what speaks are several."""
    if not whole_is_told:
        found.difference_update(parts)
        return
    silent = [part for part in parts if part in growth and part not in found]
    speaking = sorted((part for part in parts if part in found), key=lambda part: (_mass(growth[part]), part))
    for part in speaking:
        if not silent or (len(silent) >= COMPANY and sum(_mass(growth[one]) for one in silent) >= FEWEST):
            return
        found.discard(part)
        silent.append(part)


def _mass(growth: Counts) -> int:
    return sum(map(abs, growth))


__all__ = ["COMPANY", "FEWEST", "Counts", "Group", "Scope", "is_ripe", "told"]
