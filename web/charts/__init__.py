"""Computes the positions of the marks of charts; templates/charts draws them. Widths are in per cent."""

from web.charts.bars import histogram, parts
from web.charts.beside import beside
from web.charts.funnel import funnel
from web.charts.hours import hours
from web.charts.intervals import interval
from web.charts.multiples import multiple
from web.charts.squares import squares
from web.charts.waterfall import waterfall

__all__ = ["beside", "funnel", "histogram", "hours", "interval", "multiple", "parts", "squares", "waterfall"]
