"""Every page of ours in its frame: navigation of the role, who is signed in, the token of the forms, messages."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access
from domain import policy
from domain.actor import Actor
from domain.words import Role
from domain.work_orders.flow import OPEN
from views.counting import counts
from web import templating
from web.catalogue import has, say
from web.language import language
from web.shell import Group, Item, Person, Shell

Crumbs = Sequence[tuple[str, str]]
DONE = "done."
RATED = (Role.WINDOW_STAFF, Role.HOTLINE_AGENT)
STANDARDS = "/admin/moderation-standards"

log = logging.getLogger(__name__)


async def show(
    request: Request,
    template: str,
    *,
    here: str,
    crumbs: Crumbs = (),
    block: str | Sequence[str] = "",
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> Response:
    """The page in its frame; or only `block` of it, when htmx asks."""
    me = access.actor(request)
    return await templating.page(
        request,
        template,
        block=block,
        status=status,
        shell=await _shell(me, here, crumbs),
        csrf=access.csrf(request),
        me=me,
        toasts=[*toasts, *_done(request)],
        **context,
    )


async def failed(request: Request, status: int, facts: Mapping[str, Any]) -> Response | None:
    """A failure, in the frame of whoever is signed in. None: nobody is, or what failed keeps the frame away as well."""
    try:
        request.state.visitor = getattr(request.state, "visitor", None) or await access.visitor(request)
        if request.state.visitor is None:
            return None
        title = say(f"error.{facts['words']}.title")
        crumbs = ((say("nav.desk"), "/admin"), (title, ""))
        return await show(request, "admin/errors/error.html", here="", crumbs=crumbs, status=status, **facts)
    except Exception:
        log.warning("an error page of ours could not have its frame", exc_info=True)
        return None


def _done(request: Request) -> list[tuple[str, str]]:
    """What the move before this page did, said once: ?done=sign."""
    key = f"{DONE}{request.query_params.get('done', '')}"
    return [("done", say(key))] if request.method == "GET" and has(key) else []


async def _shell(me: Actor, here: str, crumbs: Crumbs) -> Shell:
    place = await views.every("Agency", ["id", "name"], language=language())
    agency = views.seal_id("Agency", me.agency) if me.agency else ""
    name = next((one["name"] for one in place if one["id"] == agency), "")
    return Shell(
        groups=await _groups(me),
        here=here,
        person=Person(me.name, f"{name} · {say(f'role.{me.role}')}"),
        crumbs=tuple(crumbs) or ((say(f"nav.{here}"), ""),),
    )


async def _groups(me: Actor) -> tuple[Group, ...]:
    work = [Item("desk", "layout-dashboard", say("nav.desk.rated" if me.role in RATED else "nav.desk"), "/admin")]
    if policy.reach(me.role, "WorkOrder"):
        waiting = sum((await open_by_state(me)).values())
        work.append(Item("work-orders", "clipboard-check", say("nav.work-orders"), "/admin/work-orders", waiting))
    if me.role == Role.DISPATCHER:
        work.append(Item("callbacks", "phone-call", say("nav.callbacks"), "/admin/callbacks"))
    work += await moderating(me)
    if policy.reach(me.role, "Evaluation") and me.role not in RATED:  # theirs are on the desk, in batches
        work.append(Item("evaluations", "message-circle", say("nav.evaluations"), "/admin/evaluations"))
    if policy.reach(me.role, "WeightPlan") and me.district is None:
        work.append(Item("weights", "adjustments-horizontal", say("nav.weights"), "/admin/weights"))
    if policy.reach(me.role, "AppraisalPeriod") and me.district is None:
        work.append(Item("periods", "calendar", say("nav.periods"), "/admin/periods"))
    elif policy.reach(me.role, "Appraisal"):
        words = say("nav.appraisals.own" if me.role in RATED else "nav.appraisals")
        work.append(Item("appraisals", "scale", words, "/admin/appraisals"))
    look = [Item("board", "chart-dots", say("nav.board"), "/board")]
    learn = [Item("keys", "keyboard", say("nav.keys"), "/admin/keys")]
    if policy.reach(me.role, "ModerationAct"):
        look.append(Item("moderation-log", "history", say("nav.moderation-log"), "/admin/moderation-log"))
        learn.insert(0, Item("moderation-standards", "file-text", say("nav.moderation-standards"), STANDARDS))
    join = [Item("clients", "key", say("nav.clients"), "/admin/clients")] if policy.may(me, "client.change") else []
    if policy.may(me, "webhook.manage"):
        join.insert(0, Item("webhooks", "send", say("nav.webhooks"), "/admin/webhooks"))
    joined = (Group(say("nav.join"), tuple(join)),) if join else ()
    return Group("", tuple(work)), *joined, Group(say("nav.look"), tuple(look)), Group(say("nav.help"), tuple(learn))


async def moderating(me: Actor) -> list[Item]:
    """Texts that wait and ratings under suspicion, for those who decide upon them."""
    found = []
    if policy.may(me, "evaluation.moderate"):
        waiting = await counts("Evaluation", "ratedOn", actor=me, only={"waits": True})
        found.append(Item("moderation", "eye", say("nav.moderation"), "/admin/moderation", sum(waiting.values())))
    if policy.may(me, "evaluation.suspect"):
        own = {"marked": True} if me.role == Role.MODERATOR else {}
        marked = await counts("Evaluation", "standing", actor=me, only={"standing": ["SUSPECT"], **own})
        found.append(Item("suspects", "shield", say("nav.suspects"), "/admin/suspects", sum(marked.values())))
    return found


async def open_by_state(me: Actor) -> dict[str, int]:
    """How many orders stand in each open state, as far as this person reaches."""
    return await counts("WorkOrder", "state", actor=me, only={"state": [state.value for state in sorted(OPEN)]})
