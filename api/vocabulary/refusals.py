"""Refusals by rules as values of the schema: their codes, and a sentence in the reader's language."""

from enum import StrEnum

import strawberry
from strawberry import field
from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.context import Context
from domain.errors import DomainError, Forbidden


@strawberry.enum(description="Why a write was refused. A refused write has changed nothing.")
class RefusalCode(StrEnum):
    NOT_FOUND = "NOT_FOUND"
    NOT_ALLOWED = "NOT_ALLOWED"
    INVALID = "INVALID"
    ILLEGAL_MOVE = "ILLEGAL_MOVE"
    CONFLICT = "CONFLICT"
    ALREADY_RATED = "ALREADY_RATED"
    REASON_REQUIRED = "REASON_REQUIRED"
    TAG_NOT_OF_LEVEL = "TAG_NOT_OF_LEVEL"
    NO_SERVICE_EVENT = "NO_SERVICE_EVENT"
    PROOF_INVALID = "PROOF_INVALID"
    PROOF_EXPIRED = "PROOF_EXPIRED"
    PROOF_USED = "PROOF_USED"
    TOO_LATE = "TOO_LATE"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    RATE_LIMITED = "RATE_LIMITED"
    FROZEN = "FROZEN"


@strawberry.type(description="A write that was refused by a rule, and changed nothing.")
class Refusal:
    code: RefusalCode = field(description="The reason, stable for programs.")
    message: str = field(description="A sentence for people that says what to do; zh-CN or en by Accept-Language.")
    path: list[str] | None = field(
        description="The input field at fault, from the input's root; null: none in particular."
    )

    @classmethod
    def of(cls, error: DomainError, language: str) -> "Refusal":
        return cls(code=RefusalCode(error.code), message=error.sentence(language), path=list(error.path) or None)


class ToRefusal(strawberry.ExceptionHandler[DomainError, Refusal]):
    """Turns a rule's refusal into a member of the mutation's union; Forbidden remains an error."""

    def handle(self, exception: DomainError, *, field: StrawberryField, info: Info[Context, None]) -> Refusal | None:
        if isinstance(exception, Forbidden):
            return None
        return Refusal.of(exception, info.context.language)
