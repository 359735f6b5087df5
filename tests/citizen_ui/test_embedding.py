"""The board in another house's page: where it may be shown, without cookies, alive; nothing else of ours may be."""

import asyncio
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, Route

from citizen_ui.board import embed
from citizen_ui.board import scope as board_scope
from domain.words import Level
from settings import Unusable, read
from tests.cast import BUREAU, Cast
from tests.citizen_ui.test_in_a_browser import phone as phone

HERE = "https: http://127.0.0.1:* http://localhost:*"


@pytest.fixture(autouse=True)
def allowed() -> Iterator[None]:
    embed.allow(HERE)
    yield
    embed.allow("https:")


async def test_only_the_frame_may_be_framed_and_it_sets_no_cookie(door: httpx.AsyncClient, cast: Cast) -> None:
    for path in ("/board/embed/city", "/board/embed/districts/990101", f"/board/embed/agencies/{BUREAU}"):
        answer = await door.get(f"{path}?lang=en")
        assert answer.status_code == 200
        assert f"frame-ancestors 'self' {HERE}" in answer.headers["content-security-policy"]
        assert "x-frame-options" not in answer.headers
        assert "set-cookie" not in answer.headers
        assert '<html lang="en"' in answer.text
    for path in ("/board", f"/board/agencies/{BUREAU}", "/progress", "/board/embed/nothing/x"):
        answer = await door.get(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"


async def test_a_city_names_whose_pages_may_show_it() -> None:
    environ = {"DATABASE_URL": "postgresql://h/x", "REDIS_URL": "redis://h", "SECRET_KEY": "00" * 32}
    assert read(environ).board_frame_ancestors == "https:"
    chosen = read(environ | {"BOARD_FRAME_ANCESTORS": "https://www.example.gov.cn https://*.example.gov.cn"})
    assert chosen.board_frame_ancestors == "https://www.example.gov.cn https://*.example.gov.cn"
    for wrong in ("*", "https://a.cn; script-src *", "javascript:"):
        with pytest.raises(Unusable, match="BOARD_FRAME_ANCESTORS"):
            read(environ | {"BOARD_FRAME_ANCESTORS": wrong})


@pytest.fixture
def portal() -> Iterator[Any]:
    """A portal of another origin, whose page holds the line of our guide."""
    page = {"html": ""}

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page["html"].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield page, f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
async def test_a_portal_shows_the_figures_and_sees_them_change(phone: Page, cast: Cast, portal: Any) -> None:
    page, address = portal
    await phone.goto("/board/districts/990101")
    snippet = await phone.locator(".how-scope pre").text_content() or ""
    ours = await phone.evaluate("location.origin")
    page["html"] = snippet.replace("http://haochaping.test", ours)
    async with phone.expect_response("**/board/embed/districts/990101/events"):
        await phone.goto(address)
    frame = phone.frame_locator("iframe")
    await frame.locator("text=今年还没有收到评价。").wait_for()
    await cast.rate(Level.VERY_SATISFIED)
    await frame.locator("text=今年1次评价里没有差评。").wait_for(timeout=4_000)
    assert await phone.context.cookies() == []
    for other in ("/board", "/progress"):
        page["html"] = f'<iframe src="{ours}{other}"></iframe>'
        await phone.goto(address)
        await phone.wait_for_timeout(300)
        assert await phone.frame_locator("iframe").locator("main").count() == 0
    board_scope.forget()


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/board", "/board/districts/990101", "/board/embed/districts/990101"])
async def test_a_page_listens_whichever_of_its_scripts_comes_last(phone: Page, cast: Cast, path: str) -> None:
    async def late(route: Route) -> None:
        await asyncio.sleep(0.8)
        await route.continue_()

    scripts = re.findall(r'<script src="([^"]+)"', await (await phone.request.get(path)).text())
    for script in scripts:
        await phone.route(f"**{script}", late)
        async with phone.expect_response("**/events", timeout=6_000):
            await phone.goto(path)
        await phone.unroute(f"**{script}", late)
    assert scripts
