"""Forms: what is asked in a scene, with its dimensions, levels and tags."""

from typing import Annotated

import strawberry
from strawberry import argument, field
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.vocabulary.fields import answer
from domain.words import Entry, Level, Stage, Target


@strawberry.type(description="One question of a form, about one target.")
class Dimension:
    code: str = field(description="Stable code; what a submission names.")
    name: str = field(description="The question, in the reader's language.")
    target: Target = field(description="What it is about.")


@strawberry.type(description="A reason that belongs to one level.")
class Tag:
    code: str = field(description="Stable code; what a submission names.")
    text: str = field(description="The words shown, in the reader's language.")
    level: Level = field(description="The only level it may be given with.")
    extended: bool = field(description="Whether it stands behind “more” instead of being shown first.")


@strawberry.type(description="One level as it is offered on a form.")
class LevelOption:
    level: Level = field(description="The level.")
    name: str = field(description="Its name, in the reader's language.")
    tags: list[Tag] = field(description="The tags of this level, those shown first in front.")
    reason_required: bool = field(description="Whether a tag or a text is needed with this level.")


@strawberry.type(description="What is asked in one scene; a version in force is never changed.")
class Form:
    version: int = field(description="Number of the version, counted from 1 for each scene.")
    scene: str = field(description="ONLINE, WINDOW or HOTLINE.")
    dimensions: list[Dimension] = field(description="The questions beside the overall level, in order.")
    levels: list[LevelOption] = field(description="The five levels, best first.")
    text_limit: int = field(description="The longest text, in characters.")


@strawberry.type
class FormQuery:
    @answer("The form in force today for an entry and a stage.")
    async def form(
        self,
        info: Info[Context, None],
        entry: Annotated[Entry, argument(description="Through which door the rater comes.")],
        stage: Annotated[Stage, argument(description="What is rated.")],
    ) -> Form:
        return await see(info)
