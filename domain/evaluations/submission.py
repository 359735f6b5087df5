"""A rating as it is submitted, and the checks that need no database."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import orjson

from domain import texts
from domain.actor import Actor
from domain.collecting.forms import FormAsked
from domain.errors import Invalid, ReasonRequired, TagNotOfLevel
from domain.words import Assurance, Entry, Level, RatingKind

KEY_LENGTH = 80
LONGEST_TAG, LONGEST_DIMENSION = 16, 32

KIND_OF = {
    Entry.WINDOW_DEVICE: RatingKind.GUIDED,
    Entry.SELF_TERMINAL: RatingKind.GUIDED,
    Entry.HOTLINE_12345: RatingKind.PROXY,
    Entry.PAPER: RatingKind.PROXY,
}
POSSESSED = frozenset({Entry.SMS_LINK})
PRESENT = frozenset({Entry.RECEIPT_QR, Entry.WINDOW_DEVICE, Entry.WINDOW_QR, Entry.SELF_TERMINAL})


@dataclass(frozen=True)
class Submission:
    """What a rater submits. `tags` and `dimensions` are codes; `token` is the proof with the entry in it.

    `signed_for`: the vault's references of the user whom a channel signed for; None if there is no signed user.
    """

    token: str
    level: Level
    by: Actor
    tags: tuple[str, ...] = ()
    dimensions: tuple[tuple[str, Level], ...] = ()
    text: str | None = None
    anonymous_to_agency: bool = True
    idempotency_key: str | None = None
    signed_for: tuple[UUID, ...] | None = None

    @cached_property
    def words(self) -> str | None:
        """The text, tidied; None if nothing of it is visible."""
        return texts.tidy(self.text)

    @cached_property
    def fingerprint(self) -> bytes:
        """A hash that is equal for the same input, in any order of tags and dimensions."""
        said = [self.level, sorted(set(self.tags)), sorted(self.dimensions), self.words, self.anonymous_to_agency]
        if self.signed_for is not None:  # only whether there is a signed user: a repeat carries a new assertion
            said.append("signed")
        return hashlib.sha256(orjson.dumps(said)).digest()


def kind_of(entry: Entry) -> RatingKind:
    """The kind of rating; it follows from the entry of the proof, never from a claim.

    Source: docs/rules.md §3.6, §3.8.
    """
    return KIND_OF.get(entry, RatingKind.VOLUNTARY)


def assurance_of(entry: Entry) -> Assurance:
    """How sure the entry alone makes us who rated (docs/rules.md §3.8).

    A signed assertion of a channel raises it.
    """
    if entry in POSSESSED:
        return Assurance.POSSESSION
    return Assurance.PRESENT if entry in PRESENT else Assurance.NONE


def check_shape(said: Submission) -> None:
    """Raise Invalid for what is wrong in any form: control characters, a malformed key or code.

    This also keeps out what neither PostgreSQL nor the fingerprint can hold.
    """
    if not texts.is_fit(texts.plain(said.text or "")):
        raise Invalid(
            "文字里有看不见的控制字符，请删去后再提交。",
            "The text has control characters; remove them and send again.",
            path=("text",),
        )
    key = said.idempotency_key
    if key is not None and not (1 <= len(key) <= KEY_LENGTH and key.isprintable()):
        raise Invalid(
            "幂等键应为1到80个可见字符。",
            "An idempotency key has 1 to 80 printable characters.",
            path=("idempotencyKey",),
        )
    if wrong := next((code for code in said.tags if not _is_code(code, LONGEST_TAG)), None):
        raise _no_tag(wrong)
    if wrong := next((code for code, _ in said.dimensions if not _is_code(code, LONGEST_DIMENSION)), None):
        raise _no_dimension(wrong)


def _is_code(code: str, longest: int) -> bool:
    return len(code) <= longest and code.isprintable()


def _told(code: str, longest: int) -> str:
    """A code made safe for a message: cut to `longest`, with "?" for unprintable characters."""
    return "".join(c if c.isprintable() else "?" for c in code[:longest])


def _no_tag(code: str) -> Invalid:
    told = _told(code, LONGEST_TAG)
    return Invalid(f"没有{told}这个标签。", f"There is no tag {told}.", path=("tags",))


def _no_dimension(code: str) -> Invalid:
    told = _told(code, LONGEST_DIMENSION)
    return Invalid(f"这个场景没有“{told}”这一项。", f"The form has no dimension {told}.", path=("dimensions",))


def check_against(form: FormAsked, said: Submission) -> None:
    """Raise an error for what the form in force does not allow.

    ReasonRequired if a bad rating has neither tag nor text; TagNotOfLevel if a tag belongs to another level; otherwise
    Invalid.
    """
    if len(said.words or "") > form.text_limit:
        raise Invalid(
            f"文字最多{form.text_limit}字，现在{len(said.words or '')}字。请缩短后再提交。",
            f"The text may have {form.text_limit} characters; it has {len(said.words or '')}.",
            path=("text",),
        )
    _check_tags(form, said)
    _check_dimensions(form, said)
    if said.level.is_bad and not said.tags and not said.words:
        raise ReasonRequired(
            "还差一步：选一个原因，或写几个字。", "One more step: choose a reason or write a few words.", path=("tags",)
        )


def _check_tags(form: FormAsked, said: Submission) -> None:
    for code in said.tags:
        tag = form.tags.get(code)
        if tag is None:
            raise _no_tag(code)
        if tag.level is not said.level:
            raise TagNotOfLevel(
                f"标签“{tag.text}”不属于所选的等级，请重新选择原因。",
                f"Tag {code} belongs to {tag.level}, not to the level chosen.",
                path=("tags",),
            )


def _check_dimensions(form: FormAsked, said: Submission) -> None:
    codes = [code for code, _ in said.dimensions]
    unknown = next((code for code in codes if code not in form.dimensions), None)
    if unknown is not None:
        raise _no_dimension(unknown)
    if len(set(codes)) < len(codes):
        raise Invalid("同一项评了两次。", "A dimension was rated twice.", path=("dimensions",))
