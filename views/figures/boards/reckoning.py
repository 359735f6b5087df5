"""Reads the sums that a plan needs, for scopes of one level: live, or as they were told in batches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.board.families import FAMILIES
from views.compiling.statement import Asking
from views.figures.disclosure import batches, knowing
from views.figures.disclosure.batches import ACTED, PARTS, Batch, ToldBatches
from views.figures.formulas import SOURCES, Sums
from views.figures.measures import untold
from views.figures.period import Period
from views.figures.scopes import is_large

SPLIT: Final = frozenset(family.name for family in FAMILIES.values() if family.is_split)
TallyRow = Sequence[Any]
Span = tuple[str, date | None, date | None]  # a family and the days its figures rest on


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The sums read.

    `sums`: for each of `Reckoning.sums`, scope id → row. `told`: the batches of the scopes told in batches. `live`: the
    ids of the live scopes. `until`: the period of the others.
    """

    sums: list[dict[int, TallyRow]]
    told: ToldBatches
    live: frozenset[int]
    until: Period

    def spans(self, scope_id: int, kind: str, period: Period) -> list[Span]:
        """Return, for each family, the days on which its figures of this scope rest; None if it is not told."""
        is_live, told = scope_id in self.live, self.told.get(scope_id, {})
        return [self._span(name, is_live or (is_large(kind) and name not in SPLIT), told, period) for name in FAMILIES]

    @staticmethod
    def _span(name: str, is_live: bool, told: Mapping[str, Batch], period: Period) -> Span:
        if is_live:
            last = min(period.last, period.today)
            return (name.upper(), period.first, last) if period.first <= last else (name.upper(), None, None)
        batch = told.get(name)
        return (name.upper(), batch.first, batch.last) if batch else (name.upper(), None, None)


class Reckoning:
    """Reads these parts of the figures (views/figures/formulas.py)."""

    def __init__(self, parts: Iterable[str]) -> None:
        wanted = set(parts)
        self.sums = [Sums(source, known) for source in SOURCES if (known := [p for p in source.parts if p in wanted])]
        self.parts = [part for one in self.sums for part in one.parts]
        self._split = [part for part in self.parts if part in PARTS and PARTS[part][0] in SPLIT]

    async def one(self, kind: str, scope_id: int, period: Period, asking: Asking) -> dict[str, int]:
        """Return the parts of one scope by name."""
        known = await self.read(kind, [scope_id], period, asking)
        found: dict[str, int] = {}
        for one, rows in zip(self.sums, known.sums, strict=True):
            found.update(zip(one.parts, tuple(rows.get(scope_id, one.nothing))[1:], strict=True))
        return found

    async def read(
        self, kind: str, ids: Sequence[int], period: Period, asking: Asking, also: Sequence[str] = ()
    ) -> Reckoned:
        """Return the sums of these scopes.

        `also` names families whose days are wanted although no part of them is summed.
        """
        live, told = knowing.apart(asking.actor, kind, ids)
        summed = ids if is_large(kind) else live
        sums: list[dict[int, TallyRow]] = [dict(await one.read(kind, summed, period, asking)) for one in self.sums]
        if not told:
            return Reckoned(sums, {}, frozenset(live), period)
        until = await knowing.until(period, asking)
        wanted = self._split if is_large(kind) else self.parts
        names = {*batches.families(wanted), *(SPLIT.intersection(also) if is_large(kind) else also)}
        known = await batches.batches(sorted(names), kind, told, until, asking)
        acted = await batches.acted([part for part in wanted if part in ACTED], kind, known, asking)
        for one, rows in zip(self.sums, sums, strict=True):
            for scope_id in told:
                counts = _counts(wanted, known.get(scope_id, {}), acted.get(scope_id, {}))
                rows[scope_id] = _with(one, rows.get(scope_id, one.nothing), counts)
        self._leave_out(kind, told, sums)
        return Reckoned(sums, known, frozenset(live), until)

    def _leave_out(self, kind: str, ids: Sequence[int], sums: Sequence[dict[int, TallyRow]]) -> None:
        """Put zero for both sides of each share of these scopes that rests on too few cases to be told."""
        for scope_id in ids:
            known: dict[str, int] = {}
            for one, rows in zip(self.sums, sums, strict=True):
                known.update(zip(one.parts, tuple(rows[scope_id])[1:], strict=True))
            if few := untold(kind, known):
                for one, rows in zip(self.sums, sums, strict=True):
                    rows[scope_id] = _with(one, rows[scope_id], dict.fromkeys(few, 0))


def _counts(parts: Sequence[str], told: Mapping[str, Batch], acted: Mapping[str, int]) -> dict[str, int]:
    return {part: acted.get(part, 0) if part in ACTED else batches.count(part, told) for part in parts}


def _with(sums: Sums, row: TallyRow, counts: Mapping[str, int]) -> TallyRow:
    """Return the row of sums with the told counts in place of the live ones."""
    return (row[0], *(counts.get(part, n) for part, n in zip(sums.parts, tuple(row)[1:], strict=True)))


__all__ = ["Reckoned", "Reckoning", "Span"]
