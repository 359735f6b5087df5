"""Static files: read once, served under a hash of their content, cached by browsers for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from preferring import preferred

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"
WORTH_PACKING = 512


@dataclass(frozen=True, slots=True)
class Asset:
    """One file in memory. `mark`: the hash in its address. `packed`: gzipped, empty if the file is small."""

    mark: str
    kind: str
    plain: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Return all static files by path."""
    files = (path for path in sorted(FOLDER.rglob("*")) if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): _read(path) for path in files}


def _read(path: Path) -> Asset:
    plain = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    packed = gzip.compress(plain, 9, mtime=0) if len(plain) > WORTH_PACKING else b""
    return Asset(hashlib.sha256(plain).hexdigest()[:12], kind, plain, packed)


def asset_url(path: str) -> str:
    """Return the address of a file, which changes whenever its content does."""
    return f"/static/{assets()[path].mark}/{path}"


async def serve(request: Request) -> Response:
    """GET /static/{mark}/{path}"""
    asset = assets().get(request.path_params["path"])
    if asset is None:
        raise HTTPException(404)
    lasting = FOR_EVER if request.path_params["mark"] == asset.mark else SHORTLY
    headers = {"Cache-Control": lasting, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    is_welcome = preferred(request.headers.get("accept-encoding", ""), _offered) is not None
    if asset.packed and is_welcome:
        return Response(asset.packed, media_type=asset.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(asset.plain, media_type=asset.kind, headers=headers)


def _offered(coding: str) -> str | None:
    return coding if coding == "gzip" else None


async def favicon(request: Request) -> Response:
    """GET /favicon.ico, for browsers that ask without reading the page."""
    asset = assets()["favicon.svg"]
    return Response(asset.plain, media_type=asset.kind, headers={"Cache-Control": "public, max-age=86400"})
