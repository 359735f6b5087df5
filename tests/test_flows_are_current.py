"""The drawing of the moves is the table of the moves."""

from scripts import draw_flows


def test_the_drawn_flows_are_those_of_the_code() -> None:
    assert draw_flows.PAGE.read_text() == draw_flows.draw()
