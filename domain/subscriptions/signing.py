"""Secrets and signatures of the Standard Webhooks specification.

A secret is stored encrypted and shown once.
"""

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
    """A random secret of SECRET_BYTES bytes."""
    return os.urandom(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """The secret as its owner sees it."""
    return PREFIX + base64.b64encode(secret).decode()


def seal(secret: bytes, client_id: int) -> bytes:
    """Nonce and AES-256-GCM of the secret, bound to the client: another client's row cannot use it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys().webhook).encrypt(nonce, secret, _bound_to(client_id))


def unseal(sealed: bytes, client_id: int) -> bytes:
    """The secret.

    Raises cryptography's InvalidTag if it was sealed for another client or with another key.
    """
    return AESGCM(keys().webhook).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(client_id))


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with every valid secret; after a rotation with both."""

    secrets: tuple[bytes, ...]

    def headers(self, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """The headers of one attempt; the id stays the same over retries, the time is the attempt's."""
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
