"""docs/limits.md says what is so."""

from pathlib import Path

from api.streaming import websocket
from cli import connections

TABLE = Path(__file__).parents[1] / "docs" / "limits.md"


def test_the_seconds_are_those_of_the_table() -> None:
    table = TABLE.read_text("utf-8")
    told = (connections.HEADERS_SECONDS, connections.BODY_SECONDS, connections.UNREAD_SECONDS, websocket.IDLE)
    for seconds in told:
        assert f"{seconds:.0f} s" in table
