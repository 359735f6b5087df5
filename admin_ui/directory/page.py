"""What was changed in the directory (目录沿革), newest first, and the empty files to fill in."""

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.filters import Filters
from domain import policy
from domain.actor import Actor
from domain.directory.entries import KINDS, columns
from domain.directory.files import ENDINGS, shown, template
from domain.errors import Forbidden
from web.downloads import TYPES
from web.language import EN, language

PATH: Final = "/admin/directory"
PER_PAGE: Final = 50
ALL: Final = "all"
FIELDS: Any = ("id", "kind", "code", "name", "change", "source", "reason", "at", "actor", "role", "fields")


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/directory; ?tab is a kind of entry, ?q a part of a code or name."""
    me, query = _reader(request), request.query_params
    tab = query.get("tab", ALL) if query.get("tab") in KINDS else ALL
    filters = Filters(PATH, query, (), (("tab", tab),) if tab != ALL else ())
    where: dict[str, Any] = {"kind": [tab]} if tab != ALL else {}
    page = await views.page(
        "DirectoryRevision",
        FIELDS,
        actor=me,
        where=where | ({"has": filters.search} if filters.search else {}),
        first=PER_PAGE,
        after=query.get("after"),
        language=language(),
    )
    return await frame.show(
        request,
        "admin/directory/list.html",
        here="directory",
        block=("list", "messages"),
        filters=filters,
        tab=tab,
        tabs=[(name, None) for name in (ALL, *KINDS)],
        page=page,
        is_first=not query.get("after"),
        may_change=policy.may(me, "directory.change"),
        endings=ENDINGS,
        kinds=[(kind, _words(kind)) for kind in KINDS],
        field_name=_field_name,
        shown=shown,
        words_of=_words,
    )


@access.signed_in
async def show_template(request: Request) -> Response:
    """GET /admin/directory/templates/{kind}.{ending}: an empty file with the headings of this kind."""
    policy.require(access.actor(request), "directory.change")
    kind, ending = request.path_params["kind"], request.path_params["ending"]
    if kind not in KINDS or ending not in ENDINGS:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.{ending}"'}
    return Response(template(kind, ending), media_type=TYPES[ending], headers=headers)


def _words(kind: str) -> str:
    """The kind's name in the reader's language."""
    return KINDS[kind].words[language() == EN]


def _field_name(kind: str, name: str) -> str:
    """The name of a field in the reader's language; of one that there is no more the stored name."""
    column = columns(kind).get(name)
    return name if column is None else column.api if language() == EN else column.zh


def _reader(request: Request) -> Actor:
    me = access.actor(request)
    if policy.reach(me.role, "DirectoryRevision") is None:
        raise Forbidden("目录沿革只给系统管理员和审计员看。", "These changes are for administrators and auditors.")
    return me
