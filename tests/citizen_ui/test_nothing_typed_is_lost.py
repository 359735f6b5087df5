"""No form of the public loses a word: not by a long text, a proof that closed meanwhile, an outage, an odd address."""

from datetime import timedelta

import httpx
import pytest

from citizen_ui.routes import routes
from domain import clock
from domain.words import Level
from storage import database as storage
from tests.cast import Cast
from tests.citizen_ui.conftest import HTMX

WORDS = "清单贴在里间\n外面看不到"
RATING = {"level": Level.DISSATISFIED.value, "tags": "whatever", "key": "k1", "text": WORDS, "identity_asked": "1"}


def posts() -> list[str]:
    return sorted({route.path for route in routes if "POST" in (route.methods or ())})


async def concrete(path: str, cast: Cast) -> str:
    return path.replace("{proof}", (await cast.event()).token)


@pytest.mark.parametrize("path", posts())
async def test_a_text_that_is_too_long_stands_there_to_be_shortened(
    door: httpx.AsyncClient, cast: Cast, path: str
) -> None:
    answer = await door.post(await concrete(path, cast), data={**RATING, "receipt": WORDS, "more": "长" * 8000})
    assert answer.status_code == 413
    assert f">\n{WORDS}</textarea>" in answer.text
    assert 'name="key" value="k1"' in answer.text, "sent again it is the same rating"


@pytest.mark.parametrize("path", posts())
async def test_the_words_outlive_a_database_that_is_away(
    door: httpx.AsyncClient, cast: Cast, database: str, path: str
) -> None:
    url = await concrete(path, cast)
    await storage.close()
    try:
        answer = await door.post(url, data={**RATING, "receipt": WORDS})
    finally:
        await storage.connect(database)
    assert answer.status_code >= 500
    assert f">\n{WORDS}</textarea>" in answer.text


@pytest.mark.parametrize("path", posts())
async def test_far_too_much_is_answered_in_our_own_words(door: httpx.AsyncClient, cast: Cast, path: str) -> None:
    url = await concrete(path, cast)

    async def without_length() -> object:
        for _ in range(40):
            yield b"text=" + b"x" * 8192

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for answer in (
        await door.post(url, data={"text": "长" * 90000}),
        await door.post(url, content=without_length(), headers=form),
    ):
        assert answer.status_code == 413
        assert "内容太长了" in answer.text
        assert "Content Too Large" not in answer.text
    scripted = await door.post(url, data={"text": "长" * 90000}, headers=HTMX)
    assert scripted.headers["hx-ours"] == "failure"
    assert "<html" not in scripted.text


async def test_a_proof_that_closed_while_somebody_wrote_gives_the_words_back(
    door: httpx.AsyncClient, cast: Cast
) -> None:
    url = await concrete("/rate/{proof}", cast)
    await door.post(url, data={"level": Level.SATISFIED.value, "key": "another"})
    used = await door.post(url, data=RATING)
    late = await concrete("/rate/{proof}", cast)
    await clock.shift(timedelta(days=60))
    expired = await door.post(late, data=RATING)
    assert [used.status_code, expired.status_code] == [409, 410]
    for answer in (used, expired):
        assert f"<p>{WORDS}</p>" in answer.text
        assert "data-received" not in answer.text, "these words have not arrived anywhere"


async def test_with_script_every_failure_is_a_message_and_no_page(door: httpx.AsyncClient, cast: Cast) -> None:
    url = await concrete("/rate/{proof}", cast)
    answers = [
        await door.post(url, data=RATING, headers={**HTMX, "Sec-Fetch-Site": "cross-site"}),
        await door.post("/rate/none", data={"step": "tags", **RATING}, headers=HTMX),
        await door.post("/rate/none/nowhere", data=RATING, headers=HTMX),
        await door.put(url, headers=HTMX),
        await door.post(url, json={}, headers=HTMX),
    ]
    assert [answer.status_code for answer in answers] == [403, 404, 404, 405, 415]
    for answer in answers:
        assert answer.headers["hx-ours"] == "failure"
        assert "<html" not in answer.text
