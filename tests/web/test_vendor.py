"""What came from other houses is what VENDOR.json says, with its licences beside it."""

import hashlib
import json

from web.assets import FOLDER

VENDOR = FOLDER / "vendor"


def test_every_vendored_file_has_the_hash_that_was_looked_at() -> None:
    told = json.loads((VENDOR / "VENDOR.json").read_text())["files"]
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in told} == told


def test_every_vendored_house_has_its_licence_here() -> None:
    assert {path.name for path in VENDOR.glob("LICENSE.*")} == {
        "LICENSE.graphiql",
        "LICENSE.htmx",
        "LICENSE.react",
        "LICENSE.tabler-core",
        "LICENSE.tabler-icons",
    }


def test_no_colour_notation_that_old_browsers_cannot_read() -> None:
    sheets = "".join(path.read_text() for path in FOLDER.rglob("*.css"))
    assert not [word for word in ("oklch(", "light-dark(", "color-mix(") if word in sheets]
