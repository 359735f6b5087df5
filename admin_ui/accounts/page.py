"""The accounts of officials (账号): find them, lock and unlock them, sign their people out everywhere."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.filters import Filters
from domain import policy
from domain.accounts import locking
from domain.errors import DomainError
from web import forms, htmx
from web.errors import status_of
from web.language import language

PATH: Final = "/admin/accounts"
PER_PAGE: Final = 50
TABS: Final = ("all", "OPEN", "LOCKED")
FIELDS: Any = (
    "id", "login", "name", "roles", "isEnabled", "lockedBecause", "lockedBy", "lockedOn", "signedInOn", "sessions",
    "own", "agency.name", "district.name", "hall.name",
)  # fmt: skip


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/accounts; ?tab is a state, ?q a part of a login or name."""
    return await _list(request)


@access.signed_in
async def create_lock(request: Request) -> Response:
    """POST …/lock"""
    reason = forms.text(access.typed(request), "reason")
    return await _change(request, "locked", lambda id: locking.lock(id, reason=reason, by=access.actor(request)))


@access.signed_in
async def create_unlocking(request: Request) -> Response:
    """POST …/unlocking"""
    return await _change(request, "unlocked", lambda id: locking.unlock(id, by=access.actor(request)))


@access.signed_in
async def create_sign_out(request: Request) -> Response:
    """POST …/sign-out: ends all sessions of the account."""
    return await _change(request, "signed_out", lambda id: locking.sign_out_everywhere(id, by=access.actor(request)))


async def _change(request: Request, done: str, change: Callable[[int], Awaitable[Any]]) -> Response:
    """Make one change; a refusal shows the list with the problem at its row and what was typed."""
    sealed = request.path_params["account"]
    try:
        await change(views.open_id("Account", sealed) or 0)
    except DomainError as refusal:
        return await _list(
            request,
            asked=sealed,
            reason=forms.text(access.typed(request), "reason"),
            problem=refusal.sentence(language()),
            status=status_of(refusal),
        )
    return htmx.go(request, f"{PATH}?{urlencode({'done': f'account.{done}', **_query(request)})}")


def _query(request: Request) -> QueryParams:
    """What the list was asked for: in the address, or in the form that was sent from its row."""
    if request.method == "GET":
        return request.query_params
    typed = access.typed(request)
    return QueryParams({name: value for name in ("tab", "q") if (value := forms.text(typed, name))})


async def _list(
    request: Request, *, asked: str = "", reason: str = "", problem: str = "", status: int = 200
) -> Response:
    me, query = access.actor(request), _query(request)
    policy.require(me, "account.lock")
    tab = query.get("tab", "all") if query.get("tab") in TABS else "all"
    filters = Filters(PATH, query, (), (("tab", tab),) if tab != "all" else ())
    where: dict[str, Any] = {"state": [tab]} if tab != "all" else {}
    page = await views.page(
        "Account",
        FIELDS,
        actor=me,
        where=where | ({"has": filters.search} if filters.search else {}),
        first=PER_PAGE,
        after=query.get("after"),
        language=language(),
    )
    return await frame.show(
        request,
        "admin/accounts/list.html",
        here="accounts",
        block=("list", "messages"),
        status=status,
        filters=filters,
        tab=tab,
        tabs=TABS,
        page=page,
        is_first=not query.get("after"),
        asked=asked,
        is_elsewhere=bool(problem) and asked not in [row["id"] for row in page.rows],
        longest=locking.LONGEST_REASON,
        reason=reason,
        problem=problem,
    )
