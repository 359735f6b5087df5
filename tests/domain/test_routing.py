"""Why it happened and who must mend: the same tags say the same, in whatever order they were ticked."""

from itertools import permutations

import pytest

from domain.words import Cause, Level
from domain.work_orders.routing import PRECEDENCE, leading
from storage.transactions import fetch
from tests.cast import Cast


def test_every_cause_has_its_place() -> None:
    assert sorted(PRECEDENCE) == sorted(Cause)
    assert leading([]) is Cause.OTHER


@pytest.mark.parametrize("tags", list(permutations(["208", "213", "211"])))
async def test_conduct_is_urgent_and_the_employers_whichever_tag_was_ticked_first(
    cast: Cast, tags: tuple[str, ...]
) -> None:
    await cast.order(Level.DISSATISFIED, tags=tags)
    (order,) = await fetch("select cause, agency_id, is_urgent from work_order")
    assert tuple(order) == ("STAFF_CONDUCT", cast.ids["managing"], True)


@pytest.mark.parametrize("tags", list(permutations(["209", "210"])))
async def test_content_leads_before_slowness(cast: Cast, tags: tuple[str, ...]) -> None:
    await cast.order(Level.DISSATISFIED, tags=tags)
    (order,) = await fetch("select cause, is_urgent from work_order")
    assert tuple(order) == ("GUIDE_MATERIAL", False)
