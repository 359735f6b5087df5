"""The moderation page: waiting texts on the left, one of them on the right; an act opens the next one."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

import views
from admin_ui import access, frame, workload
from admin_ui.badges import Today
from admin_ui.moderation import reading as texts
from admin_ui.moderation.reading import Chosen
from domain import moderation, policy
from domain.errors import Conflict, DomainError, IllegalMove, Invalid, NotFound
from domain.moderation import Span
from domain.words import ModerationAction as A
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language

TEMPLATE = "admin/moderation/queue.html"
ALL = ("texts", "messages")
HIDE_REASONS = ("PRIVACY", "INSULT", "ADVERT", "FOREIGN", "UNLAWFUL")
UNDONE_BY_KEY = (A.PUBLISH, A.REDACT, A.HIDE)
NOTHING_CHOSEN = Chosen()
NO_DRAFT: Mapping[str, str] = {}
NO_PROBLEMS: Mapping[str, str] = {}


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/moderation, GET /admin/moderation/{text}"""
    policy.require(access.actor(request), "evaluation.moderate")
    return await render(request, request.path_params.get("text", ""))


async def render(
    request: Request,
    sealed: str,
    *,
    choice: Chosen = NOTHING_CHOSEN,
    draft: Mapping[str, str] = NO_DRAFT,
    problems: Mapping[str, str] = NO_PROBLEMS,
    conflict: str = "",
    revealed: tuple[str, str] = ("", ""),
    failed: Mapping[str, str] = NO_PROBLEMS,
    undoable: bool = False,
    block: str | Sequence[str] = ALL,
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return the page with one text open: the one asked for, else the first."""
    me, today = access.actor(request), await Today.ask()
    queue = await texts.queue(request.query_params, workload.of(request))
    if not sealed and queue.page.rows:
        sealed = queue.page.rows[0]["id"]
    text = await texts.read(sealed, me) if sealed else None
    marks = texts.marks(text, choice) if text else []
    words = (text["text"] or "") if text else ""
    return await frame.show(
        request,
        TEMPLATE,
        here="moderation",
        block=block,
        status=404 if sealed and text is None else status,
        toasts=toasts,
        queue=queue,
        today=today,
        sealed=sealed,
        text=text,
        marks=marks,
        pieces=texts.pieces(words, marks),
        preview=texts.preview(words, marks),
        covered=any(mark.covered for mark in marks),
        verified=text is not None and texts.is_verified(text),
        hide_options=[(why, say(f"hide.{why}")) for why in HIDE_REASONS],
        draft=draft,
        problems=problems,
        conflict=conflict,
        revealed=revealed,
        failed=failed,
        undoable=undoable or "undo" in request.query_params,
        query=_query(request),
    )


@access.signed_in
async def preview(request: Request) -> Response:
    """POST …/preview: the same page with other spans covered; nothing is decided."""
    sealed, form = request.path_params["text"], access.typed(request)
    text = await texts.read(sealed, access.actor(request))
    try:
        choice = texts.chosen(form, length=len(text["text"] or "") if text else None)
    except DomainError as refusal:
        return htmx.retarget(await _wrong(request, sealed, refusal), "#texts")
    return await render(request, sealed, choice=choice, draft=_draft(form), block=("findings", "publishing"))


@access.signed_in
async def create_decision(request: Request) -> Response:
    """POST …/decision: one act on the open text, then the next text."""
    sealed, form, me = request.path_params["text"], access.typed(request), access.actor(request)
    number = views.open_id("Evaluation", sealed)
    if number is None:
        raise NotFound(say("text.not_here"), say("text.not_here"))
    try:
        choice = texts.chosen(form)
        action = _action(form, choice)
        spans = choice.spans() if action is A.REDACT else None
        version = forms.whole(forms.text(form, "version"))
        await moderation.moderate(
            [number], action, reason=_reason(form, action), spans=spans, by=me,
            versions=None if version is None else {number: version},
        )  # fmt: skip
    except NotFound:  # there is no page to show the form on, so the error page shows what was typed
        raise
    except (Conflict, IllegalMove) as refusal:
        return await _beaten(request, sealed, refusal)
    except DomainError as refusal:
        return await _wrong(request, sealed, refusal)
    stays = action in (A.RESTORE, A.OPEN_ORDER)
    return await _done(request, sealed if stays else forms.text(form, "next"), action)


def _action(form: Any, choice: Chosen) -> A:
    """Return the chosen act; `PUBLISH` with something covered is `REDACT`, as both have one button."""
    try:
        action = A(forms.text(form, "action"))
    except ValueError as error:
        raise Invalid(say("form.choose.one"), say("form.choose.one"), path=("action",)) from error
    return A.REDACT if action is A.PUBLISH and choice.covered else action


def _reason(form: Any, action: A) -> str:
    if action is A.HIDE:
        why = forms.text(form, "hide_why")
        told = [say(f"hide.{why}")] if why in HIDE_REASONS else []
        return "。".join([*told, *filter(None, [forms.text(form, "hide_more")])])
    if action in (A.PUBLISH, A.REDACT):
        return forms.text(form, "open_why")
    return forms.text(form, {A.SUSPECT: "suspect", A.OPEN_ORDER: "order", A.RESTORE: "restore"}.get(action, "none"))


def _draft(form: Any) -> dict[str, str]:
    return {
        name: forms.text(form, name)
        for name in ("hide_why", "hide_more", "suspect", "order", "restore", "open_why", "from", "to")
    }


async def _done(request: Request, sealed: str, action: A) -> Response:
    undoable = action in UNDONE_BY_KEY
    url = _address(request, sealed)
    if not htmx.asks(request):
        return htmx.go(request, f"{url}{'&' if '?' in url else '?'}done={action}{'&undo=1' if undoable else ''}")
    answer = await render(request, sealed, toasts=[("done", say(f"done.{action}"))], undoable=undoable)
    return htmx.push(answer, url)


def _address(request: Request, sealed: str) -> str:
    """Return the address of a text in this queue."""
    return f"{texts.PATH}{f'/{sealed}' if sealed else ''}{_query(request)}"


def _query(request: Request) -> str:
    """Return the query with the filters, without the messages that are shown once."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("done", "undo")]
    return f"?{urlencode(kept)}" if kept else ""


async def _beaten(request: Request, sealed: str, refusal: DomainError) -> Response:
    """Return the page for a conflict with another person's act; what was chosen and typed is kept."""
    form = access.typed(request)
    return await render(
        request,
        sealed,
        choice=texts.chosen(form),
        draft=_draft(form),
        conflict=refusal.sentence(language()),
        status=409,
    )


async def _wrong(request: Request, sealed: str, refusal: DomainError) -> Response:
    form = access.typed(request)
    place = refusal.path[0] if refusal.path else "action"
    if place == "reason":
        place = {A.HIDE: "hide_why", A.SUSPECT: "suspect", A.OPEN_ORDER: "order", A.PUBLISH: "open_why"}.get(
            forms.text(form, "action"),
            "restore",  # type: ignore[call-overload]
        )
    return await render(
        request, sealed, choice=texts.chosen(form, ranged=place != "from"), draft=_draft(form),
        problems={place: refusal.sentence(language())}, status=status_of(refusal),
    )  # fmt: skip


@access.signed_in
async def create_delay(request: Request) -> Response:
    """POST …/delay: move the text to the end of this person's queue."""
    number = views.open_id("Evaluation", request.path_params["text"])
    if number is None:
        raise NotFound(say("text.not_here"), say("text.not_here"))
    await moderation.postpone(number, by=access.actor(request))
    following = forms.text(access.typed(request), "next")
    url = _address(request, following)
    if not htmx.asks(request):
        return htmx.go(request, f"{url}{'&' if '?' in url else '?'}done=later")
    return htmx.push(await render(request, following, toasts=[("done", say("done.later"))]), url)


@access.signed_in
async def create_reveal(request: Request) -> Response:
    """POST …/reveal: show what is masked, which is logged.

    With script it is shown while the button is held, without on the page.
    """
    sealed, form = request.path_params["text"], access.typed(request)
    number, pair = views.open_id("Evaluation", sealed), forms.text(form, "span").partition("-")
    start, end = forms.whole(pair[0]), forms.whole(pair[2])
    if number is None or start is None or end is None:
        raise NotFound(say("text.not_here"), say("text.not_here"))
    words = await moderation.reveal(number, span=Span(start, end), by=access.actor(request))
    if "text/plain" in request.headers.get("accept", ""):
        return PlainTextResponse(words, headers={"Cache-Control": "no-store"})
    return await render(
        request, sealed, choice=texts.chosen(form), draft=_draft(form), revealed=(f"{start}-{end}", words)
    )


@access.signed_in
async def undo(request: Request) -> Response:
    """POST /admin/moderation/undo: undo the person's own last act."""
    try:
        sealed = views.seal_id("Evaluation", await moderation.undo(by=access.actor(request)))
    except DomainError as refusal:
        return await render(request, "", toasts=[("error", refusal.sentence(language()))], status=status_of(refusal))
    if not htmx.asks(request):
        return RedirectResponse(f"{texts.PATH}/{sealed}?done=RESTORE", status_code=303)
    return htmx.push(await render(request, sealed, toasts=[("done", say("done.RESTORE"))]), f"{texts.PATH}/{sealed}")


@access.signed_in
async def create_batch(request: Request) -> Response:
    """POST /admin/moderation/batch: one act on each ticked text; failed ones stay ticked, with the reason."""
    form, me = access.typed(request), access.actor(request)
    ticked = [value.rpartition(".") for value in forms.texts(form, "tick")]
    numbers = {views.open_id("Evaluation", sealed): (sealed, forms.whole(version)) for sealed, _, version in ticked}
    known = {number: seen for number, seen in numbers.items() if number is not None}
    action = next((a for a in (A.HIDE, A.REDACT) if forms.text(form, "action") == a), A.PUBLISH)
    reason = forms.text(form, "reason")
    if not known:
        said = say("texts.bulk.none")
        return await render(request, "", draft={"reason": reason}, toasts=[("error", said)], status=422)
    outcomes = await moderation.moderate_each(
        list(known), action, reason=reason if action is A.HIDE else None, by=me,
        versions={number: version for number, (_, version) in known.items() if version is not None},
    )  # fmt: skip
    failed = {known[o.evaluation_id][0]: o.refusal.sentence(language()) for o in outcomes if o.refusal}
    done = len(outcomes) - len(failed)
    said = say("texts.bulk.done", done=done, left=len(failed)) if failed else say("texts.bulk.all", done=done)
    draft = {"reason": reason if failed else ""}
    return await render(request, "", draft=draft, failed=failed, toasts=[("error" if failed else "done", said)])
