"""Every door at which strangers are told figures below the city, asked at once; what they said, cell by cell."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from httpx import AsyncClient

from api.http.requests import GraphQLRequest
from api.streaming.opening import Opening
from citizen_ui.board import scope as board_scope
from citizen_ui.board.scope import TEMPLATE, watch
from domain.actor import PUBLIC
from tests.api.conftest import Api
from views.figures.public import places

MEMBERS = """scope from to events ratings bad score goodRate badPer10000 activeRate badReplyRate onTimeRate
  callbackRectifyRate postRectifySatisfaction
  byLevel { level count } byKind { kind count } byEntry { entry count } topTags(first: 20) { tag { code } count }
  byDimension { dimension { code } ratings bad } series { at ratings bad } counted { family from to }"""
BELOW = "children(first: 5) { edges { node { board { " + MEMBERS + " } } } }"
SUBSCRIBED = "subscription($scope: ScopeInput) { board(scope: $scope) { " + MEMBERS + " } }"
SCORES = {"VERY_SATISFIED": 100, "SATISFIED": 80, "FAIRLY_SATISFIED": 60, "DISSATISFIED": 40, "VERY_DISSATISFIED": 20}
FAMILY = {"events": "VISITS", "ratings": "RATINGS", "bad": "OPINION"}
SPLIT = {("byLevel", "level"): "LEVELS", ("byKind", "kind"): "KINDS", ("byEntry", "entry"): "ENTRIES"}
SENTENCE = re.compile(r"今年(\d+)次评价(?:里有(\d+)次差评|里(没有)差评|，差评人数太少)")
ROW = re.compile(r'<th scope="row"><a href="/board/agencies/(\w+)">.*?<td class="right">([^<]*)</td>', re.DOTALL)
LIVE = ("events", "ratings", "bad")  # of a district (docs/rules.md §8.1)
FEWEST = 5

Days = tuple[date, date]
Place = tuple[str, str]  # the argument's name and the code, as in {agencyCode: …}


@dataclass
class Said:
    """All that strangers were told, by scope and cell. What is live by docs/rules.md §8.1 is not taken down."""

    rested: dict[tuple[str, str], dict[Days, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    begun: dict[tuple[str, str, date], set[int]] = field(default_factory=lambda: defaultdict(set))
    ended: dict[tuple[str, str, date, object], set[int]] = field(default_factory=lambda: defaultdict(set))
    filed: int = 0

    def note(self, scope: str, cell: str, count: int, asked: Days, at: object, rests: Days | None = None) -> None:
        """`asked`: of which days; `at`: the moment; `rests`: on which it says to rest."""
        self.begun[scope, cell, asked[0]].add(count)
        self.ended[scope, cell, asked[1], at].add(count)
        if rests:
            self.rested[scope, cell].setdefault(rests, set()).add(count)

    def board(self, told: Mapping[str, Any], asked: Days, at: object, *, is_district: bool = False) -> None:
        """One answer of the API."""
        scope = told["scope"]
        days = {one["family"]: _days(one["from"], one["to"]) for one in told["counted"]}
        for cell, family, count in cells(told):
            if not (is_district and cell in LIVE):
                self.note(scope, cell, count, asked, at, days.get(family or ""))
        for point in () if is_district else told["series"]:
            day = date.fromisoformat(point["at"][:10])
            for cell in ("ratings", "bad"):
                self.note(scope, cell, point[cell], (day, day), at, (day, day) if point[cell] else None)

    def apart(self) -> Iterator[str]:
        """What tells somebody apart: two answers that differ by one to four ratings."""
        for kind in (self.begun, self.ended):
            for key, counts in kind.items():
                yield from (f"{key}: {pair}" for pair in combinations(sorted(counts | {0}), 2) if _few(*pair))
        for cell, told in self.rested.items():
            for (one, some), (other, more) in combinations(told.items(), 2):
                if _within(one, other) or _within(other, one):
                    yield from (f"{cell}: {one} {n}, {other} {m}" for n in some for m in more if _few(n, m))
            yield from (f"{cell}: of {days} once {counts}" for days, counts in told.items() if len(counts) > 1)


def cells(told: Mapping[str, Any]) -> Iterator[tuple[str, str | None, int]]:
    """Each count with the family it says to belong to."""
    yield from ((cell, family, told[cell]) for cell, family in FAMILY.items())
    for (name, key), family in SPLIT.items():
        yield from ((one[key], family, one["count"]) for one in told[name])
    yield from (("tag " + one["tag"]["code"], None, one["count"]) for one in told["topTags"])
    for one in told["byDimension"]:
        yield "asked " + one["dimension"]["code"], None, one["ratings"]
        yield "asked and bad " + one["dimension"]["code"], None, one["bad"]


def judge(told: Mapping[str, Any], *, is_district: bool = False) -> None:
    """What one answer says of itself: sums of its parts, rates of its own counts, no number without its days."""
    days = {one["family"]: one["from"] for one in told["counted"]}
    for cell, family, count in cells(told):
        assert not (family and count) or days[family], (told["scope"], cell)
    levels = {one["level"]: one["count"] for one in told["byLevel"]}
    mean = sum(SCORES[level] * n for level, n in levels.items()) / max(1, sum(levels.values()))
    assert told["score"] == (mean if any(levels.values()) else None) or abs(told["score"] - mean) < 1e-9
    assert sum(levels[level] for level in ("DISSATISFIED", "VERY_DISSATISFIED")) <= told["bad"]
    if not is_district:
        assert told["bad"] <= told["ratings"]
        assert (told["goodRate"] is None) == (told["badPer10000"] is None)
        assert told["goodRate"] is None or days["OPINION"]


async def asked(api: Api, by: str, place: Place, days: list[Days], *, below: bool = False) -> list[dict[str, Any]]:
    """The boards of a place over several ranges."""
    members = MEMBERS + (BELOW if below else "")
    found: list[dict[str, Any]] = []
    many = 3 if below else 12  # what one document may cost
    for at in range(0, len(days), many):
        parts = [
            f'r{n}: board(scope: {{{place[0]}: "{place[1]}"}}, from: "{first}", to: "{last}") {{ {members} }}'
            for n, (first, last) in enumerate(days[at : at + many])
        ]
        answer = await api.ask("{ " + " ".join(parts) + " }", by=by)
        assert "errors" not in answer, answer["errors"]
        found.extend(answer["data"].values())
    return found


async def subscribed(api: Api, place: Place) -> dict[str, Any]:
    """The first answer of a stranger's subscription."""
    opening = Opening(api.door)
    texts = await opening.open(GraphQLRequest(SUBSCRIBED, variables={"scope": dict([place])}), PUBLIC, {}, "")
    async with aclosing(texts):
        board: dict[str, Any] = json.loads(await anext(texts))["data"]["board"]
    return board


