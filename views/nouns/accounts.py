"""Accounts of officials, for the page of the security administrator; not part of the API."""

from domain.accounts.sessions import IDLE, LONGEST
from views.compiling.member import Column, Identity, Reference, columns
from views.compiling.view import Filter, Ordering, View

# Of the newest act, if the account is locked.
LOCKED = """case when not {{t}}.is_enabled then
  (select {what} from account_act a where a.account_id = {{t}}.id and a.act = 'LOCKED'
   order by a.id desc limit 1) end"""
SESSIONS = f"""(select count(*)::int from session s where s.account_id = {{t}}.id
  and s.seen_at > now() - interval '{IDLE.total_seconds():.0f} seconds'
  and s.created_at > now() - interval '{LONGEST.total_seconds():.0f} seconds')"""

Account = View(
    name="Account",
    inside=True,
    tag=44,
    table="account",
    members={
        "id": Identity(),
        **columns(login="String!", name="String!", roles="[String!]!"),
        "agency": Reference(type="Agency!", sql="{t}.agency_id"),
        "district": Reference(type="District", sql="{t}.district_id"),
        "hall": Reference(type="Hall", sql="{t}.hall_id"),
        "isEnabled": Column(type="Boolean!", sql="{t}.is_enabled"),
        "lockedBecause": Column(type="String", sql=LOCKED.format(what="reason")),
        "lockedBy": Column(type="String", sql=LOCKED.format(what="actor_name")),
        "lockedOn": Column(type="Date", sql=LOCKED.format(what="city_day(a.at)")),
        "signedInOn": Column(type="Date", sql="city_day({t}.signed_in_at)"),
        "sessions": Column(type="Int!", sql=SESSIONS),
        "own": Column(type="Boolean!", sql="({t}.id = :id)"),
        "words": Column(type="String!", sql="concat_ws(' ', {t}.login, {t}.name)"),
        "state": Column(type="String!", sql="case when {t}.is_enabled then 'OPEN' else 'LOCKED' end"),
    },
    filters={
        "has": Filter("String", "words", "strpos(lower({m}), lower({v})) > 0"),
        "state": Filter("[String!]", "state"),
    },
    orders={"BY_ENTRY": {"*": Ordering(1, "{t}.id", "number", descending=False)}},
)

__all__ = ["Account"]
