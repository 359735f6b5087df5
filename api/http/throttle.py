"""Limits how often an address may use the API without a valid key."""

from api.errors import ApiError
from throttling import Buckets


class Throttle(Buckets):
    """Buckets by address; a full one raises an ApiError that says when to try again."""

    def admit(self, address: str) -> None:
        """Count one request of this address. Raises ApiError RATE_LIMITED."""
        if seconds := self.take(address):
            raise too_often(seconds)


def too_often(seconds: int) -> ApiError:
    """Return the error for an address that may try again after so many seconds."""
    return ApiError(
        "RATE_LIMITED",
        f"您的地址请求太频繁，请 {seconds} 秒后再试；系统对接请使用密钥。",
        f"Too many requests from your address; try again in {seconds} seconds. Systems should use a key.",
        status=429,
        headers={"Retry-After": str(seconds)},
    )
