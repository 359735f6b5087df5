"""What a noun's declaration must say, or the house does not start."""

from typing import Any

import pytest

from views.compiling.member import Column, Identity
from views.compiling.view import VIEWS, Ordering, View

MEMBERS: Any = {"id": Identity(), "text": Column(type="String!", sql="{t}.text")}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"tag": 4095}, "who reaches it"),
        ({"orders": {"LATEST": {"*": Ordering(1, "{t}.id", "number")}}}, "who reaches it"),
        ({"tag": VIEWS["Evaluation"].tag}, "is taken"),
        ({"members": MEMBERS | {"text": Column(type="String!", sql="{t}.text", masks={"HR": None})}}, "cannot be null"),
        ({"members": MEMBERS | {"text": Column(type="String", sql="{t}.text", masks={"USER": None})}}, "for USER than"),
    ],
)
def test_what_would_open_a_noun_to_everybody_is_refused(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        View(**{"name": "Commendation", "members": MEMBERS, "table": "commendation"} | wrong)
    assert "Commendation" not in VIEWS
