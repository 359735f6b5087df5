"""An address as people copy it leads to the page that is meant, and never to another house."""

from urllib.parse import quote, unquote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from web.addresses import plain

PROOF = "Ab3_-xYz0123456789Ab3_-xYz01234567"
AROUND = [
    "。",
    "，",
    "）",
    "】",
    ".",
    ",",
    ")",
    "]",
    "”",
    "》",
    "、",
    "；",
    "！",
    " ",
    "\u3000",
    "\u200b",
    "/",
    "//",
    "。 /",
]


@pytest.fixture
def house() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app.app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    return httpx.AsyncClient(transport=transport, base_url="http://haochaping.test")


@pytest.mark.parametrize("copied", AROUND)
@pytest.mark.parametrize(
    "page", [f"/rate/{PROOF}", "/progress/ABCD-EFGH-JKMN", "/board", "/admin", "/board/agencies", "/graphql"]
)
async def test_what_was_copied_along_is_dropped_by_one_redirect(
    house: httpx.AsyncClient, page: str, copied: str
) -> None:
    for method in ("GET", "HEAD"):
        answer = await house.request(method, f"{page}{quote(copied, safe='/')}?lang=en")
        assert (answer.status_code, answer.headers["location"]) == (307, f"{page}?lang=en")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "copied", [f"/rate/{PROOF}，请您评价", f"/rate/（{PROOF}）", f"//rate///{PROOF}", f"/rate/{PROOF}。谢谢abc"]
)
async def test_of_a_sentence_only_the_proof_is_kept(house: httpx.AsyncClient, copied: str) -> None:
    answer = await house.get(f"http://haochaping.test{quote(copied)}")
    assert answer.headers["location"] == f"/rate/{PROOF}"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "/%5Cevil.example/", "///evil.example。", "/.//evil.example/"]
)
async def test_nobody_is_sent_to_another_house(house: httpx.AsyncClient, path: str) -> None:
    answer = await house.get(f"http://haochaping.test{path}")
    told = urlsplit(answer.headers.get("location", "/"))
    assert (told.scheme, told.netloc) == ("", "")
    assert answer.headers.get("location", "/")[1:2] not in ("/", "\\")


async def test_what_is_sent_is_never_sent_on(house: httpx.AsyncClient) -> None:
    """A browser would send the form once more, or lose it."""
    answer = await house.post(f"/rate/{PROOF}/", data={"level": "SATISFIED"})
    assert answer.status_code == 404


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_address_is_mended_once_and_begins_with_one_slash(path: str) -> None:
    once = plain(f"/{path}")
    assert plain(once) == once
    assert once == "/" or (once[0] == "/" and once[1] not in "/\\")
    assert unquote(quote(once)) == once


@given(st.from_regex(r"[A-Za-z0-9_-]{34}", fullmatch=True), st.sampled_from(AROUND), st.sampled_from(AROUND))
def test_no_character_of_a_proof_is_ever_dropped(proof: str, before: str, after: str) -> None:
    assert plain(f"/rate/{before}{proof}{after}") == f"/rate/{proof}"
