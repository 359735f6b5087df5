"""Every role signs in and sees its own desk: its own sentence, links that open, and nobody else's pages."""

import re
from html import unescape

import pytest
from starlette.routing import Route

from admin_ui.routes import routes
from domain import clock, moderation
from domain.evaluations.releasing import release
from domain.ledger import relay
from domain.words import Level, ModerationAction, Role
from storage import models
from storage.transactions import execute, fetch_value
from tests.admin.conftest import Enter, Official, password_hash
from tests.cast import Cast, pass_days
from web.formats import day

LINK = re.compile(r'<a [^>]*href="(/admin[^"]*)"')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
NAVIGATION = re.compile(r'<aside class="side".*?</nav>', re.S)

# login → the role, what the desk says first, and the pages of the navigation besides desk, board and keyboard.
ORDERS, TEXTS, LOG = "/admin/work-orders", "/admin/moderation", "/admin/moderation-log"
RATINGS, SUSPECTS, CALLBACKS = "/admin/evaluations", "/admin/suspects", "/admin/callbacks"
WEIGHTS, PERIODS, SCORES = "/admin/weights", "/admin/periods", "/admin/appraisals"
GUESSES, DIRECTORY, ACCOUNTS = "/admin/sign-ins", "/admin/directory", "/admin/accounts"
HOOKS, CLIENTS, STANDARDS = "/admin/webhooks", "/admin/clients", "/admin/moderation-standards"
DESKS = {
    "officer": (Role.CASE_OFFICER, "今天先办这1件", {ORDERS, RATINGS}),
    "head": (Role.AGENCY_HEAD, "本单位没有逾期的工单", {ORDERS, RATINGS, SCORES}),
    "hall": (Role.HALL_MANAGER, "大厅今天收到1条评价，差评1条", {ORDERS, RATINGS}),
    "dispatcher": (Role.DISPATCHER, "没有今天必须办的", {ORDERS, CALLBACKS, RATINGS}),
    "supervisor": (Role.SUPERVISOR, "没有今天必须办的", {ORDERS, RATINGS, WEIGHTS, SCORES}),
    "reviewer": (Role.REVIEWER, "没有今天必须办的", {ORDERS, RATINGS, SUSPECTS, LOG, STANDARDS}),
    "moderator": (Role.MODERATOR, "这些在等您", {ORDERS, RATINGS, TEXTS, SUSPECTS, LOG, STANDARDS}),
    "hr": (Role.HR, "没有等您结算的周期", {ORDERS, RATINGS, WEIGHTS, PERIODS}),
    "auditor": (Role.AUDITOR, "账本记到第", {ORDERS, RATINGS, LOG, STANDARDS, DIRECTORY}),
    "clerk": (Role.WINDOW_STAFF, "还没有能给您看的评价", {SCORES}),
    "agent": (Role.HOTLINE_AGENT, "还没有能给您看的评价", {SCORES}),
    "administrator": (Role.SYSTEM_ADMINISTRATOR, "事件都送到了", {HOOKS, CLIENTS, DIRECTORY}),
    "guard": (Role.SECURITY_ADMINISTRATOR, "最近没有登录失败", {GUESSES, ACCOUNTS}),
}
EVERYBODYS = {"/admin", "/admin/keys"}
# Pages that open for a role though its navigation does not lead there, because another page of its does.
BESIDES = {"clerk": {RATINGS}, "agent": {RATINGS}, "hr": {SCORES}}
PAGES = {pages for _, _, own in DESKS.values() for pages in own}


@pytest.fixture
async def everybody(cast: Cast, enter: Enter) -> Enter:
    """The cast, with the two roles it lacks, after one bad rating with words."""
    ids = cast.ids
    agent = await models.StaffMember.create(number="H001", name="秦话务", agency_id=ids["managing"], duty="HOTLINE")
    for login, role, staff in (("agent", Role.HOTLINE_AGENT, agent.id), ("guard", Role.SECURITY_ADMINISTRATOR, None)):
        await models.Account.create(
            login=login,
            name=login,
            password_hash=password_hash(),
            roles=[role],
            agency_id=ids["managing"],
            staff_id=staff,
        )
    await cast.order(Level.VERY_DISSATISFIED, text="跑了两趟，希望一开始就给清单")
    await relay()
    return enter


