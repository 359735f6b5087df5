"""Arguments are judged before anything else: also those that would not be used."""

import pytest

import views
from domain.actor import PUBLIC, Actor, ActorKind
from tests.views.conftest import City

HR = Actor(ActorKind.ACCOUNT, "HR", id=1, name="绩效")
STAFF = Actor(ActorKind.ACCOUNT, "WINDOW_STAFF", id=1, name="窗口", staff=1)
SUPERVISOR = Actor(ActorKind.ACCOUNT, "SUPERVISOR", id=1, name="督办")


@pytest.mark.parametrize("below", ["__typename", "totalCount", "edges { cursor }"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "BAD_VARIABLE"),
        ("first: 101", "BAD_VARIABLE"),
        ("first: -1", "BAD_VARIABLE"),
        ('first: 1, after: ""', "BAD_CURSOR"),
        ('first: 1, after: "AAAAAAAAAAAAAAAAAAAAAA"', "BAD_CURSOR"),
        ('first: 1, after: "不是光标"', "BAD_CURSOR"),
        ('first: 1, where: {tag: ["109"]}', "FORBIDDEN"),
    ],
)
async def test_of_a_page(city: City, arguments: str, code: str, below: str) -> None:
    data, codes = await city.ask(f"{{ evaluations({arguments}) {{ {below} }} }}", {}, HR)
    assert (data, codes) == (None, [code])


async def test_a_cursor_is_bound_to_its_view_its_order_and_what_the_role_may_know(city: City) -> None:
    exact, coarse = "AUDITOR", "HR"
    account = {role: Actor(ActorKind.ACCOUNT, role, id=1, name=role) for role in (exact, coarse)}

    async def last(root: str, role: str) -> str:
        data, _ = await city.ask(f"{{ {root} {{ pageInfo {{ endCursor }} }} }}", {}, account[role])
        (page,) = data.values()
        return str(page["pageInfo"]["endCursor"])

    due, latest = await last("workOrders(first: 2)", exact), await last("workOrders(first: 2, orderBy: LATEST)", exact)
    rating, by_day = await last("evaluations(first: 2)", exact), await last("evaluations(first: 2)", coarse)
    good = [
        (due, "workOrders(first: 1", exact),
        (latest, "workOrders(orderBy: LATEST, first: 1", exact),
        (rating, "evaluations(first: 1", exact),
        (by_day, "evaluations(first: 1", coarse),
    ]
    for cursor, _, _ in good:
        for other, root, role in good:
            _, codes = await city.ask(f'{{ {root}, after: "{cursor}") {{ __typename }} }}', {}, account[role])
            assert codes == ([] if cursor == other else ["BAD_CURSOR"]), (root, role)


@pytest.mark.parametrize(
    "id_", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "你好你好你好你好你好你好你好你好你好你好你好", "A" * 5000]
)
async def test_garbage_is_no_id(city: City, id_: str) -> None:
    assert await city.ask("query($id: ID!) { node(id: $id) { __typename } }", {"id": id_}, PUBLIC) == (
        {"node": None},
        ["BAD_VARIABLE"],
    )


async def test_an_id_has_one_spelling_and_one_view(city: City) -> None:
    sealed = views.seal_id("Agency", 1)
    assert views.open_id("Agency", sealed) == 1
    assert views.open_id("Service", sealed) is None
    neighbour = sealed[:-1] + ("B" if sealed[-1] == "A" else chr(ord(sealed[-1]) + 1) if sealed[-1].isalpha() else "A")
    assert views.open_id("Agency", neighbour) is None


