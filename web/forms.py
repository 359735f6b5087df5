"""Reads form fields: limited in size, from our own pages only, without control characters."""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from domain.texts import plain
from web import kept

LIMIT = 64 * 1024  # the most bytes of a valid form
READ = 256 * 1024  # the most bytes read of a longer one, so that its texts can be shown again
FIELDS = 200
PROOF = 40  # hex digits of a CSRF token; they prove the session
FORM = "application/x-www-form-urlencoded"


async def read(request: Request, *, limit: int = LIMIT) -> FormData:
    """Return the fields of a form that one of our own pages sent.

    They are also kept with the request, so that an error page of it shows them again. Raises HTTPException 403 for
    another site's form, 415 for another content type, 413 if it is too long.
    """
    require_own_page(request)
    if not request.headers.get("content-type", "").startswith(FORM):
        raise HTTPException(415)
    size = await _bounded(request)
    form = await request.form(max_files=0, max_fields=FIELDS)
    request.state.kept = kept.of(request, form)
    if size > limit:
        raise HTTPException(413)
    return form


async def _bounded(request: Request) -> int:
    """Read the body and return its length; the body stays with the request."""
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > READ:
            raise HTTPException(413)
        parts.append(part)
    request._body = b"".join(parts)
    return size


def require_own_page(request: Request) -> None:
    """Raise HTTPException 403 for a form that another site made the browser send.

    Browsers tell it in Sec-Fetch-Site, older ones in Origin (which is `null` on our pages, as they send no referrer).
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    foreign = site not in ("same-origin", "none") if site else origin != "null" and not _is_here(origin, request)
    if foreign:
        raise HTTPException(403)


def _is_here(origin: str, request: Request) -> bool:
    return urlsplit(origin).netloc == request.headers.get("host", "")


def csrf_token(session_secret: bytes, mark: str) -> str:
    """Return the value of the field `csrf` for the forms of a session.

    It is a proof of the session followed by `mark`, which tells whose form it is. So a form of the same person's older
    session can be told from a form of somebody else.
    """
    return hmac.new(session_secret, f"haochaping csrf {mark}".encode(), hashlib.sha256).hexdigest()[:PROOF] + mark


def is_of_session(token: str, session_secret: bytes) -> bool:
    """Return whether a form was made in this session, for whatever role."""
    return hmac.compare_digest(token.encode(), csrf_token(session_secret, mark_of(token)).encode())


def mark_of(token: str) -> str:
    """Return the mark in a token: whose form it is."""
    return token[PROOF:]


def text(form: FormData, name: str) -> str:
    """Return one field as stripped text with \\n as line end, no invisible characters; "" if missing."""
    value = form.get(name, "")
    return plain(value).strip() if isinstance(value, str) else ""


def exact(form: FormData, name: str) -> str:
    """Return one field unchanged, for secrets; "" if missing."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """Return all non-empty values of a field that may occur several times (check boxes)."""
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def whole(value: str) -> int | None:
    """Return a non-negative integer, or None."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def moment(value: str) -> datetime | None:
    """Return a moment in ISO format, as our pages write it, or None."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
