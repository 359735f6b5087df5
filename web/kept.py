"""What somebody typed, kept whole through a refusal: put back into its form, or shown to be copied. Never a secret."""

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
CARRIED = "keep."  # before a name, on the page that asks who one is
SYMBOL = re.compile(r"[A-Z][A-Z_]+|[0-9a-f]{32,}|")

_secret: dict[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of one form that did not get through: where it was sent, and the token of the page it stood on."""

    action: str
    pairs: tuple[tuple[str, str], ...]
    token: str = field(default="", repr=False)

    @property
    def path(self) -> str:
        return self.action.partition("?")[0]

    @property
    def words(self) -> list[str]:
        return words_in(self.pairs)

    def get(self, name: str) -> str:
        return next((value for one, value in self.pairs if one == name), "")


def hide(folder: str, names: Iterable[str]) -> None:
    """Beneath this address these fields may hold a secret: they are typed again, never shown again."""
    _secret[folder] = frozenset(names)


def of(request: Request, form: FormData) -> Kept:
    """What was posted, without secrets and without what no browser sends."""
    pairs = [(name, value.replace("\r\n", "\n")) for name, value in form.multi_items() if isinstance(value, str)]
    query = f"?{request.url.query}" if request.url.query else ""
    return made(f"{request.url.path}{query}", pairs, dict(pairs).get("csrf", ""))


def made(action: str, pairs: Iterable[tuple[str, str]], token: str) -> Kept:
    """The same out of what a page of ours carried on."""
    hidden = NEVER.union(*(names for folder, names in _secret.items() if action.startswith(folder)))
    return Kept(action, tuple((name, value) for name, value in pairs if name not in hidden), token)


def here(request: Request) -> Kept | None:
    """What this request brought along, if it was read as a form of ours."""
    found = getattr(request.state, "kept", None)
    return found if isinstance(found, Kept) else None


def words_in(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What a person wrote, and not what the page itself put there."""
    said = (value.strip() for name, value in pairs if name.removeprefix(CARRIED) not in OUR_OWN)
    return [value for value in dict.fromkeys(said) if not SYMBOL.fullmatch(value)]
