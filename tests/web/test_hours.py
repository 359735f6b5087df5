"""A day of deliveries in twenty-four bars."""

from dataclasses import dataclass

from web.charts.hours import hours


@dataclass(frozen=True)
class Hour:
    taken: int
    failed: int


def test_what_became_of_an_hour_is_told_by_its_height_and_not_by_colour_alone() -> None:
    bars = hours([Hour(0, 0), Hour(3, 0), Hour(2, 1), Hour(0, 4)])
    assert [bar.kind for bar in bars] == ["none", "well", "some", "all"]
    heights = [bar.height for bar in bars]
    assert heights == sorted(set(heights))