async def sentences(door: AsyncClient, path: str) -> tuple[int, int | None] | None:
    """What the page and the frame of a place say of this year: ratings and bad ones; they say the same."""
    told = set()
    for address in (f"/board/{path}", f"/board/embed/{path}"):
        page = await door.get(address)
        assert page.status_code == 200
        told.add(_sentence(page.text))
    (said,) = told
    return said


def _sentence(page: str) -> tuple[int, int | None] | None:
    found = SENTENCE.search(page)
    if found is None:
        assert "今年评价的人太少，暂不公布" in page or "今年还没有收到评价" in page
        return None
    return int(found[1]), int(found[2]) if found[2] else 0 if found[3] else None


async def drawn(district: str) -> str:
    """What the line of a district's page sends at once: its totals live, its agencies as they were told."""
    place = await places.find("DISTRICT", district)
    assert place is not None
    async with aclosing(watch(place).stream("zh-CN", lambda board: board_scope._draw(TEMPLATE, board))) as line:  # type: ignore[type-var]
        await anext(line)
        return await anext(line)


ROW = re.compile(
    r'<tr[^>]*><th scope="row"><a href="/board/agencies/(\w+)">.*?<td class="right">([^<]*)</td>', re.DOTALL
)


def rows(page: str) -> dict[str, int | None]:
    """The table of agencies on a district's page: how often each was rated; None: not shown."""
    return {code: int(n) if n.isdigit() else None for code, n in ROW.findall(page)}


async def filed(door: AsyncClient, level: str, step: str, first: date, last: date) -> list[dict[str, str]]:
    asked = {"header": "code", "level": level, "step": step, "from": str(first), "to": str(last)}
    answer = await door.get("/board/open-data.csv", params=asked)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def ranges(first: date, last: date) -> list[Days]:
    """All ranges of whole days."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(one, other) for one in days for other in days if one <= other]


def asked_of(board: Mapping[str, Any]) -> Days:
    return date.fromisoformat(board["from"]), date.fromisoformat(board["to"])


def _days(first: str | None, last: str | None) -> Days | None:
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _within(one: Days, other: Days) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _few(one: int, other: int) -> bool:
    return 0 < abs(one - other) < FEWEST
