"""Limits how much one document may ask for, before validation and in linear time.

Each fragment is measured once. Strawberry's own limiters expand a fragment each time it is used, so one kilobyte can
take an hour; they are not used. Cost is an upper estimate of the number of values in the answer: one for each field,
times `first` below a page, times `LIST` below a plain list. Some fields cost more (`WEIGHT`), and some lists are as
long as the list that was sent (`AS_LONG_AS_SENT`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from api.errors import ApiError

TOKENS: Final = 2_000
FIELDS: Final = 500  # as written, each fragment counted once
PAIRS: Final = 20_000  # pairs of fields of the same name, which validation compares with one another
COST: Final = 20_000
DEPTH: Final = 12
ALIASES: Final = 50
DIRECTIVES: Final = 50
SHOWN_MOST: Final = 10**9
NESTING: Final = 60  # levels of fields, fragments and spreads; bounds the recursion of Measuring

FIRST_MOST: Final = 100
DIGITS: Final = 10  # digits of the largest 32-bit number
LIST: Final = 10
TIMES: Final = {"Board.series": 200}  # points of a curve, on average; the views refuse more than a thousand
AS_LONG_AS_SENT: Final = frozenset({"RecordServiceEventsResult.outcomes", "SaveDirectoryResult.outcomes"})
WEIGHT: Final = {
    "Query.board": 50,
    "Query.myBusiness": 50,
    "Board.series": 50,
    "Board.topTags": 20,
    "BoardRow.board": 20,
    "Invitation.qr": 20,
    "EvaluationConnection.totalCount": 50,
    "Mutation.recordServiceEvents": 100,
    "Mutation.saveDirectory": 100,
    "Mutation.submitEvaluation": 100,
}
INTROSPECTION: Final = 1_000  # a flat cost, because validation limits its depth and the schema is small


@dataclass(frozen=True, slots=True)
class Load:
    """The load of a selection with its fragments expanded."""

    cost: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: "Load") -> "Load":
        """Return the load of two selections side by side: the sums, and the greater depth."""
        return Load(
            self.cost + other.cost,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


def measure(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> Load:
    """Return the load of one operation; raises ApiError TOO_COSTLY or TOO_DEEP beyond the limits."""
    load = Measuring(schema, document, operation, variables).whole(operation)
    if refusal := _beyond(load):
        refusal.cost = min(load.cost, SHOWN_MOST)
        raise refusal
    return load


def _beyond(load: Load) -> ApiError | None:
    for most, asked, what, zh in (
        (COST, load.cost, "cost", "查询的开销"),
        (ALIASES, load.aliases, "number of aliases", "别名的个数"),
        (DIRECTIVES, load.directives, "number of directives", "指令的个数"),
    ):
        if asked > most:
            shown = asked if asked < SHOWN_MOST else f"> {SHOWN_MOST}"
            return too_costly(f"{zh}是 {shown}，上限是 {most}。", f"The {what} is {shown}; the limit is {most}.")
    return too_deep() if load.depth > DEPTH else None


def count_fields(document: DocumentNode) -> None:
    """Raise ApiError TOO_COSTLY if validation would have too many fields to compare with one another."""
    names, waiting = Counter[str](), [n.selection_set for n in document.definitions if hasattr(n, "selection_set")]
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                names[(node.alias or node.name).value] += 1
            if below := getattr(node, "selection_set", None):
                waiting.append(below)
    fields = names.total()
    if fields > FIELDS or sum(times * times for times in names.values()) > PAIRS:
        raise too_costly(
            f"文档里写了 {fields} 个字段，上限是 {FIELDS}，同名的更少。",
            f"The document has {fields} fields; the limit is {FIELDS}, and fewer of one name.",
        )


def too_costly(zh: str, en: str) -> ApiError:
    """Return the error TOO_COSTLY with these sentences."""
    return ApiError("TOO_COSTLY", f"{zh}请少问一些，或分页取。", f"{en} Ask for less, or page.")


def too_deep() -> ApiError:
    """Return the error TOO_DEEP."""
    return ApiError(
        "TOO_DEEP",
        f"查询嵌套太深，上限是 {DEPTH} 层。请分几次取。",
        f"The query is too deep; the limit is {DEPTH} levels. Ask in steps.",
    )


class Measuring:
    """Measures one operation in one walk; the load of each fragment is kept after its first visit."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        self.variables = with_defaults(operation, variables)
        self.sent = longest(variables)
        self.known: dict[str, Load] = {}

    def whole(self, operation: OperationDefinitionNode) -> Load:
        """Return the load of the operation."""
        root = self.schema.get_root_type(operation.operation)
        own = Load(directives=len(operation.directives or ()))
        return own.beside(self.selections(operation.selection_set, root, 1))

    def selections(self, node: SelectionSetNode, parent: GraphQLNamedType | None, nesting: int) -> Load:
        """Return the load of a selection set on the type `parent`."""
        if nesting > NESTING:
            raise too_deep()
        load = Load()
        for selection in node.selections:
            load = load.beside(Load(directives=len(selection.directives or ())))
            if isinstance(selection, FieldNode):
                load = load.beside(self.field(selection, parent, nesting))
            elif isinstance(selection, FragmentSpreadNode):
                load = load.beside(self.fragment(selection.name.value, nesting))
            elif isinstance(selection, InlineFragmentNode):
                named = selection.type_condition
                inside = self.schema.get_type(named.name.value) if named else parent
                load = load.beside(self.selections(selection.selection_set, inside, nesting + 1))
        return load

    def fragment(self, name: str, nesting: int) -> Load:
        """Return the load of a fragment, measured once.

        A fragment inside itself counts as nothing here, because validation refuses it.
        """
        if name not in self.known:
            self.known[name] = Load()
            if node := self.fragments.get(name):
                condition = self.schema.get_type(node.type_condition.name.value)
                self.known[name] = self.selections(node.selection_set, condition, nesting + 1)
        return self.known[name]

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, nesting: int) -> Load:
        """Return the load of a field of the type `parent`, with what is below it."""
        name = node.name.value
        alias = int(node.alias is not None)
        definition = parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        path = f"{parent.name if parent else ''}.{name}"
        below = Load()
        if node.selection_set:
            inside = get_named_type(definition.type) if definition else None
            below = self.selections(node.selection_set, inside, nesting + 1)
        if name.startswith("__"):
            return Load(INTROSPECTION if node.selection_set else 1, 0, below.aliases + alias, below.directives)
        entries = self.first(node)
        if definition and is_list_type(get_nullable_type(definition.type)) and name != "edges":
            entries = self.sent if path in AS_LONG_AS_SENT else TIMES.get(path, max(entries, LIST))
        cost = WEIGHT.get(path, 1) + entries * below.cost
        return Load(cost, below.depth + 1, below.aliases + alias, below.directives)

    def first(self, node: FieldNode) -> int:
        """Return the size of the page asked for, 1 if the field has no argument `first`."""
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value: Any = argument.value
                if isinstance(value, VariableNode):
                    return page_size(self.variables.get(value.name.value, 1))  # if absent, it is refused later
                return page_size(_literal(value))
        return 1


def page_size(first: Any) -> int:
    """Return the page size to charge for.

    A value that is no int is charged as the largest page, because 100.0 is accepted as 100.
    """
    return min(max(first, 1), FIRST_MOST) if type(first) is int else FIRST_MOST


def longest(variables: Mapping[str, Any]) -> int:
    """Return the length of the longest list among the variables, at least LIST."""
    return max([LIST, *(len(value) for value in variables.values() if isinstance(value, list))])


def _literal(node: Any) -> int | None:
    """Return an integer literal; None for other literals and for numbers with too many digits."""
    if isinstance(node, IntValueNode) and len(node.value) <= DIGITS:
        return int(node.value)
    return None


def with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables with the operation's defaults; a default that is no integer becomes None."""
    defaults = {d.variable.name.value: d.default_value for d in operation.variable_definitions or () if d.default_value}
    return {**{name: _literal(value) for name, value in defaults.items()}, **variables}
