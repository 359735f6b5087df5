"""No form of the officials loses a word: not by a lost session or somebody else's, an old page, an outage."""

import re
from collections.abc import Iterator

import pytest

from admin_ui.routes import routes
from api import payloads
from domain.subscriptions import documents
from storage import database as storage
from storage.transactions import execute, fetch_value
from tests.admin.conftest import HTMX, PASSWORD, Enter, sealed
from tests.admin.filling_in import places
from tests.admin.reading import Form, forms_on, sign_in_again, standing_in
from tests.cast import Cast

WORDS = "写了半天的一句话\n还有第二行"
SECRET = "MCowBQYDK2VwAyEA-not-to-be-told"
OF_THE_PERSON = {"/admin/session"}
# What is pressed without a word, or is a choice alone: nothing can be lost with it.
WORDLESS = {
    "/admin/sign-ins/lifted", "/admin/accounts/{account}/unlocking", "/admin/accounts/{account}/sign-out",
    "/admin/session/role", "/admin/session/end", "/admin/ledger/verification", "/admin/moderation/undo",
    "/admin/work-orders/{order}/signature", "/admin/moderation/{text}/delay", "/admin/webhooks/{webhook}/secret",
    "/admin/webhooks/{webhook}/test", "/admin/webhooks/{webhook}/repeat", "/admin/webhooks/{webhook}/deletion",
    "/admin/clients/{client}/api-key", "/admin/clients/{client}/closure", "/admin/clients/{client}/opening",
    "/admin/clients/{client}/keys/revocation", "/admin/periods/{period}/computation",
    "/admin/periods/{period}/adjustments",
}  # fmt: skip
# Stand on the same form as another one, or are proven beside the rule they belong to.
ELSEWHERE = {
    "/admin/moderation/{text}/preview", "/admin/moderation/{text}/reveal", "/admin/weights/{plan}/adoption",
    "/admin/weights/{plan}/disposal", "/admin/periods/{period}/settlement",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _documents() -> None:
    documents.use(payloads.read)


def posts() -> Iterator[str]:
    """Every address of ours that takes a form, as it is registered."""
    yield from sorted({route.path for route in routes if "POST" in (route.methods or ())} - OF_THE_PERSON)


def route_of(action: str) -> str:
    path = action.partition("?")[0]
    return next(r.path for r in routes if "POST" in (r.methods or ()) and r.path_regex.fullmatch(path))


async def concrete(path: str, cast: Cast) -> str:
    """An address of this kind, of something that is there."""
    order = sealed(await cast.order(anonymous_to_agency=False)) if "{order}" in path else ""
    return re.sub(r"\{(\w+)\}", lambda name: order or {"plan": "1", "period": "2026-Q1"}.get(name[1], "none"), path)


async def test_a_form_that_was_sent_too_late_comes_back_filled_in(enter: Enter, cast: Cast) -> None:
    people, proven = {}, set[str]()
    async for place in places(cast):
        person = people.get(place.login) or await enter(place.login)
        people[place.login] = person
        page = await person.see(place.url)
        for form in forms_on(page):
            if not form.typed or route_of(form.action) in WORDLESS:
                continue
            await execute(
                "delete from session where account_id = (select id from account where login = $1)", place.login
            )
            gone = await person.client.post(form.action, data={**form.hidden, **form.typed})
            assert gone.status_code == 401, form.action
            back = await sign_in_again(person, gone.text, place.login, PASSWORD)
            assert_filled(form, back)
            proven.add(route_of(form.action))
    assert sorted(set(posts()) - proven - WORDLESS - ELSEWHERE) == []


def assert_filled(form: Form, html: str) -> None:
    standing = standing_in(html, form.action)
    for name, value in form.typed.items():
        if name != "key":  # of a client: it may be a secret
            assert standing.get(name) == value, (form.action, name, standing.get(name))
    assert "您写的都填回来了" in html


@pytest.mark.parametrize("path", list(posts()))
async def test_whatever_is_sent_is_told_back(enter: Enter, cast: Cast, path: str) -> None:
    """A session that is over, somebody else's, a page of an older session, a text that is too long."""
    officer, url = await enter("officer"), await concrete(path, cast)
    sent = {"csrf": officer.csrf, "note": WORDS, "password": SECRET}
    too_long = await officer.client.post(url, data={**sent, "more": "长" * 8000})
    told(too_long.status_code, 413, too_long.text)
    await execute("delete from session")
    over = await officer.client.post(url, data=sent)
    told(over.status_code, 401, over.text)
    back = await sign_in_again(officer, over.text, "officer", PASSWORD)
    assert WORDS in back
    stale = await officer.client.post(url, data=sent)
    told(stale.status_code, 403, stale.text)
    if not path.startswith("/admin/session"):
        await execute("update account set roles = '{AUDITOR,CASE_OFFICER}' where login = 'officer'")
        role = await officer.client.post("/admin/session/role", data={"csrf": officer.csrf, "role": "AUDITOR"})
        assert role.status_code == 303
        other_role = await officer.client.post(url, data={**sent, "csrf": officer.csrf})
        told(other_role.status_code, 403, other_role.text)
        assert "您现在的身份是审计员" in other_role.text
    head = await enter("head")
    officer.client.cookies = head.client.cookies
    other = await officer.client.post(url, data=sent)
    told(other.status_code, 403, other.text)
    assert "现在登录的是局长" in other.text
    assert WORDS not in standing_in(other.text, url).values(), "shown, and in no form of one's own"


def told(status: int, expected: int, html: str) -> None:
    assert status == expected, html[-800:]
    assert WORDS in html
    assert SECRET not in html


async def test_the_words_outlive_a_database_that_is_away(enter: Enter, cast: Cast, database: str) -> None:
    officer = await enter("officer")
    urls = [await concrete(path, cast) for path in posts()]
    await storage.close()
    try:
        for url in urls:
            answer = await officer.client.post(url, data={"csrf": officer.csrf, "note": WORDS, "password": SECRET})
            assert answer.status_code >= 500
            assert f">\n{WORDS}</textarea>" in answer.text, url
            assert SECRET not in answer.text
    finally:
        await storage.connect(database)


async def test_whoever_signs_in_instead_reads_the_words_and_does_not_send_them(enter: Enter, cast: Cast) -> None:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "sign")
    officer, url = await enter("officer"), f"/admin/work-orders/{sealed(order)}"
    await officer.see(f"{url}?move=contact")
    await execute("delete from session")
    gone = await officer.send(f"{url}/contact", note=WORDS, move="contact")
    back = await sign_in_again(officer, gone.text, "officer2", PASSWORD)
    assert "现在登录的是苏专员，没有提交" in back
    assert WORDS in back
    assert standing_in(back, f"{url}/contact") == {}
    assert await fetch_value("select state from work_order where id = $1", order) == "SIGNED"


