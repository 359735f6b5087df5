"""Service events, and the invitations to rate them."""

import io
from collections.abc import Mapping
from typing import Any

import segno

from domain.collecting import proofs
from domain.collecting.forms import scene_of
from domain.collecting.recording import handed_out
from domain.errors import Forbidden
from domain.policy import BUSINESS, RATER, USER
from domain.words import Entry, InvitationState, Scene, Stage
from views.compiling.member import Column, Derived, Identity, JoinedRow, Member, Reference, columns
from views.compiling.references import row
from views.compiling.sealing import address
from views.compiling.statement import Asking
from views.compiling.view import Filter, Ordering, View

EVENT = "(select s.{column} from service_event s where s.id = {{t}}.service_event_id)"
STAGES_OF_SCENES = " ".join(f"when '{stage.value}' then '{scene_of(stage).value}'" for stage in Stage)
SCENE = f"""case when :entry::text = '{Entry.HOTLINE_12345}' then '{Scene.HOTLINE}'
  else case {EVENT.format(column="stage")} {STAGES_OF_SCENES} end end"""
FORM = f"""(select f.id from form f where f.scene = {SCENE} and f.effective_from <= city_today()
  and (f.effective_to is null or f.effective_to >= city_today()) order by f.version desc limit 1)"""
# Whether it was rated is told only to the holder of the rating, or of a proof that was given to the rater alone. Other
# proofs pass through the hands of the rated side (decision 0017).
OF_ITS_RATER = f"""exists (select from evaluation e where e.service_event_id = {{t}}.service_event_id
  and (e.id = :evaluation or :entry::text in ({", ".join(f"'{entry.value}'" for entry in proofs.RATERS_ALONE)})))"""
STATE_OF_RATER = f"""case when {OF_ITS_RATER} then 'RATED'
  when city_now() > {{t}}.expires_at then 'EXPIRED' else 'OPEN' end"""
# For the business system an invitation is open until it expires. It knows whose visit it was, so the state RATED would
# tell it who rated.
STATE = "case when city_now() > {t}.expires_at then 'EXPIRED' else 'OPEN' end"


def _own(asking: Asking, stage: str, entries: list[str]) -> Entry | None:
    """Return the entry whose proof the viewer holds anyway; None if there is none.

    It is the rater's own entry, or for others the one whose proof is given to the business system.
    """
    own = asking.entry if asking.actor.role in (RATER, USER) else handed_out(Stage(stage))
    return Entry(own) if own is not None and proofs.is_given(Entry(own), entries) else None


def _proof(asking: Asking, invitation_id: int, stage: str, entries: list[str]) -> str | None:
    """Return the proof, for a business system or channel that passes it on to the rater.

    It is None for the rater, who has a proof already and gets no other.
    """
    own = _own(asking, stage, entries)
    return proofs.issue(invitation_id, own) if own and (asking.actor.role == BUSINESS or _signed(asking)) else None


def _signed(asking: Asking) -> bool:
    """Return whether a channel asks for the user it signed for."""
    return asking.actor.role == USER


def _progress(asking: Asking, invitation_id: int, state: str) -> str | None:
    """Return the address of the progress page of a rated visit, for the user a channel signed for.

    It is None for others, so never for the holder of a used proof alone (docs/rules.md §3.8).
    """
    if state != InvitationState.RATED or not _signed(asking):
        return None
    return f"{address()}/progress/{proofs.receipt_of(invitation_id)}"


def _url(asking: Asking, invitation_id: int, stage: str, entries: list[str], entry: str = Entry.RECEIPT_QR) -> str:
    """Return the address of the rating page with the proof of the viewer's own entry.

    Raises Forbidden for another entry, because its proof would state that the viewer came through that entry.
    """
    own = _own(asking, stage, entries)
    if own is None or entry not in (own, Entry.RECEIPT_QR):
        raise Forbidden("这个入口的评价凭证没有发给您。", "The proof of this entry has not been given to you.")
    return f"{address()}/rate/{proofs.issue(invitation_id, own)}"


def _qr(asking: Asking, invitation_id: int, stage: str, entries: list[str], *, entry: str) -> str:
    """Return the address of the rating page as a QR code (SVG)."""
    drawn = io.BytesIO()
    segno.make(_url(asking, invitation_id, stage, entries, entry), micro=False).save(
        drawn, kind="svg", scale=4, xmldecl=False
    )
    return drawn.getvalue().decode().strip()


def _called(asking: Asking, found: Mapping[str, Any]) -> str:
    name: str = (asking.language == "en" and found["name_en"]) or found["name"]
    return name


def _name(view: str) -> Derived:
    member = f"{view.lower()}Row"
    return Derived(type="String!", of=(member,), value=lambda asking, row_id: _called(asking, row(view, row_id)))


ServiceEvent = View(
    name="ServiceEvent",
    tag=8,
    table="service_event",
    members={
        "id": Identity(),
        **columns(caseNumber="String!", serviceNumber="Int!", stage="Stage!"),
        "service": Reference(type="Service!", sql="{t}.service_id"),
        "agency": Reference(type="Agency!", sql="{t}.agency_id"),
        "window": Reference(type="Window", sql="{t}.window_id"),
        "staff": Reference(type="StaffMember", sql="{t}.staff_id"),
        **columns(happenedAt="DateTime!"),
        "invitation": JoinedRow(type="Invitation", sql="{r}.service_event_id = {t}.id"),
    },
)

INSIDE: dict[str, Member] = {
    "row": Column(type="Int!", sql="{t}.id", inside=True),
    "entries": Column(type="[String!]!", sql="{t}.entries", inside=True),
    "serviceRow": Column(type="Int!", sql=EVENT.format(column="service_id"), inside=True),
    "agencyRow": Column(type="Int!", sql=EVENT.format(column="agency_id"), inside=True),
}

Invitation = View(
    name="Invitation",
    tag=9,
    table="invitation",
    members={
        "id": Identity(),
        **INSIDE,
        "state": Column(type="InvitationState!", sql=STATE, masks={RATER: STATE_OF_RATER}),
        "serviceName": _name("Service"),
        "agencyName": _name("Agency"),
        "stage": Column(type="Stage!", sql=EVENT.format(column="stage")),
        "happenedOn": Column(type="Date!", sql=f"city_day({EVENT.format(column='happened_at')})"),
        **columns(expiresAt="DateTime!"),
        "form": Reference(type="Form!", sql=FORM),
        "token": Derived(type="String", of=("row", "stage", "entries"), value=_proof),
        "url": Derived(type="String!", of=("row", "stage", "entries"), value=_url),
        "qr": Derived(type="String!", of=("row", "stage", "entries"), value=_qr, args={"entry": "Entry! = RECEIPT_QR"}),
        "serviceEvent": JoinedRow(type="ServiceEvent", sql="{r}.id = {t}.service_event_id"),
        "evaluation": JoinedRow(type="Evaluation", sql="{r}.service_event_id = {t}.service_event_id"),
        "progressUrl": Derived(type="String", of=("row", "state"), value=_progress),
    },
    orders={"LATEST": {"*": Ordering(1, EVENT.format(column="happened_at"), "time")}},
    filters={"state": Filter("InvitationState", "state", "{m} = {v}", inside=True)},
)
