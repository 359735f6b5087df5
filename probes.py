"""Addresses for machines: liveness, readiness, metrics."""

import time
from collections import Counter, defaultdict
from collections.abc import Awaitable
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import settings
from domain import founding, outbox
from domain.faults import is_outage

LOOPBACK = {"127.0.0.1", "::1"}
ROOMS = {"graphql", "admin", "static", "board"}

answered: Counter[tuple[str, int]] = Counter()
seconds: defaultdict[str, float] = defaultdict(float)


class Counting:
    """Counts answers and their time by room and status; never by address, which may carry a proof."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        room, since = _room(scope["path"]), time.perf_counter()

        def counting(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                answered[room, message["status"]] += 1
                seconds[room] += time.perf_counter() - since
            return send(message)

        await self.app(scope, receive, counting)


async def alive(request: Request) -> Response:
    """GET /healthz: 200 if this process answers."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """GET /readyz: 200 if the database answers with the tables of this code; else 503 with the reason.

    Redis is not asked: it carries wake-ups only.
    """
    try:
        reason = await founding.unready()
    except Exception as error:
        if not is_outage(error):
            raise
        reason = "the database does not answer"
    return PlainTextResponse(f"{reason}\n", 503) if reason else PlainTextResponse("ok\n")


async def metrics(request: Request) -> Response:
    """GET /metrics, in Prometheus' text format; 404 for whoever may not read it.

    Readers must send METRICS_TOKEN. If none is set, only this machine may read, and not in production.
    """
    if not _may_measure(request):
        return PlainTextResponse("not found\n", 404)
    lines = ["# TYPE haochaping_answers_total counter"]
    lines += [f'haochaping_answers_total{{room="{r}",status="{s}"}} {n}' for (r, s), n in sorted(answered.items())]
    lines += ["# TYPE haochaping_answer_seconds_total counter"]
    lines += [f'haochaping_answer_seconds_total{{room="{r}"}} {n:.6f}' for r, n in sorted(seconds.items())]
    lines += ["# TYPE haochaping_outbox_waiting gauge", f"haochaping_outbox_waiting {await _waiting()}"]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


async def _waiting() -> int:
    """The number of events not yet in the ledger, -1 during an outage; growth means that the relay stands still."""
    try:
        return await outbox.waiting()
    except Exception as error:
        if not is_outage(error):
            raise
        return -1


def _may_measure(request: Request) -> bool:
    """In production only the token counts, because behind a proxy on the same machine everybody looks local."""
    here = settings.current()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if here.metrics_token:
        return compare_digest(given.encode(), here.metrics_token.encode())
    local = request.client is not None and request.client.host in LOOPBACK and "x-forwarded-for" not in request.headers
    return local and not here.is_production


def _room(path: str) -> str:
    first = path.split("/", 2)[1] if "/" in path else ""
    return first if first in ROOMS else "public"


routes = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
