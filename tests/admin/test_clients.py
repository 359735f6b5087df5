"""渠道与密钥: the administrator registers systems, renews keys, opens origins, and nobody else comes in."""

import re

import pytest

from domain import access
from domain.clients import clients
from storage.transactions import fetch_value
from tests.admin.conftest import AtDesk, Enter, Official
from tests.admin.reading import standing_in
from tests.cast import Cast
from tests.signing import ed25519, p256

KEY = re.compile(r'<code id="secret">(hck_[^<]+)</code>')
ROW = re.compile(r'class="row-link" href="(/admin/clients/[^"]+)"')


async def registered(admin: Official, name: str = "滨海通", kind: str = "CHANNEL") -> tuple[str, str]:
    """The page of a new client, and the key it showed."""
    await admin.see("/admin/clients?new=1")
    answer = await admin.send("/admin/clients", name=name, kind=kind, agency="", channel="")
    (key,) = KEY.findall(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    page = await admin.see("/admin/clients")
    return ROW.findall(page)[0], key


async def who(key: str) -> str | None:
    found = await access.bearers(access.digest(key))
    return found[0].name if found else None


async def test_a_new_system_gets_a_key_that_no_later_page_shows(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    url, key = await registered(admin)
    assert await who(key) == "滨海通"
    page = await admin.see(url)
    assert key not in page
    assert re.search(r"hcc_[0-9a-f]{32}", page)
    assert "提交评价、读用户的业务" in page


async def test_a_renewed_key_is_shown_once_and_ends_the_old_one(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    url, key = await registered(admin)
    await admin.see(url)
    (second,) = KEY.findall((await admin.send(f"{url}/api-key")).text)
    assert (await who(key), await who(second)) == (None, "滨海通")


async def test_origins_are_kept_one_a_line_and_a_wrong_one_is_said_beside_what_was_typed(
    enter: Enter, cast: Cast
) -> None:
    admin = await enter("administrator")
    url, _ = await registered(admin)
    await admin.see(url)
    saved = await admin.send(f"{url}/origins", origins="https://A.example\nhttps://b.example/\n")
    assert "来源已保存" in saved.text
    assert "https://a.example\nhttps://b.example</textarea>" in saved.text
    refused = await admin.send(f"{url}/origins", origins="https://a.example\nb.example")
    assert refused.status_code == 422
    assert "“b.example”不是来源" in refused.text
    assert "https://a.example\nb.example</textarea>" in refused.text
    assert await fetch_value("select origins from client where name = '滨海通'") == [
        "https://a.example",
        "https://b.example",
    ]


async def test_a_public_key_is_registered_and_revoked(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    url, _ = await registered(admin)
    await admin.see(url)
    done = await admin.send(f"{url}/keys", kid="2026-11", key=p256().public, until="2099-12-31")
    assert "公钥已登记" in done.text
    assert "ES256" in done.text
    assert "2099年12月31日" in done.text
    assert "1把有效" in await admin.see("/admin/clients")
    await admin.see(url)
    assert "已吊销" in (await admin.send(f"{url}/keys/revocation", kid="2026-11")).text
    again = await admin.send(f"{url}/keys", kid="2026-11", key=ed25519().public, until="")
    assert (again.status_code, "用过了" in again.text) == (409, True)
    for until in ("2020-01-01", "31.12.2099"):
        wrong = await admin.send(f"{url}/keys", kid="k3", key=ed25519().public, until=until)
        assert (wrong.status_code, 'id="until-error"' in wrong.text) == (422, True)


async def test_a_private_key_is_refused_and_not_shown_again(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    url, _ = await registered(admin)
    await admin.see(url)
    secret = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIG\n-----END PRIVATE KEY-----"
    refused = await admin.send(f"{url}/keys", kid="k1", key=secret, until="")
    assert "这是私钥，没有保存" in refused.text
    assert "MC4CAQAwBQYDK2VwBCIEIG" not in refused.text


async def test_a_system_is_shut_out_and_let_in_again(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    url, key = await registered(admin)
    await admin.see(url)
    assert "已停用" in (await admin.send(f"{url}/closure")).text
    assert await who(key) is None
    refused = await admin.send(f"{url}/closure")
    assert (refused.status_code, "已经是这个状态了" in refused.text) == (409, True)
    assert "已重新启用" in (await admin.send(f"{url}/opening")).text
    assert await who(key) == "滨海通"


async def test_what_is_missing_is_said_and_what_was_typed_is_kept(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    await registered(admin)
    for name, kind, said in (
        ("", "CHANNEL", "请写名称"),
        ("滨海通", "CHANNEL", "已经有了"),
        ("新系统", "", "种类应为"),
    ):
        refused = await admin.send("/admin/clients", name=name, kind=kind, agency="", channel="")
        assert said in refused.text
        assert f'value="{name}"' in refused.text
    assert (await admin.client.get("/admin/clients/nonsense")).status_code == 404


@pytest.mark.parametrize("login", ["officer", "supervisor", "moderator", "hr", "auditor", "clerk"])
async def test_nobody_but_the_administrator_comes_in(enter: Enter, cast: Cast, login: str) -> None:
    official = await enter(login)
    assert "渠道与密钥" not in await official.see("/admin")
    assert (await official.client.get("/admin/clients")).status_code == 403
    sealed = ROW.findall(await (await enter("administrator")).see("/admin/clients"))[0]
    assert (await official.client.get(sealed)).status_code == 403
    before = await fetch_value("select count(*) from outbox")
    for move in ("", "/api-key", "/origins", "/keys", "/closure"):
        url = f"{sealed}{move}" if move else "/admin/clients"
        assert (await official.send(url, name="x", kind="CHANNEL", kid="k", key=ed25519().public)).status_code == 403
    assert await fetch_value("select count(*) from outbox") == before


@pytest.mark.browser
async def test_the_whole_page_in_a_browser(at_desk: AtDesk, cast: Cast) -> None:
    """Registering, the key that is shown once, a public key: by hand, under the strict policy."""
    page = await at_desk("administrator")
    await page.click("nav >> text=渠道与密钥")
    await page.click("text=登记新系统")
    await page.fill("#name", "滨海通")
    await page.click("label:has-text('渠道前端')")
    await page.click("button:has-text('登记')")
    assert (await page.inner_text("#secret")).startswith("hck_")
    await page.click("summary:has-text('登记公钥')")
    await page.fill("#kid", "2026-11")
    await page.fill("#key", ed25519().public)
    await page.click("button:has-text('登记公钥')")
    await page.wait_for_selector("text=公钥已登记")
    assert "EdDSA" in await page.inner_text("#keys table")
    assert await clients.code_of("滨海通")


async def test_of_two_lists_of_origins_the_second_is_told_what_is_saved(enter: Enter, cast: Cast) -> None:
    first, second = await enter("administrator"), await enter("administrator")
    page, _ = await registered(first)
    forms = [standing_in(await each.see(page), f"{page}/origins") for each in (first, second)]
    await second.send(f"{page}/origins", **forms[1] | {"origins": "https://a.example"})
    late = await first.send(f"{page}/origins", **forms[0] | {"origins": "https://b.example"})
    assert late.status_code == 409
    assert "您打开之后，别人改过来源" in late.text
    assert standing_in(late.text, f"{page}/origins")["origins"] == "https://b.example"
    assert await fetch_value("select origins from client where name = '滨海通'") == ["https://a.example"]
    again = standing_in(late.text, f"{page}/origins") | {"origins": "https://a.example\nhttps://b.example"}
    assert (await first.send(f"{page}/origins", **again)).status_code == 200
