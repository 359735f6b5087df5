"""Counts for the security administrator: accounts by role, failed sign-ins, tokens, expiring keys.

Only counts, except for slowed sign-ins, which name the addresses and the logins that exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain import policy
from domain.accounts import guessing
from domain.actor import Actor
from views.compiling.statement import Asking, Statement

SOON_DAYS: Final = 30
MOST_SHOWN: Final = 200
ROLES: Final = Statement("""
select role, count(*) as many from account t, unnest(t.roles) as role where t.is_enabled
group by 1 order by 2 desc, 1""")
# sign_in_attempt has the failures only as long as they slow guessing down; a successful sign-in deletes its own.
STATE: Final = Statement(f"""
select (select count(*) from account where is_enabled) as accounts,
  (select count(*) from account where not is_enabled) as shut,
  (select count(*) from session) as sessions,
  (select count(*) from sign_in_attempt) as failures,
  (select count(distinct login) from sign_in_attempt) as logins,
  (select count(*) from access_token where revoked_at is null and (expires_at is null or expires_at > now())) as tokens,
  (select count(*) from access_token where revoked_at is null and expires_at is null) as endless,
  (select count(*) from signing_key where revoked_at is null and (valid_until is null or valid_until > now())) as keys,
  (select count(*) from signing_key where revoked_at is null and valid_until > now()
    and valid_until < now() + interval '{SOON_DAYS} days') as ending""")

# A login that does not exist may be a password typed into the wrong field, so it is not shown.
SLOWED: Final = Statement(f"""
select t.login, t.name, a.address, count(*)::int as failures, max(a.at) as last
from sign_in_attempt a left join account t on lower(t.login) = a.login
where a.at > now() - interval '{guessing.REMEMBERED.total_seconds():.0f} seconds'
group by 1, 2, 3 having count(*) >= {guessing.FREE} order by last desc limit {MOST_SHOWN}""")


@dataclass(frozen=True, slots=True)
class Guard:
    """Counts of accounts, sessions, failures, tokens and keys (`state`), and of enabled accounts by role."""

    state: Mapping[str, int]
    roles: Mapping[str, int]


async def guard(actor: Actor) -> Guard | None:
    """Return the counts, or None if this role may not see accounts."""
    if policy.reach(actor.role, "Account") is None:
        return None
    rows: list[Any] = await ROLES.rows(Asking(actor))
    return Guard(dict((await STATE.rows(Asking(actor)))[0]), {row["role"]: row["many"] for row in rows})


async def slowed(actor: Actor) -> list[dict[str, Any]]:
    """Return the sign-ins that are slowed now, the latest failure first.

    Each has login and name (None if no such login exists), address, failures and last. The list is empty if this role
    may not see accounts.
    """
    if policy.reach(actor.role, "Account") is None:
        return []
    return [dict(row) for row in await SLOWED.rows(Asking(actor))]
