"""Icons (Tabler's, and our own faces), put into each page as one SVG sprite."""

import re
from functools import cache

from markupsafe import Markup

from web.assets import FOLDER

SYMBOL = re.compile(r'<symbol id="([^"]+)".*?</symbol>', re.S)
FACES = ("VERY_SATISFIED", "SATISFIED", "FAIRLY_SATISFIED", "DISSATISFIED", "VERY_DISSATISFIED")
CITIZEN = (
    "alert-circle", "check", "chevron-down", "circle-check", "clock", "copy", "phone", "plus", "search", "wifi-off",
)  # fmt: skip


@cache
def symbols() -> dict[str, str]:
    """Return the SVG of all symbols by id."""
    drawings = ((FOLDER / name).read_text("utf-8") for name in ("vendor/icons.svg", "faces.svg"))
    return {found.group(1): found.group(0) for text in drawings for found in SYMBOL.finditer(text)}


@cache
def sprite(room: str = "") -> Markup:
    """Return the sprite of all symbols; for `citizen` only those its pages use, to save bytes on phones."""
    if room == "citizen":
        names = [f"i-{name}" for name in CITIZEN] + [f"f-{name}" for name in FACES] + ["mark"]
    else:
        names = list(symbols())
    inside = "".join(symbols()[name] for name in names)
    return Markup(f'<svg class="sprite" aria-hidden="true" focusable="false" width="0" height="0">{inside}</svg>')
