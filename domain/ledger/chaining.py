"""The hash that chains the ledger: changing or removing an entry breaks the chain. Pure."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

GENESIS = bytes(32)


def entry_hash(
    previous: bytes,
    position: int,
    event_id: UUID,
    kind: str,
    subject: tuple[str, int],
    occurred_at: datetime,
    facts: dict[str, Any],
    *,
    agency_id: int | None,
    actor: tuple[str, str | None, int | None],
) -> bytes:
    """SHA-256 over the previous hash and the entry's canonical JSON (UTC, sorted keys).

    The actor and the agency are covered as well as the facts.
    """
    said = [
        position,
        str(event_id),
        kind,
        list(subject),
        occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        facts,
        agency_id,
        list(actor),
    ]
    return hashlib.sha256(previous + orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()
