"""The types and arguments of boards in the contract; tests compare the schema with them."""

from typing import Final

from views.figures.formulas import FORMULAS

TYPES: Final[dict[str, dict[str, str]]] = {
    "Board": {
        "scope": "String!",
        "from": "Date!",
        "to": "Date!",
        "events": "Int!",
        "ratings": "Int!",
        "bad": "Int!",
        "byLevel": "[LevelCount!]!",
        "byKind": "[KindCount!]!",
        "byEntry": "[EntryCount!]!",
        **{name: "Float" for name in FORMULAS if name not in ("events", "ratings", "bad")},
        "counted": "[Counted!]!",
        "byDimension": "[DimensionCount!]!",
        "topTags": "[TagCount!]!",
        "series": "[BoardPoint!]!",
        "children": "BoardRowConnection!",
    },
    "LevelCount": {"level": "Level!", "count": "Int!"},
    "KindCount": {"kind": "RatingKind!", "count": "Int!"},
    "EntryCount": {"entry": "Entry!", "count": "Int!"},
    "TagCount": {"tag": "Tag!", "count": "Int!"},
    "DimensionCount": {"dimension": "Dimension!", "ratings": "Int!", "bad": "Int!"},
    "Counted": {"family": "CountFamily!", "from": "Date", "to": "Date"},
    "BoardPoint": {"at": "DateTime!", "ratings": "Int!", "bad": "Int!"},
    "BoardRow": {"scope": "String!", "name": "String!", "board": "Board!"},
    "BoardRowConnection": {"edges": "[BoardRowEdge!]!", "pageInfo": "PageInfo!"},
    "BoardRowEdge": {"node": "BoardRow!", "cursor": "String!"},
}
ARGUMENTS: Final = {
    "topTags": {"first": "Int! = 10"},
    "series": {"step": "Step! = DAY"},
    "children": {"first": "Int!", "after": "String"},
}
