"""The contents of the frame around admin pages: navigation of the role, person, and breadcrumbs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the side navigation; `count` is given only where it is cheap to read."""

    key: str
    icon: str
    words: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items, under a small title, which may be empty."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: 林知远 · 市人社局 · 差评专员."""

    name: str
    place: str

    @property
    def initial(self) -> str:
        """The first character of the name."""
        return self.name[:1]


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame: `here` is the key of the present item, `crumbs` are (words, url), this page last."""

    groups: tuple[Group, ...]
    here: str
    person: Person
    crumbs: tuple[tuple[str, str], ...]
