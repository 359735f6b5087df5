"""How often strangers may ask the API: counted by address, without a key."""

from api.errors import ApiError
from throttling import Buckets


class Throttle(Buckets):
    """Refuses and says when to come again."""

    def admit(self, address: str) -> None:
        """Let one request of this address in."""
        if seconds := self.take(address):
            raise too_often(seconds)


def too_often(seconds: int) -> ApiError:
    return ApiError(
        "RATE_LIMITED",
        f"您的地址请求太频繁，请 {seconds} 秒后再试；系统对接请使用密钥。",
        f"Too many requests from your address; try again in {seconds} seconds. Systems should use a key.",
        status=429,
        headers={"Retry-After": str(seconds)},
    )
