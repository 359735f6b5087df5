"""The template environment of all pages. An undefined name in a template is an error."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2_fragments import render_block
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web import catalogue, charts, formats, htmx, words
from web import city as cities
from web.assets import asset_url
from web.icons import sprite
from web.language import language

HERE = Path(__file__).parent
ROOMS = [HERE / "templates", HERE.parent / "citizen_ui" / "templates", HERE.parent / "admin_ui" / "templates"]

catalogue.add(words.SHARED)

env = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOMS),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
env.filters |= {
    "called": formats.called,
    "day": formats.day,
    "long_day": formats.long_day,
    "short_day": formats.short_day,
    "weekday": formats.weekday,
    "clock": formats.clock,
    "moment": formats.moment,
    "machine": formats.machine,
    "number": formats.number,
    "rate": formats.rate,
    "big": formats.big,
    "share": formats.share,
    "percent": formats.percent,
}
env.globals |= {
    "t": catalogue.say,
    "t_for": catalogue.say_for,
    "told": catalogue.has,
    "language": language,
    "asset": asset_url,
    "draw": charts,
    "sprite": sprite,
    "city": cities.UNNAMED,
}

MACROS = (
    "shared/_icon.html", "shared/_face.html", "shared/_deadline.html", "shared/_timeline.html",
    "shared/_terms.html", "shared/_empty.html", "shared/_form.html", "shared/_press.html", "shared/_fortnight.html",
    "shared/_kept.html",
    "charts/_table.html", "charts/_interval.html", "charts/_bars.html", "charts/_multiple.html",
    "charts/_squares.html", "charts/_scores.html", "charts/_hours.html", "charts/_trend.html",
)  # fmt: skip


def _macros() -> SimpleNamespace:
    """Return all shared macros as attributes, because a block drawn alone lacks the imports of its page."""
    modules = [env.get_template(name).module for name in MACROS]
    return SimpleNamespace(
        **{name: value for module in modules for name, value in vars(module).items() if callable(value)}
    )


env.globals["ui"] = _macros()


def in_city(city: cities.City) -> None:
    """Set the city that all pages name."""
    env.globals["city"] = city


def drawn(template: str, **context: Any) -> str:
    """Return a small template as HTML, to be put into a page."""
    return env.get_template(template).render(**context)


def piece(template: str, block: str, **context: Any) -> str:
    """Return one block of a page as HTML, for a stream of events."""
    return render_block(env, template, block, **context)


def in_pieces(request: Request, block: str | Sequence[str]) -> bool:
    """Whether the answer is `block` alone, without the page around it."""
    return any(block) and htmx.asks(request)


async def page(
    request: Request, template: str, *, block: str | Sequence[str] = "", status: int = 200, **context: Any
) -> HTMLResponse:
    """Return the whole page, or only `block` of it if htmx asks for a piece.

    Of several blocks the first goes to the target; the others have data-hx-swap-oob and go to their own place.
    """
    context["request"] = request
    context["in_pieces"] = alone = in_pieces(request, block)
    if alone:
        blocks = (block,) if isinstance(block, str) else block
        html = "\n".join(render_block(env, template, name, **context) for name in blocks)
    else:
        html = env.get_template(template).render(**context)
    answer = answered(html, status)
    return answer if alone or not htmx.asks(request) else htmx.middle(answer)


def answered(html: str, status: int) -> HTMLResponse:
    """Return an HTML answer that no cache keeps, because it is made for one person."""
    headers = {"Vary": "HX-Request, HX-Request-Type, Accept-Language, Cookie", "Cache-Control": "no-store", **htmx.OURS}
    return HTMLResponse(html, status_code=status, headers=headers)
