"""What a rater has typed so far; it is kept when level or language change, or a refusal comes."""

import secrets
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from citizen_ui.rating.asking import SceneForm
from domain.actor import Actor
from domain.evaluations import Submission
from domain.words import Level
from web.forms import text, texts

DIMENSION = "d."


@dataclass(frozen=True, slots=True)
class Draft:
    """One rating being written.

    Only answers that the form asks for are kept: tags of another level are dropped, the text stays.
    """

    key: str
    level: Level | None = None
    tags: tuple[str, ...] = ()
    dimensions: dict[str, Level] = field(default_factory=dict)
    text: str = ""
    hidden: bool = True

    @classmethod
    def blank(cls) -> "Draft":
        """Return an empty draft with a new idempotency key."""
        return cls(secrets.token_urlsafe(12))

    @classmethod
    def read(cls, form: FormData, asked: SceneForm) -> "Draft":
        """Return the draft in a form."""
        level = _level(text(form, "level"))
        offered = {tag.code for option in asked.levels if option.level is level for tag in option.tags}
        return cls(
            key=text(form, "key")[:80] or secrets.token_urlsafe(12),
            level=level,
            tags=tuple(code for code in texts(form, "tags") if code in offered),
            dimensions={d.code: given for d in asked.dimensions if (given := _level(text(form, DIMENSION + d.code)))},
            text=text(form, "text"),
            hidden="hidden" in form or "identity_asked" not in form,
        )

    @property
    def is_bad(self) -> bool:
        """Whether the level is a bad one."""
        return self.level is not None and self.level.is_bad

    def problems(self, asked: SceneForm) -> list[tuple[str, str]]:
        """The problems that the page finds itself; the domain reports all others."""
        return [] if self.level else [("level", "rate.missing.level")]

    def submission(self, token: str, by: Actor) -> Submission:
        """Return the draft, which must have a level, as a submission with this proof."""
        assert self.level is not None
        return Submission(
            token=token,
            level=self.level,
            by=by,
            tags=self.tags,
            dimensions=tuple(self.dimensions.items()),
            text=self.text or None,
            anonymous_to_agency=self.hidden,
            idempotency_key=self.key,
        )


def _level(word: str) -> Level | None:
    return Level(word) if word in Level.__members__ else None
