"""What the entries of a timeline are called when a person is told of them. The flow has the Chinese names of moves."""

from domain.work_orders.flow import FLOW

MOVES_IN_ENGLISH = {
    "sign": "sign for it",
    "return": "return it",
    "redispatch": "dispatch it again",
    "refuse_return": "refuse the return",
    "contact": "record the contact",
    "find_responsible": "record the finding",
    "find_explained": "record the finding",
    "appeal": "appeal",
    "uphold": "uphold the appeal",
    "explain": "explain instead",
    "submit": "submit the mending",
    "approve": "approve it",
    "send_back_rectifying": "send it back to be mended",
    "send_back_explained": "send it back to be explained",
    "settle": "record a satisfied callback",
    "give_up": "close it unreached",
    "reopen": "record a dissatisfied callback",
    "redo": "put it back to mending",
    "close": "close it",
    "void": "close it with its void rating",
}

# Entries that are no change of state, written by people. The system's own notes are nobody's haste.
NOTES = {
    "dispatch": ("派单", "dispatch it"),
    "urge": ("催办", "urge it"),
    "call": ("回访，没有打通", "record a callback that was not answered"),
}


def name_of(entry: str) -> tuple[str, str]:
    """(Chinese, English)."""
    return NOTES[entry] if entry in NOTES else (FLOW.moves[entry].name, MOVES_IN_ENGLISH[entry])
