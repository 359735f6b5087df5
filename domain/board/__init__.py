"""The board's figures for readers who do not see them live: told in batches at night (decision 0016)."""

from domain.board.closing import close_nights

__all__ = ["close_nights"]
