"""The texts that all pages share. Each part of the pages adds its own texts."""

from web.words.failures import FAILURES
from web.words.frame import FRAME
from web.words.trade import TRADE

SHARED = {**TRADE, **FRAME, **FAILURES}
