"""The board's figures as strangers are told them: in batches, closed at night (decision 0016)."""

from domain.board.closing import close_nights

__all__ = ["close_nights"]
