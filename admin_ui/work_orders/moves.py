"""The moves of an order, each a resource created by one domain call; a refusal keeps what was typed."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access
from admin_ui.desk import page as desk
from admin_ui.work_orders import order as work_order
from admin_ui.work_orders.asking import FORMS, NAMES
from domain import work_orders
from domain.errors import Conflict, DomainError, IllegalMove, Invalid, NotFound
from domain.words import Attribution, CallbackOutcome, Cause, MarkedParts, Verdict
from domain.work_orders import NewFinding
from web import forms, htmx
from web.catalogue import say, say_for
from web.errors import status_of
from web.language import language

Call = Callable[..., Awaitable[Any]]
Facts = Callable[[FormData], dict[str, Any]]


@access.signed_in
async def create_signature(request: Request) -> Response:
    """POST …/signature"""
    return await _move(request, "sign", work_orders.sign, lambda form: {})


@access.signed_in
async def create_contact(request: Request) -> Response:
    """POST …/contact"""
    return await _move(request, "contact", work_orders.record_contact, lambda form: {"note": forms.text(form, "note")})


@access.signed_in
async def create_finding(request: Request) -> Response:
    """POST …/finding"""
    return await _move(request, "find", work_orders.record_finding, lambda form: {"finding": _finding(form)})


@access.signed_in
async def create_explanation(request: Request) -> Response:
    """POST …/explanation"""
    return await _move(request, "explain", work_orders.explain, lambda form: {"reason": forms.text(form, "reason")})


@access.signed_in
async def create_rectification(request: Request) -> Response:
    """POST …/rectification"""
    names = ("measures", "reply")

    def facts(form: FormData) -> dict[str, Any]:
        drafted = forms.whole(forms.text(form, "drafted"))
        return {**{name: forms.text(form, name) for name in names}, "drafted": drafted}

    return await _move(request, "submit", work_orders.submit_rectification, facts)


@access.signed_in
async def create_review(request: Request) -> Response:
    """POST …/review"""
    return await _move(request, "review", work_orders.review, _judgement)


@access.signed_in
async def create_callback(request: Request) -> Response:
    """POST …/callback"""
    return await _move(request, "call_back", work_orders.record_callback, _outcome)


@access.signed_in
async def create_urging(request: Request) -> Response:
    """POST …/urging"""
    return await _move(request, "urge", work_orders.urge, lambda form: {"note": forms.text(form, "note")})


@access.signed_in
async def create_closure(request: Request) -> Response:
    """POST …/closure"""
    return await _move(request, "close", work_orders.close, lambda form: {"reason": forms.text(form, "reason")})


async def _move(request: Request, move: str, call: Call, facts: Facts) -> Response:
    form, sealed = access.typed(request), request.path_params["order"]
    number = views.open_id("WorkOrder", sealed)
    try:
        version = forms.whole(forms.text(form, "version"))
        await call(number or 0, by=access.actor(request), version=version, **facts(form))
    except NotFound as refusal:
        if (
            not refusal.path
        ):  # the order itself: there is no page left to keep the words, so the failure gives them back
            raise
        return await _wrong(request, sealed, move, refusal)
    except (Conflict, IllegalMove) as refusal:
        return await _beaten(request, sealed, move, refusal)
    except DomainError as refusal:
        return await _wrong(request, sealed, move, refusal)
    return await _done(request, sealed, move)


async def _done(request: Request, sealed: str, move: str) -> Response:
    from_desk = forms.text(access.typed(request), "from") == "desk"
    if not htmx.asks(request):
        return htmx.go(request, f"/admin?done={move}" if from_desk else f"/admin/work-orders/{sealed}?done={move}")
    toasts = [("done", say(f"done.{move}"))]
    if from_desk:
        return await desk.render(request, toasts)
    answer = await work_order.render(request, sealed, toasts=toasts)
    return htmx.push(answer, f"/admin/work-orders/{sealed}")


async def _beaten(request: Request, sealed: str, move: str, refusal: DomainError) -> Response:
    """Return the page for a conflict: who did what meanwhile, and everything that was typed."""
    sentence = refusal.sentence(language())
    if forms.text(access.typed(request), "from") == "desk" and htmx.asks(request):
        return await desk.render(request, [("error", sentence)], status=409)
    return await work_order.render(request, sealed, move=move, draft=draft_of(request), conflict=sentence, status=409)


async def _wrong(request: Request, sealed: str, move: str, refusal: DomainError) -> Response:
    """Return the form again, with what was typed and its problems."""
    path = refusal.path[0] if refusal.path else ""
    known = {one.name for one in FORMS.get(move, ())}
    place = NAMES.get(path, path)
    draft = draft_of(request)
    problems = {place if place in known else "moves": refusal.sentence(language())}
    missing = _missing(move, draft)
    problems = missing | problems | missing  # in the order of the form; for empty fields the form's own words
    answer = await work_order.render(
        request,
        sealed,
        move=move,
        draft=draft,
        problems=list(problems.items()),
        block="moves",
        status=status_of(refusal),
    )
    answer.headers["HX-Retarget"] = "#moves"
    return answer


def _missing(move: str, draft: dict[str, str]) -> dict[str, str]:
    """Return all missing fields, as the domain reports only the first."""
    return {
        one.name: say(
            "form.missing.choice" if one.symbols else "form.missing",
            name=say_for(draft.get("state", ""), f"form.{move}.{one.name}"),
        )
        for one in FORMS.get(move, ())
        if not one.optional and not draft.get(one.name)
    }


def draft_of(request: Request) -> dict[str, str]:
    """Return what was typed into the fields of a move."""
    form = access.typed(request)
    return {name: forms.text(form, name) for name in form if name not in ("csrf", "version", "drafted")}


def _finding(form: FormData) -> NewFinding:
    return NewFinding(
        _symbol(Verdict, form, "verdict"),
        _symbol(Attribution, form, "attribution"),
        _symbol(Cause, form, "cause"),
        forms.text(form, "note"),
        forms.text(form, "staff_number") or None,
        _number(form, "service_number"),
    )


def _judgement(form: FormData) -> dict[str, Any]:
    choice = forms.text(form, "approve")
    if choice not in ("yes", "no"):
        raise Invalid(say("form.choose.approve"), say("form.choose.approve"), path=("approve",))
    return {"approve": choice == "yes", "reason": forms.text(form, "reason"), "marked": _marked(form)}


def _marked(form: FormData) -> MarkedParts | None:
    chosen = forms.text(form, "marked")
    return MarkedParts(chosen) if chosen in tuple(MarkedParts) else None


def _outcome(form: FormData) -> dict[str, Any]:
    return {"outcome": _symbol(CallbackOutcome, form, "outcome"), "note": forms.text(form, "note") or None}


def _symbol(kind: Any, form: FormData, name: str) -> Any:
    """Return the chosen symbol. Raises Invalid if none was chosen."""
    try:
        return kind(forms.text(form, name))
    except ValueError as error:
        raise Invalid(say("form.choose.one"), say("form.choose.one"), path=(name,)) from error


def _number(form: FormData, name: str) -> int | None:
    text = forms.text(form, name)
    number = forms.whole(text)
    if text and (number is None or not 1 <= number <= 9999):
        raise Invalid(say("form.service_number.wrong"), say("form.service_number.wrong"), path=(name,))
    return number
