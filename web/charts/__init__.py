"""Where the marks of our charts stand: pure arithmetic, drawn by templates/charts. Widths are shares of their place."""

from web.charts.bars import histogram, parts
from web.charts.hours import hours
from web.charts.intervals import interval
from web.charts.multiples import multiple
from web.charts.squares import squares

__all__ = ["histogram", "hours", "interval", "multiple", "parts", "squares"]
