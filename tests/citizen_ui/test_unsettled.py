"""A rating of which nobody knows whether it was saved: the same again is thanked for; others try out nothing."""

from httpx import AsyncClient

from citizen_ui.rating import unsettled
from domain import evaluations
from domain.actor import PUBLIC
from domain.evaluations import Submission
from domain.words import Level
from tests.cast import Cast, column
from tests.citizen_ui.test_rating import BAD, rate


async def _left(token: str) -> None:
    """Saved, but whoever sent it was not answered."""
    said = Submission(token, Level.DISSATISFIED, PUBLIC, tags=("208",), text="跑了两趟", idempotency_key="k-0")
    await evaluations.submit_one(said)
    unsettled.leave(said)


async def test_the_same_rating_on_a_form_opened_anew_finds_its_receipt(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    await _left(token)
    for key in ("k-1", "k-2"):
        answer = await rate(door, token, key=key)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("?thanks=1")
    assert await column("select idempotency_key from evaluation") == ["k-0"]


async def test_other_words_under_the_same_proof_find_nothing(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    await _left(token)
    answer = await rate(door, token, key="k-1", text="别的话")
    assert answer.status_code == 409
    assert "这次办事已经评过了" in answer.text


async def test_without_an_outage_the_same_words_under_another_key_find_nothing(door: AsyncClient, cast: Cast) -> None:
    """Whoever prints the receipt could otherwise try out what was said."""
    token = (await cast.event()).token
    await door.post(f"/rate/{token}", data=BAD)
    door.cookies.clear()
    assert (await rate(door, token, key="k-2")).status_code == 409
