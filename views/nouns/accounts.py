"""Accounts of officials, for the page of the security administrator; not part of the API."""

from views.compiling.member import Column, Identity, Reference, columns
from views.compiling.view import Filter, Ordering, View

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
        "lockedBecause": Column(type="String", sql="{t}.locked_because"),
        "signedInOn": Column(type="Date", sql="city_day({t}.signed_in_at)"),
        "sessions": Column(type="Int!", sql="(select count(*)::int from session s where s.account_id = {t}.id)"),
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
