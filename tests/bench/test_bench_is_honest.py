"""The benchmark may be slow, but it may not flatter: its arithmetic, its comparison of answers, what it counts."""

import json
from typing import Any

import pytest

from bench import contenders, questions
from bench.__main__ import needs_wrk, parties
from bench.agreement import Disagreement, normal, require_same
from bench.contenders import OURS, SCRIPTS, SERVERS
from bench.figures import Run, middle, percentile, ratio
from bench.load import Refused, read
from bench.picture import draw
from bench.questions import LISTENING, READING, SUBMITTING
from bench.report import Report
from bench.serving import NoAnswer, data_of
from bench.targets import TARGETS

RATING = {"level": "SATISFIED", "agency": {"code": "1", "name": "一局"}, "tags": [{"code": "a", "text": "x"}]}


def runs(*rates: float) -> list[Run]:
    return [Run(rate, 1000 / rate, 5000 / rate, 100.0, 20.0) for rate in rates]


def test_the_middle_of_three_rounds_is_told_not_the_best() -> None:
    found = middle(runs(100, 900, 200))
    assert (found.rate, found.p50, found.server_cpu) == (200, 5, 100)


def test_p99_is_a_latency_that_was_measured() -> None:
    assert percentile([float(n) for n in range(1, 101)], 0.99) == 99
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3
    assert percentile([7.0], 0.5) == 7
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_ratios_are_taken_within_a_round() -> None:
    """A neighbour who takes half the machine in one round changes no ratio."""
    assert ratio(runs(100, 50, 100), runs(50, 25, 50)) == 2
    with pytest.raises(ValueError, match="shorter"):
        ratio(runs(100, 50, 100), runs(50, 25))


def test_a_differing_answer_is_found_wherever_it_is() -> None:
    for change in ({"level": "VERY_SATISFIED"}, {"agency": {"code": "2", "name": "一局"}}, {"tags": []}):
        with pytest.raises(Disagreement, match="mercurius answers list differently"):
            require_same("list", [RATING, RATING], [RATING, RATING | change], "mercurius")
    with pytest.raises(Disagreement, match="1 entries instead of 2"):
        require_same("list", [RATING, RATING], [RATING], "mercurius")
    with pytest.raises(Disagreement, match="instead of"):
        require_same("point", RATING, RATING | {"extra": None}, "mercurius")
    with pytest.raises(Disagreement, match="None instead of"):
        require_same("point", RATING, None, "mercurius")


def test_the_order_of_a_list_counts() -> None:
    with pytest.raises(Disagreement):
        require_same("list", [{"id": 1}, {"id": 2}], [{"id": 2}, {"id": 1}], "mercurius")


@pytest.mark.parametrize(
    "shape",
    [
        {"evaluations": {"edges": [{"node": RATING}]}},
        {"allEvaluations": {"nodes": [RATING | {"tags": {"nodes": [{"tag": {"code": "a", "text": "x"}}]}}]}},
        {"evaluations": [RATING]},
    ],
)
def test_every_idiom_becomes_the_same_answer(shape: dict[str, Any]) -> None:
    require_same("list", [RATING], normal("list", shape), "it")


def test_a_board_in_two_pages_is_one_board() -> None:
    def row(n: int) -> dict[str, Any]:
        return {"node": {"scope": str(n), "board": {"bad": n}}}

    ours = {"board": {"first": {"edges": [row(1)]}, "rest": {"edges": [row(2)]}}}
    flat = [{"scope": "1", "bad": 1}, {"scope": "2", "bad": 2}]
    require_same("board", flat, normal("board", ours), OURS)


def test_a_moment_is_the_same_in_every_spelling() -> None:
    ours, theirs = ({"x": {"ratedAt": at}} for at in ("2026-11-23T10:00:00+08:00", "2026-11-23T02:00:00.000Z"))
    require_same("point", normal("point", ours), normal("point", theirs), "it")


def told(good: int, bad: int = 0, lost: int = 0) -> str:
    return f"Running 1s test\nREPORT {good} {bad} {lost} {good + bad + 3} 1000000 2000 9000\nFIRST BAD 200 errors\n"


def test_true_answers_are_counted() -> None:
    counted = read(told(500))
    assert (counted.rate, counted.p50, counted.p99, counted.sent) == (500, 2, 9, 503)


@pytest.mark.parametrize("said", [told(500, bad=1), told(500, lost=1), told(0), "wrk: no connection"])
def test_one_false_answer_refuses_the_run(said: str) -> None:
    with pytest.raises(Refused):
        read(said)


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b'{"data":{"a":1}}'), (200, b'{"data":{"a":1},"errors":[{}]}'), (200, b'{"data":null}'), (200, b"<html>")],
)
def test_an_error_is_no_answer(status: int, body: bytes) -> None:
    with pytest.raises(NoAnswer):
        data_of(status, body)


def test_every_contender_is_asked_every_question_in_its_own_words() -> None:
    for server in SERVERS:
        for question in (*READING, *LISTENING, SUBMITTING[0]):
            if not contenders.takes_part(server.name, question.name):
                continue
            assert questions.DOCUMENTS.joinpath(server.dialect, f"{question.document}.graphql").is_file()


def test_targets_name_what_is_measured() -> None:
    asked = {question.name for question in (*READING, *LISTENING, *SUBMITTING)}
    known = {one.name for one in (*SERVERS, *SCRIPTS)}
    for target in TARGETS:
        assert target.question in asked
        assert target.against in known
        assert contenders.takes_part(target.against, target.question)


def test_a_chore_alone_needs_no_server_and_a_fan_out_no_wrk() -> None:
    assert parties([], set()) == []
    assert parties(LISTENING, set()) == [OURS, "mercurius", "strawberry"]
    assert parties(LISTENING, {"fanout", "strawberry"}) == [OURS, "strawberry"]
    assert not needs_wrk(LISTENING)


def test_a_fan_out_is_told_in_deliveries_and_by_what_a_single_event_costs() -> None:
    ours, theirs = Run(60_000, 20, 90, 7.5, 0.1, 50.0), Run(20_000, 30, 60, 45.0, 0.1, 55.0)
    report = Report({}, LISTENING, {"fanout": {OURS: [ours], "mercurius": [theirs]}}, {})
    assert "| deliveries/s | lag p50 ms | lag p99 ms | server CPU µs | … one by one |" in report.markdown()
    assert "| 20,000 | 30.0 | 60.0 | 45 | 55 | 6.00 | 3.00 | ≥ 2 reached |" in report.markdown()
    assert "| 60,000 | 20.0 | 90.0 | 7.5 | 50 |" in report.markdown()
    assert "fan-out" in draw(report.data())


def test_the_report_says_what_was_missed_and_what_the_others_lack() -> None:
    found = {"point": {OURS: runs(100, 100, 100), "postgraphile": runs(200, 200, 200)}}
    report = Report({"date": "2026-11-23"}, READING, found, {"sweep": 10.0})
    page = report.markdown()
    assert "| 1.00 | 0.50 | ≥ 4 missed |" in page
    assert "no reach by role, no masks" in page
    json.dumps(report.data())
    assert "2026-11-23" in draw(report.data())
