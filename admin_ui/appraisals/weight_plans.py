"""The pages of weight plans: versions of each kind, drafts with trials, adoption by a second person."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame
from admin_ui.appraisals import plan_fields, trials
from admin_ui.appraisals.plan_fields import Typed
from admin_ui.appraisals.trials import kinds_of
from domain import appraisals, clock, policy
from domain.actor import Actor
from domain.appraisals.checking import wrong_sum
from domain.appraisals.days import months_later
from domain.appraisals.templates import figures_of, points_of
from domain.errors import Conflict, DomainError, NotFound
from domain.words import PlanState, SubjectKind
from views.figures.desks import weighing
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import EN, language

PATH = "/admin/weights"
TEMPLATE = "admin/weights/plan.html"
PLACES = {"effectiveFrom": "from", "cutoffDays": "cutoff", "subjectKind": "kind"}


@access.signed_in
async def index(request: Request) -> Response:
    """GET /admin/weights"""
    me = access.actor(request)
    _require_sight(me)
    plans = kinds_of(await weighing.plans(me))
    return await frame.show(
        request,
        "admin/weights/list.html",
        here="weights",
        block=("list", "messages"),
        kinds=plans,
        may_draft=policy.may(me, "weight_plan.draft"),
    )


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/weights/{plan}: a number, or `new` with ?kind=…"""
    me, plan = access.actor(request), await _plan(request)
    kind = SubjectKind(plan["subject_kind"]) if plan else _kind(request.query_params.get("kind", ""))
    present = await _present(kind, me)
    typed = plan_fields.typed_of(plan or present, plan["effective_from"] if plan else await _next_month())
    if not plan:
        typed = {**typed, "reason": ""}
    look, edits = request.query_params.get("look", ""), "edit" in request.query_params
    block = "trial" if look else ("plan", "messages")
    return await _render(request, kind, plan, typed, look=look, edits=edits, block=block)


@access.signed_in
async def keep(request: Request) -> Response:
    """POST /admin/weights/{plan}: save the draft; then=submit also submits it; then=try only tries it."""
    form, plan = access.typed(request), await _plan(request)
    kind = SubjectKind(plan["subject_kind"]) if plan else _kind(forms.text(form, "kind"))
    typed = {name: forms.text(form, name) for name in form if name != "csrf"}
    look = request.query_params.get("look", "") or typed.get("look", "")
    then = "try" if look else request.query_params.get("then", "") or forms.text(form, "then")
    if then == "try":
        return await _render(request, kind, plan, typed, look=look, edits=True, block="trial")
    me, number = access.actor(request), plan["id"] if plan else 0
    try:
        if plan:
            seen = forms.moment(typed.get("seen", ""))
            await appraisals.revise(number, plan_fields.read(kind, form), seen=seen, by=me)
        else:
            number = await appraisals.draft(plan_fields.read(kind, form), by=me)
        if then == "submit":
            await appraisals.submit(number, by=me)
    except DomainError as refusal:
        if isinstance(refusal, Conflict):
            typed.pop("seen", None)  # the person now knows of the other version
        return await _wrong(request, kind, plan, typed, refusal, edits=True)
    return htmx.go(request, f"{PATH}?done=plan.{then or 'kept'}" if then else f"{PATH}/{number}?done=plan.kept")


@access.signed_in
async def adopt(request: Request) -> Response:
    """POST …/adoption: adopts only the version that the page showed."""
    seen = forms.moment(forms.text(access.typed(request), "seen"))
    return await _do(request, partial(appraisals.adopt, seen=seen), "plan.adopted")


@access.signed_in
async def discard(request: Request) -> Response:
    """POST …/disposal"""
    return await _do(request, appraisals.discard, "plan.discarded")


