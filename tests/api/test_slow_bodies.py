"""A body that does not come: cut off after a while, without harm to whoever else is stopped meanwhile."""

import asyncio

import pytest

from api.errors import ApiError
from api.http import requests
from waiting import Waiting

SCOPE = {"type": "http", "method": "POST", "headers": []}
HEADERS = {b"content-type": b"application/json"}
HALF = {"type": "http.request", "body": b'{"query": ', "more_body": True}
REST = {"type": "http.request", "body": b'"{ __typename }"}', "more_body": False}


class Sender:
    """Says what it has, and then waits for ever."""

    def __init__(self, *messages: dict[str, object]) -> None:
        self.messages = list(messages)

    async def __call__(self) -> dict[str, object]:
        if not self.messages:
            await asyncio.Event().wait()
        return self.messages.pop(0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "arriving", Waiting(0.05, asyncio.Task.cancel))


@pytest.mark.parametrize("messages", [(), (HALF,)])
async def test_a_body_that_does_not_come_is_refused(messages: tuple[dict[str, object], ...]) -> None:
    with pytest.raises(ApiError) as refusal:
        await requests.read(SCOPE, Sender(*messages), HEADERS)
    assert (refusal.value.status, refusal.value.headers) == (408, {"Connection": "close"})
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def test_a_body_in_pieces_is_put_together_and_nothing_comes_later() -> None:
    asked = await requests.read(SCOPE, Sender(HALF, REST), HEADERS)
    assert asked.query == "{ __typename }"
    await asyncio.sleep(0.1)


async def test_whoever_is_stopped_while_sending_is_stopped_and_not_refused() -> None:
    reading = asyncio.create_task(requests.read(SCOPE, Sender(HALF), HEADERS))
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
