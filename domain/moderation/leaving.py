"""What is covered in a text before it is published, and when leaving marks open needs a reason."""

from collections.abc import Sequence

from domain.errors import Invalid, ReasonRequired
from domain.personal import Detected, Personal, Span
from domain.words import ModerationAction as A


def spans(action: A, chosen: Sequence[Span], found: Sequence[Detected]) -> Sequence[Span]:
    """The spans to cover: those chosen; for REDACT without any, everything that is marked.

    Raises Invalid if REDACT has nothing chosen and nothing is marked.
    """
    if action is not A.REDACT or chosen:
        return chosen
    if not found:
        raise Invalid(
            "这段文字里没有标出个人信息，没有可遮盖的。请公开，或写明遮盖哪几处。",
            "Nothing is marked in this text. Publish it, or say which spans are to be redacted.",
            path=("spans",),
        )
    return [Span(one.start, one.end) for one in found]


def check_open(action: A, covered: Sequence[Span], found: Sequence[Detected], reason: str | None) -> None:
    """Raise ReasonRequired if marked parts stay open without a reason.

    With REDACT, names of staff may stay open: the moderator has chosen what to cover.
    """
    opened = [one for one in found if not any(s.start <= one.start and one.end <= s.end for s in covered)]
    if action is A.REDACT:
        opened = [one for one in opened if one.kind is not Personal.STAFF_NAME]
    if opened and reason is None:
        raise ReasonRequired(
            f"标出的{len(opened)}处可能是个人信息，没有遮盖。请遮盖后公开；确实要照原样公开的，写明理由，理由会留存。",
            f"{len(opened)} marked part(s) that may be personal data are not covered. Redact them, or give the "
            "reason why they are published as they are; it stays on record.",
            path=("reason",),
        )
