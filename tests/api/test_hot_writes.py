"""submitEvaluation and recordServiceEvents in the compiled lane: as in the ordinary one, and never done twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson
import pytest

from api.app import Door
from api.lane.lane import Lane
from domain.access import add_client
from domain.evaluations import Submission
from storage.transactions import execute, fetch, fetch_value
from tests.api.conftest import Api
from tests.api.test_collecting import RECORD, event
from tests.api.test_evaluations import SUBMIT
from tests.views.lanes import Always, exchange


@pytest.fixture
async def both(api: Api) -> AsyncIterator[tuple[Door, Door]]:
    """The ordinary door, and the one with the compiled lane; they share the documents."""
    ordinary = Door(
        api.door.schema, api.door.access, api.door.throttle, public_url="https://pj.example", compiled=False
    )
    api.door.public_url = ordinary.public_url
    at_once(api)
    ordinary.documents = api.door.documents
    yield ordinary, api.door
    await ordinary.close()


def at_once(api: Api) -> Lane:
    lane, always = api.door.lane, Always()
    assert lane is not None
    lane.plans.glimpsed = always  # type: ignore[assignment]
    lane.documents.get(SUBMIT)
    lane.documents.get(RECORD)
    return lane


async def say(door: Door, query: str, language: str = "zh", key: str = "", **variables: Any) -> tuple[int, Any, bytes]:
    body = orjson.dumps({"query": query, "variables": variables})
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return await exchange(door, body, language, **headers)


def rating(token: str, **said: Any) -> dict[str, Any]:
    return {"token": token, "entry": "RECEIPT_QR", "level": "DISSATISFIED", "tags": ["208"]} | said


def lane_of(door: Door) -> Lane:
    assert door.lane is not None
    return door.lane


async def test_the_rating_and_its_repeat_are_told_alike_in_both_lanes(api: Api, both: tuple[Door, Door]) -> None:
    ordinary, compiled = both
    for number, (first, second) in enumerate(((ordinary, compiled), (compiled, ordinary))):
        dimension = {"dimension": "ATTITUDE", "level": "DISSATISFIED"}
        given = rating(
            (await api.cast.event()).token, text="跑了两趟", idempotencyKey=f"k{number}", dimensions=[dimension]
        )
        told = await say(first, SUBMIT, input=given)
        assert b'"EvaluationSubmitted"' in told[2]
        assert await say(second, SUBMIT, input=given) == told
    assert lane_of(compiled).answered == 2
    assert await fetch_value("select count(*) from evaluation") == 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "said",
    [
        {"tags": []},
        {"tags": ["413"]},
        {"text": "长" * 5000},
        {"text": "a\u0000b"},
        {"idempotencyKey": "k" * 81},
        {"idempotencyKey": ""},
        {"assertion": "eyJhbGciOiJFZERTQSJ9.e30.c2ln"},
        {"assertion": ""},
        {"dimensions": [{"dimension": "", "level": "SATISFIED"}]},
        {"token": "forged"},
        {"anonymousToAgency": None, "tags": None},
        {"entry": "NOWHERE"},
        {"level": None},
        {"token": 3},
        {"unknown": 3},
    ],
)
async def test_refusals_are_the_same_in_both_lanes(api: Api, both: tuple[Door, Door], said: Any, language: str) -> None:
    given = rating((await api.cast.event()).token) | said
    expected = await say(both[0], SUBMIT, language, input=given)
    assert await say(both[1], SUBMIT, language, input=given) == expected
    assert await fetch_value("select count(*) from evaluation") == 0


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_null_that_only_the_field_itself_will_not_have_is_worded_alike(
    api: Api, both: tuple[Door, Door], language: str
) -> None:
    """The variable may be null, its place may not: found when the arguments are made, before anything is written."""
    document = """mutation($token: String!, $level: Level = SATISFIED) {
      submitEvaluation(input: {token: $token, entry: RECEIPT_QR, level: $level}) { __typename } }"""
    token = (await api.cast.event()).token
    expected = await say(both[0], document, language, token=token, level=None)
    assert b'"BAD_VARIABLE"' in expected[2]
    assert await say(both[1], document, language, token=token, level=None) == expected
    assert lane_of(both[1]).answered == 0
    assert b'"EvaluationSubmitted"' in (await say(both[1], document, language, token=token))[2]
    assert lane_of(both[1]).answered == 1


@pytest.mark.parametrize("by", ["business", "officer"])
async def test_who_may_not_rate_is_told_so_in_both_lanes(api: Api, both: tuple[Door, Door], by: str) -> None:
    given, key = rating((await api.cast.event()).token), await api.key(by)
    expected = await say(both[0], SUBMIT, key=key, input=given)
    assert await say(both[1], SUBMIT, key=key, input=given) == expected
    assert orjson.loads(expected[2])["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert lane_of(both[1]).answered == 1


async def test_service_events_are_told_alike_in_both_lanes(api: Api, both: tuple[Door, Door]) -> None:
    key = await api.key("business")
    events = [event(1), event(2, agencyCode="nobody"), event(3, caseNumber=" "), event(4), event(4), event(1)]
    status, _, told = await say(both[0], RECORD, key=key, events=events)
    assert (status, told.count(b'"ServiceEventRecorded"')) == (200, 4), told.decode()
    for given in (events, [], [event(n) for n in range(1001)], [event(5, stage="NONE")]):
        for who in (key, await api.key("officer"), ""):
            expected = await say(both[0], RECORD, key=who, events=given[:6] if len(given) < 1000 else given)
            assert await say(both[1], RECORD, key=who, events=given) == expected
    assert await fetch_value("select count(*) from service_event") == 2


async def test_each_system_records_in_its_own_name_however_many_report_at_once(api: Api) -> None:
    at_once(api)
    keys = {name: await add_client(name, "BUSINESS") for name in ("one", "two", "three")}
    calls = [(name, event(10 * n + turn)) for turn in range(3) for n, name in enumerate(keys)]
    told = await asyncio.gather(*(say(api.door, RECORD, key=keys[name], events=[one]) for name, one in calls))
    assert all(b'"ServiceEventRecorded"' in answer for _, _, answer in told)
    rows = await fetch("select c.name, e.case_number from service_event e join client c on c.id = e.client_id")
    assert {(row[0], row[1]) for row in rows} == {(name, one["caseNumber"]) for name, one in calls}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_event_that_is_not_ours_is_refused_alike_in_both_lanes(
    api: Api, both: tuple[Door, Door], language: str
) -> None:
    mine, theirs = await api.cast.event(), await api.cast.event()
    key = await api.key("business")  # another client than the one that reported both
    await execute(
        "update service_event set client_id = (select max(id) from client) where id = $1", mine.service_event_id
    )

    async def handed_back(reports: Any) -> Any:
        return [mine, theirs, mine]

    for door in both:
        door.batches.events.write = handed_back
    given = [event(1), event(2), event(3)]
    expected = await say(both[0], RECORD, language, key=key, events=given)
    assert b'"CONFLICT"' in expected[2]
    assert await say(both[1], RECORD, language, key=key, events=given) == expected
    assert lane_of(both[1]).answered == 1


async def test_a_poisoned_rating_is_refused_alike_in_both_lanes(api: Api, both: tuple[Door, Door]) -> None:
    await execute("alter table evaluation add constraint poison check (text_raw is null or text_raw <> 'poison')")
    given = rating((await api.cast.event()).token, text="poison")
    expected = await say(both[0], SUBMIT, input=given)
    assert b'"INVALID"' in expected[2]
    assert await say(both[1], SUBMIT, input=given) == expected


@pytest.mark.parametrize("first", [1, 100.0, 3.5, True, "3", None, 10**12, -1])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_page_size_has_the_same_price_and_words_in_both_lanes(
    both: tuple[Door, Door], first: Any, language: str
) -> None:
    document = "query($n: Int!) { workOrders(first: $n) { edges { cursor } } }"
    expected = await say(both[0], document, language, n=first)
    for _ in range(2):
        assert await say(both[1], document, language, n=first) == expected


async def test_two_writes_in_one_document_go_the_ordinary_way(api: Api) -> None:
    lane = at_once(api)
    two = """mutation($a: SubmitEvaluationInput!, $b: SubmitEvaluationInput!) {
      a: submitEvaluation(input: $a) { __typename } b: submitEvaluation(input: $b) { __typename } }"""
    lane.documents.get(two)
    tokens = [(await api.cast.event()).token for _ in range(2)]
    answer = await api.ask(two, a=rating(tokens[0]), b=rating(tokens[1]))
    assert answer["data"]["a"] == answer["data"]["b"] == {"__typename": "EvaluationSubmitted"}
    assert lane.answered == 0


async def test_a_poisoned_rating_among_forty_is_refused_alone(api: Api) -> None:
    lane = at_once(api)
    await execute("alter table evaluation add constraint poison check (text_raw is null or text_raw <> 'poison')")
    given = [rating((await api.cast.event()).token, text="poison" if n == 17 else None) for n in range(40)]
    answers = await asyncio.gather(*(api.ask(SUBMIT, input=one) for one in given))
    told = [answer["data"]["submitEvaluation"] for answer in answers]
    assert [n for n, one in enumerate(told) if one["__typename"] == "Refusal"] == [17]
    assert told[17]["code"] == "INVALID"
    assert lane.answered == 40
    assert await whole() == (39, 39, 39)


async def whole() -> tuple[int, int, int]:
    """Ratings, and what must stand beside each bad one: its order and its event. All are counted where they belong."""
    ratings = await fetch_value("select count(*) from evaluation")
    assert await fetch_value(TALLIED) == ratings
    return (
        ratings,
        await fetch_value("select count(*) from work_order"),
        await fetch_value("select count(*) from outbox where kind = 'evaluation.submitted'"),
    )


TALLIED = """select coalesce(sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied), 0)
  from tally_day where scope = 'CITY'"""


class Held:
    """A writer that waits, so that what happens in the middle can happen."""

    def __init__(self, api: Api) -> None:
        self.queue = api.door.batches.submissions
        self.write, self.queue.write = self.queue.write, self
        self.began, self.go = asyncio.Event(), asyncio.Event()
        self.batches = 0

    async def __call__(self, items: Sequence[Submission]) -> Any:
        self.batches += 1
        self.began.set()
        await self.go.wait()
        return await self.write(items)


async def test_who_leaves_before_the_batch_writes_nothing_and_who_leaves_later_is_answered_by_the_key(api: Api) -> None:
    lane, held = at_once(api), Held(api)
    given = [rating((await api.cast.event()).token, idempotencyKey=f"k{n}") for n in range(3)]
    late, leave_late = leaving(api, given[0])
    await held.began.wait()
    early, leave_early = leaving(api, given[1])
    stays = asyncio.create_task(api.ask(SUBMIT, input=given[2]))
    await asyncio.sleep(0.02)
    leave_late.set()
    leave_early.set()
    await asyncio.sleep(0.02)
    held.go.set()
    assert (await stays)["data"]["submitEvaluation"]["__typename"] == "EvaluationSubmitted"
    await asyncio.gather(late, early)
    assert await whole() == (2, 2, 2)
    again = await api.ask(SUBMIT, input=given[0])
    assert again["data"]["submitEvaluation"]["__typename"] == "EvaluationSubmitted"
    assert await whole() == (2, 2, 2)
    assert lane.answered == 4


def leaving(api: Api, given: dict[str, Any]) -> tuple["asyncio.Task[None]", asyncio.Event]:
    """A request whose connection closes when the event is set."""
    body, leave = orjson.dumps({"query": SUBMIT, "variables": {"input": given}}), asyncio.Event()
    messages = iter([{"type": "http.request", "body": body}])

    async def receive() -> Any:
        for message in messages:
            return message
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        """Nobody listens."""

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    return asyncio.create_task(api.door(scope, receive, send)), leave


async def test_a_batch_that_takes_too_long_is_not_known_and_never_tried_again(api: Api) -> None:
    lane, held = at_once(api), Held(api)
    held.queue.seconds = 0.05
    given = rating((await api.cast.event()).token, idempotencyKey="k")
    answer = await api.send(SUBMIT, input=given)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "idempotencyKey" in answer.json()["errors"][0]["message"]
    assert (held.batches, lane.answered) == (1, 1)
    held.go.set()
    held.queue.seconds = 20
    assert "errors" not in await api.ask(SUBMIT, input=given)
    assert await whole() == (1, 1, 1)


async def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_done(api: Api) -> None:
    """Its connections end while the rating is stored: the answer says that nobody knows, and the key settles it."""
    at_once(api)
    await execute(
        "create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(1); return new; end'"
    )
    await execute("create trigger slow before insert on work_order for each row execute function slowly()")
    given = rating((await api.cast.event()).token, idempotencyKey="k")
    asking = asyncio.create_task(api.send(SUBMIT, input=given))
    await asyncio.sleep(0.3)
    await execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where wait_event = 'PgSleep' and datname = current_database()"
    )
    answer = await asking
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")
    assert await whole() == (0, 0, 0)
    await execute("drop trigger slow on work_order")
    assert "errors" not in await api.ask(SUBMIT, input=given)
    assert await whole() == (1, 1, 1)


async def test_a_rating_that_is_stored_but_cannot_be_read_is_not_called_unsaved(api: Api, monkeypatch: Any) -> None:
    lane = at_once(api)

    async def away(*_: object) -> Any:
        raise ConnectionResetError

    given = rating((await api.cast.event()).token, idempotencyKey="k")
    with monkeypatch.context() as broken:
        broken.setattr("storage.reading.Reader.fetch", away)
        answer = await api.send(SUBMIT, input=given)
    assert (answer.status_code, lane.answered) == (503, 1)
    assert "idempotencyKey" in answer.json()["errors"][0]["message"]
    assert "errors" not in await api.ask(SUBMIT, input=given)
    assert await whole() == (1, 1, 1)
