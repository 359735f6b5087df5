"""The steps of a work order as its rater sees them (done, now, next), with days and without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.words import WorkOrderState as S
from web.catalogue import say
from web.formats import day

MENDING = (S.RECTIFYING, S.EXPLAINED, S.REOPENED, S.APPEALING)
FOUND = {"find_responsible": "step.found.VALID_RESPONSIBLE", "find_explained": "step.found"}
OVER = (S.CLOSED, S.VOIDED)


@dataclass(frozen=True, slots=True)
class Reply:
    """The public reply, and who gave it."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step. `state`: done, now or next. `aside`: its day."""

    state: str
    title: str
    aside: str = ""
    text: str = ""
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """What the steps are made of: state of the order, day of each move, outcome of the callback.

    `hidden`: the rater is hidden from the agency. `used`: working days since dispatch, or None.
    """

    state: S
    days: Mapping[str, date]
    hidden: bool
    outcome: str
    used: int | None = None

    @classmethod
    def of(cls, order: Mapping[str, Any], *, hidden: bool, used: int | None) -> "Road":
        """Return the road of an order read from the view WorkOrder."""
        days = {entry["move"]: as_day(entry["on"]) for entry in order["timeline"]}
        days |= {"dispatch": as_day(order["dispatchedOn"])}
        return cls(S(order["state"]), days, hidden, order["callback"] or "", used)

    def on(self, *moves: str) -> date | None:
        """Return the last day of any of these moves, or None."""
        return max((self.days[move] for move in moves if move in self.days), default=None)


def as_day(value: date | str) -> date:
    """Return a date, also from its ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def steps(road: Road, reply: Reply | None) -> list[ProgressStep]:
    """Return the steps in order; the reply stands with that of the rectification."""
    mended = _mended(road)
    told = [_contacted(road), _found(road), mended, *_called(road)]
    if road.state is S.VOIDED:  # steps not done will not come any more
        told = [step for step in told if step.state == "done" and (step is not mended or road.on("approve"))]
    sent = ProgressStep("done", say("step.sent"), day(road.days["dispatch"]))
    return [sent, *(_with_reply(step, reply if step is mended else None) for step in told if step)]


def _contacted(road: Road) -> ProgressStep:
    if contacted := road.on("contact"):
        return ProgressStep("done", say("step.contacted"), day(contacted))
    return ProgressStep("now", say("step.contact"), text=say("step.contact.text") if road.hidden else "")


def _found(road: Road) -> ProgressStep:
    found = road.on(*FOUND)
    if found:
        move = max((m for m in FOUND if m in road.days), key=lambda m: road.days[m])
        return ProgressStep("done", say(FOUND[move]), day(found))
    return (
        ProgressStep("now", say("step.verifying"))
        if road.state is S.VERIFYING
        else ProgressStep("next", say("step.verify"))
    )


def _mended(road: Road) -> ProgressStep:
    used = say("progress.used", n=road.used) if road.used else ""
    if road.state in MENDING:
        again = road.state is S.REOPENED or "redo" in road.days
        words = "step.again" if again else "step.explaining" if road.state is S.EXPLAINED else "step.mending"
        return ProgressStep("now", say(words), used)
    if road.state is S.PENDING_REVIEW:
        return ProgressStep("now", say("step.reviewing"), day(road.on("submit")))
    if road.state is S.PENDING_CALLBACK or road.state in OVER:
        return ProgressStep("done", say("step.mended"), day(road.on("approve", "submit")))
    return ProgressStep("next", say("step.mend"))


def _called(road: Road) -> Sequence[ProgressStep]:
    if road.state in OVER:
        told = say("step.called", outcome=say(f"outcome.{road.outcome}")) if road.outcome else say("step.closed")
        return [ProgressStep("done", told, day(road.on("settle", "give_up", "close", "uphold", "void")))]
    state = "now" if road.state is S.PENDING_CALLBACK else "next"
    return [ProgressStep(state, say("step.callback"), text=say("step.callback.text"))]


def _with_reply(step: ProgressStep, reply: Reply | None) -> ProgressStep:
    return ProgressStep(step.state, step.title, step.aside, step.text, reply) if reply else step
