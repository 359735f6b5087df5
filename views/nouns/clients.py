"""Clients of the API and their signing keys, for the pages that manage them; not part of the API."""

from views.compiling.member import Column, Identity, Many, Reference, columns, fields
from views.compiling.view import Ordering, Small, View

STATE = """case when {t}.revoked_at is not null then 'REVOKED' when {t}.valid_from > now() then 'NOT_YET'
  when {t}.valid_until <= now() then 'OVER' else 'VALID' end"""

Channel = Small(
    name="Channel",
    inside=True,
    code="code",
    select="select id, code, name from channel",
    members=fields(code="String!", name="String!"),
)

SigningKey = View(
    name="SigningKey",
    tag=41,
    inside=True,
    table="signing_key",
    members={
        "id": Identity(),
        **columns(kid="String!", algorithm="String!"),
        "mark": Column(type="String!", sql="substr(({t}.jwk::json)->>'x', 1, 12)"),
        "since": Column(type="Date!", sql="city_day({t}.created_at)"),
        "until": Column(type="Date", sql="city_day({t}.valid_until - interval '1 second')"),
        "state": Column(type="String!", sql=STATE),
    },
)

Client = View(
    name="Client",
    tag=40,
    inside=True,
    table="client",
    members={
        "id": Identity(),
        **columns(name="String!", code="String!", kind="String!", scopes="[String!]!", origins="[String!]!"),
        "isEnabled": Column(type="Boolean!", sql="{t}.is_enabled"),
        "since": Column(type="Date!", sql="city_day({t}.created_at)"),
        "agency": Reference(type="Agency", sql="{t}.agency_id"),
        "channel": Reference(type="Channel", sql="{t}.channel_id"),
        "keys": Many(type="[SigningKey!]!", sql="{t}.client_id", order="{t}.id desc"),
    },
    orders={"NEWEST": {"*": Ordering(1, "{t}.id", "number")}},
)

__all__ = ["Channel", "Client", "SigningKey"]
