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


def of_kind(kind: str) -> City:
    """The city a settings.city_kind stands for; a production city without a name of its own is shown without one."""
    return {"demonstration": DEMONSTRATION, "test": TEST}.get(kind, UNNAMED)
