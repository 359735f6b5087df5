"""Errors of the API itself: a stable code, a sentence in two languages, and an HTTP status.

A refusal by a rule (`domain.errors`) keeps its own code and sentence; `of_rule` only makes it an entry of `errors`.
"""

from typing import Final

from domain.errors import ENGLISH, DomainError, Forbidden, RateLimited


class ApiError(Exception):
    """A fault of transport, document, cost or permission: an entry of `errors`, never a `Refusal`."""

    def __init__(
        self, code: str, zh: str, en: str, *, status: int = 400, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(en)
        self.code, self.zh, self.en, self.status, self.headers = code, zh, en, status, headers or {}
        self.cost = 0  # the cost of the operation, if it was measured
        self.refusal: str | None = None  # the code of the rule, if `code` is a more general one

    def sentence(self, language: str) -> str:
        """Return the message in this language, Chinese unless it is `en`."""
        return self.en if language == ENGLISH else self.zh


# Codes of refusals of reads, which are codes of the API as well.
OF_READING: Final = ("BAD_VARIABLE", "BAD_CURSOR")
# Codes that mean “nothing was answered, try again later”: if there is no data, the HTTP answer gets their status.
STATUS_OF_CODE: Final = {"UNAVAILABLE": 503, "RATE_LIMITED": 503}


def bad_request(zh: str, en: str, *, status: int = 400, **headers: str) -> ApiError:
    """Return the error of a request that is not well formed."""
    return ApiError("BAD_REQUEST", zh, en, status=status, headers=headers)


def unauthenticated() -> ApiError:
    """Return the error of a missing, unknown, disabled or expired key."""
    return ApiError(
        "UNAUTHENTICATED",
        "密钥无效、已停用或已过期。请检查 Authorization 请求头，或向管理员领取新的密钥。",
        "The key is unknown, disabled or expired. Check the Authorization header or ask for a new one.",
        status=401,
        headers={"WWW-Authenticate": 'Bearer realm="haochaping"'},
    )


def unavailable() -> ApiError:
    """Return the error for an outage in which nothing was saved."""
    return ApiError(
        "UNAVAILABLE",
        "系统暂时无法读写数据，请稍后再试；没有保存任何内容。",
        "The system cannot reach its data right now. Nothing was saved; try again shortly.",
        status=503,
        headers={"Retry-After": "2"},
    )


def not_known() -> ApiError:
    """Return the error for an outage after which it is unknown whether a write with a key was saved."""
    return ApiError(
        "UNAVAILABLE",
        "保存的结果未知：请用同一个 idempotencyKey 再发一次，不会重复。",
        "Whether it was saved is not known. Send it again with the same idempotencyKey; it will not be doubled.",
        status=503,
        headers={"Retry-After": "2"},
    )


def not_known_without_key() -> ApiError:
    """Return the same error for a write without an idempotency key."""
    return ApiError(
        "UNAVAILABLE",
        "保存的结果未知：请先看现在的情况；没有生效再发一次，已生效的重发会被拒绝，不会重复。",
        "Whether it was saved is not known. Look how things stand now and send it again if it had no effect; "
        "what has taken effect is refused a second time.",
        status=503,
        headers={"Retry-After": "2"},
    )


def overloaded(seconds: int = 2) -> ApiError:
    """Return the error for a full queue of writes."""
    return ApiError(
        "RATE_LIMITED",
        f"现在提交的人太多，没有保存；请 {seconds} 秒后再试。",
        f"Too many submissions are waiting. Nothing was saved; try again in {seconds} seconds.",
        status=503,
        headers={"Retry-After": str(seconds)},
    )


def internal() -> ApiError:
    """Return the error that stands for an unexpected fault, without its details."""
    return ApiError(
        "INTERNAL",
        "系统出错，已记录。请稍后再试；重发写操作时请使用同一个 idempotencyKey。",
        "Something went wrong and has been logged. Try again later; send a write again with the same idempotencyKey.",
        status=500,
    )


def of_rule(refusal: DomainError) -> ApiError:
    """Return a rule's refusal as an entry of `errors`.

    This is for fields without a union that has `Refusal`, such as queries, and for what the role may never do.
    """
    if isinstance(refusal, Forbidden):
        return ApiError("FORBIDDEN", refusal.zh, refusal.en, status=403)
    if isinstance(refusal, RateLimited):
        return ApiError(
            "RATE_LIMITED", refusal.zh, refusal.en, status=429, headers={"Retry-After": str(refusal.retry_after)}
        )
    if refusal.code in OF_READING:
        return ApiError(refusal.code, refusal.zh, refusal.en)
    error = ApiError("BAD_VARIABLE", refusal.zh, refusal.en)
    error.refusal = refusal.code
    return error
