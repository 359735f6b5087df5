"""Which city this is, as every page names it."""

from dataclasses import dataclass

from web.language import EN, language


@dataclass(frozen=True, slots=True)
class City:
    """The city on the pages; a demonstration says 演示数据 on each of them."""

    zh: str
    en: str
    demonstration: bool

    @property
    def name(self) -> str:
        return self.en if language() == EN else self.zh


UNNAMED = City("", "", demonstration=False)
DEMONSTRATION = City("滨海市", "Binhai", demonstration=True)
TEST = City("测试市", "Test City", demonstration=True)


def of(kind: str, name: str = "") -> City:
    """The city of a process: its kind (settings.city_kind), under the name it was given. A real one is no demonstration
    and has the one name; the invented ones have an English name as well."""
    invented = {"demonstration": DEMONSTRATION, "test": TEST}.get(kind, UNNAMED)
    return invented if name in ("", invented.zh) else City(name, name, invented.demonstration)
