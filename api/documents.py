"""Documents: parsed, limited and validated once, then remembered. Both lanes take their documents from here."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from api import limits
from api.errors import ApiError, bad_request
from api.limits import Load

REMEMBERED: Final = 1_000
LONGEST_REMEMBERED: Final = 8_192  # characters; a longer document is worked through each time
ERRORS_SHOWN: Final = 5


class BadDocument(Exception):
    """The document does not parse or does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


@dataclass(slots=True)
class Document:
    """One valid document and its operations by name."""

    node: DocumentNode
    operations: dict[str, OperationDefinitionNode] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run; never a guess."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise bad_request(
                "文档里有几个操作，请用 operationName 指明要执行哪一个。",
                "The document has several operations; name the one to run in operationName.",
            )
        if name not in self.operations:
            raise bad_request(
                "文档里没有 operationName 所指的操作。",
                "The document has no operation with the name given in operationName.",
            )
        return self.operations[name]


class Documents:
    """The documents of one schema, least recently used first out: hostile ones must not fill the memory."""

    def __init__(self, schema: GraphQLSchema, remembered: int = REMEMBERED) -> None:
        self.schema, self.remembered = schema, remembered
        self.known: OrderedDict[str, Document] = OrderedDict()

    def get(self, text: str) -> Document:
        document = self.known.get(text)
        if document is not None:
            self.known.move_to_end(text)
            return document
        document = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            self.known[text] = document
            if len(self.known) > self.remembered:
                self.known.popitem(last=False)
        return document

    def load(self, document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Load:
        return limits.measure(self.schema, document.node, operation, variables)

    def _read(self, text: str) -> Document:
        node = _parsed(text)
        limits.count_fields(node)
        operations = [n for n in node.definitions if isinstance(n, OperationDefinitionNode)]
        for operation in operations:  # before validation: a hostile document is not worth validating
            limits.measure(self.schema, node, operation, {})
        if errors := validate(self.schema, node, max_errors=ERRORS_SHOWN):
            raise BadDocument(errors)
        if not operations:
            raise bad_request("文档里没有操作。", "The document has no operation.")
        return Document(node, {n.name.value if n.name else "": n for n in operations})


def _parsed(text: str) -> DocumentNode:
    try:
        return parse(text, max_tokens=limits.TOKENS)
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
