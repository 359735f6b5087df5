"""Parses, limits and validates documents once and keeps them, for both lanes."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails

from api.errors import ApiError, bad_request
from api.executing import limits
from api.executing.pricing import Pricing
from api.executing.variables import Variables, switches_in
from remembering import Remembered

REMEMBERED: Final = 1_000
WEIGHT: Final = 400_000  # characters of all documents; a parsed one takes some hundred bytes per character
LONGEST_REMEMBERED: Final = 8_192  # characters; a longer document is parsed for each request
ERRORS_SHOWN: Final = 5


class BadDocument(Exception):
    """The document does not parse or does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Operation:
    """One operation of a valid document; what is derived from it is computed once, when first needed."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode) -> None:
        self.schema, self.document, self.node, self.kind = schema, document, node, node.operation

    @property
    def writes(self) -> bool:
        """Whether it is a mutation."""
        return self.kind is OperationType.MUTATION

    @cached_property
    def pricing(self) -> Pricing:
        """The cost of the operation."""
        return Pricing(self.schema, self.document, self.node)

    @cached_property
    def variables(self) -> Variables:
        """The declared variables."""
        return Variables(self.schema, self.node)

    @cached_property
    def fragments(self) -> dict[str, FragmentDetails]:
        """The fragments of the document by name."""
        found = [n for n in self.document.definitions if isinstance(n, FragmentDefinitionNode)]
        return {n.name.value: FragmentDetails(n) for n in found}

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The names of the variables that @skip and @include use."""
        return switches_in(self.node, *[details.definition for details in self.fragments.values()])


@dataclass(slots=True)
class Document:
    """One valid document and its operations by name."""

    node: DocumentNode
    operations: dict[str, Operation] = field(default_factory=dict)

    def named(self, name: str | None) -> Operation | None:
        """Return the operation of this name, without a name the only one; None if there is no such one."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        return None if name is None else self.operations.get(name)

    def operation(self, name: str | None) -> Operation:
        """Return the same as `named`, but raise an ApiError (BAD_REQUEST) where that is None."""
        if found := self.named(name):
            return found
        if name is None:
            raise bad_request(
                "文档里有几个操作，请用 operationName 指明要执行哪一个。",
                "The document has several operations; name the one to run in operationName.",
            )
        raise bad_request(
            "文档里没有 operationName 所指的操作。",
            "The document has no operation with the name given in operationName.",
        )


class Documents:
    """The documents of one schema, of which the least recently used is dropped first.

    Number and total length are bounded, so that hostile documents cannot fill the memory.
    """

    def __init__(self, schema: GraphQLSchema, remembered: int = REMEMBERED) -> None:
        self.schema = schema
        self.known: Remembered[str, Document] = Remembered(remembered, WEIGHT, lambda text, _: len(text))

    def get(self, text: str) -> Document:
        """Return the document of this text.

        Raises BadDocument if it does not parse or does not fit the schema, ApiError if it is beyond the limits.
        """
        document = self.known.get(text)
        if document is not None:
            return document
        document = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            self.known.keep(text, document)
        return document

    def _read(self, text: str) -> Document:
        node = _parsed(text)
        limits.count_fields(node)
        operations = [n for n in node.definitions if isinstance(n, OperationDefinitionNode)]
        for operation in operations:  # before validation, which would be expensive for a hostile document
            limits.measure(self.schema, node, operation, {})
        if errors := validate(self.schema, node, max_errors=ERRORS_SHOWN):
            raise BadDocument(errors)
        if not operations:
            raise bad_request("文档里没有操作。", "The document has no operation.")
        return Document(node, {n.name.value if n.name else "": Operation(self.schema, node, n) for n in operations})


def _parsed(text: str) -> DocumentNode:
    try:
        return _unchained(parse(text, max_tokens=limits.TOKENS))
    except GraphQLError as error:
        if "tokens" in error.message:
            raise ApiError(
                "TOO_COSTLY",
                f"文档太长，上限是 {limits.TOKENS} 个词。值请放在 variables 里。",
                f"The document is too long; the limit is {limits.TOKENS} tokens. Put values into variables.",
            ) from error
        if "nested too deeply" in error.message:
            raise limits.too_deep() from error
        raise BadDocument([error]) from error


def _unchained(node: DocumentNode) -> DocumentNode:
    """Break the links between the tokens of a document and return it.

    The lexer links its tokens in both directions. They are not needed again, and these reference cycles would keep a
    dropped document in memory until a full garbage collection, which is rare.
    """
    token = node.loc.start_token if node.loc else None
    while token is not None:
        token.prev, token.next, token = None, None, token.next
    return node
