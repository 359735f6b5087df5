"""Gather the Tabler icons our pages use into one sprite of symbols."""

import re

OUTLINE = (
    "adjustments-horizontal", "alarm", "alert-circle", "alert-triangle", "arrow-back", "arrow-left", "arrow-right",
    "arrow-up-right", "ban", "bell", "bolt", "bookmark", "building", "calendar", "calendar-off",
    "calendar-question", "chart-dots", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle-check", "clipboard-check", "clock", "copy", "corner-down-left", "dots", "download", "external-link",
    "eye", "eye-off", "file-check", "file-text", "filter", "help-circle", "history", "hourglass", "info-circle",
    "keyboard", "key", "layout-dashboard", "list-check", "lock", "login", "logout", "mail", "map-pin", "menu-2",
    "message", "message-circle", "minus", "moon", "paperclip", "pencil", "phone", "phone-call", "phone-off",
    "player-pause", "plus", "printer", "qrcode", "refresh", "rotate", "scale", "search", "send", "share", "shield",
    "shield-lock", "sun", "tag", "topology-star-3", "user", "user-check", "user-off", "users", "urgent", "wifi-off",
    "x",
)  # fmt: skip
FILLED = ["alert-triangle"]
SOURCES = {name: f"outline/{name}" for name in OUTLINE} | {f"{name}-filled": f"filled/{name}" for name in FILLED}


def sprite(drawings: dict[str, str]) -> str:
    """One <svg> with a <symbol id="i-…"> for each icon; strokes come from the style sheet, fills from the drawing."""
    symbols = [_symbol(name, drawings[path]) for name, path in SOURCES.items()]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str, drawing: str) -> str:
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing, flags=re.S)
    inside = " ".join(inside.split()).replace("> <", "><").replace(" />", "/>")
    inside = inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "")
    paint = ' fill="currentColor" stroke="none"' if name.endswith("-filled") else ""
    return f'<symbol id="i-{name}" viewBox="0 0 24 24"{paint}>{inside.strip()}</symbol>'
