"""The public's door in front of the test city: httpx speaks ASGI with it, PostgreSQL is real."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

import views
from citizen_ui.board import page as board
from citizen_ui.board import scope as board_scope
from citizen_ui.rating import unsettled
from citizen_ui.routes import routes
from domain import clock, keys
from storage import reading
from tests.cast import Cast
from views.compiling.sealing import Seal
from web import assets, errors, heavy
from web.bounds import Bounded
from web.language import LanguageMiddleware
from web.security import SecurityMiddleware

ADDRESS = "http://haochaping.test"
HERE = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
async def door(database: str, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without script, on the pages of the test city."""
    today = await clock.today()
    if (today.month, today.day) == (12, 31):  # what is rated today and told tomorrow would be of another year
        await clock.shift(timedelta(days=1))
    await reading.connect(database, size=2)
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor), public_url=ADDRESS)
    board.watch.forget()
    board_scope.forget()
    unsettled.forget()
    heavy.forget()
    static = Route("/static/{mark}/{path:path}", assets.serve)
    pages = Starlette(routes=[*routes, static], exception_handlers=errors.handlers(), middleware=[Middleware(Bounded)])
    house = SecurityMiddleware(LanguageMiddleware(pages))
    transport = httpx.ASGITransport(house, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=HERE) as client:
        yield client
    await reading.close()
