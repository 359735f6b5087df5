"""How much one document may ask: hostile documents are refused in a moment, honest ones of any size of ours pass."""

import time
from typing import Any

import pytest
from graphql import build_schema, get_introspection_query

from api.errors import ApiError
from api.executing.documents import BadDocument, Documents
from api.executing.limits import COST, DEPTH, Load

SCHEMA = build_schema(
    """
    type Query { node: Node  nodes(first: Int!): Page  names: [Node!]!  count: Int }
    type Page { edges: [Edge!]! }
    type Edge { node: Node! }
    type Node { id: ID  next: Node  all(first: Int = 2): Page }
    """
)


def judge(text: str, **variables: Any) -> Load:
    documents = Documents(SCHEMA)
    document = documents.get(text)
    return document.operation(None).pricing.load(variables)


def code(text: str, **variables: Any) -> str:
    start = time.perf_counter()
    try:
        judge(text, **variables)
    except ApiError as error:
        return error.code
    except BadDocument:
        return "BAD_DOCUMENT"
    finally:
        assert time.perf_counter() - start < 0.5
    return "fine"


def deep(levels: int) -> str:
    return "{ node " + "{ next " * (levels - 2) + "{ id " + "} " * levels


def chain(links: int, link: str) -> str:
    """Fragments that spread the next one, several times."""
    parts = "".join(f"fragment f{n} on Node {{ {link.format(next=f'f{n + 1}')} }}" for n in range(links))
    return "{ node { ...f0 } } " + parts + f"fragment f{links} on Node {{ id }}"


def test_the_deepest_document_allowed_passes_and_one_level_more_does_not() -> None:
    assert code(deep(DEPTH)) == "fine"
    assert code(deep(DEPTH + 1)) == "TOO_DEEP"
    assert code(deep(1_500)) in ("TOO_DEEP", "TOO_COSTLY")


def test_depth_hidden_in_fragments_is_found() -> None:
    assert code(chain(DEPTH, "next {{ ...{next} }}")) == "TOO_DEEP"
    assert code(chain(200, "...{next}")) == "TOO_DEEP"


@pytest.mark.parametrize("links", [10, 30, 50])
def test_doubling_fragments_are_counted_without_being_expanded(links: int) -> None:
    assert code(chain(links, "...{next} ...{next}")) in ("fine", "TOO_COSTLY") if links < 15 else "TOO_COSTLY"
    assert code(chain(links, "a: next {{ ...{next} }} b: next {{ ...{next} }}")) in ("TOO_COSTLY", "TOO_DEEP")


def test_a_fragment_inside_itself_is_a_bad_document() -> None:
    assert code("{ node { ...a } } fragment a on Node { ...b } fragment b on Node { ...a }") == "BAD_DOCUMENT"


def test_aliases_and_directives_are_limited_and_fragments_hide_none() -> None:
    assert code("{ " + " ".join(f"a{n}: count" for n in range(51)) + " }") == "TOO_COSTLY"
    assert code("{ count " + "@include(if: true) " * 51 + "}") == "TOO_COSTLY"
    spread = " ".join("...f" for _ in range(30))
    assert code("{ node { " + spread + " } } fragment f on Node { a: id b: id }") == "TOO_COSTLY"


def test_what_validation_compares_pairwise_is_limited() -> None:
    assert code("{ " + "count " * 490 + "}") == "TOO_COSTLY"
    assert code("{ " + "node { next { id } } " * 160 + "}") == "TOO_COSTLY"
    assert code("{ " + "... { node { next { id } } } " * 160 + "}") == "TOO_COSTLY"


def test_a_long_document_is_refused_before_it_is_read() -> None:
    assert code("{ " + "count " * 100_000 + "}") == "TOO_COSTLY"


def test_cost_multiplies_by_the_page_from_a_constant_a_variable_or_a_default() -> None:
    below = "{ edges { node { id } } }"
    assert judge("{ nodes(first: 50) " + below + " }").cost == 1 + 50 * 3
    assert judge("query($n: Int!) { nodes(first: $n) " + below + " }", n=50).cost == 1 + 50 * 3
    assert judge("query($n: Int! = 50) { nodes(first: $n) " + below + " }").cost == 1 + 50 * 3
    assert judge("query($n: Int!) { nodes(first: $n) " + below + " }", n=10**9).cost == 1 + 100 * 3
    assert judge("{ names { id } }").cost == 1 + 10


@pytest.mark.parametrize("n", [100.0, 3.5, True, "3", None, [3]])
def test_a_page_size_that_is_no_whole_number_has_the_price_of_the_largest(n: Any) -> None:
    assert judge("query($n: Int!) { nodes(first: $n) { edges { node { id } } } }", n=n).cost == 1 + 100 * 3


def test_a_number_of_five_thousand_digits_is_refused_like_any_that_does_not_fit() -> None:
    digits = "9" * 5000
    assert code(f"{{ nodes(first: {digits}) {{ edges {{ node {{ id }} }} }} }}") == "BAD_DOCUMENT"
    assert code(f"query($n: Int! = {digits}) {{ nodes(first: $n) {{ edges {{ node {{ id }} }} }} }}") == "BAD_DOCUMENT"


def test_a_curve_has_the_price_of_its_points_and_a_list_that_of_the_length_asked() -> None:
    from api.schema import executable

    documents = Documents(executable())

    def cost(text: str) -> int:
        document = documents.get(text)
        return document.operation(None).pricing.load({}).cost

    one, two = (cost(f"{{ board {{ series {{ {below} }} }} }}") for below in ("at", "at ratings"))
    assert two - one == 200
    assert cost("{ board { topTags(first: 100) { count } } }") > cost("{ board { topTags { count } } }") + 80


def test_lists_below_lists_are_too_costly() -> None:
    assert (
        code("{ nodes(first: 100) { edges { node { all(first: 100) { edges { node { id } } } } } } }") == "TOO_COSTLY"
    )
    nested = "query($n: Int!) { nodes(first: $n) { edges { node { all(first: $n) { edges { node { id } } } } } } }"
    assert (code(nested, n=10), code(nested, n=100)) == ("fine", "TOO_COSTLY")


def test_a_refused_document_says_what_it_would_have_cost() -> None:
    with pytest.raises(ApiError) as refused:
        judge(chain(40, "...{next} ...{next}"))
    assert refused.value.cost > COST


def test_the_usual_introspection_is_welcome() -> None:
    assert code(get_introspection_query()) == "fine"
    assert code("{ " + " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(25)) + " }") == "TOO_COSTLY"


def test_a_document_is_worked_through_once_and_only_so_many_are_remembered() -> None:
    documents = Documents(SCHEMA, remembered=2)
    first = documents.get("{ count }")
    assert documents.get("{ count }") is first
    documents.get("{ a: count }")
    documents.get("{ b: count }")
    assert len(documents.known) == 2
    assert documents.get("{ count }") is not first
    documents.get("{ count }" + " " * 10_000)
    assert all(len(text) < 10_000 for text in documents.known)
