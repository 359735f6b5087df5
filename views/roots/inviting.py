"""What a rater begins with: the form in force, the invitation behind a proof, the visits a channel signed for."""

from dataclasses import replace
from typing import Any

from domain.actor import rater, user
from domain.collecting import proofs
from domain.collecting.assertions import signed_user
from domain.collecting.forms import scene_of
from domain.errors import DomainError
from domain.policy import RATER, USER
from domain.words import Entry as Door
from domain.words import Stage
from views.compiling.entry import Arguments, Selection
from views.compiling.judging import judge
from views.compiling.paging import Rows, pages
from views.compiling.question import Refused, Sight
from views.compiling.references import city, filling, table
from views.compiling.sealing import address
from views.compiling.statement import Asking, Statement
from views.compiling.view import VIEWS


class FormInForce:
    """The form in force today for an entry and a stage."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.filled = filling("Form", sight, selection("Form"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        scene = scene_of(Stage(given["stage"]), Door(given["entry"]))
        forms = [
            row
            for row in table("Form").rows.values()
            if row["scene"] == scene and row["effective_from"] <= city.today <= (row["effective_to"] or city.today)
        ]
        if not forms or self.filled is None:
            raise Refused("这个入口和环节没有在用的评价表。", "No form is in force for this entry and stage.")
        return self.filled[max(forms, key=lambda row: int(row["version"]))["id"]]


class InvitationByProof:
    """The invitation behind a proof. Whoever holds the proof is its rater; a proof that is not ours finds nothing."""

    EVENT = Statement("select service_event_id, entries from invitation where id = :invitation")

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.rows = Rows(VIEWS["Invitation"], replace(sight, role=RATER), selection("Invitation"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        try:
            invitation, entry = proofs.read(given["token"])
        except DomainError:
            return None
        found = await self.EVENT.rows(asking, {"invitation": invitation})
        if not found or not proofs.is_given(entry, found[0]["entries"]):
            return None
        holder = rater(service_event=found[0]["service_event_id"])
        return (await self.rows.read([invitation], replace(asking, actor=holder, entry=entry))).get(invitation)


class MyBusiness:
    """What the channel's signed-in user may rate, or has rated: the person, not the channel, is who looks."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.noun, self.sight = VIEWS["Invitation"], replace(sight, role=USER)
        self.pages = pages("Invitation", self.sight, selection("InvitationConnection"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        where = {"state": given.get("state")}
        judged = judge(self.noun, self.sight, first=given["first"], after=given.get("after"), where=where)
        refs = await signed_user(given["assertion"], audience=address(), by=asking.actor)
        return await self.pages.read(judged, replace(asking, actor=user(refs), entry=Door.MY_BUSINESS))


__all__ = ["FormInForce", "InvitationByProof", "MyBusiness"]
