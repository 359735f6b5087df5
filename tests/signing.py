"""Signing for a user as a channel's server does: a pair of keys, registered, and assertions made with it."""

import time
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_p256
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.actor import SYSTEM
from domain.clients import clients
from domain.collecting.assertions import TYPE
from storage.transactions import fetch_value

CITY = "http://haochaping.test"
ZHAO = {"id_number": "990100199001011234"}  # 赵评 of tests/cast.py


@dataclass
class Pair:
    """A pair of keys; `public` is what is registered."""

    private: Any
    algorithm: str
    kid: str = "k1"
    code: str = ""

    @property
    def public(self) -> str:
        key = self.private.public_key()
        return str(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())

    def sign(
        self, *, audience: str = CITY, ago: float = 0, seconds: float = 240, head: Any = None, **claims: Any
    ) -> str:
        """An assertion for 赵评, unless claims say otherwise."""
        at = int(time.time() - ago)
        person = {} if {"id_number", "mobile"} & set(claims) else ZHAO
        said = {"iss": self.code, "aud": audience, "iat": at, "exp": at + int(seconds), **person, **claims}
        headers = {k: v for k, v in {"kid": self.kid, "typ": TYPE, **(head or {})}.items() if v is not None}
        told = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(told, self.private, algorithm=self.algorithm, headers=headers)


def ed25519(kid: str = "k1") -> Pair:
    return Pair(Ed25519PrivateKey.generate(), "EdDSA", kid)


def p256(kid: str = "k1") -> Pair:
    return Pair(new_p256(SECP256R1()), "ES256", kid)


async def registered(client_id: int, pair: Pair | None = None) -> Pair:
    """A pair whose public half this client has registered."""
    pair = pair or ed25519()
    await clients.register_key(client_id, pair.kid, pair.public, by=SYSTEM)
    pair.code = await fetch_value("select code from client where id = $1", client_id)
    return pair
