"""What every page keeps: strict headers, no inline style or script, content-named files, helpful errors."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.errors import Conflict, RateLimited
from web import assets, errors
from web.language import LanguageMiddleware
from web.security import SecurityMiddleware

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = [path for room in ("web", "citizen_ui", "admin_ui") for path in (ROOT / room).rglob("templates/**/*.html")]
BUSY = RateLimited("人多，请等等", "Busy, please wait", retry_after=3)


def failing(error: Exception) -> Callable[[Request], Awaitable[Response]]:
    async def fail(request: Request) -> Response:
        raise error

    return fail


@pytest.fixture
async def house() -> httpx.AsyncClient:
    routes = [
        Route("/static/{mark}/{path:path}", assets.serve),
        Route("/conflict", failing(Conflict("苏敏仪刚刚先办了。您写的没有提交，也没有丢。", "Su was faster."))),
        Route("/busy", failing(BUSY)),
        Route("/crash", failing(RuntimeError("a secret"))),
        Route("/closed", failing(HTTPException(503))),
    ]
    pages = Starlette(routes=routes, exception_handlers=errors.handlers())
    transport = httpx.ASGITransport(SecurityMiddleware(LanguageMiddleware(pages)), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://haochaping.test")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "找不到这个页面"),
        ("/conflict", 409, "苏敏仪刚刚先办了"),
        ("/busy", 429, "人多，请等等"),
        ("/crash", 500, "我们这边出错了"),
        ("/closed", 503, "一条也不会丢"),
    ],
)
async def test_every_failure_is_a_helpful_page(house: httpx.AsyncClient, path: str, status: int, words: str) -> None:
    answer = await house.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "a secret" not in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_whoever_must_wait_is_told_how_long(house: httpx.AsyncClient) -> None:
    assert (await house.get("/busy")).headers["retry-after"] == "3"


async def test_the_language_follows_the_browser_and_a_choice_is_remembered(house: httpx.AsyncClient) -> None:
    english = await house.get("/nowhere", headers={"Accept-Language": "de, en;q=0.8, zh;q=0.5"})
    assert "This page is not here" in english.text
    await house.get("/nowhere?lang=en")
    assert "This page is not here" in (await house.get("/nowhere")).text
    assert "找不到" in (await house.get("/nowhere?lang=zh-CN")).text


@pytest.mark.parametrize(
    "accepted", ["zh ; q=0.5, en ; q=0.9", "zh;q=0.5,en; q=0.9", "zh; Q = 0.5, EN-gb", "zh;q=x,en"]
)
async def test_a_language_is_weighed_however_the_header_is_spaced(house: httpx.AsyncClient, accepted: str) -> None:
    assert "This page is not here" in (await house.get("/nowhere", headers={"Accept-Language": accepted})).text


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False), ("", False)],
)
async def test_a_file_comes_packed_to_whom_it_may(house: httpx.AsyncClient, accepted: str, packed: bool) -> None:
    answer = await house.get(assets.asset_url("citizen.css"), headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_files_are_kept_for_ever_under_the_name_of_their_content(house: httpx.AsyncClient) -> None:
    answer = await house.get(assets.asset_url("citizen.css"))
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in (await house.get("/static/old/citizen.css")).headers["cache-control"]
    assert (await house.get("/static/x/../../settings.py")).status_code == 404


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|hx-on|\sjs:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_named_is_one_we_have(path: Path) -> None:
    from web.icons import symbols

    named = re.findall(r'\bicon\("([a-z0-9-]+)"', path.read_text("utf-8"))
    assert [name for name in named if f"i-{name}" not in symbols()] == []


def test_every_form_that_sends_something_keeps_its_page_when_that_fails() -> None:
    """With script a form is sent by htmx, a piece at a time or (`ui.posts`) as a page: a failure then takes nothing
    away. A form without either would leave its words to the browser's own error page."""
    rooms = ("web/templates", "admin_ui/templates", "citizen_ui/templates")
    tags = [
        (path.name, tag)
        for room in rooms
        for path in sorted(Path(room).rglob("*.html"))
        for tag in re.findall(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", path.read_text("utf-8"))
        if 'method="post"' in tag or "posts(" in tag
    ]
    carried_on = {"_kept.html", "sign_in.html"}  # the pages that give words back: what they send leads to another page
    assert len(tags) > 30
    assert [
        one for one in tags if "data-hx-post" not in one[1] and "ui.posts" not in one[1] and one[0] not in carried_on
    ] == []