def test_every_role_is_here() -> None:
    assert {role for role, _, _ in DESKS.values()} == set(Role)


@pytest.mark.parametrize("login", DESKS)
async def test_a_desk_of_its_own(login: str, everybody: Enter) -> None:
    _, sentence, own = DESKS[login]
    page = await (await everybody(login)).see("/admin")
    (heading,) = HEADING.findall(page)
    assert sentence in heading
    assert {link.partition("?")[0] for link in _navigation(page)} - EVERYBODYS == own


@pytest.mark.parametrize("login", DESKS)
async def test_every_link_of_a_desk_opens(login: str, everybody: Enter) -> None:
    official = await everybody(login)
    for link in sorted(set(map(unescape, LINK.findall(await official.see("/admin"))))):
        await official.see(link)


@pytest.mark.parametrize("login", DESKS)
async def test_other_roles_pages_do_not_open(login: str, everybody: Enter) -> None:
    official = await everybody(login)
    for page in sorted(PAGES - DESKS[login][2] - BESIDES.get(login, set())):
        answer = await official.client.get(page)
        assert answer.status_code in (403, 404), (page, answer.status_code)


@pytest.mark.parametrize("login", DESKS)
async def test_only_the_auditor_verifies_the_ledger(login: str, everybody: Enter) -> None:
    official = await everybody(login)
    await official.see("/admin")
    answer = await official.send("/admin/ledger/verification")
    assert answer.status_code == (200 if login == "auditor" else 403)
    assert ("都与写下时一致" in answer.text) is (login == "auditor")


async def test_the_auditor_is_told_what_was_changed(everybody: Enter) -> None:
    await execute("alter table ledger disable trigger all")
    await execute("update ledger set kind = 'evaluation.voided' where position = 2")
    auditor = await everybody("auditor")
    assert "账本第2条与写下时不一致" in (await auditor.send("/admin/ledger/verification")).text


async def test_the_rated_see_batches_and_no_days(everybody: Enter, cast: Cast) -> None:
    for _ in range(5):
        rated = await cast.rate(Level.SATISFIED, text="讲得很清楚")
        await moderation.moderate([rated.evaluation_id], ModerationAction.PUBLISH, by=cast["moderator"])
    clerk = await everybody("clerk")
    assert "讲得很清楚" not in await clerk.see("/admin")
    rated_on = day(await clock.today())
    await pass_days(8)
    await release()
    page = await clerk.see("/admin")
    assert "您能看到6条评价" in page
    assert page.count("讲得很清楚") == 5
    assert f"{day(await clock.today())}给您看的一批" in page
    assert rated_on not in page
    assert rated_on not in await clerk.see("/admin/evaluations?tab=all")


async def test_failures_at_the_door_are_counted_without_names(everybody: Enter, stranger: Official) -> None:
    await stranger.send("/admin/session", login="nobody", password="guess", then="/admin")
    page = await (await everybody("guard")).see("/admin")
    assert "最近有1次登录没有成功" in page
    assert "nobody" not in page
    assert await fetch_value("select count(*) from sign_in_attempt") == 1


def test_every_page_of_the_door_has_a_role_or_is_everybodys() -> None:
    """A new page is nobody's until somebody writes down whose."""
    plain = {route.path for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())}
    known = PAGES | EVERYBODYS | {"/admin/session", "/admin/webhooks/new"}
    assert {path for path in plain if "{" not in path} <= known


def _navigation(page: str) -> set[str]:
    found = NAVIGATION.search(page)
    assert found is not None
    return set(map(unescape, LINK.findall(found[0])))
