"""`.data/`, the directory with the state of a city started by `up`, and facts for people and programs."""

import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from settings import RUNNING_CITY, SECRET_BYTES, Unusable, read_secret

PRIVATE = 0o600


class Home:
    """The directory of one city; the process that holds its lock is its only supervisor."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.facts = path / "up.json"
        self.city = path / "city.json"
        self.told = path / RUNNING_CITY
        self.secret = path / "secret.key"
        self._lock: int | None = None

    def open(self) -> None:
        """Make the directory if needed, and lock it until this process ends."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.log("up").touch()
            self._lock = os.open(self.path / "up.lock", os.O_RDWR | os.O_CREAT, PRIVATE)
        except OSError as error:
            raise Unusable(
                f"不能使用 {self.path}（{error.strerror}）；它应是一个可写的目录，可用 DATA_DIR 换一个。",
                f"{self.path} cannot be used ({error.strerror}); it must be a writable directory (see DATA_DIR).",
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unusable(
                f"{self.path} 里的城市已在运行；请用另一个 DATA_DIR，或先停下它。",
                f"The city in {self.path} is already running; use another DATA_DIR, or stop it first.",
            ) from error

    def log(self, name: str) -> Path:
        directory = self.path / "log"
        directory.mkdir(mode=0o700, exist_ok=True)
        return directory / f"{name}.log"

    def ensure_secret(self) -> Path:
        """Return the file of the master key, made once.

        None is made for an existing city without a key, because its data could not be read with another one.
        """
        if not self.secret.exists():
            if self.city.exists():
                raise Unusable(
                    f"缺少密钥 {self.secret}；请恢复它，数据可弃时删除 {self.path} 重来。",
                    f"The key {self.secret} is missing; restore it, or delete {self.path} to begin anew.",
                )
            write(self.secret, secrets.token_hex(SECRET_BYTES) + "\n")
        try:
            read_secret(self.secret.read_text("ascii"), str(self.secret))
        except (OSError, UnicodeDecodeError) as error:
            raise Unusable(
                f"读不了密钥 {self.secret}；请恢复它，数据可弃时删除 {self.path} 重来。",
                f"The key {self.secret} cannot be read; restore it, or delete {self.path} to begin anew.",
            ) from error
        return self.secret

    def read_city(self) -> dict[str, Any]:
        """Return the accounts and keys of the demonstration city, from city.json."""
        try:
            city = json.loads(self.city.read_text("utf-8"))
            return {"accounts": list(city["accounts"]), "keys": dict(city["keys"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unusable(
                f"{self.city} 读不了；请恢复它，数据可弃时删除 {self.path} 重来。",
                f"{self.city} cannot be read; restore it, or delete {self.path} to begin anew.",
            ) from error

    def last_pids(self) -> list[int]:
        """Return the pids of a previous `up` that ended without cleaning up."""
        try:
            return [pid for pid in json.loads(self.facts.read_text())["processes"].values() if isinstance(pid, int)]
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return []

    def publish(self, facts: Mapping[str, Any]) -> None:
        """Write the file that says that the city runs, and where."""
        write(self.facts, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")

    def tell(self, told: Mapping[str, str]) -> None:
        """Write the settings for commands run in another terminal."""
        write(self.told, "".join(f"{name}={value}\n" for name, value in told.items()))

    def withdraw(self) -> None:
        """Delete these files, as the city no longer runs."""
        self.facts.unlink(missing_ok=True)
        self.told.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a file atomically, readable by its owner only."""
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
