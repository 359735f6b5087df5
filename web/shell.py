"""What the admin's frame shows around a page: navigation of the role, who is signed in, where one is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One place of the side navigation; `count` only where it is cheap."""

    key: str
    icon: str
    words: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together, under a small title or none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: 林知远 · 市人社局 · 差评专员."""

    name: str
    place: str

    @property
    def initial(self) -> str:
        return self.name[:1]


@dataclass(frozen=True, slots=True)
class Shell:
    """`here` is the key of the present item; `crumbs` are (words, url), the last one being this page."""

    groups: tuple[Group, ...]
    here: str
    person: Person
    crumbs: tuple[tuple[str, str], ...]
