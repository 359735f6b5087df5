"""The page that rates one visit by its proof (01, 02); choosing a level loads its tags."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from citizen_ui.rating import unsettled
from citizen_ui.rating.asking import asked_of, visit_of
from citizen_ui.rating.drafts import Draft
from citizen_ui.rating.marks import keep, marks
from domain import evaluations
from domain.actor import PUBLIC
from domain.collecting import OpenInvitation, find_invitation, open_invitation
from domain.errors import (
    AlreadyRated,
    DomainError,
    IdempotencyMismatch,
    ProofExpired,
    ProofInvalid,
    ProofUsed,
    ReasonRequired,
)
from domain.faults import is_outage
from domain.words import Level
from domain.work_orders.hiding import may_be_guessed
from web import errors, forms, htmx
from web import kept as keeping
from web.catalogue import say
from web.errors import status_of
from web.language import language
from web.templating import page

CLOSED = (ProofInvalid, ProofExpired, ProofUsed, AlreadyRated, IdempotencyMismatch)
WHY = {"PROOF_INVALID": "unknown", "PROOF_EXPIRED": "expired"}
PLACES = {"tags": "reasons", "text": "text"}
Problems = list[tuple[str, str]]


async def ask(request: Request) -> Response:
    """GET /rate/{proof}"""
    try:
        invitation = await open_invitation(request.path_params["proof"], marks=marks(request))
    except CLOSED as refusal:
        return await closed(request, refusal)
    return await _show(request, invitation, Draft.blank())


async def answer(request: Request) -> Response:
    """POST /rate/{proof}: step=tags only shows the tags of the level; otherwise the rating is submitted."""
    form = await forms.read(request)
    # A rating may be sent again with a used proof, and is answered again; for tags the proof must still be open.
    find = find_invitation if _is_rating(form) else open_invitation
    try:
        invitation = await find(request.path_params["proof"], marks=marks(request))
        draft = Draft.read(form, asked_of(invitation))
        if forms.text(form, "step") == "tags":
            return await _show(request, invitation, draft)
        return await _submit(request, invitation, draft)
    except CLOSED as refusal:
        return await closed(request, refusal)


def _is_rating(form: FormData) -> bool:
    return forms.text(form, "step") != "tags" and forms.text(form, "level") in Level.__members__


async def _submit(request: Request, invitation: OpenInvitation, draft: Draft) -> Response:
    if draft.level is None:
        return await _show(request, invitation, draft, [("level", say("rate.missing.level"))], 422)
    said = unsettled.recall(draft.submission(request.path_params["proof"], PUBLIC))
    try:
        submitted = await evaluations.submit_one(said)
    except CLOSED:
        raise
    except DomainError as refusal:
        return await _show(request, invitation, draft, [_problem(refusal)], status_of(refusal))
    except Exception as error:
        if not is_outage(error):
            raise
        unsettled.leave(said)
        return await _show(request, invitation, draft, [("rating", say("rate.unsettled"))], 503)
    return keep(htmx.go(request, f"/progress/{submitted.receipt}?thanks=1"), invitation)


def _problem(refusal: DomainError) -> tuple[str, str]:
    """Return the place of a refusal on the page, and its words."""
    place = PLACES.get(refusal.path[0] if refusal.path else "", "rating")
    words = say("rate.missing.reason") if isinstance(refusal, ReasonRequired) else refusal.sentence(language())
    return place, words


async def _show(
    request: Request, invitation: OpenInvitation, draft: Draft, problems: Problems | None = None, status: int = 200
) -> Response:
    return await page(
        request,
        "citizen/rating/rate.html",
        block=("refused", "follow", "later", "after"),
        status=status,
        visit=visit_of(invitation),
        form=asked_of(invitation),
        draft=draft,
        problems=problems or [],
        guessable=draft.is_bad and await may_be_guessed(invitation.service_event_id, invitation.entry),
    )


async def closed(request: Request, refusal: DomainError) -> Response:
    """Return the page for a proof that cannot be used any more.

    It tells neither what was rated nor how, and shows again what was just typed.
    """
    why = WHY.get(refusal.code, "used")
    if htmx.scripted(request):
        title, sentence = say(f"proof.{why}.title"), say(f"proof.{why}.text")
        return errors.failure(
            status=status_of(refusal), title=title, sentence=sentence, stays=True, received=why == "used"
        )
    kept = keeping.here(request)
    return await page(request, "citizen/rating/proof.html", status=status_of(refusal), why=why, kept=kept)