@pytest.mark.parametrize(
    ("board", "actor", "code"),
    [
        ('scope: {agencyCode: "none"}', PUBLIC, "BAD_VARIABLE"),
        ('scope: {districtCode: "990101", hallCode: "H0"}', PUBLIC, "BAD_VARIABLE"),
        ('scope: {staffNumber: "E0"}', PUBLIC, "FORBIDDEN"),
        ('scope: {staffNumber: "E3"}', STAFF, "FORBIDDEN"),
        ('scope: {staffNumber: "nobody"}', PUBLIC, "FORBIDDEN"),
        ('from: "2026-02-02", to: "2026-02-01"', PUBLIC, "BAD_VARIABLE"),
        ('from: "1999-12-31"', PUBLIC, "BAD_VARIABLE"),
        ('from: "0001-01-01", to: "2026-02-01"', PUBLIC, "BAD_VARIABLE"),
        ('to: "9999-12-31"', PUBLIC, "BAD_VARIABLE"),
    ],
)
async def test_of_the_board(city: City, board: str, actor: Actor, code: str) -> None:
    assert await city.ask(f"{{ board({board}) {{ __typename }} }}", {}, actor) == (None, [code])


@pytest.mark.parametrize(
    ("below", "code"),
    [
        ("series(step: HOUR) { at }", "FORBIDDEN"),
        ("children(first: 0) { __typename }", "BAD_VARIABLE"),
        ('children(first: 1, after: "AAAAAAAAAAAAAAAAAAAAAA") { __typename }', "BAD_CURSOR"),
        ("topTags(first: 1000) { count }", "BAD_VARIABLE"),
    ],
)
async def test_below_the_board(city: City, below: str, code: str) -> None:
    agency = city.world["agency"][0]["code"]
    assert await city.ask(f'{{ board(scope: {{agencyCode: "{agency}"}}) {{ {below} }} }}', {}, PUBLIC) == (None, [code])


async def test_hours_are_public_for_the_city_and_its_districts(city: City) -> None:
    for scope in ("", '(scope: {districtCode: "990101"})'):
        data, codes = await city.ask(f"{{ board{scope} {{ series(step: HOUR) {{ at ratings }} }} }}", {}, PUBLIC)
        assert not codes
        assert data["board"]["series"]


@pytest.mark.parametrize(
    ("step", "first", "last", "code"),
    [
        ("HOUR", "2026-01-01", "2026-02-10", []),
        ("HOUR", "2026-01-01", "2026-02-11", ["BAD_VARIABLE"]),
        ("DAY", "2024-01-01", "2026-09-26", []),
        ("DAY", "2024-01-01", "2026-09-27", ["BAD_VARIABLE"]),
        ("WEEK", "2007-08-06", "2026-10-04", []),
        ("WEEK", "2007-08-05", "2026-10-04", ["BAD_VARIABLE"]),
        ("MONTH", "2000-01-01", "2083-04-30", []),
        ("MONTH", "2000-01-01", "2083-05-01", ["BAD_VARIABLE"]),
    ],
)
async def test_a_series_has_at_most_a_thousand_points(
    city: City, step: str, first: str, last: str, code: list[str]
) -> None:
    document = f'{{ board(from: "{first}", to: "{last}") {{ series(step: {step}) {{ at }} }} }}'
    _, codes = await city.ask(document, {}, SUPERVISOR)
    assert codes == code


async def test_the_curves_below_a_board_have_ten_thousand_points_together(city: City) -> None:
    below = "children(first: {first}) {{ edges {{ node {{ board {{ series {{ at }} }} }} }} }}"
    for first, code in ((27, []), (28, ["BAD_VARIABLE"])):
        document = f'{{ board(from: "2025-01-01", to: "2026-01-01") {{ {below.format(first=first)} }} }}'
        assert (await city.ask(document, {}, SUPERVISOR))[1] == code


async def test_a_cursor_of_one_kind_of_part_fits_no_other(city: City) -> None:
    districts = "{ board { children(first: 1) { pageInfo { endCursor } } } }"
    data, _ = await city.ask(districts, {}, PUBLIC)
    cursor = data["board"]["children"]["pageInfo"]["endCursor"]
    for scope, code in (("", []), ('(scope: {districtCode: "990101"})', ["BAD_CURSOR"])):
        document = f'{{ board{scope} {{ children(first: 1, after: "{cursor}") {{ __typename }} }} }}'
        assert (await city.ask(document, {}, PUBLIC))[1] == code
