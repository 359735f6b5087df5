"""The first block of the desk, for roles whose desk shows more than orders; one file per role."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from admin_ui.badges import Today
from admin_ui.desk.roles import administrator, auditor, hall, head, hr, rated, security
from admin_ui.desk.roles.block import Block
from domain.actor import Actor
from domain.words import Role

DESKS: Final[Mapping[str, Callable[[Actor, Today], Awaitable[Block]]]] = {
    Role.HALL_MANAGER: hall.look,
    Role.AGENCY_HEAD: head.look,
    Role.HR: hr.look,
    Role.AUDITOR: auditor.look,
    Role.WINDOW_STAFF: rated.look,
    Role.HOTLINE_AGENT: rated.look,
    Role.SYSTEM_ADMINISTRATOR: administrator.look,
    Role.SECURITY_ADMINISTRATOR: security.look,
}


async def of(me: Actor, today: Today) -> Block | None:
    """Return the role's first block, or None if its desk shows only orders or texts."""
    look = DESKS.get(me.role)
    return await look(me, today) if look else None
