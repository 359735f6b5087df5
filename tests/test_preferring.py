"""The one reader of lists with weights: the best of what we offer, whatever the header looks like, at both doors."""

from contextlib import suppress
from contextvars import copy_context

from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from api.context import language_of
from api.http.answers import GRAPHQL_JSON, JSON, media_type
from preferring import language, preferred
from web.language import LanguageMiddleware
from web.language import language as spoken

OFFERED = {"zh": 1, "en": 2, "fr": 3}
NAMES = st.sampled_from([*OFFERED, "de", "*", ""])
WEIGHTS = st.one_of(st.none(), st.integers(0, 1000).map(lambda thousandths: thousandths / 1000))
BLANK = st.sampled_from(["", " ", "\t", "  "])
LISTS = st.lists(st.tuples(NAMES, WEIGHTS), max_size=6)
HEADERS = st.text(st.characters(max_codepoint=255), max_size=60)


@st.composite
def written(draw: st.DrawFn, wanted: list[tuple[str, float | None]]) -> str:
    """The list as somebody may write it: in capitals, with blanks, with other parameters before the weight."""
    parts = []
    for name, weight in wanted:
        pieces = [draw(st.sampled_from([name, name.upper()])), *draw(st.lists(st.just("level=1"), max_size=1))]
        if weight is not None:
            blanks = [draw(BLANK) for _ in range(2)]
            pieces.append(f"{draw(st.sampled_from('qQ'))}{blanks[0]}={blanks[1]}{weight:g}")
        parts.append(";".join(f"{draw(BLANK)}{piece}{draw(BLANK)}" for piece in pieces))
    return ",".join(parts)


@given(LISTS, st.data())
def test_the_greatest_weight_wins_and_of_equals_the_first(
    wanted: list[tuple[str, float | None]], data: st.DataObject
) -> None:
    ours = [
        (1.0 if weight is None else weight, -at, name) for at, (name, weight) in enumerate(wanted) if name in OFFERED
    ]
    best = max(((weight, at, name) for weight, at, name in ours if weight), default=None)
    assert preferred(data.draw(written(wanted)), OFFERED.get) == (OFFERED[best[2]] if best else None)


@given(LISTS, LISTS)
def test_what_we_do_not_offer_changes_nothing(
    wanted: list[tuple[str, float | None]], more: list[tuple[str, float | None]]
) -> None:
    def text(some: list[tuple[str, float | None]]) -> str:
        return ",".join(name if weight is None else f"{name};q={weight:g}" for name, weight in some)

    foreign = [(name, weight) for name, weight in more if name not in OFFERED]
    assert preferred(text([*foreign, *wanted, *foreign]), OFFERED.get) == preferred(text(wanted), OFFERED.get)


@given(HEADERS)
@example("zh;q=nan,en;q=-1")
@example(";q=,;;=,q")
def test_whatever_is_sent_is_answered_in_a_language_of_ours_and_alike_at_both_doors(accepted: str) -> None:
    raw = accepted.encode("latin-1")
    of_api = language_of({b"accept-language": raw})
    assert of_api == language(accepted)
    assert page_language(raw) == {"zh": "zh-CN", "en": "en"}[of_api]


def page_language(accepted: bytes) -> str:
    """What a page would be written in."""
    said = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        said.append(spoken())

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": [(b"accept-language", accepted)]}
    answering = LanguageMiddleware(page)(scope, None, None)  # type: ignore[arg-type]
    with suppress(StopIteration):
        copy_context().run(answering.send, None)
    return said[0]


def test_the_media_type_is_chosen_in_the_same_way() -> None:
    for accepted, chosen in {
        "": JSON,
        "*/*": JSON,
        f"{JSON};q=0.5, {GRAPHQL_JSON} ; q = 0.9": GRAPHQL_JSON,
        f"{GRAPHQL_JSON};q=0, */*;q=0.1": JSON,
        f"text/html, {GRAPHQL_JSON.upper()}": GRAPHQL_JSON,
    }.items():
        assert media_type({b"accept": accepted.encode()}) == chosen
