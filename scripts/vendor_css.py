"""Cut from Tabler's style sheet the parts our pages use, without the colours old in-app browsers cannot read."""

import re
from collections.abc import Iterator

PARTS = re.compile(
    r"\.(row|col|col-\d+|col-auto|btn|btn-primary|btn-icon|btn-link|form-label|form-control|form-select|form-check"
    r"|form-check-input|form-check-label|form-switch|dropdown|dropdown-menu|dropdown-item|dropdown-divider"
    r"|dropdown-header|visually-hidden)(?![\w-])[^ >+~]*$"
)
RESET = re.compile(
    r"(\*|\*::before|\*::after|body|hr|h[1-6]|p|ol|ul|dl|dt|dd|blockquote|b|strong|small|sub|sup|a|pre|code|img|svg|table"
    r"|caption|th|thead|tbody|tfoot|tr|td|label|button|input|select|optgroup|textarea|fieldset|legend|summary|output"
    r"|\[hidden\]|\[role=button\])(:[\w-]+(\([^)]*\))*)*$"
)
FOREIGN = re.compile(r"oklch|light-dark|color-mix|oklab")
STATE_OF_SCRIPT = re.compile(r"\.(show|was-validated|is-valid|is-invalid|dropend|dropstart|dropup|btn-check)\b|data-bs")
END_OF_RESET = ".lead"


def cut(css: str, version: str) -> str:
    """Reset, grid, buttons, forms and menus; every other rule, and every declaration in new colour notation, goes."""
    rules = list(_rules(re.sub(r"/\*.*?\*/", "", css, flags=re.S)))
    border = next(index for index, (selector, _) in enumerate(rules) if selector == END_OF_RESET)
    kept = [_keep(selector, body, index < border) for index, (selector, body) in enumerate(rules)]
    head = f"/* Tabler {version}, parts (scripts/vendor_css.py). Copyright 2018-2026 The Tabler Authors. MIT. */\n"
    return head + "\n".join(text for text in kept if text) + "\n"


def _keep(selector: str, body: str, in_reset: bool) -> str:
    if selector.startswith("@media"):
        inner = [_keep(name, block, in_reset) for name, block in _rules(body)]
        return f"{selector} {{\n" + "\n".join(text for text in inner if text) + "\n}" if any(inner) else ""
    names = [name.strip() for name in re.split(r",(?![^(]*\))", selector)]
    names = [name for name in names if _wanted(name, in_reset)]
    lines = [line.strip() for line in _declarations(body)]
    lines = [line for line in lines if line and not FOREIGN.search(line)]
    return f"{', '.join(names)} {{ {'; '.join(lines)} }}" if names and lines else ""


def _wanted(name: str, in_reset: bool) -> bool:
    if STATE_OF_SCRIPT.search(name):
        return False
    return bool(PARTS.match(name) or (in_reset and RESET.match(name)))


def _declarations(body: str) -> list[str]:
    return re.split(r";(?![^(]*\))", body)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The top-level rules of a sheet, as (selector, body)."""
    depth, start, head = 0, 0, ""
    for match in re.finditer(r'"[^"]*"|[{};]', css):
        sign = match.group()
        if sign == "{":
            depth += 1
            if depth == 1:
                head, start = " ".join(css[start : match.start()].split()), match.end()
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield head, css[start : match.start()]
                start = match.end()
        elif sign == ";" and depth == 0:
            start = match.end()
