"""The form of each scene and the tags of each level that are in force, cached for the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.words import Cause, Entry, Level, Scene, Stage
from storage.transactions import fetch


@dataclass(frozen=True, slots=True)
class DimensionAsked:
    """One dimension of a form."""

    id: int
    code: str
    name: str
    name_en: str
    target: str


@dataclass(frozen=True, slots=True)
class TagOffered:
    """One tag; `extended` tags are shown behind "more"."""

    id: int
    code: str
    level: Level
    text: str
    text_en: str
    extended: bool
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class FormAsked:
    """A form in force, with its dimensions and tags by code, in their order."""

    id: int
    scene: Scene
    version: int
    text_limit: int
    dimensions: Mapping[str, DimensionAsked]
    tags: Mapping[str, TagOffered]

    def tags_of(self, level: Level) -> list[TagOffered]:
        """The form's tags for this level, in order."""
        return [tag for tag in self.tags.values() if tag.level is level]


def scene_of(stage: Stage, entry: Entry | None = None) -> Scene:
    """The scene: hotline for a call, online for an online service, otherwise window."""
    if stage is Stage.HOTLINE_CALL or entry is Entry.HOTLINE_12345:
        return Scene.HOTLINE
    return Scene.ONLINE if stage is Stage.ONLINE else Scene.WINDOW


_cached: tuple[date, dict[Scene, FormAsked]] | None = None


async def in_force(on: date) -> dict[Scene, FormAsked]:
    """The forms of that day by scene; cached, because forms in force never change."""
    global _cached
    if _cached is None or _cached[0] != on or not _cached[1]:
        _cached = (on, await _read(on))
    return _cached[1]


def forget() -> None:
    """Drop the cache, after a new version was published or for another database."""
    global _cached
    _cached = None


async def _read(on: date) -> dict[Scene, FormAsked]:
    forms = await fetch(
        """select distinct on (scene) id, scene, version, text_limit from form
           where effective_from <= $1 and (effective_to is null or effective_to >= $1) order by scene, version desc""",
        on,
    )
    dimensions = await fetch(
        """select id, form_id, code, name, name_en, target from dimension
           where form_id = any($1) order by form_id, position""",
        [f["id"] for f in forms],
    )
    tags = await fetch(
        """select distinct on (code) id, code, level, text, text_en, extended, cause, scenes, position from tag
           where effective_from <= $1 and (effective_to is null or effective_to >= $1) order by code, version desc""",
        on,
    )
    offered = sorted(tags, key=lambda t: (list(Level).index(Level(t["level"])), t["extended"], t["position"]))
    return {
        Scene(f["scene"]): FormAsked(
            f["id"],
            Scene(f["scene"]),
            f["version"],
            f["text_limit"],
            {
                d["code"]: DimensionAsked(d["id"], d["code"], d["name"], d["name_en"], d["target"])
                for d in dimensions
                if d["form_id"] == f["id"]
            },
            {
                t["code"]: TagOffered(
                    t["id"],
                    t["code"],
                    Level(t["level"]),
                    t["text"],
                    t["text_en"],
                    t["extended"],
                    Cause(t["cause"]) if t["cause"] else None,
                )
                for t in offered
                if f["scene"] in t["scenes"]
            },
        )
        for f in forms
    }
