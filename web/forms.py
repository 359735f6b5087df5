"""Reading what a person typed: bounded, from our own pages only, without control characters."""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from domain.texts import plain
from web import kept

LIMIT = 64 * 1024  # what a form of ours may hold
READ = 256 * 1024  # what is read of a longer one, so that its words can be given back
FIELDS = 200
PROOF = 40  # hex digits of a token that prove the session
FORM = "application/x-www-form-urlencoded"


async def read(request: Request, *, limit: int = LIMIT) -> FormData:
    """The fields of a form that one of our own pages sent. From now on a failure of this request gives them back."""
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
    """Read the body and say how long it is; what was read stays with the request."""
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > READ:
            raise HTTPException(413)
        parts.append(part)
    request._body = b"".join(parts)
    return size


def require_own_page(request: Request) -> None:
    """Refuse a form that another site made the browser send. Browsers say it in Sec-Fetch-Site, older ones in Origin
    (which is `null` on our pages, because they send no referrer)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    foreign = site not in ("same-origin", "none") if site else origin != "null" and not _is_here(origin, request)
    if foreign:
        raise HTTPException(403)


def _is_here(origin: str, request: Request) -> bool:
    return urlsplit(origin).netloc == request.headers.get("host", "")


def csrf_token(session_secret: bytes, mark: str) -> str:
    """What the forms of one session carry beside the session's cookie, as the field `csrf`: proof of the session, and
    whose it is (`mark`), so that a form of an older session is known from a form of somebody else."""
    return hmac.new(session_secret, f"haochaping csrf {mark}".encode(), hashlib.sha256).hexdigest()[:PROOF] + mark


def is_of_session(token: str, session_secret: bytes) -> bool:
    """Whether a form was drawn in this session, whatever role it was drawn for."""
    return hmac.compare_digest(token.encode(), csrf_token(session_secret, mark_of(token)).encode())


def mark_of(token: str) -> str:
    """Whose form it is, as `csrf_token` was told."""
    return token[PROOF:]


def text(form: FormData, name: str) -> str:
    """One field as text: line ends are \\n, nothing around it, nothing in it that nobody sees; missing is empty."""
    value = form.get(name, "")
    return plain(value).strip() if isinstance(value, str) else ""


def exact(form: FormData, name: str) -> str:
    """One field as it was typed: a secret."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """Every value of a field that may come several times (ticks)."""
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def whole(value: str) -> int | None:
    """A whole number, or nothing."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def moment(value: str) -> datetime | None:
    """A moment as a page of ours wrote it, to the microsecond; or nothing."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
