"""Refusals in the domain's words: a stable code of the contract and a sentence for people in both languages.

DomainError
├── NotFound · NotAllowed · Invalid · IllegalMove · Conflict · ReasonRequired · TooLate
├── NoServiceEvent · ProofInvalid · ProofExpired · ProofUsed · AlreadyRated · TagNotOfLevel
├── IdempotencyMismatch · RateLimited · Frozen
└── Forbidden (the role may never do this: an error of permission, not a refusal)
"""

from typing import ClassVar

ENGLISH = "en"


class DomainError(Exception):
    """A refusal. Nothing has changed. `path` names the input field at fault, if one is."""

    code: ClassVar[str] = "INVALID"

    def __init__(self, zh: str, en: str, *, path: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.zh, self.en, self.path = zh, en, path

    def sentence(self, language: str) -> str:
        return self.en if language == ENGLISH else self.zh


class NotFound(DomainError):
    """Not there, or not yours: one answer for both."""

    code = "NOT_FOUND"


class NotAllowed(DomainError):
    """This person may not do this to this row."""

    code = "NOT_ALLOWED"


class Forbidden(DomainError):
    """This role or scope may never do this."""

    code = "FORBIDDEN"


class Invalid(DomainError):
    code = "INVALID"


class IllegalMove(DomainError):
    code = "ILLEGAL_MOVE"


class Conflict(DomainError):
    code = "CONFLICT"


class AlreadyRated(DomainError):
    code = "ALREADY_RATED"


class ReasonRequired(DomainError):
    code = "REASON_REQUIRED"


class TagNotOfLevel(DomainError):
    code = "TAG_NOT_OF_LEVEL"


class NoServiceEvent(DomainError):
    code = "NO_SERVICE_EVENT"


class ProofInvalid(DomainError):
    code = "PROOF_INVALID"


class ProofExpired(DomainError):
    code = "PROOF_EXPIRED"


class ProofUsed(DomainError):
    code = "PROOF_USED"


class TooLate(DomainError):
    code = "TOO_LATE"


class IdempotencyMismatch(DomainError):
    code = "IDEMPOTENCY_MISMATCH"


class RateLimited(DomainError):
    """Too many at once; `retry_after` is in seconds."""

    code = "RATE_LIMITED"

    def __init__(self, zh: str, en: str, *, retry_after: int = 8) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after


class Frozen(DomainError):
    code = "FROZEN"
