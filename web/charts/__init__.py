"""Where the marks of our charts stand: pure arithmetic, drawn by templates/charts. Widths are shares of their place."""

from web.charts.bars import histogram, parts
from web.charts.funnel import funnel
from web.charts.hours import hours
from web.charts.intervals import interval
from web.charts.multiples import multiple
from web.charts.scales import place
from web.charts.squares import squares
from web.charts.waterfall import waterfall

__all__ = ["funnel", "histogram", "hours", "interval", "multiple", "parts", "place", "squares", "waterfall"]
