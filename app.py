"""The web process: API, pages for officials and for the public in one application; run by `haochaping serve`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

import house
import probes
import proxies
import settings
from admin_ui.routes import routes as admin_routes
from api import app as api
from api import payloads
from citizen_ui.board import embed, lines
from citizen_ui.routes import routes as citizen_routes
from domain.faults import MAYBE_OUTAGE, is_outage
from domain.subscriptions import documents
from settings import Settings
from web import assets, city, errors, robots, templating, throttle
from web.addresses import PlainAddresses
from web.bounds import Bounded
from web.language import LanguageMiddleware
from web.security import SecurityMiddleware
from web.throttle import ThrottleMiddleware

READERS = 8
YOUNG = 20_000  # new objects before the collector looks; an answer of 200 rows makes some thousands


class House:
    """Sends `/graphql` to the API and everything else to the pages.

    The API does not go through the router, because routing costs as much as answering.
    """

    def __init__(self, graphql: ASGIApp, pages: ASGIApp) -> None:
        self.graphql, self.pages = graphql, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self.graphql if scope["type"] != "lifespan" and scope["path"] == "/graphql" else self.pages
        await door(scope, receive, send)


@asynccontextmanager
async def living(app: Starlette) -> AsyncIterator[None]:
    """The lifespan: open everything before the first request, close it after the last."""
    here = settings.current()
    _furnish(here)
    proxies.warn(here)
    async with house.opened(here, readers=READERS):
        _settle()
        try:
            yield
        finally:
            await api.close()


def _settle() -> None:
    """Exempt what was made at the start from garbage collection, which would look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)


def _furnish(here: Settings) -> None:
    """Pass settings to the web doors: reader of documents, the city's name, who may frame, limits per address."""
    documents.use(payloads.read)
    templating.in_city(city.of(here.city_kind, here.city_name))
    embed.allow(here.board_frame_ancestors)
    throttle.allow(here.pages_per_minute)
    lines.allow(here.listeners_per_address)


async def _away(request: Request, error: Exception) -> Response:
    """Answer 503 and reload later if the error is an outage of the database; otherwise raise it again."""
    if is_outage(error):
        return await errors.busy(request)
    raise error


async def _crashed(request: Request, error: Exception) -> Response:
    """Answer 500 and announce that the server closes the connection, as uvicorn does after an exception."""
    answer = await errors.crashed(request, error)
    answer.headers["Connection"] = "close"
    return answer


def _routes() -> list[BaseRoute]:
    static = [Route("/static/{mark}/{path:path}", assets.serve), Route("/favicon.ico", assets.favicon)]
    return [*probes.routes, *static, Route("/robots.txt", robots.show), *admin_routes, *citizen_routes]


pages = Starlette(
    routes=_routes(),
    exception_handlers={**errors.handlers(), **dict.fromkeys(MAYBE_OUTAGE, _away), Exception: _crashed},
    lifespan=living,
    middleware=[Middleware(Bounded)],
)
pages.router.redirect_slashes = False  # it would send browsers to whatever Host the request named
app = proxies.Noticing(
    probes.Counting(
        House(api.graphql, SecurityMiddleware(ThrottleMiddleware(PlainAddresses(LanguageMiddleware(pages)))))
    )
)
