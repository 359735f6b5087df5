"""The editor of the API in a real browser: it works under its strict policy, and asks no other house for anything."""

import asyncio
import socket

import pytest
import uvicorn
from playwright.async_api import async_playwright
from starlette.applications import Starlette
from starlette.routing import Route

from app import House
from tests.api.conftest import opened
from tests.cast import Cast
from web import assets

pytestmark = pytest.mark.browser


async def test_a_developer_asks_the_api_by_hand(database: str, cast: Cast) -> None:
    async with opened(database, cast, graphiql=True) as api:
        house = House(api.door, Starlette(routes=[Route("/static/{mark}/{path:path}", assets.serve)]))
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(house, lifespan="off", log_level="warning", timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        asked, complaints = [], []
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = await browser.new_page()
            page.set_default_timeout(8_000)
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await page.goto(f"{address}/graphql")
            await page.click(".query-editor .CodeMirror")
            await page.keyboard.press("Control+A")
            await page.keyboard.insert_text("{ districts { name } }")
            await page.keyboard.press("Control+Enter")
            await page.wait_for_selector(".result-window >> text=海湾区", state="attached")
            await browser.close()
        server.should_exit = True
        await serving
        listening.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()
