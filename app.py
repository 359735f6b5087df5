"""The web process: every door of the web in one application. `haochaping serve` runs it."""

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
    """The API stands before the router, as plain ASGI: routing costs as much as answering. Pages come after it."""

    def __init__(self, graphql: ASGIApp, pages: ASGIApp) -> None:
        self.graphql, self.pages = graphql, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self.graphql if scope["type"] != "lifespan" and scope["path"] == "/graphql" else self.pages
        await door(scope, receive, send)


@asynccontextmanager
async def living(app: Starlette) -> AsyncIterator[None]:
    """From before the first request until after the last."""
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
    """What was made while starting stays: the collector need not look through it with every other request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)


def _furnish(here: Settings) -> None:
    """What only the doors of the web are told: who reads documents, the city's name, who may frame and how often."""
    documents.use(payloads.read)
    templating.in_city(city.of(here.city_kind, here.city_name))
    embed.allow(here.board_frame_ancestors)
    throttle.allow(here.pages_per_minute)
    lines.allow(here.listeners_per_address)


async def _away(request: Request, error: Exception) -> Response:
    """A database that is away is not a fault of the page: it says so and comes back by itself."""
    if is_outage(error):
        return await errors.busy(request)
    raise error


async def _crashed(request: Request, error: Exception) -> Response:
    """The server hangs up after a fault of ours: whoever asks next over this connection must know it."""
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
