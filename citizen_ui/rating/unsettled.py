"""Ratings of which nobody knows whether they were saved: whoever sends the same again meets the own one, not a closed
door.

The form brings its key along; this is for a form that was opened anew. Only what was left unsettled here is known here,
so that nobody can try out with somebody else's proof what was said.
"""

from collections import OrderedDict
from dataclasses import replace
from hashlib import sha256
from time import monotonic
from typing import Final

from domain.evaluations import Submission

MOST: Final = 1_000
SECONDS: Final = 3_600.0

_left: OrderedDict[bytes, tuple[str, float]] = OrderedDict()


def leave(said: Submission) -> None:
    """It was sent and not answered."""
    if said.idempotency_key:
        _left[_mark(said)] = (said.idempotency_key, monotonic())
        if len(_left) > MOST:
            _left.popitem(last=False)


def recall(said: Submission) -> Submission:
    """The same under the key it was first sent with, if it was left unsettled."""
    key, since = _left.get(_mark(said), ("", 0.0))
    return replace(said, idempotency_key=key) if key and monotonic() - since < SECONDS else said


def forget() -> None:
    """Begin anew, for another city."""
    _left.clear()


def _mark(said: Submission) -> bytes:
    return sha256(said.token.encode() + said.fingerprint).digest()
