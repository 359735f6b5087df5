"""Moderation: what of a rater's words the public reads, and whether a rating counts."""

from typing import Annotated

import strawberry
from strawberry import ID, UNSET, argument, field
from strawberry.types import Info

import views
from api.context import Context
from api.executing.filling import Payload, ViewRow, fill
from api.nouns.evaluations import Evaluation
from api.vocabulary.fields import mutation
from api.vocabulary.refusals import Refusal
from domain.moderation import Span, moderate
from domain.words import ModerationAction


@strawberry.input(description="A part of a text, in code points of the text as sent.")
class SpanInput:
    start: int = field(description="Where it begins; the first character is 0.")
    end: int = field(description="Where it ends: the first character that does not belong to it.")


@strawberry.type(description="The ratings after what was done.")
class EvaluationsModerated:
    evaluations: list[Evaluation] = field(description="As they stand now, in the order of the ids, as you see them.")


ModerateResult = Annotated[
    EvaluationsModerated | Refusal,
    strawberry.union("ModerateResult", description="The ratings, or why nothing was done."),
]


@strawberry.type
class ModerationMutation:
    @mutation("Do one thing with up to 100 ratings: all of them, or none.")
    async def moderate_evaluations(
        self,
        info: Info[Context, None],
        ids: Annotated[list[ID], argument(description="Ids of the ratings, each once; 1 to 100.")],
        action: Annotated[ModerationAction, argument(description="What to do.")],
        reason: Annotated[
            str | None,
            argument(description="Why; the rater reads it. PUBLISH and REDACT need it only where a mark stays open."),
        ] = UNSET,
        spans: Annotated[
            list[SpanInput] | None,
            argument(description="With REDACT of one rating: what is covered; left out: all that is marked."),
        ] = UNSET,
    ) -> ModerateResult:
        rows = [views.open_id("Evaluation", id) or -place for place, id in enumerate(ids)]
        parts = [Span(span.start, span.end) for span in spans or ()]
        done = await moderate(rows, action, reason=reason or None, spans=parts, by=info.context.actor)
        return await fill(info, Payload("EvaluationsModerated", evaluations=[ViewRow("Evaluation", id) for id in done]))
