"""The city that the pages name."""

from dataclasses import dataclass

from web.language import EN, language


@dataclass(frozen=True, slots=True)
class City:
    """The city on the pages; with `demonstration` each page is marked 演示数据."""

    zh: str
    en: str
    demonstration: bool

    @property
    def name(self) -> str:
        """The name in the language of the request."""
        return self.en if language() == EN else self.zh


UNNAMED = City("", "", demonstration=False)
DEMONSTRATION = City("滨海市", "Binhai", demonstration=True)
TEST = City("测试市", "Test City", demonstration=True)


def of(kind: str, name: str = "") -> City:
    """Return the city of this kind (settings.city_kind) and name.

    A real city is no demonstration and uses its one name in both languages. The invented ones have an English name too.
    """
    invented = {"demonstration": DEMONSTRATION, "test": TEST}.get(kind, UNNAMED)
    return invented if name in ("", invented.zh) else City(name, name, invented.demonstration)
