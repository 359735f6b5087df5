"""Secrets and signatures of the Standard Webhooks specification. A secret is kept encrypted and shown once."""

import base64
import hmac
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.keys import keys

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32  # the specification wants 24 to 64
NONCE_BYTES: Final = 12
OVERLAP: Final = timedelta(hours=24)


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """As its owner sees it, this once."""
    return PREFIX + base64.b64encode(secret).decode()


def seal(secret: bytes, client_id: int) -> bytes:
    """nonce + AES-256-GCM, bound to its owner: moved to another client's row it does not open."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys().webhook).encrypt(nonce, secret, _bound_to(client_id))


def unseal(sealed: bytes, client_id: int) -> bytes:
    return AESGCM(keys().webhook).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(client_id))


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with every secret that is good now: after a rotation with both."""

    secrets: tuple[bytes, ...]

    def headers(self, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """What goes with one attempt. The id stays the same over retries, the time is the attempt's own."""
        seconds = str(int(at.timestamp()))
        signed = b".".join((event_id.encode(), seconds.encode(), body))
        return {
            "webhook-id": event_id,
            "webhook-timestamp": seconds,
            "webhook-signature": " ".join(_signature(secret, signed) for secret in self.secrets),
        }


def _signature(secret: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(secret, signed, sha256).digest()).decode()


def _bound_to(client_id: int) -> bytes:
    return f"webhook of client {client_id}".encode()
