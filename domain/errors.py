"""Refusals of the domain: each has a stable code and a sentence for people in both languages.

DomainError
├── NotFound · NotAllowed · Invalid · IllegalMove · Conflict · ReasonRequired · TooLate
├── NoServiceEvent · ProofInvalid · ProofExpired · ProofUsed · AlreadyRated · TagNotOfLevel
├── IdempotencyMismatch · RateLimited · Frozen
└── Forbidden (the role may never do this: an error of permission, not a refusal)
"""

from typing import ClassVar

ENGLISH = "en"


class DomainError(Exception):
    """A refusal; nothing has changed. `path` names the input field at fault, if there is one."""

    code: ClassVar[str] = "INVALID"

    def __init__(self, zh: str, en: str, *, path: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.zh, self.en, self.path = zh, en, path

    def sentence(self, language: str) -> str:
        """The sentence in this language; Chinese unless it is "en"."""
        return self.en if language == ENGLISH else self.zh


class NotFound(DomainError):
    """It does not exist or is out of reach; the answer is the same for both."""

    code = "NOT_FOUND"


class NotAllowed(DomainError):
    """This actor may not do this to this row."""

    code = "NOT_ALLOWED"


class Forbidden(DomainError):
    """This role or scope may never do this."""

    code = "FORBIDDEN"


class Invalid(DomainError):
    """An input is wrong."""

    code = "INVALID"


class IllegalMove(DomainError):
    """The present state does not allow this."""

    code = "ILLEGAL_MOVE"


class Conflict(DomainError):
    """Another change came first, or the name is taken."""

    code = "CONFLICT"


class AlreadyRated(DomainError):
    """The visit has a rating, and this is another one."""

    code = "ALREADY_RATED"


class ReasonRequired(DomainError):
    """A text that must be given is missing."""

    code = "REASON_REQUIRED"


class TagNotOfLevel(DomainError):
    """A tag belongs to another level than the one chosen."""

    code = "TAG_NOT_OF_LEVEL"


class ProofInvalid(DomainError):
    """The proof or assertion is not genuine, or was withdrawn."""

    code = "PROOF_INVALID"


class ProofExpired(DomainError):
    """The proof or assertion is genuine, but too old."""

    code = "PROOF_EXPIRED"


class ProofUsed(DomainError):
    """The proof's visit has been rated."""

    code = "PROOF_USED"


class TooLate(DomainError):
    """The moment for this is past, or has not come yet."""

    code = "TOO_LATE"


class IdempotencyMismatch(DomainError):
    """The idempotency key was used before with other input."""

    code = "IDEMPOTENCY_MISMATCH"


class RateLimited(DomainError):
    """Too many requests or attempts; `retry_after` is in seconds."""

    code = "RATE_LIMITED"

    def __init__(self, zh: str, en: str, *, retry_after: int = 8) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after


class Frozen(DomainError):
    """It was adopted or settled and never changes."""

    code = "FROZEN"
