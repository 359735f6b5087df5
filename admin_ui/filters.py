"""Filters kept in the address: chips for those set, menus for the others, addresses of changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from domain.texts import line
from web.catalogue import say

MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a menu."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter that may be set: its name in the address, the words of its button, and its choices."""

    name: str
    words: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are set."""
        return tuple(choice.value for choice in self.choices if choice.chosen)

    @property
    def said(self) -> str:
        """The words of the button: 状态：待签收、核实中, or the name alone if nothing is chosen."""
        chosen = "、".join(choice.words for choice in self.choices if choice.chosen)
        return f"{self.words}：{chosen}" if chosen else self.words


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: its words, and the address without it."""

    name: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters in an address, as chips, menus and addresses."""

    path: str
    query: QueryParams
    menus: tuple[Menu, ...]
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set, the search included."""
        return [Chip(menu.name, menu.said, self.without(menu.name)) for menu in self.menus if menu.chosen] + (
            [Chip("q", say("filter.search", words=self.search), self.without("q"))] if self.search else []
        )

    @property
    def menus_set_first(self) -> list[Menu]:
        """The menus, those that are set first."""
        return sorted(self.menus, key=lambda menu: not menu.chosen)

    @property
    def search(self) -> str:
        """The search text, at most 60 characters."""
        return line(self.query.get("q", ""))[:60]

    @property
    def where(self) -> dict[str, list[str]]:
        """The values of the menus that are set, by name."""
        return {menu.name: list(menu.chosen) for menu in self.menus if menu.chosen}

    def _pairs(self, *, but: Iterable[str] = ()) -> list[tuple[str, str]]:
        chosen = [(menu.name, value) for menu in self.menus for value in menu.chosen]
        if self.search:
            chosen.append(("q", self.search))
        return [*self.fixed, *[(name, value) for name, value in chosen if name not in set(but)]]

    def without(self, *names: str) -> str:
        """Return the address without these filters."""
        return self._address(self._pairs(but=names))

    def cleared(self) -> str:
        """Return the address without all filters except the fixed ones."""
        return self._address(list(self.fixed))

    def after(self, cursor: str) -> str:
        """Return the address of the page after this cursor."""
        return self._address([*self._pairs(), ("after", cursor)])

    def here(self) -> str:
        """Return the address with all filters, at the first page."""
        return self._address(self._pairs())

    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields that the form of the menus must have."""
        return [*self.fixed, *([("q", self.search)] if self.search else [])]

    def _address(self, pairs: Sequence[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def menu(query: QueryParams, name: str, words: str, known: Mapping[str, str]) -> Menu:
    """Return a menu of known values; unknown values in the address are ignored."""
    asked = set(query.getlist(name)[:MOST_VALUES])
    return Menu(name, words, tuple(Choice(value, said, value in asked) for value, said in known.items()))
