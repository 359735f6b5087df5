"""The words every page may need. A room's own words stand in that room and are added by it."""

from web.words.failures import FAILURES
from web.words.frame import FRAME
from web.words.trade import TRADE

SHARED = {**TRADE, **FRAME, **FAILURES}
