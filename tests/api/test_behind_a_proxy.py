"""Behind a proxy that nobody told us of, the log says once what that means; `doctor` reads it off the settings."""

from pathlib import Path

import httpx
import pytest

from tests.api.serving import served
from tests.cli.commands import run

WARNING = "TRUSTED_PROXIES"
THROUGH = {"X-Forwarded-For": "203.0.113.7"}


@pytest.mark.parametrize(("trusted", "warned"), [("", 1), ("127.0.0.1", 0), ("192.0.2.1", 1)])
async def test_a_proxy_that_is_not_trusted_is_noticed_once(
    database_url: str, redis_url: str, tmp_path: Path, trusted: str, warned: int
) -> None:
    (tmp_path / "log").mkdir()
    with served(database_url, redis_url, tmp_path, TRUSTED_PROXIES=trusted) as serving:
        async with httpx.AsyncClient(base_url=serving.url) as http:
            for _ in range(3):
                await http.get("/healthz", headers=THROUGH)
        assert (tmp_path / "log" / "serve.log").read_text().count("does not name") == warned


async def test_an_address_under_https_without_a_trusted_proxy_is_warned_of(database_url: str, tmp_path: Path) -> None:
    told = run(database_url, tmp_path, "doctor", PUBLIC_URL="https://haoping.example.gov.cn")
    assert WARNING in told.stdout
    for more in ({"TRUSTED_PROXIES": "10.0.0.1"}, {"PUBLIC_URL": "http://127.0.0.1:8000"}):
        assert WARNING not in run(database_url, tmp_path, "doctor", **{"PUBLIC_URL": "https://x.cn"} | more).stdout
