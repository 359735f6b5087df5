"""The side navigation: the pages this role may see, in groups, with counts where they are cheap."""

from typing import Final

from admin_ui.workload import Workload
from domain import policy
from domain.actor import Actor
from domain.words import Role
from web.catalogue import say
from web.shell import Group, Item

RATED: Final = (Role.WINDOW_STAFF, Role.HOTLINE_AGENT)


async def groups(waiting: Workload) -> tuple[Group, ...]:
    """The groups of the navigation, own work first; empty groups are left out."""
    me = waiting.me
    work = [_desk(me), *await _orders(waiting), *await watched(waiting), *_ratings(me), *_scores(me)]
    told = (("", work), (say("nav.join"), _joined(me)), (say("nav.look"), _looking(me)), (say("nav.help"), _help(me)))
    return tuple(Group(title, tuple(items)) for title, items in told if items)


def _item(key: str, icon: str, *, count: int | None = None, words: str = "") -> Item:
    return Item(key, icon, say(words or f"nav.{key}"), f"/admin/{key}", count)


def _desk(me: Actor) -> Item:
    return Item("desk", "layout-dashboard", say("nav.desk.rated" if me.role in RATED else "nav.desk"), "/admin")


async def _orders(waiting: Workload) -> list[Item]:
    found = []
    if policy.reach(waiting.me.role, "WorkOrder"):
        count = sum((await waiting.open_orders()).values())
        found.append(_item("work-orders", "clipboard-check", count=count))
    if waiting.me.role == Role.DISPATCHER:
        found.append(_item("callbacks", "phone-call"))
    return found


async def watched(waiting: Workload) -> list[Item]:
    """Waiting texts and suspect ratings with their counts, for the roles that decide on them."""
    found = []
    if policy.may(waiting.me, "evaluation.moderate"):
        found.append(_item("moderation", "eye", count=sum((await waiting.texts()).values())))
    if policy.may(waiting.me, "evaluation.suspect"):
        found.append(_item("suspects", "shield", count=await waiting.suspects()))
    return found


def _ratings(me: Actor) -> list[Item]:
    """The list of ratings; rated persons have none, as they see theirs in batches on the desk."""
    listed = policy.reach(me.role, "Evaluation") and me.role not in RATED
    return [_item("evaluations", "message-circle")] if listed else []


def _scores(me: Actor) -> list[Item]:
    """Weights and periods for city-wide accounts; settled scores for the roles that settle none."""
    found = []
    if policy.reach(me.role, "WeightPlan") and me.district is None:
        found.append(_item("weights", "adjustments-horizontal"))
    if policy.reach(me.role, "AppraisalPeriod") and me.district is None:
        found.append(_item("periods", "calendar"))
    elif policy.reach(me.role, "Appraisal"):
        found.append(_item("appraisals", "scale", words="nav.appraisals.own" if me.role in RATED else ""))
    return found


def _joined(me: Actor) -> list[Item]:
    """Pages about connected systems: webhooks, sign-ins, clients."""
    found = [_item("webhooks", "send")] if policy.may(me, "webhook.manage") else []
    found += [_item("accounts", "users")] if policy.may(me, "account.lock") else []
    found += [_item("sign-ins", "shield")] if policy.may(me, "sign_in.lift") else []
    found += [_item("clients", "key")] if policy.may(me, "client.change") else []
    return [*found, _item("directory", "building")] if policy.may(me, "directory.change") else found


def _looking(me: Actor) -> list[Item]:
    found = [Item("board", "chart-dots", say("nav.board"), "/board")]
    found += [_item("moderation-log", "history")] if policy.reach(me.role, "ModerationAct") else []
    audits = policy.reach(me.role, "DirectoryRevision") and not policy.may(me, "directory.change")
    return [*found, _item("directory", "building")] if audits else found


def _help(me: Actor) -> list[Item]:
    found = [_item("moderation-standards", "file-text")] if policy.reach(me.role, "ModerationAct") else []
    return [*found, _item("keys", "keyboard")]
