"""The officials' door in front of the test city: httpx speaks ASGI with it, or Chromium; PostgreSQL is real."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

import views
from admin_ui.routes import routes
from domain import keys
from storage import reading
from storage.transactions import execute
from tests.cast import Cast
from views.compiling.sealing import Seal
from web import assets, errors
from web.bounds import Bounded
from web.language import LanguageMiddleware
from web.security import SecurityMiddleware

ADDRESS = "http://haochaping.test"
HERE = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}
PASSWORD = "correct horse"
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')

Enter = Callable[..., Awaitable["Official"]]
AtDesk = Callable[[str], Awaitable[Page]]


class Official:
    """One person at a browser without script: follows links, fills in the forms a page has."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.csrf = ""

    async def see(self, url: str, **headers: str) -> str:
        answer = await self.client.get(url, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, (url, answer.status_code, answer.text[-600:])
        self.note(answer)
        return answer.text

    async def send(self, url: str, *, htmx: bool = False, **fields: object) -> httpx.Response:
        data = {"csrf": self.csrf, **{name: str(value) for name, value in fields.items()}}
        answer = await self.client.post(url, data=data, headers=HTMX if htmx else {}, follow_redirects=not htmx)
        self.note(answer)
        return answer

    def note(self, answer: httpx.Response) -> None:
        if found := CSRF.search(answer.text):
            self.csrf = found[1]


@cache
def password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)


@pytest.fixture
async def house(database: str, cast: Cast) -> AsyncIterator[httpx.ASGITransport]:
    await reading.connect(database, size=2)
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor), public_url=ADDRESS)
    await execute("update account set password_hash = $1", password_hash())
    static = Route("/static/{mark}/{path:path}", assets.serve)
    pages = Starlette(routes=[*routes, static], exception_handlers=errors.handlers(), middleware=[Middleware(Bounded)])
    yield httpx.ASGITransport(SecurityMiddleware(LanguageMiddleware(pages)), raise_app_exceptions=False)
    await reading.close()


@pytest.fixture
async def stranger(house: httpx.ASGITransport) -> AsyncIterator[Official]:
    """Somebody who has not signed in."""
    async with httpx.AsyncClient(transport=house, base_url=ADDRESS, headers=HERE) as client:
        yield Official(client)


@pytest.fixture
async def enter(house: httpx.ASGITransport) -> AsyncIterator[Enter]:
    """`await enter("officer")` → that person, at the desk."""
    clients = []

    async def enter(login: str) -> Official:
        client = httpx.AsyncClient(transport=house, base_url=ADDRESS, headers=HERE)
        clients.append(client)
        official = Official(client)
        answer = await official.send("/admin/session", login=login, password=PASSWORD, then="/admin")
        assert answer.status_code == 200, answer.text[-600:]
        return official

    yield enter
    for client in clients:
        await client.aclose()


@pytest.fixture
async def served(house: httpx.ASGITransport) -> AsyncIterator[str]:
    """The same pages behind a real port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(house.app, lifespan="off", log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving
    listening.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def at_desk(browser: Browser, served: str) -> AsyncIterator[AtDesk]:
    """`await at_desk("hr")` → that person's page in a browser; whatever the browser complains of is a fault."""
    contexts, complaints = [], []

    def complain(words: str) -> None:
        if "console:" not in words or "Content Security Policy" in words:
            complaints.append(words)

    async def enter(login: str) -> Page:
        context = await browser.new_context(locale="zh-CN", base_url=served, viewport={"width": 1440, "height": 900})
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complain(f"{error}"))
        page.on("console", lambda said: complain(f"console: {said.text}"))
        await page.goto("/admin")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#desk h1")
        return page

    yield enter
    for context in contexts:
        await context.close()
    assert complaints == []


def sealed(order_id: int) -> str:
    return views.seal_id("WorkOrder", order_id)
