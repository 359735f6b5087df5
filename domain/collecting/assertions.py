"""User assertions: a channel's signed statement who its user is, turned into references of the vault.

It is a compact JWS (EdDSA or ES256) signed by a key the channel registered, and names the person by ID number or mobile
number. Both are turned into keyed hashes at once; neither is stored or logged. Times are real time.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import asyncpg
import jwt

from domain import policy, texts
from domain.actor import Actor
from domain.clients.signing_keys import EDDSA, ES256, verifying_key
from domain.errors import DomainError, ProofExpired, ProofInvalid
from domain.vault import Identity, canonical, refs_of
from storage.transactions import fetch

TYPE: Final = "haochaping-user+jwt"  # so that no other token of the channel is accepted as an assertion
LONGEST: Final = 4096
SECONDS: Final = 300  # longest time from signing to expiry, and from signing to now
LEEWAY: Final = 30  # clocks differ
REQUIRED: Final = ["iss", "aud", "iat", "exp"]
LONGEST_NUMBER: Final = 64

KEY: Final = """
select k.algorithm, k.jwk, c.code, extract(epoch from now())::bigint as now
from signing_key k join client c on c.id = k.client_id
where k.client_id = $1 and k.kid = $2 and k.revoked_at is null
  and k.valid_from <= now() and (k.valid_until is null or k.valid_until > now())
"""


async def signed_user(assertion: str, *, audience: str, by: Actor) -> tuple[UUID, ...]:
    """The vault's references of the person this channel signed for; empty if the vault has none.

    Raises ProofInvalid or ProofExpired if the assertion is not accepted.
    """
    policy.require(by, "user.assert")
    header = _header(assertion)
    key = await _key(header, by)
    claims = _verified(assertion, key, audience)
    _check_age(claims, key["now"])
    return await refs_of(_person(claims))


def _header(assertion: str) -> dict[str, Any]:
    if len(assertion) > LONGEST:
        raise _wrong("超过4096个字符", "it is longer than 4096 characters")
    try:
        header = jwt.get_unverified_header(assertion)
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise _wrong("不是紧凑格式的 JWS", "it is not a compact JWS") from error
    if header.get("typ") != TYPE:
        raise _wrong(f"typ 应为 {TYPE}", f"typ must be {TYPE}")
    if header.get("alg") not in (EDDSA, ES256):
        raise _wrong("alg 只能是 EdDSA 或 ES256", "alg must be EdDSA or ES256")
    return header


async def _key(header: dict[str, Any], by: Actor) -> asyncpg.Record:
    """The channel's registered, currently valid key that `kid` names.

    Raises ProofInvalid if there is none or if it is registered for another algorithm.
    """
    kid = header.get("kid")
    if not isinstance(kid, str) or not texts.is_line(kid):
        raise _wrong("缺少 kid", "kid is missing")
    rows = await fetch(KEY, by.id, kid[:LONGEST_NUMBER])
    if not rows:
        raise _wrong(
            "kid 不是这个渠道登记的有效密钥", "kid names no valid key of this channel; register it, or check its dates"
        )
    if rows[0]["algorithm"] != header["alg"]:
        raise _wrong("alg 与登记的密钥不符", "alg is not that of the registered key")
    return rows[0]


def _verified(assertion: str, key: asyncpg.Record, audience: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            verifying_key(key["jwk"]),
            algorithms=[key["algorithm"]],
            audience=audience,
            issuer=key["code"],
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except jwt.ExpiredSignatureError as error:
        raise _too_old() from error
    except jwt.ImmatureSignatureError as error:
        raise _wrong("签发时间在将来，请校准时钟", "it is signed in the future; set your clock") from error
    except jwt.InvalidAudienceError as error:
        raise _wrong(f"aud 应为 {audience}", f"aud must be {audience}") from error
    except jwt.InvalidIssuerError as error:
        raise _wrong("iss 应为这个客户端的标识（hcc_…）", "iss must be this client's code (hcc_…)") from error
    except jwt.MissingRequiredClaimError as error:
        raise _wrong(f"缺少 {error.claim}", f"{error.claim} is missing") from error
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError) as error:
        raise _wrong("签名不对，或内容被改过", "the signature is not that of the registered key") from error
    return claims


def _check_age(claims: dict[str, Any], now: int) -> None:
    """Check the types of iat and exp, the term and the age.

    PyJWT has compared iat and exp with the clock, but also accepts values that can merely be read as a number.
    """
    if any(type(claims[name]) not in (int, float) for name in ("iat", "exp")):
        raise _wrong("iat 和 exp 应为数字（秒）", "iat and exp must be numbers of seconds")
    if claims["exp"] - claims["iat"] > SECONDS:
        raise _wrong("有效期超过5分钟", "it is valid for more than 5 minutes")
    if now - claims["iat"] > SECONDS + LEEWAY:
        raise _too_old()


def _person(claims: dict[str, Any]) -> Identity:
    """The person the claims name; the repr of an Identity shows no number."""
    id_number = _number(claims, "id_number", canonical.document)
    mobile = _number(claims, "mobile", canonical.mobile)
    if not id_number and not mobile:
        raise _wrong("缺少 id_number 或 mobile", "it names nobody: id_number or mobile is missing")
    return Identity(id_number=id_number, mobile=mobile)


def _number(claims: dict[str, Any], name: str, canonical_form: Callable[[str], str | None]) -> str | None:
    """The number in the canonical form of the vault; None if the claim is absent.

    Raises ProofInvalid if it is no valid number.
    """
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER or not texts.is_fit(texts.line(value)):
        raise _wrong(f"{name} 应为文本", f"{name} must be a text")
    number = canonical_form(value)
    if number is None:
        raise _wrong(f"{name} 不是有效的号码", f"{name} is no valid number")
    return number


def _wrong(zh: str, en: str) -> DomainError:
    return ProofInvalid(
        f"用户断言没有通过核验：{zh}。", f"The user assertion was not accepted: {en}.", path=("assertion",)
    )


def _too_old() -> DomainError:
    return ProofExpired(
        "用户断言已过期：签发后5分钟内有效。请为用户重新签一个。",
        "The user assertion is too old: it counts for 5 minutes after signing. Sign a new one.",
        path=("assertion",),
    )
