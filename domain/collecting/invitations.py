"""What the holder of a proof may know: which service it is about, and whether it may still be rated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from domain import policy
from domain.actor import Actor
from domain.clock import CITY_ZONE, day_of
from domain.collecting import forms, proofs
from domain.collecting.forms import FormAsked, scene_of
from domain.errors import NotFound, ProofExpired, ProofUsed
from domain.words import Entry, InvitationState, Stage
from storage.transactions import fetch, fetch_value

SELECT = """
select i.id, i.entries, i.expires_at, city_now() as now, e.id as service_event_id, e.stage, e.happened_at,
  s.name as service_name, s.name_en as service_name_en, a.name as agency_name, a.name_en as agency_name_en,
  h.name as hall_name, h.name_en as hall_name_en, w.name as window_name, r.id as evaluation_id
from invitation i join service_event e on e.id = i.service_event_id
join service s on s.id = e.service_id join agency a on a.id = e.agency_id
left join hall h on h.id = e.hall_id left join service_window w on w.id = e.window_id
left join evaluation r on r.service_event_id = e.id
where i.id = $1
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the directory; `english` if one is recorded."""

    chinese: str
    english: str | None = None

    def told(self, *, english: bool) -> str:
        """The name in the language asked for; in Chinese if there is no English one."""
        return (english and self.english) or self.chinese


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What is to be rated, the form to fill in, and the entry of the proof."""

    id: int
    service_event_id: int
    state: InvitationState
    entry: Entry
    stage: Stage
    service: Named
    agency: Named
    place: Named | None
    happened_on: date
    expires_at: datetime
    form: FormAsked

    @property
    def mark(self) -> str:
        """The mark that the rater's own browser keeps after rating; "" on shared devices, which keep nothing."""
        return "" if self.entry in proofs.SHARED else proofs.mark_of(self.id)


def _place(row: asyncpg.Record) -> Named | None:
    """Hall and window; the window's name is the number on its sign and is not translated."""
    hall, window = row["hall_name"], row["window_name"]
    if hall is None and window is None:
        return None
    english = " · ".join(filter(None, (row["hall_name_en"], window))) if row["hall_name_en"] else None
    return Named("".join(filter(None, (hall, window))), english)


async def find_invitation(token: str, *, marks: Collection[str] = ()) -> OpenInvitation:
    """The invitation behind a genuine proof, in any state.

    Raises ProofInvalid if the proof is forged or withdrawn. RATED is only told to a proof that the rater alone has, or
    with the mark of the browser that rated: the rated side prints the receipt's proof, and the device stands before the
    clerk (decision 0017).
    """
    invitation_id, entry = proofs.read(token)
    rows = await fetch(SELECT, invitation_id)
    if not rows or not proofs.is_given(entry, rows[0]["entries"]):
        raise proofs.unknown()
    row = rows[0]
    asked = await forms.in_force(day_of(row["now"]))
    stage = Stage(row["stage"])
    return OpenInvitation(
        row["id"],
        row["service_event_id"],
        _state(row, is_rater=entry in proofs.RATERS_ALONE or proofs.mark_of(invitation_id) in marks),
        entry,
        stage,
        Named(row["service_name"], row["service_name_en"]),
        Named(row["agency_name"], row["agency_name_en"]),
        _place(row),
        day_of(row["happened_at"]),
        row["expires_at"].astimezone(CITY_ZONE),
        asked[scene_of(stage, entry)],
    )


async def open_invitation(token: str, *, marks: Collection[str] = ()) -> OpenInvitation:
    """As `find_invitation`, but raises ProofUsed if it is rated and ProofExpired if its time is over."""
    invitation = await find_invitation(token, marks=marks)
    if invitation.state is InvitationState.RATED:
        raise used()
    if invitation.state is InvitationState.EXPIRED:
        raise expired()
    return invitation


async def hand_out(service_event_id: int, entry: Entry, *, by: Actor) -> str:
    """Issue the proof of a further entry for the same service event; NotFound if there is no such event."""
    policy.require(by, "invitation.hand_out")
    invitation_id = await fetch_value(
        """update invitation set entries = case when $2 = any(entries) then entries else entries || $2 end
           where service_event_id = $1 returning id""",
        service_event_id,
        entry.value,
    )
    if invitation_id is None:
        raise NotFound("没有这次办事的记录。", "No such service event.")
    return proofs.issue(invitation_id, entry)


def used() -> ProofUsed:
    """The error for a proof whose visit has been rated."""
    return ProofUsed(
        "这次办事已经评过了。如果是您评的，可以用回执号查看进度。",
        "This visit has been rated. If it was you, follow it with your receipt number.",
        path=("token",),
    )


def expired() -> ProofExpired:
    """The error for a proof whose time is over."""
    return ProofExpired(
        "这个评价链接已过期。您的意见我们仍然想听，可以拨打12345。",
        "This link has expired. We would still like to hear from you: call 12345.",
        path=("token",),
    )


def _state(row: asyncpg.Record, *, is_rater: bool) -> InvitationState:
    """The state the holder may know; RATED only for the rater."""
    if is_rater and row["evaluation_id"] is not None:
        return InvitationState.RATED
    return InvitationState.EXPIRED if row["now"] > row["expires_at"] else InvitationState.OPEN
