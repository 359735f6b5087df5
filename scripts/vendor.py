"""Fetch what the browser gets from other houses; check that it is still the same.

htmx, Tabler's parts and icons for everybody; GraphiQL and React for developers.

python scripts/vendor.py           fetch with `npm pack`, compare with VENDOR.json, write the files again
python scripts/vendor.py --accept  the same, but write down the new hashes (after a version was changed here)
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from vendor_css import cut
from vendor_icons import SOURCES, sprite

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "web" / "static" / "vendor"
PACKAGES = {
    "htmx.org": ("4.0.1", "0BSD"),
    "@tabler/core": ("1.6.1", "MIT"),
    "@tabler/icons": ("3.51.0", "MIT"),
    "graphiql": (
        "1.11.5",
        "MIT",
    ),  # the last small one that needs no bundler: a third of the next, and nobody's phone gets it
    "react": ("17.0.2", "MIT"),
    "react-dom": ("17.0.2", "MIT"),
}


def main() -> None:
    accept = argparse.ArgumentParser(description=__doc__)
    accept.add_argument("--accept", action="store_true", help="write down new hashes instead of comparing")
    arguments = accept.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: fetch(name, version, Path(folder)) for name, (version, _) in PACKAGES.items()}
        manifest = describe(packages, write(packages))
    path = VENDOR / "VENDOR.json"
    if not arguments.accept and path.exists() and json.loads(path.read_text()) != manifest:
        sys.exit("What npm gave differs from web/static/vendor/VENDOR.json; look at `git diff` before accepting it.")
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def fetch(name: str, version: str, folder: Path) -> Path:
    """The tarball of one package, as npm packs it."""
    told = subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return folder / told.stdout.strip().splitlines()[-1]


def member(package: Path, path: str) -> str:
    with tarfile.open(package) as archive:
        found = archive.extractfile(f"package/{path}")
        assert found is not None, path
        return found.read().decode()


def write(packages: dict[str, Path]) -> list[Path]:
    """The files the pages use, each cut from its package."""
    htmx, tabler, icons = packages["htmx.org"], packages["@tabler/core"], packages["@tabler/icons"]
    texts = {
        "htmx.js": without_map(member(htmx, "dist/htmx.min.js")),
        "htmx-live.js": live(member(htmx, "dist/htmx.min.js"), member(htmx, "dist/ext/hx-sse.min.js")),
        "LICENSE.htmx": member(htmx, "LICENSE"),
        "tabler.css": cut(member(tabler, "dist/css/tabler.css"), PACKAGES["@tabler/core"][0]),
        "icons.svg": sprite({path: member(icons, f"icons/{path}.svg") for path in SOURCES.values()}),
        "LICENSE.tabler-icons": member(icons, "LICENSE"),
        **editor(packages),
    }
    for name, text in texts.items():
        (VENDOR / name).write_text(text if text.endswith("\n") else text + "\n")
    return [VENDOR / name for name in texts]


def live(htmx: str, sse: str) -> str:
    """htmx with its server-sent events, in one file. In two deferred files htmx may start before the second has come,
    and then never opens the line of a page it has looked at already.
    """
    return "\n".join((without_map(htmx), without_map(sse)))


def editor(packages: dict[str, Path]) -> dict[str, str]:
    """What the page of the API's editor loads, in development only."""
    graphiql, react, dom = packages["graphiql"], packages["react"], packages["react-dom"]
    return {
        "graphiql.js": without_map(member(graphiql, "graphiql.min.js")),
        "graphiql.css": without_map(member(graphiql, "graphiql.min.css")),
        "LICENSE.graphiql": member(graphiql, "LICENSE"),
        "react.js": member(react, "umd/react.production.min.js"),
        "react-dom.js": member(dom, "umd/react-dom.production.min.js"),
        "LICENSE.react": member(react, "LICENSE"),
    }


def without_map(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.startswith("//# sourceMappingURL"))


def describe(packages: dict[str, Path], files: list[Path]) -> dict[str, object]:
    return {
        "packages": [
            {"name": name, "version": version, "licence": licence, "sha256": digest(packages[name])}
            for name, (version, licence) in PACKAGES.items()
        ],
        "files": {path.name: digest(path) for path in files},
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
