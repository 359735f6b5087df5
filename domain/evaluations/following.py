"""Finding a rating by its receipt; the holder of a receipt is treated as the rater."""

from dataclasses import dataclass

from domain.actor import Actor, rater
from domain.collecting import proofs
from domain.errors import NotFound
from storage.transactions import fetch


@dataclass(frozen=True, slots=True)
class Followed:
    """The rating of a receipt, and the actor that may see it."""

    evaluation_id: int
    receipt: str
    actor: Actor


async def follow(receipt: str) -> Followed:
    """The rating of a receipt, in any spelling; NotFound if there is none."""
    rows = await fetch(
        """select e.id, e.service_event_id, i.id as invitation_id from evaluation e join invitation i on
        i.service_event_id = e.service_event_id
           where e.receipt_index = $1""",
        proofs.receipt_index(receipt),
    )
    if not rows:
        raise NotFound(
            "没有这个回执号。请核对12位字母和数字，不区分大小写。",
            "No such receipt. Check the 12 letters and digits; case does not matter.",
        )
    row = rows[0]
    return Followed(
        row["id"],
        proofs.receipt_of(row["invitation_id"]),
        rater(evaluation=row["id"], service_event=row["service_event_id"]),
    )