async def test_the_role_the_words_were_written_in_is_taken_up_again(enter: Enter, cast: Cast) -> None:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "sign")
    await execute("update account set roles = '{AUDITOR,CASE_OFFICER}' where login = 'officer'")
    officer, url = await enter("officer"), f"/admin/work-orders/{sealed(order)}"
    await officer.send("/admin/session/role", role="CASE_OFFICER")
    await execute("delete from session")
    gone = await officer.send(f"{url}/contact", note=WORDS, move="contact")
    back = await sign_in_again(officer, gone.text, "officer", PASSWORD)
    assert standing_in(back, f"{url}/contact")["note"] == WORDS


async def test_what_can_no_longer_be_done_still_gives_the_words_back(enter: Enter, cast: Cast) -> None:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "sign")
    officer, url = await enter("officer"), f"/admin/work-orders/{sealed(order)}"
    await officer.see(f"{url}?move=contact")
    await execute("update work_order set agency_id = $1", cast.ids["housing"])
    for path in (f"{url}/contact", f"{url}/reveal", f"{url}/reply-draft", "/admin/work-orders/none/contact"):
        answer = await officer.send(path, note=WORDS, move="contact", reveal_reason=WORDS, reply_draft=WORDS)
        assert answer.status_code == 404, path
        assert WORDS in answer.text, path


async def test_a_wrong_password_keeps_what_was_being_written(enter: Enter, cast: Cast) -> None:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "sign")
    officer, url = await enter("officer"), f"/admin/work-orders/{sealed(order)}"
    await officer.see("/admin")
    await execute("delete from session")
    gone = await officer.send(f"{url}/contact", note=WORDS, move="contact")
    wrong = await sign_in_again(officer, gone.text, "officer", "not the password")
    assert "账号或密码不对" in wrong
    back = await sign_in_again(officer, wrong, "officer", PASSWORD)
    assert standing_in(back, f"{url}/contact")["note"] == WORDS


async def test_a_form_another_site_sends_is_never_filled_in_for_anybody(enter: Enter, cast: Cast) -> None:
    officer = await enter("officer")
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.test"}
    for url in [await concrete(path, cast) for path in posts()]:
        answer = await officer.client.post(url, data={"csrf": officer.csrf, "note": WORDS}, headers=elsewhere)
        assert answer.status_code == 403
        assert WORDS not in answer.text


async def test_with_script_every_failure_is_a_message_and_no_page(enter: Enter, cast: Cast) -> None:
    officer = await enter("officer")
    for path in posts():
        url = await concrete(path, cast)
        elsewhere = await officer.client.post(url, data={}, headers={**HTMX, "Sec-Fetch-Site": "cross-site"})
        no_form = await officer.client.post(url, json={}, headers=HTMX)
        too_long = await officer.client.post(url, data={"csrf": officer.csrf, "note": "长" * 9000}, headers=HTMX)
        far_too_long = await officer.client.post(url, data={"note": "长" * 90000}, headers=HTMX)
        nobody = await officer.client.post(
            url, data={"note": WORDS}, headers={**HTMX, "Cookie": "haochaping_session=x"}
        )
        not_so = await officer.client.put(url, headers=HTMX)
        answers = [elsewhere, no_form, too_long, far_too_long, nobody, not_so]
        assert [answer.status_code for answer in answers] == [403, 415, 413, 413, 401, 405], path
        for answer in answers:
            assert answer.headers["hx-ours"] == "failure"
            assert "<html" not in answer.text
            assert 'class="failure" role="alert"' in answer.text
