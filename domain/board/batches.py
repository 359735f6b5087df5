"""Decides which scopes' counts are told tonight. Pure arithmetic: no database, no clock.

A scope is told when each of its cells has grown by none or by at least five since it was last told, so that no single
rating shows. If some parts of a told whole are not told, the difference would reveal them; so several stay untold
together.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.figures import FEWEST

Scope = tuple[str, int]
Counts = Sequence[int]
Group = tuple[Scope, Sequence[Scope]]  # a whole and its parts; larger wholes first

COMPANY: Final = 3  # a reader who sees one untold part live (a head the own agency) still cannot separate the other two


def is_ripe(growth: Counts) -> bool:
    """Whether the growth may be told: some cell has grown, and each by none or by at least FEWEST.

    A scope with a cell that shrank waits until that has grown again.
    """
    return any(growth) and all(n == 0 or n >= FEWEST for n in growth)


def told(
    groups: Sequence[Group], growth: Mapping[Scope, Counts], live: Collection[Scope], may: Collection[Scope] | None
) -> set[Scope]:
    """The scopes that are told tonight.

    `growth`: of the scopes with any, what has grown since each was last told. `live`: wholes that everybody knows at
    any time. `may`: the scopes that the surrounding family tells tonight; None: all.
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
    """Adapt the told parts of one whole.

    If the whole is not told, no part is. Otherwise, if some parts that grew are not told, told ones are taken out as
    well, the smallest growth first, until at least COMPANY with a growth of FEWEST together stay untold.
    """
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
    """The absolute growth of all cells together."""
    return sum(map(abs, growth))


__all__ = ["COMPANY", "FEWEST", "Counts", "Group", "Scope", "is_ripe", "told"]
