"""What the rating page asks, in the language of the request: levels with their tags, and dimensions."""

from dataclasses import dataclass
from datetime import date

from domain.collecting import OpenInvitation
from domain.words import Entry, Level, Scene, Stage
from web.catalogue import say
from web.language import EN, language


@dataclass(frozen=True, slots=True)
class Named:
    """A tag or a dimension as shown; `extended` tags appear after “more”."""

    code: str
    text: str
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A level and its tags."""

    level: Level
    tags: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class SceneForm:
    """The form of one scene."""

    scene: Scene
    text_limit: int
    levels: tuple[Option, ...]
    dimensions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit that is rated. `place`: the window, or the platform it was done on."""

    service_name: str
    agency_name: str
    stage: Stage
    happened_on: date
    place: str


ONLINE = (Entry.WEB_PORTAL, Entry.MINI_PROGRAM, Entry.APP_ISZ)


def asked_of(invitation: OpenInvitation) -> SceneForm:
    """Return the form of an invitation."""
    form, english = invitation.form, language() == EN
    levels = tuple(
        Option(level, tuple(Named(t.code, t.text_en if english else t.text, t.extended) for t in form.tags_of(level)))
        for level in Level
    )
    dimensions = tuple(Named(d.code, d.name_en if english else d.name) for d in form.dimensions.values())
    return SceneForm(form.scene, form.text_limit, levels, dimensions)


def visit_of(invitation: OpenInvitation) -> Visit:
    """Return the visit of an invitation."""
    english = language() == EN
    place = say(f"entry.{invitation.entry}") if invitation.entry in ONLINE else ""
    return Visit(
        invitation.service.told(english=english),
        invitation.agency.told(english=english),
        invitation.stage,
        invitation.happened_on,
        invitation.place.told(english=english) if invitation.place else place,
    )
