"""The public reply is searched for personal data before it is published, like any other text."""

from domain.errors import Invalid
from domain.personal import Detected, detect, masked
from domain.personal.masking import is_readable
from domain.words import MarkedParts
from storage.transactions import fetch

# Names to look for: the staff of the agency that answers, the staff of the hall, and the rated person.
NAMES = """
select m.name from work_order o join evaluation e on e.id = o.evaluation_id
join staff_member m on m.agency_id = o.agency_id or m.hall_id = e.hall_id or m.id = e.staff_id
where o.id = $1
"""
DONE = {MarkedParts.REDACT: "遮盖后公开", MarkedParts.KEEP: "照原样公开"}


async def marks(order_id: int, text: str | None) -> list[Detected]:
    """What in a reply to this order may be personal data."""
    if not text:
        return []
    return detect(text, [row["name"] for row in await fetch(NAMES, order_id)])


async def approved(order_id: int, draft: str, choice: MarkedParts | None) -> tuple[str, str]:
    """(the text to publish, what the timeline says about its marks).

    `choice` says whether marked parts are covered or kept; whoever keeps them gives the reason in the review. Raises
    Invalid if something is marked and there is no choice, or if nothing readable would be left.
    """
    found = await marks(order_id, draft)
    if not found:
        return draft, ""
    if choice is None:
        raise Invalid(
            f"公开答复里有{len(found)}处可能是个人信息。请选“遮盖后公开”；确实要照原样公开的，选“照原样公开”并在理由里写明为什么。",
            f"{len(found)} part(s) of the public answer may be personal data. Choose REDACT; or KEEP, and say why in "
            "the reason.",
            path=("marked",),
        )
    answer = draft if choice is MarkedParts.KEEP else masked(draft, found)
    if not is_readable(answer):
        raise Invalid(
            "这样遮盖，答复里一个能读的字也不剩。请退回承办单位重写。",
            "Nothing readable would be left of the answer. Send it back to be written anew.",
            path=("marked",),
        )
    return answer, f"（公开答复中标出{len(found)}处可能是个人信息：{DONE[choice]}）"
