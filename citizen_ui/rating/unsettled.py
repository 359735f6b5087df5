"""Remembers ratings whose outcome is unknown after an outage, so that sending the same again succeeds.

A form sent again has its idempotency key with it; this is for a form that was opened anew and would be refused because
the proof is used. Only submissions that this process left unsettled are known, so that nobody can use another person's
proof to try out what was said.
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
    """Remember a submission that was sent and not answered."""
    if said.idempotency_key:
        _left[_mark(said)] = (said.idempotency_key, monotonic())
        if len(_left) > MOST:
            _left.popitem(last=False)


def recall(said: Submission) -> Submission:
    """Return the submission with the key it was first sent with, if it was left unsettled within the hour."""
    key, since = _left.get(_mark(said), ("", 0.0))
    return replace(said, idempotency_key=key) if key and monotonic() - since < SECONDS else said


def forget() -> None:
    """Drop all, before another database is used."""
    _left.clear()


def _mark(said: Submission) -> bytes:
    return sha256(said.token.encode() + said.fingerprint).digest()
