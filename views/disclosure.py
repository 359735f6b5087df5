"""Which figures are not published because too few people stand behind them, and none that would give those away.

A row is one scope (city, district, agency, item) with one figure over the parts of a period: the months of a year, the
days of a month. A row is told whole or not at all (decision 0014). Pure arithmetic: no row of a table, no clock.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

FEWEST: Final = 5

S = TypeVar("S", bound=Hashable)
Series = Sequence[tuple[int, ...]]  # for each part of the period, the counts that make up the whole: good and bad
Groups = Sequence[tuple[S, Sequence[S]]]  # a whole and its parts, larger wholes first


def is_small(series: Series) -> bool:
    """Somebody stands behind it, and fewer than five do."""
    return any(0 < count < FEWEST for counts in series for count in counts)


def hidden(groups: Groups[S], series: Mapping[S, Series], already: Iterable[S] = ()) -> set[S]:
    """The rows that are not told. `already`: those whose coarser figure is not told either.

    What is small is not told; nor are the parts of what is not told; and a part that alone is not told would be the
    whole less the others, so another one keeps it company, or the whole is not told.
    """
    found = {*already, *(scope for scope, one in series.items() if is_small(one))}
    settled = False
    while not settled:
        before = len(found)
        for whole, parts in groups:
            _settle(whole, parts, series, found)
        settled = len(found) == before
    return found


def _settle(whole: S, parts: Sequence[S], series: Mapping[S, Series], found: set[S]) -> None:
    if whole in found:
        found.update(parts)
        return
    within = [part for part in parts if part in found and _total(series[part])]
    while within and not _is_safe([series[part] for part in within]):
        others = [part for part in parts if part not in found and _total(series[part])]
        if not others:
            found.update((whole, *parts))
            return
        company = min(others, key=lambda part: (_total(series[part]), str(part)))
        found.add(company)
        within.append(company)


def _is_safe(rows: Sequence[Series]) -> bool:
    """Each small count could be another one, and every sum that is told would be as it is."""
    return all(_has_company(row, [other for other in rows if other is not row]) for row in rows)


def _has_company(row: Series, others: Sequence[Series]) -> bool:
    small = [(at, part) for at, counts in enumerate(row) for part, n in enumerate(counts) if 0 < n < FEWEST]
    return bool(others) and all(any(_could_differ(row, other, at, part) for other in others) for at, part in small)


def _could_differ(row: Series, other: Series, at: int, part: int) -> bool:
    """One person more here and one less there, and the other way round at another time, leaves all sums alone."""
    times = [time for time in range(len(row)) if time != at]
    if not times:
        return _exchange(row, other, at, part) or _exchange(other, row, at, part)
    return any(
        _exchange(one, another, first, part) and _exchange(another, one, second, part)
        for one, another in ((row, other), (other, row))
        for first, second in ((at, time) for time in times)
    )


def _exchange(giver: Series, taker: Series, at: int, part: int) -> bool:
    """The giver has somebody to give; the taker's other counts have somebody to make room."""
    return giver[at][part] > 0 and (len(taker[at]) == 1 or sum(taker[at]) > taker[at][part])


def _total(series: Series) -> int:
    return sum(map(sum, series))


__all__ = ["FEWEST", "hidden", "is_small"]