async def _do(request: Request, call: Callable[..., Awaitable[None]], done: str) -> Response:
    plan = await _plan(request)
    if plan is None:
        raise NotFound("没有这个权重方案。", "There is no such plan.")
    try:
        await call(plan["id"], by=access.actor(request))
    except DomainError as refusal:
        kind = SubjectKind(plan["subject_kind"])
        return await _wrong(request, kind, plan, plan_fields.typed_of(plan, plan["effective_from"]), refusal)
    return htmx.go(request, f"{PATH}?done={done}")


async def _render(
    request: Request,
    kind: SubjectKind,
    plan: Any,
    typed: Typed,
    *,
    look: str = "",
    edits: bool = False,
    problems: Sequence[tuple[str, str]] = (),
    block: str | Sequence[str] = ("plan", "messages"),
    status: int = 200,
) -> Response:
    me = access.actor(request)
    present = await _present(kind, me)
    now, then = appraisals.weighing(present), plan_fields.numbers(kind, typed)
    whole = sum((w for w in then.weights.values() if w.is_finite()), Decimal(0))
    is_whole = whole == 100 and all(w.is_finite() for w in (*then.weights.values(), *then.points.values()))
    trial = await trials.attempt(now, then, look, by=me) if is_whole else None
    adopts = not edits and _may_adopt(plan, me)
    here = say("weights.of", kind=say(f"subjectKind.{kind}"))
    return await frame.show(
        request,
        TEMPLATE,
        here="weights",
        crumbs=((say("nav.weights"), PATH), (here, "")),
        block=block,
        status=status,
        url=f"{PATH}/{plan['id'] if plan else 'new'}",
        kind=kind,
        plan=plan,
        present=present,
        now=now,
        typed=typed,
        figures=figures_of(kind),
        points=points_of(kind),
        problems=list(problems),
        whole=whole,
        off="" if whole == 100 else wrong_sum(whole)[language() == EN],
        trial=trial,
        plot=trials.plot(trial) if trial else None,
        may_draft=_may_draft(plan, me) and not adopts,
        may_adopt=adopts,
        may_edit=_may_draft(plan, me) and adopts,
        figure_name=trials.figure_name,
    )


def _may_draft(plan: Any, me: Actor) -> bool:
    return policy.may(me, "weight_plan.draft") and (plan is None or plan["state"] != PlanState.ADOPTED)


def _may_adopt(plan: Any, me: Actor) -> bool:
    """Return whether the person is the second one, who may adopt this submitted plan."""
    waits = plan is not None and plan["state"] == PlanState.SUBMITTED and plan["author_id"] != me.id
    return policy.may(me, "weight_plan.adopt") and waits


async def _wrong(
    request: Request, kind: SubjectKind, plan: Any, typed: Typed, refusal: DomainError, *, edits: bool = False
) -> Response:
    place = refusal.path[0] if refusal.path else "plan"
    problems = [(PLACES.get(place, place), refusal.sentence(language()))]
    return await _render(request, kind, plan, typed, edits=edits, problems=problems, status=status_of(refusal))


def _require_sight(me: Actor) -> None:
    if policy.reach(me.role, "WeightPlan") is None or me.district is not None:
        policy.require_city(me, "weight_plan.draft")


async def _plan(request: Request) -> Any:
    """Return the plan in the address; None for a new one."""
    me, number = access.actor(request), request.path_params["plan"]
    _require_sight(me)
    if number == "new":
        policy.require_city(me, "weight_plan.draft")
        return None
    found = await weighing.plans(me, forms.whole(number) or 0)
    if not found:
        raise NotFound("没有这个权重方案。", "There is no such plan.")
    return found[0]


async def _present(kind: SubjectKind, me: Actor) -> Any:
    """Return the plan in force today, with which a draft is compared."""
    return next(row for row in await weighing.plans(me) if row["subject_kind"] == kind and row["is_in_force"])


async def _next_month() -> date:
    return months_later((await clock.today()).replace(day=1), 1)


def _kind(text: str) -> SubjectKind:
    try:
        return SubjectKind(text)
    except ValueError as error:
        raise NotFound("没有这类考核对象。", "There is no such kind of subject.") from error
