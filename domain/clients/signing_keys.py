"""Public keys with which channels sign: Ed25519 or P-256. Private keys are never stored."""

from functools import lru_cache
from typing import Any, Final

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt.algorithms import ECAlgorithm, OKPAlgorithm

from domain.errors import Invalid

EDDSA, ES256 = "EdDSA", "ES256"
MEMBERS: Final = {"OKP": ("kty", "crv", "x"), "EC": ("kty", "crv", "x", "y")}
LONGEST: Final = 4096
PUBLIC_HEAD: Final = "-----BEGIN PUBLIC KEY-----"


def read_public_key(text: str) -> tuple[str, str]:
    """(algorithm, JWK) of a public key given as JWK or PEM.

    Raises Invalid for anything else; a private key is refused as compromised by having been sent.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise _no_key()
    if "PRIVATE KEY" in text:
        raise _private()
    return _of_key(_from_pem(text) if text.startswith("-----") else _from_jwk(text))


@lru_cache(maxsize=1000)
def verifying_key(jwk: str) -> Any:
    """The key for the verifier; cached by its JWK."""
    return jwt.PyJWK(orjson.loads(jwk)).key


def _from_pem(text: str) -> Any:
    if not text.startswith(PUBLIC_HEAD):
        raise _no_key()
    try:
        return load_pem_public_key(text.encode())
    except Exception as error:
        raise _no_key() from error


def _from_jwk(text: str) -> Any:
    try:
        given = orjson.loads(text)
        if isinstance(given, dict) and "d" in given:
            raise _private()
        return jwt.PyJWK({name: given[name] for name in MEMBERS[given["kty"]]}).key
    except Invalid:
        raise
    except Exception as error:
        raise _no_key() from error


def _of_key(key: Any) -> tuple[str, str]:
    if isinstance(key, Ed25519PublicKey):
        return EDDSA, _written(OKPAlgorithm.to_jwk(key, as_dict=True))
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return ES256, _written(ECAlgorithm.to_jwk(key, as_dict=True))
    raise _no_key()


def _written(jwk: dict[str, Any]) -> str:
    """The JWK with its public members only, in a fixed order."""
    return orjson.dumps({name: jwk[name] for name in MEMBERS[jwk["kty"]]}).decode()


def _no_key() -> Invalid:
    return Invalid(
        "这不是可用的公钥。请登记 Ed25519 或 P-256 的公钥，写成 JWK 或 PEM（-----BEGIN PUBLIC KEY-----）。",
        "This is not a usable public key. Register an Ed25519 or P-256 public key, as JWK or PEM.",
        path=("key",),
    )


def _private() -> Invalid:
    return Invalid(
        "这是私钥，没有保存。私钥不能离开渠道自己的服务器；它已经泄露，请重新生成一对，只登记公钥。",
        "This is a private key; it was not kept. It must never leave your server: make a new pair, register the public "
        "half only.",
        path=("key",),
    )
