"""The picture of a run: for each question a group of bars, answers a second, ours first. Plain SVG, no library."""

from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any, Final

WIDTH, LEFT, RIGHT, BAR, GAP, GROUP, TOP, LINE = 960, 330, 130, 18, 5, 46, 64, 140
OURS_COLOUR, THEIRS_COLOUR, BARE_COLOUR = "#1f6f5c", "#8a97a6", "#c9d1da"
SHOWN: Final = ("point", "list", "board", "submit-1", "submit-16", "submit-32", "submit-64", "submit-256", "fanout")
NOTE: Final = (
    "Bars are answers a second, each group to its own scale; × is ours divided by it in this run. Light bars: SQL "
    "alone, no HTTP.",
    "The others have no reach, no masks, no limits; their submit is one bare insert, ours has all effects. Fan-out: "
    "deliveries a second.",
)


def draw(report: Mapping[str, Any]) -> str:
    """The whole picture."""
    parts: list[str] = []
    y = TOP
    for name in SHOWN:
        if question := report["questions"].get(name):
            parts.append(_text(20, y + 14, question["title"], weight="600"))
            parts += _group(question["rows"], y + 26)
            y += GROUP + len(question["rows"]) * (BAR + GAP)
    facts = " · ".join(f"{name} {value}" for name, value in report["facts"].items())
    notes = [*NOTE, *wrap(facts, LINE, break_long_words=False)]
    foot = [_text(20, y + 14 + 18 * n, line, size=11, colour="#5b6673") for n, line in enumerate(notes)]
    height = y + 8 + 18 * len(notes)
    title = _text(20, 34, "haochaping beside what a user would pick instead", size=18, weight="600")
    return _frame(height, [title, *parts, *foot])


def _group(rows: Sequence[Mapping[str, Any]], y: int) -> list[str]:
    most = max(row["rate"] for row in rows)
    return [part for n, row in enumerate(rows) for part in _bar(row, y + n * (BAR + GAP), most)]


def _bar(row: Mapping[str, Any], y: int, most: float) -> list[str]:
    width = max(round((WIDTH - LEFT - RIGHT) * row["rate"] / most), 2)
    ours, bare = row["name"] == "haochaping", row["name"].startswith("pgbench")
    colour = OURS_COLOUR if ours else BARE_COLOUR if bare else THEIRS_COLOUR
    ratio = "" if row["ratio"] is None else f"  {row['ratio']:.2g}×"
    label = f"{row['rate']:,.0f}/s{ratio}"
    name = row["title"] if len(row["title"]) < 50 else row["title"].partition(",")[0]
    return [
        _text(LEFT - 10, y + 13, name, anchor="end", weight="600" if ours else "400"),
        f'<rect x="{LEFT}" y="{y}" width="{width}" height="{BAR}" rx="2" fill="{colour}"/>',
        _text(LEFT + width + 8, y + 13, label, weight="600" if ours else "400"),
    ]


def _text(
    x: int, y: int, words: str, *, size: int = 12, weight: str = "400", anchor: str = "start", colour: str = "#1d2630"
) -> str:
    style = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


def _frame(height: int, parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    family = "font-family=\"system-ui, 'Noto Sans', sans-serif\""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {family}>'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, "<title>Benchmark: answers a second</title>", ground, *parts, "</svg>", ""])
