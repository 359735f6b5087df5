"""Signing in: slowed down where somebody guesses, over after half an hour, and nothing typed is lost by it."""

import re

from domain.accounts import sessions
from storage.transactions import execute, fetch_value
from tests.admin.conftest import ADDRESS, PASSWORD, Enter, Official, sealed
from tests.cast import Cast


async def test_without_a_session_every_page_leads_to_the_door(stranger: Official) -> None:
    for path in ("/admin", "/admin/work-orders?state=SIGNED", "/admin/evaluations", "/admin/callbacks"):
        answer = await stranger.client.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/admin/session")
    assert 'value="/admin/work-orders?state=SIGNED"' in await stranger.see("/admin/work-orders?state=SIGNED")


async def test_the_cookie_is_for_this_door_and_for_no_script(stranger: Official) -> None:
    await stranger.see("/admin/session")
    answer = await stranger.client.post("/admin/session", data={"login": "officer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/admin"))
    assert "Secure" not in cookie, "this city is not served over https"
    assert await fetch_value("select count(*) from session where token_hash = sha256($1)", _token(cookie)) == 1


def _token(cookie: str) -> bytes:
    return cookie.split("=", 1)[1].split(";")[0].encode()


async def test_an_address_of_another_house_is_no_way_to_go_on(stranger: Official) -> None:
    for then in ("https://elsewhere.test/", "//elsewhere.test", "/admin//elsewhere", "/board", "/admin\\x"):
        answer = await stranger.client.post(
            "/admin/session", data={"login": "officer", "password": PASSWORD, "then": then}
        )
        assert answer.headers["location"] == "/admin"


async def test_wrong_password_and_unknown_login_are_one_answer(stranger: Official) -> None:
    answers = [
        await stranger.send("/admin/session", login=login, password="wrong") for login in ("officer", "nobody at all")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert all("账号或密码不对。" in answer.text for answer in answers)


async def test_a_shifted_city_does_not_shift_sessions(enter: Enter) -> None:
    official = await enter("officer")
    await execute("update city_clock set shift = interval '40 days'")
    await official.see("/admin")


async def test_half_an_hour_away_is_over(enter: Enter) -> None:
    official = await enter("officer")
    await execute("update session set seen_at = now() - interval '31 minutes'")
    assert (await official.client.get("/admin")).status_code == 303
    await sessions.forget()
    assert await fetch_value("select count(*) from session") == 0


async def test_a_disabled_account_is_out_at_once(enter: Enter) -> None:
    official = await enter("officer")
    await execute("update account set is_enabled = false where login = 'officer'")
    assert (await official.client.get("/admin")).status_code == 303


async def test_whoever_signs_out_is_out(enter: Enter) -> None:
    official = await enter("officer")
    await official.send("/admin/session/end")
    assert (await official.client.get("/admin")).status_code == 303
    assert await fetch_value("select count(*) from session") == 0


async def test_roles_are_switched_and_never_mixed(enter: Enter) -> None:
    await execute("update account set roles = '{CASE_OFFICER,AUDITOR}' where login = 'officer'")
    official = await enter("officer")
    assert "以审计员身份" in await official.see("/admin")
    switched = await official.send("/admin/session/role", role="AUDITOR")
    assert "审计员" in switched.text
    assert "以差评专员身份" in switched.text
    refused = await official.send("/admin/session/role", role="SUPERVISOR")
    assert refused.status_code == 422


async def test_a_form_without_the_sessions_token_or_from_elsewhere_changes_nothing(enter: Enter, cast: Cast) -> None:
    order_id, official = await cast.order(), await enter("officer")
    url = f"/admin/work-orders/{sealed(order_id)}/signature"
    assert (await official.client.post(url, data={"version": "1"})).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.test"}
    assert (await official.client.post(url, data={"csrf": official.csrf}, headers=elsewhere)).status_code == 403
    assert await fetch_value("select state from work_order where id = $1", order_id) == "DISPATCHED"


async def test_words_typed_into_an_expired_session_are_there_after_signing_in(enter: Enter, cast: Cast) -> None:
    order_id, official = await cast.order(anonymous_to_agency=False), await enter("officer")
    await cast.bring(order_id, "sign")
    await official.see("/admin")
    await execute("delete from session")
    url = f"/admin/work-orders/{sealed(order_id)}"
    gone = await official.send(f"{url}/contact", note="打了两次，第二次接通", version=2, move="contact")
    assert gone.status_code == 401
    assert "登录已过期，字还在" in gone.text
    kept = dict(re.findall(r'type="hidden" name="(keep\.\w+|kept|was)" value="([^"]+)"', gone.text))
    assert kept.items() >= {"keep.note": "打了两次，第二次接通", "kept": f"{url}/contact"}.items()
    back = await official.send("/admin/session", login="officer", password=PASSWORD, **kept)
    assert back.status_code == 200
    assert "打了两次，第二次接通</textarea>" in back.text
    done = await official.send(f"{url}/contact", note="打了两次，第二次接通", version=2, move="contact")
    assert "已记录联系" in done.text
    assert done.url == f"{ADDRESS}{url}?done=contact"
