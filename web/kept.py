"""Keeps what was typed in a refused form, to fill it in again or show it for copying; never secrets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request

NEVER = frozenset({"csrf", "password"})
OUR_OWN = frozenset(
    {
        "version",
        "seen",
        "move",
        "next",
        "then",
        "spans",
        "own",
        "step",
        "key",
        "tick",
        "kind",
        "identity_asked",
        "look",
        "kept",
        "was",
        "here",
        "drafted",
        "draft_seen",
        "draft_page",
    }
)
CARRIED = "keep."  # prefix of the names on the sign-in page that carries them on
SYMBOL = re.compile(r"[A-Z][A-Z_]+|[0-9a-f]{32,}|")

_secret: dict[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of one form that was not accepted, the address it was sent to, and its CSRF token."""

    action: str
    pairs: tuple[tuple[str, str], ...]
    token: str = field(default="", repr=False)

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.action.partition("?")[0]

    @property
    def words(self) -> list[str]:
        """The texts that a person typed."""
        return words_in(self.pairs)

    def get(self, name: str) -> str:
        """Return the first value of a field, "" if it has none."""
        return next((value for one, value in self.pairs if one == name), "")


def hide(folder: str, names: Iterable[str]) -> None:
    """Mark fields of the forms under this address as secret: they are never kept or shown again."""
    _secret[folder] = frozenset(names)


def of(request: Request, form: FormData) -> Kept:
    """Return what was posted, without secrets and uploaded files."""
    pairs = [(name, value.replace("\r\n", "\n")) for name, value in form.multi_items() if isinstance(value, str)]
    query = f"?{request.url.query}" if request.url.query else ""
    return made(f"{request.url.path}{query}", pairs, dict(pairs).get("csrf", ""))


def made(action: str, pairs: Iterable[tuple[str, str]], token: str) -> Kept:
    """Return the same from (name, value) pairs that a page of ours carried on; secrets are left out."""
    hidden = NEVER.union(*(names for folder, names in _secret.items() if action.startswith(folder)))
    return Kept(action, tuple((name, value) for name, value in pairs if name not in hidden), token)


def here(request: Request) -> Kept | None:
    """Return what this request posted, None if it was not read as a form."""
    found = getattr(request.state, "kept", None)
    return found if isinstance(found, Kept) else None


def words_in(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the texts that a person typed, without values that the page put there."""
    said = (value.strip() for name, value in pairs if name.removeprefix(CARRIED) not in OUR_OWN)
    return [value for value in dict.fromkeys(said) if not SYMBOL.fullmatch(value)]
