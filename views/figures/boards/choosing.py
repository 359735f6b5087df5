"""Judges scope and days of a board, and whether the asker may see it, before figures are read."""

from collections.abc import Mapping
from datetime import date

from views.compiling.question import Refused
from views.compiling.references import table
from views.compiling.statement import Asking
from views.figures.disclosure import knowing, people
from views.figures.period import Period, period_of
from views.figures.scopes import ARGUMENT, CITY, VIEW_OF

Scope = Mapping[str, str | None] | None


async def chosen(given: Scope, first: date | None, last: date | None, asking: Asking) -> tuple[str, int, Period]:
    """Return kind and id of the scope, and the period.

    Raises Refused for bad arguments, Forbidden if the asker may not see this scope.
    """
    kind, scope_id = _scope(given, asking)
    period = await period_of(first, last, asking)
    if kind == "STAFF":
        await people.judge(scope_id, period, asking)
    return kind, scope_id, period


def _scope(given: Scope, asking: Asking) -> tuple[str, int]:
    """Return kind and id of the scope, which is named by at most one code; without one it is the city."""
    named = {name: code for name, code in (given or {}).items() if code is not None}
    if not named:
        return CITY, 0
    if len(named) > 1:
        raise Refused("范围最多选一个。", "Name at most one scope.", path=("scope",))
    ((name, code),) = named.items()
    kind = ARGUMENT[name]
    knowing.judge(asking.actor, kind)
    if kind == "STAFF" and asking.actor.role not in people.MAY_SEE:
        raise people.refused()  # before the look-up, so that the answer does not tell whether the number exists
    ids = table(VIEW_OF[kind]).of_codes([code])
    if not ids:
        raise Refused(f"没有这个编码：{code[:40]}。", f"There is no such code: {code[:40]}.", path=("scope", name))
    if kind == "STAFF" and not people.may_see(asking.actor, ids[0]):
        raise people.refused()
    return kind, ids[0]


__all__ = ["chosen"]
