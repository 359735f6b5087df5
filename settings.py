"""The settings, read from the environment once; no other module reads environment variables."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

CITIES = ("demonstration", "test", "production")
INVENTED = {"demonstration": "滨海市", "test": "测试市"}
ENVIRONMENTS = ("development", "production")
POSTGRES = ("postgresql", "postgres")
REDIS = ("redis", "rediss", "unix")
RUNNING_CITY = "city.env"
SECRET_BYTES = 32
ANCESTORS = "https:"
ANCESTOR = re.compile(r"https:|'none'|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?")

Network = IPv4Network | IPv6Network


class Unusable(Exception):
    """A setting cannot be used; the message, in both languages, names it and says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a process: its database, the city it serves, its address, and its limits."""

    database_url: str
    redis_url: str
    secret: bytes = field(repr=False)
    city_kind: str
    city_name: str
    public_url: str
    host: str
    port: int
    data_dir: Path
    environment: str
    trusted_proxies: str
    metrics_token: str = field(repr=False)
    application_password: str = field(repr=False)
    public_per_minute: int
    pages_per_minute: int
    listeners_per_address: int
    board_frame_ancestors: str
    webhook_allow_cidrs: tuple[Network, ...] = ()

    @property
    def is_production(self) -> bool:
        """Whether the environment is production."""
        return self.environment == "production"


@cache
def current() -> Settings:
    """Return the settings of this process.

    Without a DATABASE_URL they are completed by those of the city that `up` runs on this machine, so that commands act
    on it.
    """
    return read({**_running_city(os.environ), **os.environ})


def data_dir() -> Path:
    """Return the data directory alone, for commands that need no other setting."""
    return read_data_dir(os.environ)


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings in these environment variables. Raises Unusable."""
    port, kind = read_port(environ), _choice(environ, "CITY_KIND", CITIES, "production")
    return Settings(
        database_url=_url(environ, "DATABASE_URL", POSTGRES),
        redis_url=_url(environ, "REDIS_URL", REDIS),
        secret=_secret(environ),
        city_kind=kind,
        city_name=environ.get("CITY_NAME", "").strip() or INVENTED.get(kind, ""),
        public_url=(environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        host=environ.get("HOST") or "127.0.0.1",
        port=port,
        data_dir=read_data_dir(environ),
        environment=_choice(environ, "ENVIRONMENT", ENVIRONMENTS, "production"),
        trusted_proxies=environ.get("TRUSTED_PROXIES", "").strip(),
        metrics_token=environ.get("METRICS_TOKEN", "").strip(),
        application_password=environ.get("APPLICATION_PASSWORD", "").strip(),
        public_per_minute=_count(environ, "PUBLIC_PER_MINUTE", 6000),
        pages_per_minute=_count(environ, "PAGES_PER_MINUTE", 3000),
        listeners_per_address=_count(environ, "LISTENERS_PER_ADDRESS", 100),
        board_frame_ancestors=_ancestors(environ, kind),
        webhook_allow_cidrs=_networks(environ, "WEBHOOK_ALLOW_CIDRS"),
    )


def _ancestors(environ: Mapping[str, str], kind: str) -> str:
    """Return who may frame the board (CSP frame-ancestors); for a trial city also pages of this machine."""
    text = environ.get("BOARD_FRAME_ANCESTORS", "").strip() or ANCESTORS
    if not all(ANCESTOR.fullmatch(one) for one in text.split()):
        raise Unusable(
            f"BOARD_FRAME_ANCESTORS 应为来源的列表，形如 https://portal.example.gov.cn，现为“{text}”。",
            f"BOARD_FRAME_ANCESTORS lists origins like https://portal.example.gov.cn, not {text!r}.",
        )
    return text if kind == "production" else f"{text} http://127.0.0.1:* http://localhost:*"


def read_port(environ: Mapping[str, str]) -> int:
    """Return PORT, 8000 if it is not set. Raises Unusable."""
    text = environ.get("PORT", "").strip() or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Unusable(f"PORT 应为 1 至 65535 的整数，现为“{text}”。", f"PORT must be 1 to 65535, not {text!r}.")
    return int(text)


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit():
        raise Unusable(f"{name} 应为整数，现为“{text}”。", f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _networks(environ: Mapping[str, str], name: str) -> tuple[Network, ...]:
    """Return networks separated by commas, each like 10.24.0.0/16."""
    try:
        return tuple(ip_network(part.strip()) for part in environ.get(name, "").split(",") if part.strip())
    except ValueError as error:
        raise Unusable(
            f"{name} 应是用逗号隔开的网段，形如 10.24.0.0/16：{error}。",
            f"{name} must be networks like 10.24.0.0/16, separated by commas: {error}.",
        ) from error


def read_data_dir(environ: Mapping[str, str]) -> Path:
    """Return DATA_DIR as an absolute path, by default `.data`."""
    return Path(environ.get("DATA_DIR") or ".data").expanduser().absolute()


def _running_city(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that `up` gave its own processes; empty if DATABASE_URL is set."""
    facts = read_data_dir(environ) / RUNNING_CITY
    if environ.get("DATABASE_URL") or not os.access(facts, os.R_OK):
        return {}
    return dict(line.split("=", 1) for line in facts.read_text("utf-8").splitlines() if "=" in line)


def read_secret(text: str, source: str) -> bytes:
    """Return the master key from its 64 hexadecimal digits. Raises Unusable, naming `source`."""
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Unusable(
            f"{source} 不是 64 位十六进制的密钥；请恢复原来的密钥。",
            f"{source} is not a key of 64 hexadecimal digits; restore the one this city was made with.",
        )
    return secret


def _secret(environ: Mapping[str, str]) -> bytes:
    if text := environ.get("SECRET_KEY"):
        return read_secret(text, "SECRET_KEY")
    path = Path(_required(environ, "SECRET_KEY_FILE", "SECRET_KEY / SECRET_KEY_FILE"))
    try:
        return read_secret(path.read_text("ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"读不了密钥文件 {path}。", f"The key file {path} cannot be read.") from error


def _url(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    return check_url(_required(environ, name), name, schemes)


def check_url(url: str, name: str, schemes: tuple[str, ...]) -> str:
    """Return the address unchanged if it is well formed.

    Raises Unusable, without repeating the address, which may contain a password.
    """
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in schemes and (parts.port is None or parts.port > 0)
    except ValueError:
        well_formed = False
    if not well_formed:
        raise Unusable(
            f"{name} 写法不对，应形如 {schemes[0]}://用户:口令@主机:端口/名称。",
            f"{name} is malformed; it should look like {schemes[0]}://user:password@host:port/name.",
        )
    return url


def _required(environ: Mapping[str, str], name: str, shown: str = "") -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise Unusable(
            f"没有设置 {shown or name}；试用请运行 make up，部署请参照 .env.example。",
            f"{shown or name} is not set; run `make up` to try the product, see .env.example to deploy it.",
        )
    return value


def _choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = environ.get(name, "").strip() or default
    if value not in choices:
        shown = " | ".join(choices)
        raise Unusable(f"{name} 应为 {shown} 之一，现为“{value}”。", f"{name} must be one of {shown}, not {value!r}.")
    return value
