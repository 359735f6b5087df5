"""Roots for raters: the form in force, the invitation of a proof, the invitations of a user."""

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
from views.compiling.judging import judge
from views.compiling.paging import Rows, pages
from views.compiling.question import Refused, Sight
from views.compiling.references import city, filling, table
from views.compiling.root_reader import Arguments, Selection
from views.compiling.sealing import address
from views.compiling.statement import Asking, Statement
from views.compiling.view import VIEWS


class FormInForce:
    """Reads the form in force today for an entry and a stage, its latest version.

    Raises Refused if no form is in force.
    """

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
    """Reads the invitation of a proof, in the role of its rater; None if the proof was not issued here."""

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
    """Reads the invitations of a channel's signed-in user, in the role USER instead of the channel's.

    The channel names the user in a signed assertion; `signed_user` raises if it is not valid.
    """

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.noun, self.sight = VIEWS["Invitation"], replace(sight, role=USER)
        self.pages = pages("Invitation", self.sight, selection("InvitationConnection"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        where = {"state": given.get("state")}
        judged = judge(self.noun, self.sight, first=given["first"], after=given.get("after"), where=where)
        refs = await signed_user(given["assertion"], audience=address(), by=asking.actor)
        return await self.pages.read(judged, replace(asking, actor=user(refs), entry=Door.MY_BUSINESS))


__all__ = ["FormInForce", "InvitationByProof", "MyBusiness"]
