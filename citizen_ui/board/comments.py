"""Published texts of raters on a place, with the agency's replies, newest day first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import views
from domain import clock
from domain.actor import PUBLIC
from views.figures.public.places import Place

FIELDS: Final = (
    "level", "text", "stage", "ratedOn", "mended", "tags.text", "service.name", "service.code", "agency.name",
    ("reply", ("text", "repliedOn")),
)  # fmt: skip
FILTER: Final = {"DISTRICT": "districtCode", "AGENCY": "agencyCode", "SERVICE": "serviceCode"}
BAD: Final = ["DISSATISFIED", "VERY_DISSATISFIED"]
SHOWN: Final[dict[str, dict[str, Any]]] = {"replied": {"replied": True}, "bad": {"level": BAD}, "all": {}}
MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Comments:
    """One page of comments.

    `after`: the cursor of the next page. `show`: replied, bad or all.
    """

    rows: Sequence[Mapping[str, Any]]
    after: str | None
    show: str
    is_first: bool


async def read(place: Place, language: str, asked: Mapping[str, str]) -> Comments:
    """Read a page of comments. Those on places below a district end with yesterday (decision 0007)."""
    after, show = asked.get("after"), asked.get("show", "")
    if show not in SHOWN:
        show = "replied" if place.kind == "CITY" else "bad"
    where: dict[str, Any] = {FILTER[place.kind]: [place.code]} if place.kind in FILTER else {}
    where["to"] = as_of(await clock.now(), place)
    where |= SHOWN[show]
    told = await views.page("Evaluation", FIELDS, actor=PUBLIC, where=where, first=MOST, after=after, language=language)
    return Comments(told.rows, told.end_cursor if told.has_next else None, show, after is None)


def as_of(now: datetime, place: Place) -> date:
    """Return the last day whose comments are shown: today, for places below a district yesterday."""
    today = now.date()
    return today if place.is_large else today - timedelta(days=1)
