"""The first block of the desk, for roles whose desk shows more than orders; one file per role."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from admin_ui.badges import Today
from admin_ui.desk.roles import administrator, auditor, hall, head, hr, rated, security
from admin_ui.desk.roles.block import Block
from admin_ui.workload import Workload
from domain.actor import Actor
from domain.words import Role

DESKS: Final[Mapping[str, Callable[[Actor, Today], Awaitable[Block]]]] = {
    Role.HALL_MANAGER: hall.look,
    Role.HR: hr.look,
    Role.AUDITOR: auditor.look,
    Role.WINDOW_STAFF: rated.look,
    Role.HOTLINE_AGENT: rated.look,
    Role.SYSTEM_ADMINISTRATOR: administrator.look,
    Role.SECURITY_ADMINISTRATOR: security.look,
}


async def of(waiting: Workload, today: Today) -> Block | None:
    """None: the role's desk is its orders or texts."""
    if waiting.me.role == Role.AGENCY_HEAD:
        return await head.look(waiting)
    look = DESKS.get(waiting.me.role)
    return await look(waiting.me, today) if look else None
